// A plan as the text of a model. What had to be guessed says GUESS.

import { callsOf, releaseOf } from "./calls.js";
import { isSection } from "./lock-type.js";
import { lockIdentifier, Names } from "./names.js";
import type { Atomic, Company, ContextPlan, Deed, Expectation, Frame, LockPlan, ModelPlan, Take } from "./plan.js";

/** Everything is declared before it is used; functions that are called by others come first. */
export function printModel(plan: ModelPlan, head: readonly string[]): string {
  const printer = new Printer();
  const contexts = plan.contexts.map((context) => printer.context(context));
  const company = plan.company.map((one) => printer.company(one));
  const body = [
    ...printer.declarations(),
    "",
    ...printer.functions(),
    ...(company.length === 0
      ? []
      : ["// Other users of the locks since boot, so that the characters in {..-.} are those of the report.", ...company, ""]),
    ...contexts,
    "",
    ...configuration(plan),
    printer.expectation(plan.expectation),
  ].join("\n");
  const comments = [...head, ...plan.notes].map((line) => `// ${line}`.trimEnd());
  return `${comments.join("\n")}\nimport {\n${imports(body)
    .map((name) => `  ${name},\n`)
    .join("")}} from "lockproof/dsl";\n\n${body}\n`;
}

class Printer {
  readonly #names = new Names();
  readonly #locks = new Map<string, { readonly name: string; readonly plan: LockPlan }>();
  readonly #helpers = new Map<string, string>();
  readonly #functions: string[] = [];
  /** As the report has them, with their names here. */
  readonly #renamed = new Map<string, string>();
  #pointer: { readonly type: string; readonly object: string; readonly name: string } | null = null;

  declarations(): readonly string[] {
    const pointer = this.#pointer;
    if (pointer === null) return this.#declaredLocks();
    const { type, object, name } = pointer;
    return [...this.#declaredLocks(), `class ${type} {}`, `const ${object} = new ${type}();`, `let ${name} = ref<${type}>(${object});`];
  }

  #declaredLocks(): readonly string[] {
    return [...this.#locks.values()].flatMap(({ name, plan }) => {
      const made = `${plan.type}(${JSON.stringify(plan.className)})`;
      const guess = plan.guess === null ? "" : ` // GUESS: ${plan.guess}`;
      if (plan.objects === 1) return [`const ${name} = ${made};${guess}`];
      return [`class ${name}_object {`, `  lock = ${made};${guess}`, "}", `const ${name} = pool(${name}_object, ${plan.objects});`];
    });
  }

  functions(): readonly string[] {
    return this.#functions;
  }

  expectation({ kind, lock, function: at }: Expectation): string {
    const detail = [
      ...(lock === null ? [] : [`lock: ${JSON.stringify(lock)}`]),
      ...(at === null ? [] : [`in: ${JSON.stringify(this.#renamed.get(at) ?? at)}`]),
    ];
    return `expect(violates(${JSON.stringify(kind)}${detail.length === 0 ? "" : `, { ${detail.join(", ")} }`}));`;
  }

  context({ kind, name, frames, deed, workqueue, work, cpu, threaded }: ContextPlan): string {
    const bodies = [...frames].reverse();
    let inner: string | null = null;
    for (const [index, frame] of bodies.entries()) inner = this.#function(frame, inner, index === 0 ? deed : null);
    const options = [
      ...(kind === "kworker" && workqueue !== null ? [`workqueue: ${JSON.stringify(workqueue)}`] : []),
      ...(kind === "kworker" && work !== null ? [`work: ${JSON.stringify(work)}`] : []),
      ...(kind === "hardirq" && !threaded ? ["flags: IRQF_NO_THREAD"] : []),
      ...(cpu === null ? [] : [`cpu: ${cpu}`]),
    ];
    return `${kind}(${JSON.stringify(name)}, ${inner ?? ""}${options.length === 0 ? "" : `, { ${options.join(", ")} }`});`;
  }

  company({ kind, takes }: Company): string {
    const name = this.#names.unique(kind === "task" ? "used_by_tasks" : `used_in_${kind}`);
    const lines = takes.flatMap((take) => {
      const calls = callsOf(take, this.#expression(take), "flags");
      return [...calls.take, ...calls.release];
    });
    this.#write(name, lines);
    return `${kind}(${JSON.stringify(name.replaceAll("_", " "))}, ${name});`;
  }

  #function({ name, takes, notes }: Frame, inner: string | null, deed: Deed | null): string {
    const own = this.#names.unique(name);
    if (!this.#renamed.has(name)) this.#renamed.set(name, own);
    const held = takes.map((take, index) => this.#take(take, `flags${index === 0 ? "" : index + 1}`));
    const middle = deed === null ? (inner === null ? [] : [`${inner}();`]) : this.#deed(deed, held.length);
    const lines = [
      ...notes.map((note) => `// ${note}`),
      ...held.flatMap(({ take }) => take),
      ...middle,
      ...[...held].reverse().flatMap(({ release }) => release),
    ];
    this.#write(own, lines);
    return own;
  }

  #take(take: Take, flags: string): { readonly take: readonly string[]; readonly release: readonly string[] } {
    const calls = callsOf(take, this.#expression(take), flags);
    const comment = take.guess === null ? [] : [`// GUESS: ${take.guess}`];
    if (take.helper === null) return { take: [...comment, ...calls.take], release: calls.release };
    return { take: [...comment, `${this.#helper(take.helper, calls.take)}();`], release: calls.release };
  }

  /** A function that takes a lock and returns. */
  #helper(name: string, lines: readonly string[]): string {
    const key = `${name} ${lines.join(" ")}`;
    const known = this.#helpers.get(key);
    if (known !== undefined) return known;
    const own = this.#names.unique(name);
    this.#helpers.set(key, own);
    this.#write(own, lines);
    return own;
  }

  #deed(deed: Deed, depth: number): readonly string[] {
    switch (deed.kind) {
      case "take": {
        const calls = callsOf(deed.take, this.#expression(deed.take), `flags${depth === 0 ? "" : depth + 1}`);
        return [...calls.take, ...calls.release];
      }
      case "release":
        return [releaseOf(deed.lock, deed.mode, this.#expression(deed))];
      case "might-sleep":
        return deed.atomic === null ? [mightSleep(deed.called)] : asleep(deed.atomic, deed.called);
      case "rcu-use":
        return [...deed.guesses.map((guess) => `// GUESS: ${guess}`), `${deed.call}(${this.#rcuArguments(deed.call)});`];
    }
  }

  #rcuArguments(call: Extract<Deed, { kind: "rcu-use" }>["call"]): string {
    if (call === "synchronize_rcu") return "";
    const named = (name: string): string => this.#names.unique(name);
    this.#pointer ??= { type: named("protected_object"), object: named("object"), name: named("pointer") };
    return call === "rcu_dereference_protected" ? `${this.#pointer.name}, false` : this.#pointer.name;
  }

  #expression({ lock, object }: Pick<Take, "lock" | "object">): string {
    const name = this.#lock(lock);
    return lock.objects === 1 ? name : `${name}[${object}].lock`;
  }

  #lock(plan: LockPlan): string {
    if (isSection(plan.type)) return "";
    const known = this.#locks.get(plan.className);
    if (known !== undefined) return known.name;
    const name = this.#names.unique(lockIdentifier(plan.className));
    this.#locks.set(plan.className, { name, plan });
    return name;
  }

  #write(name: string, lines: readonly string[]): void {
    this.#functions.push(`function ${name}() {`, ...lines.map((line) => `  ${line}`), "}", "");
  }
}

function configuration({ rawNesting, rawNestingGuessed }: ModelPlan): readonly string[] {
  const guess = rawNestingGuessed ? " // GUESS: whether the kernel had CONFIG_PROVE_RAW_LOCK_NESTING is not in the text" : "";
  return [`configurations("${rawNesting ? "raw-lock-nesting" : "no-raw-lock-nesting"}");${guess}`];
}

function mightSleep(called: string | null): string {
  return called === null ? "might_sleep();" : `might_sleep(); // ${called.replace(/[^\w.]/g, "?")}`;
}

/** What makes the context atomic, around what may sleep. */
function asleep({ by, since }: Atomic, called: string | null): readonly string[] {
  const [begin, end] = SWITCHES[by];
  const where = since === null ? " is not in the text" : `: the text says in ${since}`;
  return [`// GUESS: where ${WHAT[by]}${where}`, `${begin}();`, mightSleep(called), `${end}();`];
}

const SWITCHES: Readonly<Record<Atomic["by"], readonly [string, string]>> = {
  interrupts: ["local_irq_disable", "local_irq_enable"],
  preemption: ["preempt_disable", "preempt_enable"],
  rcu: ["rcu_read_lock", "rcu_read_unlock"],
};
const WHAT: Readonly<Record<Atomic["by"], string>> = {
  interrupts: "interrupts are disabled",
  preemption: "preemption is disabled",
  rcu: "the read section begins",
};

/** What is called and not declared. */
function imports(body: string): readonly string[] {
  const code = body.replace(/"(?:[^"\\]|\\.)*"/g, '""').replace(/\/\/.*$/gm, "");
  const declared = new Set([...code.matchAll(/(?:function|const|class|let) (\w+)/g)].map(([, name = ""]) => name));
  const called = [...code.matchAll(/\b(\w+)(?:<\w+>)?\(/g)].map(([, name = ""]) => name);
  const flag = code.includes("IRQF_NO_THREAD") ? ["IRQF_NO_THREAD"] : [];
  return [...new Set([...called, ...flag])].filter((name) => !declared.has(name)).sort();
}
