// `comm/pid`. A comm may have slashes and spaces of its own.

export interface Task {
  readonly comm: string;
  readonly pid: number | null;
}

export function taskOf(text: string): Task | null {
  const match = /^(.+)\/(\d+)$/.exec(text.trim());
  const [, comm, pid] = match ?? [];
  return comm === undefined ? null : { comm, pid: Number(pid) };
}
