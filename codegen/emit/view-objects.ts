// The situation of an object that can change places with others of its pool: everything that the state says of it and of its contexts.

import type { AlikeObjects } from "../analysis/alike/index.js";
import { localsThatMayBe } from "../analysis/alike/references.js";
import type { Field } from "../ir/program.js";
import type { Tla, TlaUnit } from "../tla/ast.js";
import { apply, equals, ifThenElse, name, string, tuple } from "../tla/build.js";
import { identifier } from "./names.js";
import { instance, listsThrough, type Scope, type Variable } from "./scope.js";
import { domain, locksOf } from "./view-locks.js";
import { referringVariables } from "./view-rest.js";

const OBJECT = name("object");

export function objectUnits(
  scope: Scope,
  pool: AlikeObjects,
): { readonly pool: AlikeObjects; readonly unit: TlaUnit & { readonly kind: "definition" } } {
  const own = new Set(pool.objects);
  const isOwn = (field: Field): boolean => field.owners?.some((owner) => own.has(owner)) === true;
  const instancesOf = (kind: Field["type"]["kind"]): readonly Tla[] =>
    scope.program.fields
      .filter((field) => field.type.kind === kind && isOwn(field))
      .map((field) => instance(scope, { field: field.id, object: null, nullable: false }, OBJECT));
  const parts = [
    ...pool.contexts.map((contexts) => apply(name("pc"), contextOf(scope, contexts))),
    ...positions(scope, own),
    ...[...scope.fields.values()].filter(({ field }) => isOwn(field)).map((variable) => apply(name(variable.name), OBJECT)),
    ...(pool.objects.some((object) => Object.hasOwn(scope.program.memory, object)) ? [apply(name("alive"), OBJECT)] : []),
    ...instancesOf("list-node").map((node) => apply(name("linked"), node)),
    ...instancesOf("deferred").map((item) => apply(name("queued"), item)),
    ...referringVariables(scope).map((variable) => namedBy(variable)),
    ...pool.contexts.flatMap((contexts) => situationOfContext(scope, pool, contexts)),
  ];
  return {
    pool,
    unit: {
      kind: "definition",
      comment: [`Everything that the state says of an object of ${pool.pool}.`],
      name: scope.names.of(`situation of ${pool.pool}`, [`SituationIn_${identifier(pool.pool)}`]),
      parameters: ["object"],
      body: tuple(...parts),
    },
  };
}

/** Where the object stands on each list that it may be on. */
function positions(scope: Scope, own: ReadonlySet<string>): readonly Tla[] {
  const nodes = new Set(
    scope.program.fields
      .filter(({ type, owners }) => type.kind === "list-node" && owners?.some((owner) => own.has(owner)) === true)
      .map(({ id }) => id),
  );
  return listsThrough(scope, nodes).map((instance) => {
    const list = apply(name("lists"), string(instance));
    const entries: Tla = { kind: "prefix", operator: "DOMAIN", operand: list };
    return { kind: "filter", variable: "i", set: entries, predicate: equals(apply(list, name("i")), OBJECT) };
  });
}

/** Whether a variable of others is the object; or, of a function, where. */
function namedBy({ name: variable, keys }: ReturnType<typeof referringVariables>[number]): Tla {
  if (keys === null) return equals(name(variable), OBJECT);
  return { kind: "filter", variable: "at", set: keys, predicate: equals(apply(name(variable), name("at")), OBJECT) };
}

/** The context of the object, one of `contexts`: it has the name of the item. */
function contextOf(scope: Scope, [first]: readonly string[]): Tla {
  const field = scope.program.contexts.find(({ id }) => id === first)?.timer?.field;
  if (field === undefined) throw new Error("the context of an object belongs to an item in it");
  return instance(scope, { field, object: null, nullable: false }, OBJECT);
}

/** Everything else that the state says of one context of the object; a local that is the object itself is the same for all of them. */
function situationOfContext(scope: Scope, pool: AlikeObjects, contexts: readonly string[]): readonly Tla[] {
  const [first = ""] = contexts;
  const context = contextOf(scope, contexts);
  const graph = scope.program.contexts.find(({ id }) => id === first)?.graph;
  const flow = scope.program.graphs.find(({ id }) => id === graph);
  const itself = flow === undefined ? new Set<string>() : localsThatMayBe(scope.program, flow, new Set(pool.objects), true);
  const value = ({ name: local, local: id }: Variable & { readonly kind: "local" }): Tla => {
    const there = apply(name(local), context);
    return itself.has(id) ? ifThenElse(equals(there, OBJECT), string("the object"), there) : there;
  };
  const on = (level: string): Tla => ({
    kind: "filter",
    variable: "cpu",
    set: domain(level),
    predicate: equals(apply(name(level), name("cpu")), context),
  });
  return [
    ...locksOf(scope, context),
    ...(scope.uses.interrupts ? [on("hardirq"), on("softirq")] : []),
    ...[...scope.locals.values()].filter((local) => local.contexts.includes(first)).map(value),
  ];
}
