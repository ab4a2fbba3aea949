// A TLC state in the model's names: one entry for each instance of a variable, `ctx.timeout_lock: exit_work`.

import type { Variable } from "../../codegen/emit/scope.js";
import type { TlaValue, TlcState } from "../../tla-tools/index.js";

/** Ordered: locks, CPUs, lists, timers, queues, data, locals. */
export type FlatState = ReadonlyMap<string, string>;

/** `pc` of each context. */
export function programCounters(state: TlcState): ReadonlyMap<string, string> {
  return new Map(entriesOf(state.variables.get("pc")).map(([context, value]) => [context, textOf(value)]));
}

/** All that is shown of a state. */
export function flatten(state: TlcState, variables: readonly Variable[]): FlatState {
  const flat = new Map<string, string>();
  const add = (variable: string, name: (key: string) => string, text: (value: TlaValue) => string = textOf): void => {
    for (const [key, value] of entriesOf(state.variables.get(variable))) flat.set(name(key), text(value));
  };
  add(
    "owner",
    (lock) => lock,
    (value) => (value.kind === "model-value" ? "free" : `held by ${textOf(value)}`),
  );
  for (const [lock, value] of entriesOf(state.variables.get("readers"))) {
    const reading = countedIn(value);
    if (reading.length > 0) flat.set(lock, `read by ${reading.join(", ")}`);
  }
  add(
    "annotated",
    (lock) => `lockdep was told of ${lock} by`,
    (value) => (countedIn(value).length === 0 ? "nobody" : countedIn(value).join(", ")),
  );
  add("undisturbed", (seqcount) => `undisturbed readers of ${seqcount}`);
  add("permits", (semaphore) => `permits of ${semaphore}`);
  add("hardirq", (cpu) => `hardirq on CPU ${cpu}`, orNone);
  add("softirq", (cpu) => `softirq on CPU ${cpu}`, orNone);
  add("lists", (list) => list);
  add("linked", (node) => node);
  add(
    "queued",
    (timer) => timer,
    (value) => (value.kind === "bool" && value.value ? "queued" : "not queued"),
  );
  add(
    "alive",
    (object) => object,
    (value) => (value.kind === "bool" && value.value ? "allocated" : "free"),
  );
  add(
    "awaited",
    (context) => `awaited by ${context}`,
    (value) => awaitedText(value),
  );
  add("lines", (queue) => `line of ${queue}`);
  add("waiters", (queue) => `waiters of ${queue}`);
  add("exclusive", (queue) => `exclusive waiters of ${queue}`);
  add("task_state", (context) => `state of ${context}`);
  for (const variable of variables) {
    const value = state.variables.get(variable.name);
    if (value !== undefined) addVariable(flat, variable, value);
  }
  return flat;
}

/** The contexts whose count is not 0. */
function countedIn(value: TlaValue): readonly string[] {
  return entriesOf(value).flatMap(([context, count]) => (textOf(count) === "0" ? [] : [context]));
}

function addVariable(flat: Map<string, string>, variable: Variable, value: TlaValue): void {
  if (variable.kind === "local") {
    const [only, ...others] = variable.contexts;
    const entries: readonly (readonly [string, TlaValue])[] =
      only !== undefined && others.length === 0 ? [[only, value]] : entriesOf(value);
    for (const [context, local] of entries) flat.set(`${variable.label} of ${context}`, textOf(local));
    return;
  }
  const { field } = variable;
  const [owner, ...others] = field.owners ?? [];
  if (field.owners === null) flat.set(field.name, textOf(value));
  else if (owner !== undefined && others.length === 0) flat.set(`${owner}.${field.name}`, textOf(value));
  else for (const [key, one] of entriesOf(value)) flat.set(`${key}.${field.name}`, textOf(one));
}

/** Entries of a function, however TLC printed it. */
export function entriesOf(value: TlaValue | undefined): readonly (readonly [string, TlaValue])[] {
  switch (value?.kind) {
    case "record":
      return value.fields.map(({ name, value: entry }) => [name, entry]);
    case "function":
      return value.entries.map(({ key, value: entry }) => [textOf(key), entry]);
    case "tuple":
      return value.elements.map((element, index) => [String(index + 1), element]);
    default:
      return [];
  }
}

/** `a queued, b running`, or nothing. */
function awaitedText(value: TlaValue): string {
  const pairs = value.kind === "set" ? value.elements : [];
  const texts = pairs.map((pair) => (pair.kind === "tuple" ? pair.elements.map(textOf).join(" ") : textOf(pair)));
  return texts.length === 0 ? "nothing" : texts.join(", ");
}

function orNone(value: TlaValue): string {
  return value.kind === "model-value" ? "none" : textOf(value);
}

/** A value as the model would write it. */
export function textOf(value: TlaValue): string {
  switch (value.kind) {
    case "int":
    case "bool":
      return String(value.value);
    case "string":
      return value.value;
    case "model-value":
      return value.name;
    case "tuple":
      return `[${value.elements.map(textOf).join(", ")}]`;
    case "set":
      return `{${value.elements.map(textOf).join(", ")}}`;
    case "interval":
      return `${value.low}..${value.high}`;
    case "record":
      return `{${value.fields.map(({ name, value: entry }) => `${name}: ${textOf(entry)}`).join(", ")}}`;
    case "function":
      return `{${value.entries.map(({ key, value: entry }) => `${textOf(key)}: ${textOf(entry)}`).join(", ")}}`;
    case "unset":
      return "unset";
  }
}
