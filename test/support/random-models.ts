// Random models as source text in the language, right in their types by construction, often wrong in their locking. They are meant for
// comparison of the two implementations of docs/semantics.md; see docs/fuzzing.md.

import type fc from "fast-check";
import { withAlikeObjects } from "./random-models-alike.js";
import { body } from "./random-models-blocks.js";
import { withDeclarations } from "./random-models-declarations.js";
import { Draws } from "./random-models-draws.js";
import { condition } from "./random-models-expressions.js";
import { returnStatement } from "./random-models-leaves.js";
import { type ModelPlan, modelPlan, type Routine } from "./random-models-plan.js";
import type { Helper, ModelScope, Scope } from "./random-models-scope.js";

/** Source texts of models. */
export const randomModel: fc.Arbitrary<string> = modelPlan.map(modelText);

export function modelText(plan: ModelPlan): string {
  const draws = new Draws(plan.declarations);
  const helpers = plan.helpers.map(helperOf);
  const model: ModelScope = { nextName: 0, favourite: plan.declarations.at(-1) ?? 0 };
  const scopeOf = (routine: Routine, changes: Partial<Scope>): Scope => ({ ...emptyScope(routine, model), helpers, ...changes });
  const shared = plan.helpers.flatMap((routine, index) => {
    const helper = helpers[index];
    return helper === undefined ? [] : [{ name: helper.name, lines: helperLines(routine, helper, model) }];
  });
  const callback = routineLines("function fire(own: obj): hrtimer_restart {", plan.callback, {
    ...emptyScope(plan.callback, model),
    level: "interrupt",
    returns: "restart",
    objects: ["os[0]", "own"],
  });
  const work = routineLines("function work_fn(own: obj) {", plan.work, { ...emptyScope(plan.work, model), objects: ["os[0]", "own"] });
  const tasks = plan.tasks.map((routine, index) => routineLines(`function run${index}() {`, routine, scopeOf(routine, {})));
  const handlers = plan.interrupts.map((routine, index) =>
    routineLines(`function handle${index}() {`, routine, scopeOf(routine, { level: "interrupt", atomic: true })),
  );
  const contexts = [...taskDeclarations(plan.tasks, draws), ...plan.interrupts.map((_, index) => interruptDeclaration(index, draws))];
  const properties = plan.properties.map((numbers, index) => propertyText(index, new Draws(numbers), model));
  const calling = [...tasks.flat(), ...handlers.flat(), ...contexts, ...properties];
  const needed = shared
    .filter(({ name }) => calling.some((line) => new RegExp(`\\b${name}\\(`, "u").test(line)))
    .flatMap(({ lines }) => lines);
  const kernel = draws.rarely(4) ? ['configurations("preempt-rt");'] : [];
  const named = plan.declarations.length % 3 === 2 ? withAlikeObjects : (lines: readonly string[]) => lines;
  const text = withDeclarations(named([...needed, ...calling]), named(callback), named(work), draws);
  return indented([...kernel, ...text].flatMap((lines) => lines.split("\n")));
}

function emptyScope(routine: Routine, model: ModelScope): Scope {
  return {
    draws: new Draws(routine.draws),
    level: "task",
    returns: "nothing",
    helpers: [],
    model,
    held: [],
    atomic: false,
    irqsOff: false,
    loop: null,
    objects: ["os[0]", "os[1]"],
    numbers: [],
    variables: [],
    flags: [],
    stackLists: [],
    known: new Map([["p0", "unknown"]]),
    narrowedEnums: new Set(),
  };
}

function helperOf(routine: Routine, index: number): Helper {
  const draws = new Draws(routine.draws);
  return {
    name: `help${index}`,
    parameter: draws.pick(["none", "number", "object"]),
    returns: draws.pick(["nothing", "number", "flag"]),
  };
}

const RESULT_TYPES = { nothing: "void", number: "number", flag: "boolean" } as const;

function helperLines(routine: Routine, { name, parameter, returns }: Helper, model: ModelScope): readonly string[] {
  const scope = emptyScope(routine, model);
  const numbers = parameter === "number" ? ["given"] : [];
  const objects = parameter === "object" ? [...scope.objects, "given"] : scope.objects;
  const parameters = parameter === "none" ? "" : `given: ${parameter === "number" ? "number" : "obj"}`;
  const head = `(${parameters}): ${RESULT_TYPES[returns]}`;
  // A const arrow is a macro, a function has a stack frame.
  const macro = routine.draws.length % 4 === 3;
  const start = macro ? `const ${name} = ${head} => {` : `function ${name}${head} {`;
  return routineLines(start, routine, { ...scope, returns, numbers, objects, atomic: true, irqsOff: true }, macro ? "};" : "}");
}

function routineLines(head: string, routine: Routine, scope: Scope, end = "}"): readonly string[] {
  const made = body(scope, routine.body);
  const last = made.ends || scope.returns === "nothing" ? [] : [returnStatement(scope)];
  return [head, ...made.lines, ...last, end];
}

/** Tasks, some of which share a CPU or are workers. */
function taskDeclarations(tasks: readonly Routine[], draws: Draws): readonly string[] {
  const twice = tasks.length === 1 && draws.rarely(3);
  if (twice) return [`const ts = tasks("t", 2, run0${draws.rarely(3) ? ", { cpu: 0 }" : ""});`];
  const together = draws.rarely(3);
  return tasks.map((_, index) => {
    const kind = draws.rarely(6) ? "kworker" : "task";
    const placed = (together && index < 2) || draws.rarely(4) ? ", { cpu: 0 }" : "";
    return `${kind}("t${index}", run${index}${placed});`;
  });
}

function interruptDeclaration(index: number, draws: Draws): string {
  const kind = draws.pick(["hardirq", "softirq"]);
  const options = [
    ...(draws.rarely(3) ? [] : ["cpu: 0"]),
    ...(draws.rarely(4) ? ["times: 2"] : []),
    ...(kind === "hardirq" && draws.rarely(4) ? ["flags: IRQF_NO_THREAD"] : []),
  ];
  return `${kind}("irq${index}", handle${index}${options.length === 0 ? "" : `, { ${options.join(", ")} }`});`;
}

function propertyText(index: number, draws: Draws, model: ModelScope): string {
  const scope: Scope = { ...emptyScope({ draws: [], body: [] }, model), draws };
  const quantified = draws.pick(["", "", "every", "some", "count"]);
  const inner = quantified === "" ? "" : condition({ ...scope, objects: ["each"] }, 0).replaceAll("p0", "each");
  const base = quantified === "" ? condition(scope) : `os.${quantified}((each) => ${inner})${quantified === "count" ? " < 2" : ""}`;
  if (draws.rarely(5)) return `eventually("e${index}", () => ${base}, { fairness: "${draws.pick(["weak", "strong"])}" });`;
  if (draws.rarely(6)) return `reachable("r${index}", () => ${base});`;
  return `invariant("i${index}", () => n0 < 3 || ${base});`;
}

/** Line breaks as people make them. */
function indented(lines: readonly string[]): string {
  let depth = 0;
  return lines
    .map((line) => {
      if (/^[}]/u.test(line)) depth--;
      const text = `${"  ".repeat(Math.max(0, depth))}${line}`;
      if (/[{]$/u.test(line)) depth++;
      return text;
    })
    .join("\n");
}
