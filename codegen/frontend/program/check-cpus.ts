// Protects: the data of a CPU is that of one that is there, and who uses the data of its own CPU is on one that is known.

import { createDiagnostic } from "../../diagnostics/index.js";
import type { Place } from "../../ir/expression.js";
import type { FlowGraph } from "../../ir/graph.js";
import { type Context, cpuObject, type Property } from "../../ir/program.js";
import type { Span } from "../../ir/source.js";
import type { Elaboration } from "../elaborate/elaboration.js";
import { IGNORE, visitExpression, visitOperation } from "./references.js";

export interface Placement {
  readonly cpus: number;
  readonly contexts: readonly Context[];
}

export function checkCpus(model: Elaboration, graphs: readonly FlowGraph[], properties: readonly Property[], placed: Placement): void {
  const data = new Set(model.fields.filter(({ type }) => type.kind === "per-cpu").map(({ id }) => id));
  if (data.size === 0) return;
  const check = (place: Place, span: Span, runners: readonly Context[]): void => {
    if (!data.has(place.field)) return;
    if (place.object?.kind === "this-cpu") for (const runner of runners) checkRunner(model, runner, span);
    else checkCpu(model, place, span, placed.cpus);
  };
  for (const { id, nodes } of graphs) {
    const runners = placed.contexts.filter(({ graph }) => graph === id);
    for (const { operation, span } of nodes) visitOperation(operation, { ...IGNORE, place: (place) => check(place, span, runners) });
  }
  for (const { condition, span } of properties) visitExpression(condition, { ...IGNORE, place: (place) => check(place, span, []) });
}

function checkRunner(model: Elaboration, { id, cpus }: Context, span: Span): void {
  if (cpus.length === 1) return;
  const what = `The CPU of '${id}', which uses data of its own CPU,`;
  model.log.add(createDiagnostic("wrong-argument", span, { what, expected: "known", hint: "declare the context with 'cpu'" }));
}

function checkCpu(model: Elaboration, { object }: Place, span: Span, cpus: number): void {
  const id = object?.kind === "value" && object.value.kind === "object" ? object.value.id : "";
  if (Array.from({ length: cpus }, (_, cpu) => cpuObject(cpu)).includes(id)) return;
  const hint = "declare how many there are with 'cpus(n)', or name another";
  model.log.add(createDiagnostic("wrong-argument", span, { what: `'${id}'`, expected: `one of the ${cpus} CPUs of the model`, hint }));
}
