// The variables of a generated module, in groups that mostly stay as they are together.

import type { Field } from "../ir/program.js";
import type { TlaUnit } from "../tla/ast.js";
import { definition, name, tuple } from "../tla/build.js";
import type { VariableGroup } from "./effects.js";
import type { ReadLine } from "./functions.js";
import type { Scope } from "./scope.js";
import { VARS } from "./vars.js";

export function variableGroups(scope: Scope): readonly VariableGroup[] {
  const { uses } = scope;
  return [
    { name: "pc", variables: ["pc"] },
    { name: "owner", variables: ["owner"] },
    { name: "readers", variables: uses.readers ? ["readers"] : [] },
    { name: "undisturbed", variables: uses.seqcounts ? ["undisturbed"] : [] },
    { name: "permits", variables: uses.semaphores ? ["permits"] : [] },
    { name: "cpu_state", variables: uses.interrupts ? ["hardirq", "softirq", "comes"] : [] },
    { name: "list_state", variables: uses.lists ? ["lists", "linked"] : [] },
    { name: "queued", variables: uses.timers ? ["queued"] : [] },
    { name: "work_state", variables: [...(uses.flushing ? ["awaited"] : []), ...(uses.works ? ["lines"] : [])] },
    {
      name: "wait_state",
      variables: [...(uses.waitQueues ? ["waiters", "task_state"] : []), ...(uses.exclusiveWaiters ? ["exclusive"] : [])],
    },
    { name: "alive", variables: uses.memory ? ["alive"] : [] },
    { name: "shared", variables: [...scope.fields.values()].map((variable) => variable.name) },
    { name: "locals", variables: [...scope.locals.values()].map((variable) => variable.name) },
  ].filter((group) => group.variables.length > 0);
}

/** `readLine` gives the declaration of a field, to stand beside its variable. */
export function variableUnits(scope: Scope, groups: readonly VariableGroup[], readLine: ReadLine): readonly TlaUnit[] {
  const own = [
    ...[...scope.fields.values()].map(({ name: variable, field }) => ({ name: variable, comment: declarationOf(field, readLine) })),
    ...[...scope.locals.values()].map(({ name: variable, label, contexts }) => ({
      name: variable,
      comment: `local ${label} of ${contexts.join(", ")}`,
    })),
  ];
  return [
    ...(own.length > 0 ? [{ kind: "variables" as const, variables: own }] : []),
    ...groups.filter((group) => group.variables.length > 1).map((group) => definition(group.name, tuple(...group.variables.map(name)))),
    definition(VARS, tuple(...groups.map((group) => name(group.variables.length > 1 ? group.name : (group.variables[0] ?? ""))))),
  ];
}

function declarationOf(field: Field, readLine: ReadLine): string {
  const text = readLine(field.span.file, field.span.line)?.trim();
  return field.className === null ? (text ?? field.name) : `${field.className}: ${text ?? field.name}`;
}
