// Judges states: everything of docs/semantics.md section 6 that one state decides, in its order.

import type { Cells } from "../codes.js";
import { compileTest } from "../expressions.js";
import { OFF, pcCount } from "../labels.js";
import type { Machine } from "../machine.js";
import type { Test } from "../scope.js";
import { compileCircularWait } from "./circular-wait.js";
import type { Finding } from "./finding.js";
import { judgePosition } from "./location-rules.js";
import { compileQueueTrap } from "./queue.js";

export interface Checker {
  /** The first state: everything is judged. */
  readonly first: (cells: Cells) => Finding | null;
  /** A state reached by a move of the context `moved` from a state without a finding: only what that can have changed is judged. */
  readonly after: (cells: Cells, moved: number) => Finding | null;
  /** A state without successors. */
  readonly last: (cells: Cells) => Finding | null;
}

export function compileChecker(machine: Machine): Checker {
  const { layout } = machine;
  const { program } = machine.located;
  const positions = layout.contexts.map((context) =>
    Array.from({ length: pcCount(context.labels) }, (_, pc) => judgePosition(program, context, pc)),
  );
  const all = layout.contexts.map((_, number) => number);
  const findCircle = compileCircularWait(machine);
  const invariants = compileInvariants(machine);
  const circularWait = (cells: Cells, moved: number): Finding | null => {
    const circle = findCircle(cells, moved);
    return circle === null ? null : circularFinding(machine, cells, circle);
  };
  const isTrapped = compileQueueTrap(machine);
  const stuck = (cells: Cells): Finding => {
    const waiting = all.filter((number) => cells[number] !== OFF);
    return { kind: "stuck", context: null, label: null, property: null, contexts: waiting.map((number) => idOf(machine, number)) };
  };
  const queue = (cells: Cells): Finding | null => (isTrapped?.(cells) === true ? stuck(cells) : null);
  const invariant = (cells: Cells): Finding | null => {
    for (const { name, holds } of invariants) {
      if (!holds(cells)) return { kind: "invariant", context: null, label: null, property: name, contexts: [] };
    }
    return null;
  };
  return {
    first: (cells) => {
      const found = all.flatMap((number) => positions[number]?.[cells[number] ?? OFF] ?? []);
      const circles = found.length > 0 ? [] : all.flatMap((number) => circularWait(cells, number) ?? []);
      return firstOf(found) ?? circles[0] ?? queue(cells) ?? invariant(cells);
    },
    after: (cells, moved) => positions[moved]?.[cells[moved] ?? OFF] ?? circularWait(cells, moved) ?? queue(cells) ?? invariant(cells),
    last: (cells) => (all.every((number) => cells[number] === OFF) ? null : stuck(cells)),
  };
}

/** A property as a test; one that cannot be evaluated in a state does not hold there. */
export function compileProperty(machine: Machine, condition: Parameters<typeof compileTest>[1]): Test {
  const test = compileTest(machine.scope, condition);
  const { faults } = machine.scope;
  return (cells) => {
    faults.mask = 0;
    return test(cells) && faults.mask === 0;
  };
}

function compileInvariants(machine: Machine): readonly { readonly name: string; readonly holds: Test }[] {
  return machine.located.program.properties.flatMap((property) =>
    property.kind === "invariant" ? [{ name: property.name, holds: compileProperty(machine, property.condition) }] : [],
  );
}

const LOCATION_RULES = ["held-at-end", "wait-context", "sleep-in-atomic", "rcu-usage", "context-assertion"];

/** Faults come before the other rules, these in their order. */
function firstOf(findings: readonly Finding[]): Finding | null {
  const rank = (finding: Finding): number => LOCATION_RULES.indexOf(finding.kind);
  return [...findings].sort((a, b) => rank(a) - rank(b))[0] ?? null;
}

function circularFinding(machine: Machine, cells: Cells, circle: readonly number[]): Finding {
  const [moved = 0] = circle;
  const label = machine.layout.contexts[moved]?.labels.locations[(cells[moved] ?? OFF) - 1]?.label ?? null;
  return {
    kind: "circular-wait",
    context: idOf(machine, moved),
    label,
    property: null,
    contexts: circle.map((number) => idOf(machine, number)),
  };
}

function idOf(machine: Machine, number: number): string {
  return machine.layout.contexts[number]?.context.id ?? "";
}
