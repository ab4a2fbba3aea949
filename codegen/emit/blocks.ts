// A step that goes on through places where nobody stops (codegen/analysis/fusion): what it does at each place, one after the other, as one action.
//
//   f:10 acquire a ; f:11 x = x + 1 ; f:12 release a   ->   pc[self] = "f:10" -> owner["a"] = Free /\ x' = x + 1 /\ Goto(self, "f:13") /\ …

import type { Operation } from "../ir/graph.js";
import type { LocatedGraph, Location } from "../ir/located.js";
import { byLabel, faultLabel } from "../ir/located.js";
import type { Context } from "../ir/program.js";
import type { Tla } from "../tla/ast.js";
import { and, call, equals, exists, FALSE, ifThenElse, name, number, or, prime, set, string, TRUE, tuple } from "../tla/build.js";
import { type Effects, unchangedExcept, type VariableGroup } from "./effects.js";
import { FAULTS, type FaultCase, faultsOf, NULL, SELF, translate } from "./expressions.js";
import { textOf } from "./knowledge.js";
import { allocationChoices } from "./memory-operations.js";
import { shapeOf } from "./operations.js";
import { STORES } from "./operator-stores.js";
import type { Scope } from "./scope.js";
import { CHOICE, faultsOfStore, type Outcome, storeLocal } from "./step-shape.js";
import { Values } from "./values.js";

/** The action of a step that begins at `head`, for a location from which it goes on through others. */
export function translateBlock(
  scope: Scope,
  groups: readonly VariableGroup[],
  graph: LocatedGraph,
  head: Location,
  runners: readonly Context[],
): Tla {
  return new Block(scope, groups, graph, runners).from(head, Values.before, [head.label]);
}

/** True when a step from `location` does not end at once. */
export function goesOn(scope: Scope, location: Location): boolean {
  return location.next.some((label) => scope.passed.has(label));
}

/** The places that a step from `head` may go through, in the order in which it comes to them. */
export function passedFrom(scope: Scope, graph: LocatedGraph, head: Location): readonly Location[] {
  const places = byLabel(graph);
  const found = new Set<Location>();
  const visit = (label: string): void => {
    const place = scope.passed.has(label) ? places.get(label) : undefined;
    if (place === undefined || found.has(place)) return;
    found.add(place);
    place.next.forEach(visit);
  };
  head.next.forEach(visit);
  return [...found];
}

class Block {
  private readonly places: ReadonlyMap<string, Location>;
  private choices = 0;

  constructor(
    private readonly scope: Scope,
    private readonly groups: readonly VariableGroup[],
    graph: LocatedGraph,
    private readonly runners: readonly Context[],
  ) {
    this.places = byLabel(graph);
  }

  /** What is done from `location` on; `way`: where the step began, and the places passed so far. */
  from(location: Location, values: Values, way: readonly string[]): Tla {
    const shape = shapeOf(this.scope, location, this.runners);
    const { operation } = location.node;
    if (operation.kind === "allocate") {
      if (values.changed().size > 0) throw new Error("an allocation in the middle of a step");
      return this.allocated(location, operation, way);
    }
    if (operation.kind !== "choose") return this.judged(location, values, way, shape.faults, (known) => this.work(location, known, way));
    const options = operation.options.map((option) => ({
      value: values.now(translate(this.scope, option)),
      faults: faultsOf(this.scope, option),
    }));
    const chosen = this.fresh();
    const taken = values.store(CHOICE, null, name(chosen));
    const work = (faults: readonly FaultCase[]): Tla =>
      this.judged(location, taken, way, faults, (known) => this.work(location, known, way));
    if (options.every(({ faults }) => faults.length === 0))
      return exists(chosen, set(...options.map(({ value }) => value)), work(shape.faults));
    const { ofPlace, ofValue } = faultsOfStore(shape.faults);
    return or(
      ...options.map(({ value, faults }) =>
        this.judged(location, values, way, [...faults, ...ofPlace], () => ({
          kind: "let",
          definitions: [{ name: chosen, body: value }],
          body: work(ofValue),
        })),
      ),
    );
  }

  /** An allocation begins a step: it moves neither way. */
  private allocated(location: Location, operation: Extract<Operation, { kind: "allocate" }>, way: readonly string[]): Tla {
    const chosen = this.fresh();
    const work = this.work(location, Values.before, way);
    return exists(chosen, allocationChoices(this.scope, operation), work);
  }

  /** `IF fault THEN … ELSE work`, the faults in the order in which they count. */
  private judged(
    location: Location,
    values: Values,
    way: readonly string[],
    faults: readonly FaultCase[],
    work: (values: Values) => Tla,
  ): Tla {
    const judge = (order: readonly FaultCase["fault"][], known: Values): Tla => {
      const [kind, ...others] = order;
      if (kind === undefined) return work(known);
      const when = known.simplified(values.now(or(...faults.filter((fault) => fault.fault === kind).map((fault) => fault.when))));
      if (when.kind === "boolean" && !when.value) return judge(others, known);
      const label = faultLabel(kind, location.label);
      this.scope.faults.add(label);
      const fault = this.end(values, string(label), way);
      return when.kind === "boolean" ? fault : ifThenElse(when, fault, judge(others, known.knowing(when, FALSE)));
    };
    return judge(FAULTS, values);
  }

  private work(location: Location, values: Values, way: readonly string[]): Tla {
    const { enabled, outcomes } = shapeOf(this.scope, location, this.runners);
    const guards = enabled.map((guard) => values.now(guard));
    const [first, second, ...more] = outcomes;
    if (first === undefined) return FALSE;
    if (more.length > 0) throw new Error("a step has at most two outcomes");
    const go = (outcome: Outcome, known: Values): Tla => this.outcome(location, outcome, known, way);
    if (second === undefined || first.when === null) return and(...guards, go(first, values));
    const when = values.simplified(values.now(first.when));
    if (when.kind === "boolean") return and(...guards, go(when.value ? first : second, values));
    return and(...guards, either(when, go(first, values.knowing(when, TRUE)), go(second, values.knowing(when, FALSE))));
  }

  private outcome(location: Location, { effects, next }: Outcome, values: Values, way: readonly string[]): Tla {
    const { conjuncts, values: after, target } = this.applied(effects, values);
    if (next === null) return and(...conjuncts, this.end(after, target ?? string(""), way));
    const label = location.next[next] ?? "";
    const dropped = (location.drops[next] ?? [])
      .flatMap((local) => storeLocal(this.scope, local, NULL))
      .reduce((sum, { variable, key, value }) => sum.store(variable, key, value), after);
    const place = this.scope.passed.has(label) ? this.places.get(label) : undefined;
    const rest = place === undefined ? this.end(dropped, string(label), way) : this.from(place, dropped, [...way, label]);
    return and(...conjuncts, rest);
  }

  /** The values after `effects`; operators that set their variables themselves stay conjuncts. */
  private applied(
    effects: Effects,
    values: Values,
  ): { readonly conjuncts: readonly Tla[]; readonly values: Values; readonly target: Tla | null } {
    const conjuncts: Tla[] = effects.guards.map((guard) => values.now(guard));
    let after = values;
    let target: Tla | null = null;
    for (const { action, changes } of effects.actions) {
      const [operator, args] = action.kind === "call" ? [action.operator, action.args.map((arg) => values.now(arg))] : ["", []];
      const known = STORES[operator];
      if (operator === "Goto") target = args[1] ?? null;
      else if (known !== undefined) {
        // A guard speaks of the state before: what waits for something begins a step.
        const { guards, stores } = known(args, (variable) => values.now(name(variable)));
        if (guards.length > 0 && values.changed().size > 0) throw new Error(`'${operator}' in the middle of a step`);
        for (const { what, value } of guards) {
          conjuncts.push(equals(values.now(what), value));
          after = after.knowing(what, value);
        }
        for (const { variable, key, value } of stores) after = after.store(variable, key, value);
      } else {
        if (values.changed().size > 0) throw new Error(`'${operator}' in the middle of a step`);
        conjuncts.push(action);
        for (const variable of changes) after = after.primed(variable);
      }
    }
    const stores = effects.stores.map(({ variable, key, value }) => ({
      variable,
      key: key === null ? null : values.now(key),
      value: values.now(value),
    }));
    return { conjuncts, values: stores.reduce((sum, { variable, key, value }) => sum.store(variable, key, value), after), target };
  }

  /** The step ends at `target`. From a fork it tells also of a way that goes through no place: where it ends does not say which way it was. */
  private end(values: Values, target: Tla, way: readonly string[]): Tla {
    const [head = ""] = way;
    const isTold = !this.scope.bare && (way.length > 1 || this.scope.forks.has(head));
    const changed = [...values.changed()].filter(([variable]) => variable !== CHOICE);
    const stores = changed.filter(([, value]) => value.kind !== "prime").map(([variable, value]) => equals(prime(variable), value));
    return and(
      call("Goto", SELF, target),
      ...stores,
      unchangedExcept(this.groups, new Set(["pc", ...changed.map(([variable]) => variable)])),
      ...(isTold ? [passes(this.scope, [...way, ...(target.kind === "string" ? [target.value] : [])])] : []),
    );
  }

  /** One choice after another needs a name of its own. */
  private fresh(): string {
    this.choices++;
    return this.choices === 1 ? CHOICE : this.scope.names.of(`choice ${this.choices}`, [`${CHOICE}_${this.choices}`]);
  }
}

/** Both ways under one IF; what both store, and leave unchanged, is said once, behind it. */
function either(when: Tla, whenTrue: Tla, whenFalse: Tla): Tla {
  if (textOf(whenTrue) === textOf(whenFalse)) return whenTrue;
  const otherwise = new Set(conjunctsOf(whenFalse).map(textOf));
  const common = conjunctsOf(whenTrue).filter((conjunct) => isStore(conjunct) && otherwise.has(textOf(conjunct)));
  const said = new Set(common.map(textOf));
  const rest = (way: Tla): Tla => and(...conjunctsOf(way).filter((conjunct) => !said.has(textOf(conjunct))));
  return and(ifThenElse(when, rest(whenTrue), rest(whenFalse)), ...common);
}

function conjunctsOf(way: Tla): readonly Tla[] {
  return way.kind === "and" ? way.items : [way];
}

/** Of what others read as it was before: no conjunct of a step reads a variable that is set like that. */
function isStore(conjunct: Tla): boolean {
  if (conjunct.kind === "prefix") return conjunct.operator === "UNCHANGED";
  return conjunct.kind === "infix" && conjunct.operator === "=" && conjunct.left.kind === "prime";
}

/** `way`: all places from the first to the last. Each way has a number, which is cheaper to look for. */
function passes(scope: Scope, way: readonly string[]): Tla {
  const key = way.join(" ");
  const known = scope.ways.get(key) ?? scope.ways.size + 1;
  scope.ways.set(key, known);
  return call("Passes", SELF, number(known), tuple(...way.map(string)));
}
