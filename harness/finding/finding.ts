// What TLC found -> the finding people read: kind, deciding place, lock, context. TLC named the rule; this says where it struck.

import { lockClassOf } from "../../codegen/analysis/typestate.js";
import type { Compilation } from "../../codegen/compile.js";
import type { Operation } from "../../codegen/ir/graph.js";
import type { Location } from "../../codegen/ir/located.js";
import type { Context, FindingKind, Property } from "../../codegen/ir/program.js";
import type { ContextInfo, Finding, Lock, Span } from "../result.js";
import type { BuiltTrace } from "../trace/build-trace.js";
import { callTraceOf } from "../trace/call-trace.js";
import type { LockPrinter } from "../trace/lock-info.js";
import type { Observations } from "../trace/observations.js";
import { outsideRange } from "../trace/outside-range.js";
import { cpuOf, faultOf, instanceAt, locationOf } from "../trace/situation.js";
import { deadlocked, waitsOf } from "../trace/waits.js";
import { atomicMessage } from "./atomic.js";
import { contextMessage, failedAssertion } from "./context-assertion.js";
import { goneObject, goneText } from "./gone.js";
import { leakMessage, wayOutOf } from "./leaks.js";
import { asksInVain, rcuUsageMessage } from "./rcu-usage.js";
import { waitContextMessage } from "./wait-context.js";

/** What TLC reported, in its words. */
export type Violation =
  | { readonly kind: "invariant"; readonly name: string }
  | { readonly kind: "no-successor" }
  | { readonly kind: "temporal"; readonly property: Property };

/** No execution comes where a `reachable` says that one does. */
export function unreachableFinding(property: string, at: Span): Finding {
  return {
    kind: "reachable",
    message: `No execution comes to a state in which '${property}' holds.`,
    property,
    context: null,
    at,
    function: null,
    lock: null,
    object: null,
    waitContext: null,
    held: [],
    callTrace: [],
  };
}

export function findingOf(
  violation: Violation,
  built: BuiltTrace,
  compilation: Compilation,
  observations: Observations,
  locks: LockPrinter,
): Finding {
  const about = (
    kind: FindingKind,
    message: string,
    context: Context | null,
    location: Location | null,
    property: string | null = null,
  ): Finding => ({
    kind,
    message,
    property,
    context: context === null ? null : infoOf(built, context),
    at: location?.node.span ?? null,
    function: location?.node.stack.at(-1)?.function ?? null,
    lock:
      location === null || context === null
        ? null
        : (lockAt(built, context, location, compilation, locks) ?? stillHeld(built, context, kind, locks)),
    object: null,
    waitContext: context === null ? null : (observations.contextValues.get(contextKind(context)) ?? null),
    held:
      context === null
        ? []
        : (built.held.get(context.id) ?? []).map((entry) => locks.lock(entry, entry.held.lockClass, entry.held.subclass)),
    callTrace: location === null ? [] : [...callTraceOf(location)],
  });
  if (violation.kind === "temporal")
    return about(
      "eventually",
      `There is an execution in which '${violation.property.name}' never comes true.`,
      null,
      null,
      violation.property.name,
    );
  const stuck = (): Finding => ({ ...about("stuck", stuckMessage(built), null, null), at: firstWaiting(built)?.node.span ?? null });
  if (violation.kind === "no-successor") return stuck();
  const mover = built.mover ?? culpritAtStart(built, violation.name);
  const here = mover === null ? null : locationOf(built.last, mover.id);
  switch (violation.name) {
    case "NotStuckInQueue":
      return stuck();
    case "NoFault":
      return faultFinding(built, about);
    case "ValidWaitContext": {
      const found = about("wait-context", "", mover, here);
      return { ...found, message: waitContextMessage(found) };
    }
    case "NoSleepInAtomicContext":
      return about(
        "sleep-in-atomic",
        mover === null || here === null ? "A context may sleep in atomic context." : atomicMessage(built, mover, here),
        mover,
        here,
      );
    case "NoSuspiciousRcuUsage":
      return about(
        "rcu-usage",
        mover === null || here === null ? "RCU is used without its protection." : rcuUsageMessage(mover, here),
        mover,
        here,
      );
    case "NoWrongContext":
      return about(
        "context-assertion",
        mover === null || here === null ? "A function is called in a context that it forbids." : contextMessage(built, mover, here),
        mover,
        here,
      );
    case "NothingHeldAtEnd":
      return mover === null
        ? about("held-at-end", "A context ends with something still held or disabled.", null, here)
        : { ...about("held-at-end", leakMessage(built, mover), mover, here), ...wayOutOf(built, mover) };
    case "NoCircularWait": {
      const trapped = deadlocked(built.last);
      const context = trapped.find((candidate) => candidate === mover) ?? trapped.at(0) ?? null;
      return about(
        "circular-wait",
        `${trapped.map((each) => each.id).join(", ")} ${trapped.length === 1 ? "waits for itself" : "wait for each other"}.`,
        context,
        context === null ? null : locationOf(built.last, context.id),
      );
    }
    default: {
      const property = compilation.located.program.properties.find(
        (_, index) => compilation.emitted.propertyNames[index] === violation.name,
      );
      return {
        ...about(
          "invariant",
          `The invariant '${property?.name ?? violation.name}' does not hold.`,
          mover,
          null,
          property?.name ?? violation.name,
        ),
        at: property?.span ?? null,
      };
    }
  }
}

/** In the first state nobody has moved yet: whose first place the rule is about. */
function culpritAtStart(built: BuiltTrace, rule: string): Context | null {
  const isCulprit = (context: Context, location: Location): boolean => {
    const { node, state } = location;
    const atomic = state.preemption > 0 || state.bottomHalves > 0 || !state.irqs;
    if (rule === "NoSuspiciousRcuUsage") return asksInVain(location);
    if (rule === "NoWrongContext") return failedAssertion(built.last.program.program, context, location) !== null;
    if (rule === "NothingHeldAtEnd") return node.operation.kind === "end" && atomic;
    return rule === "NoSleepInAtomicContext" && atomic && ["might-sleep", "schedule", "acquire"].includes(node.operation.kind);
  };
  return (
    built.last.program.program.contexts.find((context) => {
      const location = locationOf(built.last, context.id);
      return location !== null && isCulprit(context, location);
    }) ?? null
  );
}

function faultFinding(
  built: BuiltTrace,
  about: (kind: FindingKind, message: string, context: Context | null, location: Location | null, property?: string | null) => Finding,
): Finding {
  for (const context of built.last.program.program.contexts) {
    const fault = faultOf(built.last, context.id);
    if (fault === null) continue;
    const { operation } = fault.location.node;
    const gone = goneObject(built, context, fault.location);
    switch (fault.fault) {
      case "null-dereference":
        return about("null-dereference", `${context.id} uses NULL.`, context, fault.location);
      case "list-corruption":
        return about("list-corruption", `${context.id} corrupts a list.`, context, fault.location);
      case "unlock-balance":
        return about("unlock-balance", `${context.id} ${unbalancedText(operation)}.`, context, fault.location);
      case "held-lock-freed":
        return about("held-lock-freed", `${context.id} initialises a lock that it holds.`, context, fault.location);
      case "use-after-free":
        return { ...about("use-after-free", `${context.id} uses ${goneText(built, gone)}.`, context, fault.location), object: gone };
      case "double-free":
        return { ...about("double-free", `${context.id} frees ${goneText(built, gone)}.`, context, fault.location), object: gone };
      case "free-active":
        return about("free-active", `${context.id} frees an object with something in it that is in use.`, context, fault.location);
      case "refcount":
        return about("refcount", `${context.id} counts references to an object that may be gone, or too many.`, context, fault.location);
      case "out-of-range":
        return about("out-of-range", outsideText(built, context, fault.location), context, fault.location);
      default:
        return about(
          "assertion",
          operation.kind === "assert" ? operation.message : "An assertion does not hold.",
          context,
          fault.location,
          operation.kind === "assert" ? operation.message : null,
        );
    }
  }
  throw new Error("TLC reports a fault and no context is at one");
}

function unbalancedText({ kind }: Operation): string {
  switch (kind) {
    case "preemption":
      return "enables preemption, which it did not disable";
    case "bottom-halves":
      return "enables bottom halves, which it did not disable";
    default:
      return "releases a lock that it does not hold";
  }
}

function outsideText({ last }: BuiltTrace, context: Context, { node }: Location): string {
  const outside = outsideRange(last, context.id, node.operation);
  if (outside === null) return `${context.id} stores a value outside of the declared range.`;
  const { name, value, min, max } = outside;
  return `${context.id} stores ${value} to ${name}, whose declared range is ${min} to ${max}.`;
}

/** A place where somebody waits who has not ended. */
function firstWaiting(built: BuiltTrace): Location | null {
  for (const context of built.last.program.program.contexts) {
    const location = locationOf(built.last, context.id);
    if (location !== null) return location;
  }
  return null;
}

function stuckMessage(built: BuiltTrace): string {
  const waiting = built.last.program.program.contexts.flatMap((context) => {
    const what = waitsOf(built.last, context).at(0)?.what ?? "something that nobody does";
    const pc = built.last.pc.get(context.id);
    const verb = what.startsWith("interrupted ") ? "is" : "waits for";
    return pc === "done" || pc === "idle" ? [] : [`${context.id} ${verb} ${what}`];
  });
  return `Nobody can go on: ${waiting.join("; ")}.`;
}

function lockAt(built: BuiltTrace, context: Context, location: Location, compilation: Compilation, locks: LockPrinter): Lock | null {
  const { program } = compilation.located;
  const { operation, span, stack } = location.node;
  const where = { function: stack.at(-1)?.function ?? "", at: span };
  switch (operation.kind) {
    case "acquire":
    case "try-acquire":
    case "annotate":
    case "seq-write": {
      const { lock, subclass } = operation.acquisition;
      return locks.lock({ ...where, instance: instanceAt(built.last, context.id, lock) }, lockClassOf(program, lock.field), subclass);
    }
    case "release":
    case "downgrade":
    case "annotate-release":
    case "lock-init":
      return locks.lock(
        { ...where, instance: instanceAt(built.last, context.id, operation.lock) },
        lockClassOf(program, operation.lock.field),
        0,
      );
    case "rcu":
      return locks.lock({ ...where, instance: null }, operation.flavour, 0);
    default:
      return null;
  }
}

/** At the end of a context, the lock it took last and did not release. */
function stillHeld(built: BuiltTrace, context: Context, kind: FindingKind, locks: LockPrinter): Lock | null {
  const last = kind === "held-at-end" ? built.held.get(context.id)?.at(-1) : undefined;
  return last === undefined || last.held.place === null ? null : locks.lock(last, last.held.lockClass, last.held.subclass);
}

function infoOf(built: BuiltTrace, context: Context): ContextInfo {
  return { id: context.id, kind: context.kind, cpu: cpuOf(built.last, context) };
}

function contextKind(context: Context): string {
  if (context.level !== "hardirq") return context.level;
  return context.threadable ? "threadable hardirq" : "hardirq";
}
