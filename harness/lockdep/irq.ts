// The part of a report that is about interrupts: which class is safe, which is unsafe, where they became so, and how they hang together.

import type { LockdepLink, LockdepReport } from "../result.js";
import { classLine, placeOf, type Sources } from "./sources.js";
import { bitName, type ToldBit, type ToldDependency, type ToldReport } from "./told.js";

type Irq = NonNullable<LockdepReport["irq"]>;
type Node = { readonly class: { readonly name: string }; readonly path: readonly ToldDependency[] };

/** Null for reports that are not about two classes and an interrupt. */
export function irqOf(sources: Sources, told: ToldReport): LockdepReport["irq"] {
  switch (told.rule) {
    case "irq-order":
      return orderOf(sources, told);
    case "irq-inversion":
      return inversionOf(sources, told);
    default:
      return null;
  }
}

/** print_bad_irq_dependency: the new dependency connects the two. */
function orderOf(sources: Sources, told: Extract<ToldReport, { rule: "irq-order" }>): Irq {
  const { safe, unsafe, bits, held, lock, at } = told;
  const middle = held.class.name === safe.class.name ? lock.class.name : held.class.name;
  return {
    ...pair(sources, safe, bits.safe, unsafe, bits.unsafe, middle),
    toSafe: backwardLinks(sources, safe, held.class.name),
    toUnsafe: forwardLinks(sources, unsafe, lock.class.name, at),
  };
}

/** print_irq_inversion_bug: the lock at hand is one of the two, the other is where the search ended. */
function inversionOf(sources: Sources, told: Extract<ToldReport, { rule: "irq-inversion" }>): Irq {
  const { lock, other, bit } = told;
  const root: Node = { class: lock.class, path: [] };
  const forwards = !told.new.on;
  const first = other.path[0];
  const next = first === undefined || other.path.length === 1 ? undefined : forwards ? first.to.name : first.from.name;
  const [safe, unsafe] = forwards ? [root, other] : [other, root];
  const middle = next ?? unsafe.class.name;
  const [safeBit, unsafeBit] = forwards ? [told.new, bit] : [bit, told.new];
  return {
    ...pair(sources, safe, safeBit, unsafe, unsafeBit, middle),
    state: stateName(bit),
    toSafe: forwards ? [] : backwardLinks(sources, other, lock.class.name),
    toUnsafe: forwards ? forwardLinks(sources, other, lock.class.name, told.at) : [],
  };
}

function pair(sources: Sources, safe: Node, safeBit: ToldBit, unsafe: Node, unsafeBit: ToldBit, middle: string) {
  return {
    state: stateName(safeBit),
    safe: classLine(sources, safe.class.name),
    unsafe: classLine(sources, unsafe.class.name),
    middle,
    safeAt: placeOf(sources, markedAt(sources, safe.class.name, safeBit)),
    unsafeAt: placeOf(sources, markedAt(sources, unsafe.class.name, unsafeBit)),
  };
}

function stateName({ state, read }: ToldBit): string {
  return read ? `${state}-READ` : state;
}

function markedAt({ opinion }: Sources, name: string, bit: ToldBit): number {
  const mark = opinion.usage.find((candidate) => candidate.class.name === name && bitName(candidate.bit) === bitName(bit));
  if (mark === undefined) throw new Error(`'${name}' is not marked ${bitName(bit)}`);
  return mark.at;
}

/** From the end of a search to its root: print_shortest_lock_dependencies. The root was acquired at event `at`. */
function forwardLinks(sources: Sources, node: Node, root: string, at: number): LockdepLink[] {
  const links = node.path.map((dependency) => link(sources, dependency.to.name, dependency.at));
  return [...links.reverse(), link(sources, root, at)];
}

/** A search backwards goes from a lock to those it was taken under: print_shortest_lock_dependencies_backwards. */
function backwardLinks(sources: Sources, node: Node, root: string): LockdepLink[] {
  const links = node.path.map((dependency) => link(sources, dependency.from.name, dependency.at));
  return [...links.reverse(), link(sources, root, null)];
}

function link(sources: Sources, name: string, acquired: number | null): LockdepLink {
  const { program } = sources.located;
  const usages = sources.opinion.usage
    .filter((mark) => mark.class.name === name)
    .map(({ bit, at }) => ({ bit: bitName(bit), place: placeOf(sources, at) }));
  const field = program.fields.find(
    ({ type }) =>
      type.kind === "lock" && program.lockClasses.some((lockClass) => lockClass.id === type.lockClass && lockClass.name === name),
  );
  return {
    class: classLine(sources, name),
    usages,
    declared: field?.span ?? null,
    acquired: acquired === null ? null : placeOf(sources, acquired),
  };
}
