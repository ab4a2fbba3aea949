// TLC's state graph against the interpreter's, state by state and edge by edge.

import { assert } from "chai";
import type { Compilation } from "../../codegen/compile.js";
import { readLibrary } from "../../harness/library.js";
import { stateReader } from "../../harness/trace/interpreted.js";
import { canonicalText, graph } from "../../interpreter/index.js";
import { findJava, locateJar, parseDot, runTlc } from "../../tla-tools/index.js";

export interface Comparison {
  readonly states: number;
  readonly edges: number;
  /** What only one of the two has, in words; empty when the graphs are equal. */
  readonly differences: readonly string[];
}

/** Explores a model twice. Fails the test when either exploration is not complete. */
export async function compareGraphs(compilation: Compilation): Promise<Comparison> {
  const interpreted = graph(compilation.located, { maxStates: 200_000 });
  assert.isTrue(interpreted.complete, "the interpreter met a bound");
  const mine = new Set(interpreted.texts);
  const myEdges = new Set(interpreted.edges.map(({ from, to }) => `${interpreted.texts[from] ?? ""}\n${interpreted.texts[to] ?? ""}`));
  const theirs = await tlcGraph(compilation);
  return {
    states: mine.size,
    edges: myEdges.size,
    differences: [
      ...only(mine, theirs.states).map((text) => `only the interpreter has the state ${text}`),
      ...only(theirs.states, mine).map((text) => `only TLC has the state ${text}`),
      ...only(myEdges, theirs.edges).map((text) => `only the interpreter has the edge ${text}`),
      ...only(theirs.edges, myEdges).map((text) => `only TLC has the edge ${text}`),
    ],
  };
}

async function tlcGraph(compilation: Compilation): Promise<{ readonly states: ReadonlySet<string>; readonly edges: ReadonlySet<string> }> {
  const { moduleName } = compilation;
  const [java, jar] = await Promise.all([findJava(process.env), locateJar({ env: process.env })]);
  if (java.kind === "failed" || jar.kind === "failed") throw new Error("no Java or no jar");
  const result = await runTlc({
    files: { ...readLibrary(), [`${moduleName}.tla`]: compilation.module, [`${moduleName}.cfg`]: compilation.survey },
    module: moduleName,
    java: java.java,
    jar: jar.jar,
    checkDeadlock: false,
    extra: "dump-dot",
  });
  assert.equal(result.outcome, "verified", "text" in result ? result.text : JSON.stringify(result.process));
  const dump = parseDot(result.dot ?? "");
  if (dump === null) throw new Error("TLC's dump cannot be read");
  const read = stateReader(compilation.located, compilation.emitted.variables);
  const texts = new Map([...dump.states].map(([id, state]) => [id, canonicalText(read(state))]));
  const steps = dump.edges.filter(({ from, to }) => from !== to);
  return { states: new Set(texts.values()), edges: new Set(steps.map(({ from, to }) => `${texts.get(from) ?? ""}\n${texts.get(to) ?? ""}`)) };
}

function only(left: ReadonlySet<string>, right: ReadonlySet<string>): readonly string[] {
  return [...left].filter((text) => !right.has(text));
}
