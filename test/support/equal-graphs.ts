// TLC's state graph against the interpreter's, state by state and edge by edge.

import { assert } from "chai";
import type { Compilation } from "../../codegen/compile.js";
import type { TlcConfig } from "../../codegen/tla/ast.js";
import { readLibrary, runFiles } from "../../harness/library.js";
import { stateReader } from "../../harness/trace/interpreted.js";
import { canonicalText, graph, type InterpretedGraph } from "../../interpreter/index.js";
import { parseDot, type TlcRunResult } from "../../tla-tools/index.js";
import { tools } from "./tlc.js";

export interface Comparison {
  readonly states: number;
  readonly edges: number;
  /** What only one of the two has, in words; empty when the graphs are equal. */
  readonly differences: readonly string[];
}

/** Texts of states, and of pairs of states. */
interface StateGraph {
  readonly states: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
}

/** Explores a model twice. Fails the test when either exploration is not complete. */
export async function compareGraphs(compilation: Compilation): Promise<Comparison> {
  const interpreted = graph(compilation.located, { maxStates: 200_000 });
  assert.isTrue(interpreted.complete, "the interpreter met a bound");
  const result = await runDumping(compilation, compilation.emitted.runs.survey, false);
  assert.equal(result.outcome, "verified", "text" in result ? result.text : JSON.stringify(result.process));
  return compareWithDump(compilation, interpreted, result.dot);
}

/** Compares with what TLC wrote about a run that explored everything. */
export function compareWithDump(compilation: Compilation, interpreted: InterpretedGraph, dot: string | null): Comparison {
  const mine: StateGraph = {
    states: new Set(interpreted.texts),
    edges: new Set(interpreted.edges.map(({ from, to }) => `${interpreted.texts[from] ?? ""}\n${interpreted.texts[to] ?? ""}`)),
  };
  const theirs = readDump(compilation, dot);
  return {
    states: mine.states.size,
    edges: mine.edges.size,
    differences: [
      ...only(mine.states, theirs.states).map((text) => `only the interpreter has the state ${text}`),
      ...only(theirs.states, mine.states).map((text) => `only TLC has the state ${text}`),
      ...only(mine.edges, theirs.edges).map((text) => `only the interpreter has the edge ${text}`),
      ...only(theirs.edges, mine.edges).map((text) => `only TLC has the edge ${text}`),
    ],
  };
}

/** Runs TLC once on a compiled model and lets it write the state graph. */
export async function runDumping(
  compilation: Compilation,
  configuration: TlcConfig,
  checkDeadlock: boolean,
  library: Readonly<Record<string, string>> = readLibrary(),
): Promise<TlcRunResult> {
  const { moduleName } = compilation;
  const { java, jar, pool } = await tools();
  return pool.run({
    files: runFiles(moduleName, compilation.module, configuration, library),
    module: moduleName,
    java,
    jar,
    checkDeadlock,
    extra: "dump-dot",
  });
}

function readDump(compilation: Compilation, dot: string | null): StateGraph {
  const dump = parseDot(dot ?? "");
  if (dump === null) throw new Error("TLC's dump cannot be read");
  const read = stateReader(compilation.located, compilation.emitted.variables);
  const texts = new Map([...dump.states].map(([id, state]) => [id, canonicalText(read(state))]));
  const steps = dump.edges.filter(({ from, to }) => from !== to);
  return {
    states: new Set(texts.values()),
    edges: new Set(steps.map(({ from, to }) => `${texts.get(from) ?? ""}\n${texts.get(to) ?? ""}`)),
  };
}

function only(left: ReadonlySet<string>, right: ReadonlySet<string>): readonly string[] {
  return [...left].filter((text) => !right.has(text));
}
