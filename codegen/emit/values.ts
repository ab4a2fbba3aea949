// The values of variables in the middle of a step, in terms of the state before it: what a step that goes through several places reads
// at the second place is what it stored at the first.

import type { Tla } from "../tla/ast.js";
import { and, apply, call, equals, ifThenElse, infix, name, not, number, set } from "../tla/build.js";
import { Knowledge, textOf } from "./knowledge.js";

/** Operators of specs/lib that read a variable themselves -> the same for another value of it. */
const READERS: Readonly<Record<string, { readonly variable: string; readonly of: (value: Tla, args: readonly Tla[]) => Tla }>> = {
  First: { variable: "lists", of: (lists, [list]) => call("FirstOf", read(lists, some(list))) },
  Last: { variable: "lists", of: (lists, [list]) => call("LastOf", read(lists, some(list))) },
  Contains: { variable: "lists", of: (lists, [list, object]) => call("IsIn", read(lists, some(list)), some(object)) },
  After: { variable: "lists", of: (lists, [list, object]) => call("AfterIn", read(lists, some(list)), some(object)) },
  Before: { variable: "lists", of: (lists, [list, object]) => call("BeforeIn", read(lists, some(list)), some(object)) },
  Dead: {
    variable: "alive",
    of: (alive, [object]) => and(not(equals(some(object), name("NULL"))), not(read(alive, some(object)))),
  },
  IsAnnotated: {
    variable: "annotated",
    of: (annotated, [self, lock]) => infix(apply(read(annotated, some(lock)), some(self)), ">", number(0)),
  },
  ReadsOf: { variable: "readers", of: (readers, [self, lock]) => apply(read(readers, some(lock)), some(self)) },
  ReadersOf: {
    variable: "readers",
    of: (readers, [lock]) => {
      const ofLock = read(readers, some(lock));
      const reads = infix(read(ofLock, name("context")), ">", number(0));
      return { kind: "filter", variable: "context", set: { kind: "prefix", operator: "DOMAIN", operand: ofLock }, predicate: reads };
    },
  },
  OnNoList: {
    variable: "linked",
    of: (linked, [node]) => infix(read(linked, some(node)), "\\in", set(name("SelfLinked"), name("Poisoned"))),
  },
};

/** Operators that read no variable, or only one that keeps its value up to the end of a step. */
const PURE: ReadonlySet<string> = new Set([
  "Len",
  "Tail",
  "Head",
  "Append",
  "Cardinality",
  "FirstOf",
  "LastOf",
  "IsIn",
  "AfterIn",
  "BeforeIn",
  "Without",
  "Unlinked",
  "Beside",
  "Relinked",
  "SplicedFront",
  "SplicedBack",
  // A context is idle neither where its step began nor where it is now.
  "Running",
  "HasItem",
]);

export class Values {
  private constructor(
    private readonly stored: ReadonlyMap<string, Tla>,
    /** Of the state before, on this way. */
    private readonly known: Knowledge,
  ) {}

  static readonly before = new Values(new Map(), Knowledge.nothing);

  /** The variables that have another value now. */
  changed(): ReadonlyMap<string, Tla> {
    return this.stored;
  }

  /** `expression`, which speaks of the state now, in terms of the state before. */
  now(expression: Tla): Tla {
    return this.stored.size === 0 ? expression : this.replace(expression);
  }

  /** `variable` is primed by a conjunct that stands before everything that follows. */
  primed(variable: string): Values {
    return new Values(new Map(this.stored).set(variable, { kind: "prime", name: variable }), this.known);
  }

  /** A guard, or the condition of a branch: `expression`, which speaks of the state before, has this value. */
  knowing(expression: Tla, value: Tla): Values {
    return new Values(this.stored, this.known.with(expression, value));
  }

  /** `condition`, which speaks of the state before, shorter by what is known: TRUE or FALSE where that tells. */
  simplified(condition: Tla): Tla {
    return this.known.simplified(condition);
  }

  /** With `key: null` the variable as a whole. Key and value are in terms of the state before. */
  store(variable: string, key: Tla | null, value: Tla): Values {
    const stored = new Map(this.stored);
    const old = stored.get(variable) ?? name(variable);
    if (old.kind === "prime") throw new Error(`'${variable}' is set twice in a step`);
    const fresh = key === null ? value : updated(old, key, value);
    const kept = key === null ? fresh : this.withoutUnchanged(variable, fresh);
    if (textOf(kept) === textOf(name(variable))) stored.delete(variable);
    else stored.set(variable, kept);
    return new Values(stored, this.known);
  }

  /** An update that stores what was there before is none, as long as the others are certainly of other keys. */
  private withoutUnchanged(variable: string, value: Tla): Tla {
    if (value.kind !== "except" || textOf(value.function) !== textOf(name(variable))) return value;
    const apart = value.updates.length === 1 || value.updates.every(({ key }) => key.kind === "string");
    const updates = value.updates.filter(({ key, value: stored }) => {
      const before = this.known.valueOf(apply(name(variable), key));
      return !apart || before === null || textOf(before) !== textOf(stored);
    });
    return updates.length === 0 ? value.function : { ...value, updates };
  }

  private replace(expression: Tla): Tla {
    const go = (part: Tla): Tla => this.replace(part);
    switch (expression.kind) {
      case "name":
        return this.stored.get(expression.name) ?? expression;
      case "number":
      case "string":
      case "boolean":
        return expression;
      case "call": {
        const args = expression.args.map(go);
        const reader = READERS[expression.operator];
        if (reader !== undefined) {
          const value = this.stored.get(reader.variable);
          return value === undefined ? { ...expression, args } : reader.of(value, args);
        }
        if (!PURE.has(expression.operator)) throw new Error(`'${expression.operator}' in the middle of a step`);
        return { ...expression, args };
      }
      case "apply": {
        const [key, ...others] = expression.args.map(go);
        return key !== undefined && others.length === 0
          ? read(go(expression.function), key)
          : { ...expression, function: go(expression.function), args: expression.args.map(go) };
      }
      case "except":
        return expression.updates.reduce((value, update) => updated(value, go(update.key), go(update.value)), go(expression.function));
      case "infix":
        return { ...expression, left: go(expression.left), right: go(expression.right) };
      case "prefix":
        return expression.operator === "~" ? not(go(expression.operand)) : { ...expression, operand: go(expression.operand) };
      case "and":
      case "or":
      case "tuple":
      case "set":
        return { ...expression, items: expression.items.map(go) };
      case "if":
        return ifThenElse(go(expression.condition), go(expression.whenTrue), go(expression.whenFalse));
      case "filter":
        return { ...expression, set: go(expression.set), predicate: go(expression.predicate) };
      case "map":
        return { ...expression, set: go(expression.set), body: go(expression.body) };
      case "function":
        return { ...expression, set: go(expression.set), body: go(expression.body) };
      case "quantified":
        return { ...expression, set: go(expression.set), body: go(expression.body) };
      case "member":
        return { ...expression, record: go(expression.record) };
      case "record":
        return { ...expression, fields: expression.fields.map((field) => ({ ...field, value: go(field.value) })) };
      case "let":
        return {
          ...expression,
          definitions: expression.definitions.map((definition) => ({ ...definition, body: go(definition.body) })),
          body: go(expression.body),
        };
      case "case":
      case "prime":
      case "box-action":
      case "fairness":
        throw new Error(`'${expression.kind}' in the middle of a step`);
    }
  }
}

/** `function[key]`: what the last update of this key stored, if that can be told. */
export function read(fn: Tla, key: Tla): Tla {
  if (fn.kind !== "except") return apply(fn, key);
  for (const update of [...fn.updates].reverse()) {
    if (textOf(update.key) === textOf(key)) return update.value;
    if (update.key.kind !== "string" || key.kind !== "string") return apply(fn, key);
  }
  return read(fn.function, key);
}

/** `[function EXCEPT ![key] = value]`, joined with the updates that `function` has already; storing what is there is no update. */
export function updated(fn: Tla, key: Tla, value: Tla): Tla {
  const joined = joinedUpdate(fn, key, value);
  const apart = joined.updates.length === 1 || joined.updates.every((update) => update.key.kind === "string");
  if (!apart) return joined;
  const updates = joined.updates.filter((update) => textOf(update.value) !== textOf(apply(joined.function, update.key)));
  return updates.length === 0 ? joined.function : { ...joined, updates };
}

type Except = Extract<Tla, { kind: "except" }>;

function joinedUpdate(fn: Tla, key: Tla, value: Tla): Except {
  if (fn.kind !== "except") return { kind: "except", function: fn, updates: [{ key, value }] };
  const last = fn.updates.findLastIndex((update) => textOf(update.key) === textOf(key));
  const isApart = fn.updates.slice(last + 1).every((update) => update.key.kind === "string" && key.kind === "string");
  if (last < 0 || !isApart) return { ...fn, updates: [...fn.updates, { key, value }] };
  return { ...fn, updates: fn.updates.map((update, index) => (index === last ? { key, value } : update)) };
}

function some(argument: Tla | undefined): Tla {
  if (argument === undefined) throw new Error("too few arguments");
  return argument;
}
