// One location -> one TLA+ action: `IF fault THEN … ELSE` what the operation does, where it goes, and UNCHANGED for the rest.

import { readingAs } from "../analysis/grace-periods.js";
import { type Expression } from "../ir/expression.js";
import { byLabel, faultLabel, type Location } from "../ir/located.js";
import { type Context } from "../ir/program.js";
import { type Tla } from "../tla/ast.js";
import { and, call, exists, FALSE, ifThenElse, or, set, string, strings, TRUE } from "../tla/build.js";
import { conjoin, type Effects, type VariableGroup } from "./effects.js";
import { FAULTS, type FaultCase, faultsOf, NULL, SELF, translate } from "./expressions.js";
import { allocationChoices } from "./memory-operations.js";
import { shapeOf } from "./operations.js";
import { type Scope } from "./scope.js";
import { action, CHOICE, faultsOfStore, gotoEffects, type Outcome, storeLocal } from "./step-shape.js";

/** The action of `location` for the context `self`. `runners` are the contexts that can be here. */
export function translateStep(scope: Scope, groups: readonly VariableGroup[], location: Location, runners: readonly Context[]): Tla {
  const shape = shapeOf(scope, location, runners);
  const ways = shape.outcomes.map((outcome) => withDrops(scope, location, outcome));
  const work = and(...shape.enabled, waysOn(groups, ways));
  const { operation } = location.node;
  if (operation.kind === "choose") return chosen(scope, groups, location, operation.options, shape.faults, work);
  const judged = faulting(scope, groups, location, shape.faults, work);
  return operation.kind === "allocate" ? exists(CHOICE, allocationChoices(scope, operation), judged) : judged;
}

/** `IF fault THEN … ELSE work`, the faults in the order in which they count. */
function faulting(scope: Scope, groups: readonly VariableGroup[], location: Location, faults: readonly FaultCase[], work: Tla): Tla {
  return [...FAULTS].reverse().reduce((rest, kind) => {
    const when = or(...faults.filter((fault) => fault.fault === kind).map((fault) => fault.when));
    if (when.kind === "boolean" && !when.value) return rest;
    const label = faultLabel(kind, location.label);
    scope.faults.add(label);
    const fault = conjoin(groups, gotoEffects(string(label)));
    return when.kind === "boolean" ? fault : ifThenElse(when, fault, rest);
  }, work);
}

function waysOn(groups: readonly VariableGroup[], ways: readonly { when: Tla | null; effects: Effects }[]): Tla {
  const [first, second, ...more] = ways;
  if (first === undefined) return FALSE;
  if (second === undefined || first.when === null) return conjoin(groups, first.effects);
  if (more.length > 0) throw new Error("a step has at most two outcomes");
  const merged = sameButPc(first, second);
  if (merged !== null) return conjoin(groups, merged);
  return ifThenElse(first.when, conjoin(groups, first.effects), conjoin(groups, second.effects));
}

/** A branch that only moves pc is written as one store of pc. */
function sameButPc(first: { when: Tla | null; effects: Effects }, second: { effects: Effects }): Effects | null {
  const rest = (effects: Effects): string =>
    JSON.stringify({ ...effects, actions: effects.actions.filter((action) => action.changes[0] !== "pc") });
  const target = (effects: Effects): Tla | null => {
    const found = effects.actions.find((action) => action.changes[0] === "pc")?.action;
    return found?.kind === "call" ? (found.args[1] ?? null) : null;
  };
  const [whenTrue, whenFalse] = [target(first.effects), target(second.effects)];
  if (first.when === null || whenTrue === null || whenFalse === null || rest(first.effects) !== rest(second.effects)) return null;
  if (whenTrue.kind !== "string" || whenFalse.kind !== "string") return null;
  return {
    ...first.effects,
    actions: first.effects.actions.map((action) =>
      action.changes[0] === "pc" ? { ...action, action: call("Goto", SELF, ifThenElse(first.when ?? TRUE, whenTrue, whenFalse)) } : action,
    ),
  };
}

function withDrops(scope: Scope, location: Location, outcome: Outcome): { when: Tla | null; effects: Effects } {
  if (outcome.next === null) return outcome;
  const drops = (location.drops[outcome.next] ?? []).flatMap((local) => storeLocal(scope, local, NULL));
  const target = location.next[outcome.next];
  if (target === undefined) throw new Error(`location '${location.label}' has no successor ${outcome.next}`);
  const goto = gotoEffects(string(target));
  const sections = sectionsLeft(scope, location, target);
  const left = sections.length > 0 ? action(call("Over", SELF, strings(sections)), "awaited").actions : [];
  return {
    when: outcome.when,
    effects: {
      guards: outcome.effects.guards,
      actions: [...outcome.effects.actions, ...left, ...goto.actions],
      stores: [...outcome.effects.stores, ...drops],
    },
  };
}

/** The kinds of read sections that a step leads out of: nobody waits for them any more. */
function sectionsLeft(scope: Scope, location: Location, target: string): readonly string[] {
  if (!scope.uses.gracePeriods) return [];
  const graph = scope.located.graphs.find((candidate) => candidate.graph.id === location.graph);
  const after = graph === undefined ? undefined : byLabel(graph).get(target);
  const level = scope.program.contexts.find((context) => context.graph === location.graph)?.level ?? "task";
  const reading = ({ state }: Location): readonly string[] => readingAs(scope.program, level, state);
  return after === undefined ? [] : reading(location).filter((section) => !reading(after).includes(section));
}

/** `\E choice \in {options} : …`. When evaluating an option can be a fault, one disjunct for each: the fault concerns that option only. */
function chosen(
  scope: Scope,
  groups: readonly VariableGroup[],
  location: Location,
  options: readonly Expression[],
  faults: readonly FaultCase[],
  work: Tla,
): Tla {
  if (options.every((option) => faultsOf(scope, option).length === 0))
    return exists(CHOICE, set(...options.map((option) => translate(scope, option))), faulting(scope, groups, location, faults, work));
  const { ofPlace, ofValue } = faultsOfStore(faults);
  return or(
    ...options.map((option) => {
      const stored = faulting(scope, groups, location, ofValue, work);
      const taken: Tla = { kind: "let", definitions: [{ name: CHOICE, body: translate(scope, option) }], body: stored };
      return faulting(scope, groups, location, [...faultsOf(scope, option), ...ofPlace], taken);
    }),
  );
}
