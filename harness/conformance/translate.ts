// A case of the self-test -> a model in the language. Every case goes the same way; what the language has no word for is said.
//
//   task thread       ->  task("E1", E1), on a CPU of its own
//   hardirq, softirq  ->  a handler that may come once, on any CPU; where there is one, a CPU more is idle
//   a lock that is read-acquired non-recursively  ->  one more task that takes it for writing, so that readers have a writer to wait behind

import type { SelftestCase, SelftestThread } from "./case.js";
import { type Locks, locksOf } from "./locks.js";
import { statementOf } from "./statements.js";
import { WW_NAMES } from "./ww-statements.js";

export type Translation = { readonly kind: "model"; readonly source: string } | { readonly kind: "unsaid"; readonly reason: string };

/** `library`: path of models/lib as the model imports it. */
export function translateCase(selftest: SelftestCase, library = "../lib"): Translation {
  const locks = locksOf(selftest);
  const unsaid = selftest.threads.flatMap(({ ops }) => ops).find((op) => statementOf(op, locks) === null);
  if (unsaid !== undefined) return { kind: "unsaid", reason: `the language has no word for '${unsaid}'` };
  const writers = writersOf(selftest, locks);
  const tasks = selftest.threads.filter(({ context }) => context === "task").length + writers.length;
  const code = [
    'configurations("raw-lock-nesting", "no-raw-lock-nesting", "preempt-rt");',
    `cpus(${Math.max(1, tasks + (selftest.threads.some(({ context }) => context !== "task") ? 1 : 0))});`,
    ...(selftest.readsRecursive === true ? ["queued_rwlocks(false);"] : []),
    "",
    ...locks.declarations,
    ...selftest.threads.map((thread, index) => functionText(`E${index + 1}`, bodyOf(thread, locks))),
    ...writers.map((body, index) => functionText(`W${index + 1}`, body)),
    "",
    ...selftest.threads.map(contextText),
    ...writers.map((_, index) => `task("W${index + 1}", W${index + 1});`),
  ].join("\n");
  return { kind: "model", source: `${headerText(selftest)}\n${importText(code, library)}\n${code}\n` };
}

function headerText({ id, group, row, flavour }: SelftestCase): string {
  return `// ${id}: ${group}, "${row}", ${flavour}. Written by lockproof conformance from models/selftest/locking-selftest.json.\n`;
}

/** All functions, classes and constants of the language and the library in the code. */
function importText(code: string, library: string): string {
  const words = [...code.matchAll(/\b([a-z]\w*)\(|\b((?:GFP_|IRQF_|E[A-Z])[A-Z_]+)\b/g)].map(
    ([, name, constant]) => name ?? constant ?? "",
  );
  const own = new Set([...code.matchAll(/(?:function|class) (\w+)/g)].map(([, name]) => name));
  const names = [...new Set(words)].filter((name) => !own.has(name)).sort();
  const from = (path: string, chosen: readonly string[]): string =>
    chosen.length === 0 ? "" : `import { ${chosen.join(", ")} } from "${path}";\n`;
  return [
    from(
      "lockproof/dsl",
      names.filter((name) => !WW_NAMES.has(name)),
    ),
    from(
      `${library}/ww-mutex.js`,
      names.filter((name) => WW_NAMES.has(name)),
    ),
  ].join("");
}

function functionText(name: string, body: readonly string[]): string {
  return `\nfunction ${name}() {\n${body.map((line) => `  ${line}\n`).join("")}}`;
}

function bodyOf({ ops }: SelftestThread, locks: Locks): readonly string[] {
  return ops.flatMap((op) => statementOf(op, locks) ?? []);
}

/** The self-test's handlers run in hard interrupt context on every kernel; where they count as threadable they call lockdep_hardirq_threaded. */
function contextText({ context, threaded }: SelftestThread, index: number): string {
  const name = `E${index + 1}`;
  const options = context === "hardirq" ? `, { flags: IRQF_NO_THREAD, after_threadable: ${threaded === true} }` : "";
  return `${context}("${name}", ${name}${options});`;
}

/** Bodies of the writers: `irq-disable; lock; unlock; irq-enable` for each lock with readers that are not recursive. */
function writersOf(selftest: SelftestCase, locks: Locks): readonly (readonly string[])[] {
  const readers = selftest.threads.flatMap((thread) => plainReads(selftest, thread)).map((name) => locks.named(name)?.expression);
  const names = Object.keys(selftest.locks);
  return [...new Set(readers)].flatMap((expression) => {
    const name = names.find((candidate) => locks.named(candidate)?.expression === expression);
    if (name === undefined) return [];
    return [["irq-disable", `lock ${name}`, `unlock ${name}`, "irq-enable"].flatMap((op) => statementOf(op, locks) ?? [])];
  });
}

/** Locks that the thread acquires as a reader who waits behind writers. */
function plainReads({ locks, readsRecursive }: SelftestCase, { context, ops }: SelftestThread): readonly string[] {
  let bottomHalves = 0;
  return ops.flatMap((op) => {
    const [verb, name = ""] = op.split(" ");
    if (verb === "bh-disable" || verb === "rcu-bh-lock") bottomHalves += 1;
    if (verb === "bh-enable" || verb === "rcu-bh-unlock") bottomHalves -= 1;
    const recursive = locks[name]?.type === "rwlock" && (readsRecursive === true || context !== "task" || bottomHalves > 0);
    return verb === "rlock" && !recursive ? [name] : [];
  });
}
