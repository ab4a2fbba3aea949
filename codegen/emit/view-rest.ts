// The state without those that can change places: what is theirs is left out, and where others name one of them it says no more than that.

import { localsThatMayBe } from "../analysis/alike/references.js";
import type { Field } from "../ir/program.js";
import type { Tla } from "../tla/ast.js";
import { apply, call, name, strings } from "../tla/build.js";
import type { VariableGroup } from "./effects.js";
import { isPlain, SELF } from "./expressions.js";
import { instancesOf, listsThrough, type Scope } from "./scope.js";
import { domain } from "./view-locks.js";

const CONTEXTS = name("NamelessContexts");
const OBJECTS = name("NamelessObjects");

/** A variable in which others name an object that can change places; `keys`: of a function, where they are theirs. */
interface Referring {
  readonly name: string;
  readonly keys: Tla | null;
}

export function referringVariables(scope: Scope): readonly Referring[] {
  const alike = new Set(scope.alike.flatMap(({ objects }) => objects));
  if (alike.size === 0) return [];
  const fields = [...scope.fields.values()].flatMap(({ name: variable, field }): readonly Referring[] => {
    if (field.type.kind !== "ref" || !field.type.objects.some((object) => alike.has(object))) return [];
    if (isPlain(field.owners)) return [{ name: variable, keys: null }];
    const others = (field.owners ?? []).filter((owner) => !alike.has(owner));
    return others.length === 0 ? [] : [{ name: variable, keys: strings(others) }];
  });
  const nameless = namelessContexts(scope);
  const locals = [...scope.locals.values()].flatMap(({ name: variable, local, contexts }): readonly Referring[] => {
    const others = contexts.filter((context) => !nameless.has(context));
    if (others.length === 0 || !mayBeAlike(scope, local, others, alike)) return [];
    return [{ name: variable, keys: contexts.length === 1 ? null : strings(others) }];
  });
  return [...fields, ...locals];
}

function mayBeAlike(scope: Scope, local: string, contexts: readonly string[], alike: ReadonlySet<string>): boolean {
  const graphs = new Set(scope.program.contexts.filter(({ id }) => contexts.includes(id)).map(({ graph }) => graph));
  return scope.program.graphs.some((graph) => graphs.has(graph.id) && localsThatMayBe(scope.program, graph, alike).has(local));
}

function namelessContexts(scope: Scope): ReadonlySet<string> {
  return new Set([...scope.crowds.flat(), ...scope.alike.flatMap(({ contexts }) => contexts.flat())]);
}

export function rest(scope: Scope, groups: readonly VariableGroup[]): readonly Tla[] {
  const referring = new Map(referringVariables(scope).map((variable) => [variable.name, variable]));
  const parts = groups.flatMap(({ variables }) => variables).map((variable) => partOf(scope, variable, referring.get(variable)));
  return parts.filter((part) => part !== null);
}

/** What is left of a variable; null when nothing is. */
function partOf(scope: Scope, variable: string, referring: Referring | undefined): Tla | null {
  const alike = scope.alike.flatMap(({ objects }) => objects);
  const others = (kind: Field["type"]["kind"]): readonly string[] =>
    scope.program.fields
      .filter(({ type }) => type.kind === kind)
      .flatMap(instancesOf)
      .flatMap(({ owner, instance }) => (owner === null || !alike.includes(owner) ? [instance] : []));
  const contexts = scope.program.contexts.map(({ id }) => id).filter((id) => !namelessContexts(scope).has(id));
  switch (variable) {
    case "pc":
      return only("pc", contexts);
    case "owner":
    case "hardirq":
    case "softirq":
      return over(domain(variable), "at", call("Blind", apply(name(variable), name("at")), CONTEXTS));
    case "readers": {
      return over(domain("readers"), "lock", over(strings(contexts), "self", call("ReadsOf", SELF, name("lock"))));
    }
    case "lists":
      return alike.length === 0 ? name(variable) : blindLists(scope, alike);
    case "linked":
      return alike.length === 0 ? name(variable) : only(variable, others("list-node"));
    case "queued":
      return alike.length === 0 ? name(variable) : only(variable, others("deferred"));
    case "alive":
      return only(
        variable,
        Object.keys(scope.program.memory).filter((object) => !alike.includes(object)),
      );
    default:
      return ofModel(scope, variable, referring);
  }
}

function over(set: Tla, variable: string, body: Tla): Tla {
  return { kind: "function", variable, set, body };
}

function only(variable: string, keys: readonly string[]): Tla | null {
  return keys.length === 0 ? null : over(strings(keys), "at", apply(name(variable), name("at")));
}

/** Lists on which there are others, too; of the rest the situations say all, as every entry says where it stands. */
function blindLists(scope: Scope, alike: readonly string[]): Tla | null {
  const nodes = scope.program.fields.filter(({ type }) => type.kind === "list-node");
  const withOthers = nodes.filter(({ owners }) => owners?.every((owner) => alike.includes(owner)) !== true);
  const lists = listsThrough(scope, new Set(withOthers.map(({ id }) => id)));
  if (lists.length === 0) return null;
  const list = apply(name("lists"), name("list"));
  const entries: Tla = { kind: "prefix", operator: "DOMAIN", operand: list };
  return over(strings(lists), "list", over(entries, "i", call("Blind", apply(list, name("i")), OBJECTS)));
}

/** Shared data and locals; all else speaks of none of them. */
function ofModel(scope: Scope, variable: string, referring: Referring | undefined): Tla | null {
  const field = [...scope.fields.values()].find((candidate) => candidate.name === variable)?.field;
  const local = [...scope.locals.values()].find((candidate) => candidate.name === variable);
  const nameless: ReadonlySet<string> =
    local === undefined ? new Set(scope.alike.flatMap(({ objects }) => objects)) : namelessContexts(scope);
  const keys = local?.contexts ?? field?.owners ?? [];
  const others = keys.filter((key) => !nameless.has(key));
  if (keys.length > 0 && others.length === 0) return null;
  const isOne = local === undefined ? isPlain(field?.owners ?? null) : local.contexts.length === 1;
  const value = (read: Tla): Tla => (referring === undefined ? read : call("Blind", read, OBJECTS));
  if (isOne) return value(name(variable));
  if (others.length === keys.length && referring === undefined) return name(variable);
  return over(strings(others), "at", value(apply(name(variable), name("at"))));
}
