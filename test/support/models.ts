// Small models for end-to-end tests.

/** Opposite orders of two locks; `expectation` is what the model says of itself. */
export function abba(expectation: string, order: "abba" | "abab" = "abba"): string {
  const [first, second] = order === "abba" ? ["b", "a"] : ["a", "b"];
  return `import { expect, spin_lock, spin_unlock, spinlock_t, task, verified, violates } from "lockproof/dsl";

const a = spinlock_t();
const b = spinlock_t();

function forth() {
  spin_lock(a);
  spin_lock(b);
  spin_unlock(b);
  spin_unlock(a);
}

function back() {
  spin_lock(${first});
  spin_lock(${second});
  spin_unlock(${second});
  spin_unlock(${first});
}

task("one", forth);
task("two", back);
expect(${expectation});
`;
}

/** Millions of states: six tasks that count on their own, so that nothing can be joined. */
export const ENDLESS = `import { expect, finished, int, invariant, tasks, verified } from "lockproof/dsl";

class worker {
  first = int(0, 30);
  second = int(0, 30);
}
let total = int(0, 400);
let other = int(0, 400);

function count() {
  for (let i = 0; i < 30; i++) {
    total = total + 1;
    other = other + 1;
  }
}

tasks("counter", 6, () => count());
invariant("it counts", () => total >= 0 && other >= 0);
expect(verified());
`;
