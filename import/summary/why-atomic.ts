// What makes the context of "sleeping function called from invalid context" atomic. A mutex that is held does not.

import type { Reading } from "../index.js";
import { lockBook } from "../model/lock-book.js";
import { isSection, isSpinning, rawNestingOf } from "../model/lock-type.js";
import { calledToSleep } from "./callers.js";

export function sleeping(reading: Reading): string {
  const { details } = reading;
  const called = calledToSleep(reading.report);
  const place = details.place ?? "the function";
  return `${called === null ? place : `${called} (${place})`} may sleep, ${because(reading)}`;
}

function because(reading: Reading): string {
  const { inAtomic, irqsDisabled, inReadSection, preemptionDisabledIn } = reading.details;
  const since = preemptionDisabledIn === null ? "" : `, since ${preemptionDisabledIn}`;
  const { spinning, sections } = culprits(reading);
  const holds = spinning.length === 0 ? "" : `; ${inWords(spinning)}, whose holder must not sleep, ${isOrAre(spinning)} held`;
  if (irqsDisabled === true) return `and interrupts are disabled${holds}.`;
  if (inAtomic === true) return `and preemption is disabled${since}${holds}${spinning.length === 0 ? nobody(reading) : ""}.`;
  if (inReadSection === true || sections.length > 0) return "and the context is in an RCU read section, in which it must not.";
  return "and the context must not.";
}

/** None of the held locks does it. */
function nobody({ report: { heldLocks } }: Reading): string {
  return heldLocks === null || heldLocks.length === 0 ? "" : "; it is none of the held locks that does that";
}

function culprits(reading: Reading): { readonly spinning: readonly string[]; readonly sections: readonly string[] } {
  const book = lockBook(reading, rawNestingOf(reading.report));
  const names = (reading.report.heldLocks ?? []).map(({ name }) => name);
  const typed = names.flatMap((name) => {
    const type = book.planOf(name)?.type;
    return type === undefined ? [] : [{ name, type }];
  });
  return {
    spinning: typed.filter(({ type }) => isSpinning(type)).map(({ name }) => name),
    sections: typed.filter(({ type }) => isSection(type)).map(({ name }) => name),
  };
}

function isOrAre({ length }: readonly string[]): string {
  return length === 1 ? "is" : "are";
}

function inWords(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}
