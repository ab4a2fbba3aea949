// Integers of a context have no declared range: a local that can grow without end makes infinitely many states, and TLC would never be done.
// Protects: the state space of the emitted TLA+ is finite, and no expression in it is one that TLC cannot compute.
// Known limit: a loop that is bounded only by what other contexts do is reported, too (docs/diagnostics/LM310.md).

import { createDiagnostic, type Diagnostic, DiagnosticLog } from "../diagnostics/index.js";
import type { FlowGraph, Node } from "../ir/graph.js";
import type { Program } from "../ir/program.js";
import { type Body, bodyOf } from "./intervals/body.js";
import { fixpoint } from "./intervals/fixpoint.js";
import { type Growth, growing } from "./intervals/growth.js";
import { mishapsIn, mishapsInProperties } from "./intervals/mishaps.js";
import { type Scope, scopeOfGraph } from "./intervals/scope.js";
import { unrolled } from "./intervals/unrolled.js";
import { definedLocals } from "./operation-uses.js";

/** Locals without bound, numbers and divisions that cannot be computed: by place, each fact once. */
export function findUnboundedLocals(program: Program): readonly Diagnostic[] {
  const log = new DiagnosticLog();
  for (const graph of program.graphs) for (const diagnostic of inGraph(program, graph)) log.add(diagnostic);
  for (const diagnostic of mishapsInProperties(program)) log.add(diagnostic);
  return log.all();
}

function inGraph(program: Program, graph: FlowGraph): readonly Diagnostic[] {
  const runners = program.contexts.filter((context) => context.graph === graph.id);
  if (runners.length === 0) return [];
  const scope = scopeOfGraph(program, graph, runners);
  const body = bodyOf(program, graph, scope);
  const known = fixpoint(body);
  const grown = growing(body, scope, known).map((growth) => unbounded(graph, growth));
  const found = grown.length > 0 ? grown : mishapsIn(body, scope, new Map([...known].map(([node, environment]) => [node, [environment]])));
  return found.length === 0 ? found : (secondOpinion(body, scope) ?? found);
}

/** Intervals see each local alone; what they complain about is looked at again, execution by execution. */
function secondOpinion(body: Body, scope: Scope): readonly Diagnostic[] | null {
  let opinion: readonly Diagnostic[] | null = null;
  for (const apart of [0, 16]) {
    const known = unrolled(body, apart);
    if (known === null) continue;
    opinion = mishapsIn(body, scope, known);
    if (opinion.length === 0) break;
  }
  return opinion;
}

function unbounded(graph: FlowGraph, { node, local, value }: Growth): Diagnostic {
  const name = graph.locals.find((candidate) => candidate.id === local)?.name ?? local;
  const rises = value.high === Infinity;
  const parameters = { name, change: rises ? "grow" : "shrink", test: rises ? `${name} < 3` : `${name} > 0` };
  const first = firstStore(graph, local);
  const notes = first === null || first.id === node.id ? [] : [{ message: `'${name}' gets its first value here.`, span: first.span }];
  return createDiagnostic("unbounded-local", node.span, parameters, notes);
}

function firstStore(graph: FlowGraph, local: string): Node | null {
  return graph.nodes.find((node) => definedLocals(node.operation).includes(local)) ?? null;
}
