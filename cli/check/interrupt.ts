// Ctrl-C: the first asks the running checks to stop, so that what is known can still be said; the second leaves at once.

import { EXIT } from "../exit-codes.js";
import type { Services } from "../services.js";

export interface Interruptible<T> {
  readonly value: T;
  readonly interrupted: boolean;
}

export async function interruptible<T>(
  { onInterrupt, leave, console }: Services,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<Interruptible<T>> {
  const controller = new AbortController();
  const stopListening = onInterrupt(() => {
    if (controller.signal.aborted) {
      leave(EXIT.interrupted);
      return;
    }
    console.err("lockproof: interrupted, stopping the checks; once more to leave at once.\n");
    controller.abort();
  });
  try {
    return { value: await work(controller.signal), interrupted: controller.signal.aborted };
  } finally {
    stopListening();
  }
}
