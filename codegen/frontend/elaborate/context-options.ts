// What declarations of contexts have in common: a name of their own, a CPU, numbers.

import type { ts } from "ts-morph";
import { LIMITS } from "../limits.js";
import { at, type Lowering, reject } from "../lowering.js";
import { boundedArgument, option } from "./arguments.js";
import type { ContextDeclaration } from "./declarations.js";

export function addContext(lowering: Lowering, declaration: ContextDeclaration): void {
  const other = lowering.model.contexts.find((candidate) => candidate.name === declaration.name);
  if (other === undefined) lowering.model.contexts.push(declaration);
  else
    reject(lowering, "name-taken", declaration.node, { what: "contexts", name: declaration.name }, [
      { message: "the first is here", span: at(lowering, other.node) },
    ]);
}

export function cpuOption(lowering: Lowering, options: ts.Expression | undefined): number | null {
  return bounded(lowering, options, "cpu", "The CPU", 0, LIMITS.cpus - 1);
}

export function bounded(
  lowering: Lowering,
  options: ts.Expression | undefined,
  key: string,
  what: string,
  low: number,
  high: number,
): number | null {
  const node = option(lowering, options, key);
  return node === null ? null : boundedArgument(lowering, node, what, low, high);
}
