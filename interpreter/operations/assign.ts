// assign and choose: everything is evaluated in the state before, then everything is stored.

import type { Operation, Target } from "../../codegen/ir/graph.js";
import type { FieldType } from "../../codegen/ir/program.js";
import { type Cells, checkedInteger, POISON } from "../codes.js";
import { compilePlace, compileTest, compileValue, localCell } from "../expressions.js";
import { type Evaluate, type Faults, fieldOf, type Scope } from "../scope.js";
import { type CompiledStep, type Site, single } from "./site.js";

/** Where to store, and what a value becomes by being stored there. */
interface Store {
  readonly at: Evaluate;
  readonly coerce: (value: number) => number;
}

/** Not enabled while the condition is false; a fault of the condition is no wait. */
export function compileAwait(site: Site, operation: Extract<Operation, { kind: "await" }>): CompiledStep {
  const condition = compileTest(site.scope, operation.condition);
  const { step } = compileAssign(site, operation);
  return single((cells) => {
    site.begin();
    const holds = condition(cells);
    return site.failed(cells) || (holds && step(cells, 0));
  });
}

export function compileAssign(site: Site, operation: Pick<Extract<Operation, { kind: "assign" }>, "assignments">): CompiledStep {
  const { scope } = site;
  const stores = operation.assignments.map((assignment) => compileStore(scope, assignment.target));
  const values = operation.assignments.map((assignment) => compileValue(scope, assignment.value));
  const [store] = stores;
  const [value] = values;
  if (store !== undefined && value !== undefined && stores.length === 1) return single(storeOne(site, store, value));
  const targets = new Int32Array(stores.length);
  const results = new Int32Array(stores.length);
  return single((cells) => {
    site.begin();
    stores.forEach((each, index) => {
      targets[index] = each.at(cells);
      results[index] = each.coerce(values[index]?.(cells) ?? POISON);
    });
    if (site.failed(cells)) return true;
    targets.forEach((target, index) => {
      cells[target] = results[index] ?? 0;
    });
    return site.go(cells, 0);
  });
}

function storeOne(site: Site, store: Store, value: Evaluate): (cells: Cells) => boolean {
  const { at, coerce } = store;
  return (cells) => {
    site.begin();
    const target = at(cells);
    const result = coerce(value(cells));
    if (site.failed(cells)) return true;
    cells[target] = result;
    return site.go(cells, 0);
  };
}

/** Options that are equal to an earlier one give no successor of their own; what is a fault is equal to nothing. */
export function compileChoose(site: Site, operation: Extract<Operation, { kind: "choose" }>): CompiledStep {
  const store = compileStore(site.scope, operation.target);
  const options = operation.options.map((option) => compileValue(site.scope, option));
  const steps = options.map((option) => storeOne(site, store, option));
  const step = (cells: Cells, option: number): boolean => {
    const chosen = options[option];
    if (chosen === undefined) return false;
    const value = chosen(cells);
    for (let earlier = 0; earlier < option; earlier++) if (value !== POISON && options[earlier]?.(cells) === value) return false;
    return steps[option]?.(cells) ?? false;
  };
  return { options: options.length, step };
}

function compileStore(scope: Scope, target: Target): Store {
  if (target.kind === "local") {
    const cell = localCell(scope, target.local);
    return { at: () => cell, coerce: (value) => value };
  }
  return { at: compilePlace(scope, target.place).at, coerce: coercion(scope.faults, fieldOf(scope, target.place.field).field.type) };
}

function coercion(faults: Faults, type: FieldType): (value: number) => number {
  if (type.kind !== "int") return (value) => value;
  const { min, max, wraps } = type;
  if (wraps) return (value) => (value === POISON ? value : ((checkedInteger(value) % (max + 1)) + max + 1) % (max + 1));
  return (value) => {
    if (value !== POISON && (value < min || value > max)) faults.note("out-of-range");
    return value;
  };
}
