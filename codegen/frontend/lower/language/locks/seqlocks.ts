// seqcount_t and seqlock_t: writers wait for nobody, readers look again when somebody wrote meanwhile.
//   write_seqlock(s)    →   spin_lock(s.lock) · begin
//   read_seqretry(s)    →   again, or done

import type { ts } from "ts-morph";
import type { Place } from "../../../../ir/expression.js";
import type { ContextAssertion } from "../../../../ir/graph.js";
import { emit, type Lowering, shortText } from "../../../lowering.js";
import { INVALID, integer, type Meaning, VOID } from "../../../meaning.js";
import { seqcountId } from "../../expressions/access.js";
import { fetchedPlace } from "../../operands.js";
import type { LanguageFunction, LanguageFunctions } from "../function.js";
import { flagsArgument, flagsFor } from "../interrupts.js";
import { type PlaceArgument, placeArgument } from "../places.js";
import { mayTakeRtLock } from "../rt-sleep.js";
import { acquire, attempting, functionName, plainAcquisition, release } from "./acquire.js";
import { type Form, spinningOrSleeping } from "./ways.js";

export const seqlocks: LanguageFunctions = [
  ["read_seqbegin", { steps: true, lower: (lowering, call) => beginReading(lowering, call) }],
  ["read_seqcount_begin", { steps: true, lower: (lowering, call) => beginReading(lowering, call) }],
  ["read_seqretry", retrying()],
  ["read_seqcount_retry", retrying()],
  ["write_seqcount_begin", { steps: true, lower: (lowering, call) => writeCount(lowering, call, "begin") }],
  ["write_seqcount_end", { steps: true, lower: (lowering, call) => writeCount(lowering, call, "end") }],
  ["write_seqlock", writing("")],
  ["write_seqlock_irq", writing("irq")],
  ["write_seqlock_bh", writing("bh")],
  ["write_seqlock_irqsave", { steps: true, lower: writeSaving }],
  ["write_sequnlock", endingWrite("")],
  ["write_sequnlock_irq", endingWrite("irq")],
  ["write_sequnlock_bh", endingWrite("bh")],
  ["write_sequnlock_irqrestore", { steps: true, lower: endWriteRestoring }],
  ["read_seqlock_excl", { steps: true, lower: (lowering, call) => exclusiveReader(lowering, call, "lock") }],
  ["read_sequnlock_excl", { steps: true, lower: (lowering, call) => exclusiveReader(lowering, call, "unlock") }],
];

/** Lockdep is told of a recursive reader that comes and goes (seqcount_lockdep_reader_access); what is returned has no meaning here. */
function beginReading(lowering: Lowering, call: ts.CallExpression): Meaning {
  const seqcount = seqcountArgument(lowering, call);
  if (seqcount === null) return INVALID;
  const name = functionName(lowering, call);
  const acquisition = plainAcquisition(seqcount, name, "shared-recursive");
  emit(lowering, call, (next) => ({ kind: "annotate", action: "acquire", acquisition, next }));
  emit(lowering, call, (next) => ({ kind: "annotate-release", lock: seqcount, function: name, next }));
  // A reader of a seqlock_t that meets a writer takes its lock (include/linux/seqlock.h, SEQCOUNT_LOCKNAME).
  if (name === "read_seqbegin") mayTakeRtLock(lowering, call, { kind: "lock-taken", lock: seqcount });
  emit(lowering, call, (next) => ({ kind: "seq-read", seqcount, next }));
  return integer(0);
}

function retrying(): LanguageFunction {
  return attempting((lowering, call, result, again, done) => {
    const seqcount = seqcountArgument(lowering, call);
    if (seqcount !== null) emit(lowering, call, () => ({ kind: "seq-retry", seqcount, result, again, done }));
  });
}

function writing(form: Form): LanguageFunction {
  return { steps: true, lower: (lowering, call) => write(lowering, call, form) };
}

function endingWrite(form: Form): LanguageFunction {
  return { steps: true, lower: (lowering, call) => endWrite(lowering, call, form) };
}

function write(lowering: Lowering, call: ts.CallExpression, form: Form): Meaning {
  const seqlock = seqlockArgument(lowering, call);
  if (seqlock === null) return INVALID;
  const name = functionName(lowering, call);
  acquire(lowering, call, plainAcquisition(seqlock, name), spinningOrSleeping, form);
  beginWriting(lowering, call, countOf(seqlock), name);
  return VOID;
}

function endWrite(lowering: Lowering, call: ts.CallExpression, form: Form): Meaning {
  const seqlock = seqlockArgument(lowering, call);
  if (seqlock === null) return INVALID;
  const name = functionName(lowering, call);
  emit(lowering, call, (next) => ({ kind: "release", lock: countOf(seqlock), mode: "exclusive", function: name, next }));
  release(lowering, call, seqlock, name, "exclusive", spinningOrSleeping, form);
  return VOID;
}

function writeSaving(lowering: Lowering, call: ts.CallExpression): Meaning {
  const flags = flagsFor(lowering, call);
  const done = write(lowering, call, { flags });
  return done.kind === "void" ? { kind: "flags", local: flags } : done;
}

function endWriteRestoring(lowering: Lowering, call: ts.CallExpression): Meaning {
  const flags = flagsArgument(lowering, call, 1);
  return flags === null ? INVALID : endWrite(lowering, call, { flags });
}

/** read_seqlock_excl keeps writers out and disturbs nobody: it is the spinlock alone. */
function exclusiveReader(lowering: Lowering, call: ts.CallExpression, action: "lock" | "unlock"): Meaning {
  const seqlock = seqlockArgument(lowering, call);
  if (seqlock === null) return INVALID;
  const name = functionName(lowering, call);
  if (action === "lock") acquire(lowering, call, plainAcquisition(seqlock, name), spinningOrSleeping, "");
  else release(lowering, call, seqlock, name, "exclusive", spinningOrSleeping, "");
  return VOID;
}

/**
 * A plain seqcount_t: whoever writes sees to it that nobody else does; that is asserted. Preemption has to be disabled, and stays as it is (include/linux/seqlock.h,
 * `__seqprop_preemptible` of seqcount_t).
 */
function writeCount(lowering: Lowering, call: ts.CallExpression, action: "begin" | "end"): Meaning {
  const seqcount = seqcountArgument(lowering, call);
  if (seqcount === null) return INVALID;
  const name = functionName(lowering, call);
  if (action === "begin") {
    const message = `${name}(${shortText(call.arguments[0] ?? call)}): nobody else writes`;
    emit(lowering, call, (next) => ({
      kind: "assert",
      condition: { kind: "unary", operator: "not", operand: { kind: "lock-taken", lock: seqcount } },
      message,
      next,
    }));
    beginWriting(lowering, call, seqcount, name, ["lockdep_assert_preemption_disabled"]);
  } else {
    emit(lowering, call, (next) => ({ kind: "release", lock: seqcount, mode: "exclusive", function: name, next }));
  }
  return VOID;
}

function beginWriting(
  lowering: Lowering,
  call: ts.CallExpression,
  seqcount: Place,
  name: string,
  asserts: readonly ContextAssertion[] = [],
): void {
  emit(lowering, call, (next) => ({ kind: "seq-write", acquisition: plainAcquisition(seqcount, name), asserts, next }));
}

/** The spinlock of a seqlock_t has the id of the field, its counter one of its own. */
function countOf(seqlock: Place): Place {
  return { ...seqlock, field: seqcountId(seqlock.field) };
}

function seqlockArgument(lowering: Lowering, call: ts.CallExpression): Place | null {
  const argument = placeArgument(lowering, call, 0, "seqlock");
  return argument === null ? null : fetched(lowering, argument);
}

function seqcountArgument(lowering: Lowering, call: ts.CallExpression): Place | null {
  const name = functionName(lowering, call);
  if (!name.includes("seqcount")) {
    const seqlock = seqlockArgument(lowering, call);
    return seqlock === null ? null : countOf(seqlock);
  }
  const argument = placeArgument(lowering, call, 0, "lock");
  return argument === null ? null : fetched(lowering, argument);
}

function fetched(lowering: Lowering, argument: PlaceArgument): Place {
  return fetchedPlace(lowering, argument.node, argument.place);
}
