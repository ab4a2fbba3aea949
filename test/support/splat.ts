// Reads an invalid-wait-context report, the kernel's or ours, into fields that can be compared. Mail wraps the kernel's lines: `#0:` may
// stand on a line of its own, and so may the kernel's version.

export interface SplatLock {
  readonly name: string;
  readonly usage: string;
  /** As printed: `3:3`. */
  readonly waitTypes: string;
  readonly function: string;
}

export interface Splat {
  readonly title: string;
  readonly acquiring: SplatLock;
  /** As printed: `5:5`. */
  readonly context: string;
  readonly heldLocks: readonly SplatLock[];
  /** Functions, innermost first. */
  readonly callTrace: readonly string[];
}

// print_lock: an address or the model's name, (NAME){usage}-{outer:inner}, at: function+offset/size or function (file:line:column).
const LOCK = /^(?:[^(]\S* )?\((.+)\)(?:\{(.{4})\})?-\{(\d:\d)\}, at: ([^\s+]+)/;

function parseLock(text: string): SplatLock | null {
  const match = LOCK.exec(text.trim());
  if (match === null) return null;
  const [, name = "", usage = "", waitTypes = "", at = ""] = match;
  return { name, usage, waitTypes, function: at };
}

export function parseSplat(report: string): Splat {
  const lines = report.split("\n").map((line) => line.trim());
  const after = (pattern: RegExp): readonly string[] => {
    const index = lines.findIndex((line) => pattern.test(line));
    if (index < 0) throw new Error(`no line matches ${String(pattern)}`);
    return lines.slice(index + 1);
  };
  const acquiring = parseLock(after(/ is trying to lock:$/)[0] ?? "");
  const context = /context-\{(\d:\d)\}/.exec(report)?.[1];
  if (acquiring === null || context === undefined) throw new Error("not a wait-context report");
  const held = after(/^\d+ locks? held by |^no locks held by /);
  const trace = after(/^Call trace:/i);
  const end = trace.findIndex((line) => line === "");
  return {
    title: /\[ BUG: .* \]/.exec(report)?.[0] ?? "",
    acquiring,
    context,
    heldLocks: held.slice(0, held.indexOf("stack backtrace:")).flatMap((line) => parseLock(line.replace(/^#\d+:/, "")) ?? []),
    callTrace: trace.slice(0, end < 0 ? undefined : end).map((line) => line.replace(/[\s+].*$/, "")),
  };
}
