/** Where a distributed search and its workers meet. */

/** What workers reach the server by; both sides must say the same port. */
export interface MeetingPoint {
  readonly host: string;
  readonly port: number;
}

/** The meeting, as the side that searches sees it. */
export interface Meeting {
  readonly point: MeetingPoint;
  /** How long the first worker may take to come. */
  readonly waitMs: number;
  /** Called when the server takes workers, and when a worker thread comes or is lost. */
  readonly onNews?: (news: MeetingNews) => void;
}

export type MeetingNews = { readonly kind: "ready" } | { readonly kind: "came" | "lost"; readonly threads: number };

/** System properties of Java by which TLC's two sides find each other; `self`: by what this machine is reached. */
export function meetingOptions({ port }: MeetingPoint, self: string): readonly string[] {
  return [`-Djava.rmi.server.hostname=${self}`, `-Dtlc2.tool.distributed.TLCServer.port=${port}`];
}
