// "suspicious RCU usage": the call path, and at its end what RCU found fault with (RCU_LOCKDEP_WARN in the kernel's headers).

import type { Reading } from "../index.js";
import { calledToSleep } from "../summary/callers.js";
import type { CallPath } from "./call-path.js";
import { companyFor } from "./company.js";
import { mainContext } from "./contexts.js";
import type { LockBook } from "./lock-book.js";
import type { Switches } from "./placing.js";
import type { Deed, Expectation, SectionType } from "./plan.js";
import type { Scene } from "./plan-model.js";

type Held = readonly SectionType[];
type Planned = { readonly deed: Deed; readonly kind: Expectation["kind"] };

export function suspiciousRcu(reading: Reading, book: LockBook): Scene | string {
  const { report, details } = reading;
  const { statement } = details;
  if (statement === null) return "The report is cut off before what is suspicious, so there is no model of it.";
  const held = (report.heldLocks ?? []).flatMap(({ name }) => sectionOf(book.planOf(name)?.type));
  const called = calledToSleep(report);
  const kind = plan(statement, called, held, { irqsOff: false, bhOff: false }, "task")?.kind;
  if (kind === undefined) return `'${statement}' is not about reading a pointer or sleeping, so there is no model of it.`;
  const { context } = mainContext(reading, book, (switches, path) => plan(statement, called, held, switches, path.kind)?.deed ?? null);
  return {
    contexts: [context],
    company: companyFor(context, report.heldLocks ?? [], book.planOf),
    expectation: { kind, lock: null, function: context.frames.at(-1)?.name ?? null },
    notes: report.heldLocks === null ? ["GUESS: which locks are held is not in the text"] : [],
  };
}

function sectionOf(type: string | undefined): Held {
  return type === "rcu" || type === "rcu_bh" || type === "rcu_sched" ? [type] : [];
}

function plan(statement: string, called: string | null, held: Held, switches: Switches, context: CallPath["kind"]): Planned | null {
  if (/Illegal synchronize_rcu/.test(statement)) return { deed: use("synchronize_rcu"), kind: "sleep-in-atomic" };
  if (/Illegal context switch in RCU/.test(statement)) return { deed: sleeping(held, called), kind: "sleep-in-atomic" };
  if (/_protected\(\) usage|without holding the required lock/.test(statement)) return { deed: protectedUse(), kind: "rcu-usage" };
  if (/_check\(\) usage|in non-reader section/.test(statement)) return { deed: dereference(held, switches, context), kind: "rcu-usage" };
  return null;
}

function use(call: Extract<Deed, { kind: "rcu-use" }>["call"], ...guesses: readonly string[]): Deed {
  return { kind: "rcu-use", call, guesses };
}

function sleeping(held: Held, called: string | null): Deed {
  return { kind: "might-sleep", called, atomic: held.length > 0 ? null : { by: "rcu", since: null } };
}

const POINTER = "which pointer is not in the text";

function protectedUse(): Deed {
  return use(
    "rcu_dereference_protected",
    POINTER,
    "which lock would be enough is not in the text; where it is held, lockdep_is_held(lock)",
  );
}

/** The kernel says rcu_dereference_check for all of them: it is the one whose section is not there. */
function dereference(held: Held, { irqsOff, bhOff }: Switches, context: CallPath["kind"]): Deed {
  if (!held.includes("rcu")) return use("rcu_dereference", POINTER);
  const guess = "what is asked for beside rcu_read_lock is not in the text";
  if (!irqsOff && !bhOff && (context === "task" || context === "kworker")) return use("rcu_dereference_bh", POINTER, guess);
  return use("rcu_dereference_protected", POINTER, guess);
}
