// Tells a loop that something happened, once for several things that happen close together.

export interface Waker {
  readonly wake: () => void;
  /** Wakes, for the last time. */
  readonly end: () => void;
  readonly ended: boolean;
  /** When something has happened since the last time, and then nothing for a moment. */
  readonly next: () => Promise<void>;
}

/** An editor saves in several steps: truncates, writes, renames. */
const QUIET_MS = 40;

export function openWaker(quietMs: number = QUIET_MS): Waker {
  let ended = false;
  let last = 0;
  let woken = deferred();
  let waiting: Promise<void> | null = null;

  const quiet = async (): Promise<void> => {
    await woken.promise;
    for (let rest = quietMs; !ended && rest > 0; rest = quietMs - (performance.now() - last))
      await new Promise((resolve) => setTimeout(resolve, rest));
    waiting = null;
    if (!ended) woken = deferred();
  };
  return {
    wake() {
      last = performance.now();
      woken.resolve();
    },
    end() {
      ended = true;
      woken.resolve();
    },
    get ended() {
      return ended;
    },
    next: () => (waiting ??= quiet()),
  };
}

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
