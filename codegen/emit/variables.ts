// The variables of a generated module, in groups that mostly stay as they are together.

import type { Field } from "../ir/program.js";
import type { TlaUnit } from "../tla/ast.js";
import { definition, name, tuple } from "../tla/build.js";
import type { VariableGroup } from "./effects.js";
import type { ReadLine } from "./functions.js";
import type { Scope } from "./scope.js";
import { VARS } from "./vars.js";

/** With fewer variables, a list of them is easier to read than names of groups. */
const MANY = 8;

export function variableGroups(scope: Scope): readonly VariableGroup[] {
  const { uses, names } = scope;
  const fields = [...scope.fields.values()].map(({ name: variable, field }) => ({ variable, of: field.className ?? "file" }));
  const locals = [...scope.locals.values()].map(({ name: variable, function: owner }) => ({ variable, of: owner }));
  const groups: readonly Omit<VariableGroup, "parts">[] = [
    { name: "pc", variables: ["pc"] },
    { name: "owner", variables: ["owner"] },
    { name: "readers", variables: uses.readers ? ["readers"] : [] },
    { name: "undisturbed", variables: uses.seqcounts ? ["undisturbed"] : [] },
    { name: "annotated", variables: uses.annotations ? ["annotated"] : [] },
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
  ];
  return [
    ...groups.map((group) => ({ ...group, parts: [] })),
    grouped("shared", fields, (className) => names.of(`fields of ${className}`, [`fields_of_${className}`])),
    grouped("locals", locals, (owner) => names.of(`locals of ${owner}`, [`locals_of_${owner}`])),
  ].filter((group) => group.variables.length > 0);
}

interface Owned {
  readonly variable: string;
  /** The class or function that it is of. */
  readonly of: string;
}

/** All of them, in parts by what they are of where they are many. */
function grouped(name: string, all: readonly Owned[], nameOf: (owner: string) => string): VariableGroup {
  const owners = [...new Set(all.map(({ of }) => of))];
  if (all.length <= MANY || owners.length === 1) return { name, variables: all.map(({ variable }) => variable), parts: [] };
  const parts = owners.map((owner) => {
    const variables = all.filter(({ of }) => of === owner).map(({ variable }) => variable);
    const [only] = variables;
    return { name: variables.length === 1 && only !== undefined ? only : nameOf(owner), variables, parts: [] };
  });
  return { name, variables: parts.flatMap((part) => part.variables), parts };
}

/** The definitions of a group and of its parts. */
function definitionsOf({ name: group, variables, parts }: VariableGroup): readonly TlaUnit[] {
  if (variables.length === 1) return [];
  const members = parts.length > 0 ? parts.map((part) => part.name) : variables;
  return [...parts.flatMap(definitionsOf), definition(group, tuple(...members.map(name)))];
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
    ...groups.flatMap(definitionsOf),
    definition(VARS, tuple(...groups.map((group) => name(group.variables.length > 1 ? group.name : (group.variables[0] ?? ""))))),
  ];
}

function declarationOf(field: Field, readLine: ReadLine): string {
  const text = readLine(field.span.file, field.span.line)?.trim();
  return field.className === null ? (text ?? field.name) : `${field.className}: ${text ?? field.name}`;
}
