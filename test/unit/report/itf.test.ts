// Counterexamples in the Informal Trace Format: its definition (Apalache's ADR 015) as a schema, and Quint, whose reader of the format
// knows nothing of ours, for what the values are. Quint leaves out variables whose names begin with `__`; the format does not.

import { type ItfTrace, ofItf } from "@informalsystems/quint/dist/src/itf.js";
import { assert } from "chai";
import * as z from "zod";
import type { CheckResult, Trace } from "../../../harness/result.js";
import { renderItf } from "../../../report/itf.js";
import { hostile } from "../../support/hostile.js";
import { longResult } from "../../support/long-traces.js";
import { PAYLOADS } from "../../support/payloads.js";
import { verified } from "../../support/results.js";
import { SPLATS } from "../../support/splats.js";

type Violated = Extract<CheckResult, { outcome: "violated" }>;

const RESULTS: readonly Violated[] = [...Object.values(SPLATS), longResult(30), longResult(20, { loop: 12 })];

const value: z.ZodType = z.lazy(() =>
  z.union([
    z.boolean(),
    z.string(),
    z.strictObject({ "#bigint": z.string().regex(/^-?\d+$/) }),
    z.strictObject({ "#map": z.array(z.tuple([value, value])) }),
    z.array(value),
    z.record(z.string().regex(/^[^#]/), value),
  ]),
);
const state = z.object({ "#meta": z.looseObject({ index: z.int() }) }).catchall(value);
const definition = z.strictObject({
  "#meta": z.looseObject({ format: z.literal("ITF") }),
  vars: z.array(z.string().regex(/^[^#]/)),
  states: z.array(state).min(1),
  loop: z.int().min(0).optional(),
});

function readItf(text: string): readonly ItfTrace[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const trace = JSON.parse(line) as ItfTrace;
      definition.parse(trace);
      for (const { "#meta": _, ...values } of trace.states) assert.sameMembers(Object.keys(values), [...new Set(trace.vars)]);
      return trace;
    });
}

type Expression = ReturnType<typeof ofItf>[number];

/** What Quint has read, as plain data: a map of a map, a record of a record. */
function plain(read: Expression): unknown {
  if (read.kind === "int" || read.kind === "bool" || read.kind === "str") return read.value;
  if (read.kind !== "app") return assert.fail(`Quint reads no ${read.kind} here`);
  const parts = read.args.map(plain);
  if (read.opcode === "List" || read.opcode === "Tup") return parts;
  if (read.opcode === "Map") return new Map(parts as [unknown, unknown][]);
  assert.equal(read.opcode, "Rec");
  return new Map(parts.flatMap((part, index) => (index % 2 === 0 ? [[part, parts[index + 1]] as const] : [])));
}

/** The states of the only trace of a result, each a map of its variables, as Quint understands them. */
function quintStates(result: CheckResult): readonly ReadonlyMap<string, unknown>[] {
  const [trace] = readItf(renderItf([result]));
  return ofItf(trace ?? assert.fail()).map((one) => plain(one) as ReadonlyMap<string, unknown>);
}

/** Each state's values by name, as the trace tells them; of a loop without the state that is the one it goes back to. */
function valuesOf({ initial, unchanged, steps, loop }: Trace): readonly Readonly<Record<string, string>>[] {
  let now = Object.fromEntries([...initial, ...unchanged].map(({ name, value: text }) => [name, text]));
  const all = steps.map(({ changes }) => (now = { ...now, ...Object.fromEntries(changes.map(({ name, after }) => [name, after])) }));
  const first = Object.fromEntries([...initial, ...unchanged].map(({ name, value: text }) => [name, text]));
  return [first, ...(typeof loop === "number" ? all.slice(0, -1) : all)];
}

describe("[U] report/itf", () => {
  it("is what the format's definition says, one trace a line", () => {
    const traces = readItf(renderItf([...RESULTS, verified()]));
    assert.lengthOf(traces, RESULTS.length);
    const long = readItf(renderItf([longResult(30)]))[0] ?? assert.fail();
    assert.lengthOf(long.states, 31);
    assert.deepEqual(long.states[30]?.["counter"], { "#bigint": "27" });
  });

  it("goes back to the state in which the loop begins", () => {
    const [trace] = readItf(renderItf([longResult(20, { loop: 12 })]));
    assert.equal(trace?.loop, 11);
    assert.lengthOf(trace?.states ?? [], 20);
  });

  for (const [index, result] of RESULTS.entries()) {
    it(`has the values of each state for Quint, of result ${index}`, () => {
      const read = quintStates(result).map((one) =>
        Object.fromEntries([...one].filter(([name]) => !name.startsWith("lockproof:")).map(([name, has]) => [name, String(has)])),
      );
      assert.deepEqual(read, valuesOf(result.trace));
    });
  }

  it("has numbers, truth values and names apart for Quint", () => {
    const initial = [
      { name: "count", value: "-12345678901234567890" },
      { name: "done", value: "true" },
      { name: "state", value: "true or so" },
    ];
    const [first] = quintStates(longResult(0, { initial }));
    assert.deepEqual(
      initial.map(({ name }) => first?.get(name)),
      [-12345678901234567890n, true, "true or so"],
    );
  });

  it("says for Quint who moved, where everyone is and what each holds", () => {
    const { trace } = longResult(8);
    const read = quintStates(longResult(8));
    for (const [index, step] of trace.steps.entries()) {
      const after = read[index + 1] ?? assert.fail();
      const moved = after.get("lockproof: step") as ReadonlyMap<string, unknown>;
      assert.deepEqual(
        [...moved.entries()],
        [
          ["context", step.context.id],
          ["what", step.what],
        ],
      );
      const held = after.get("lockproof: held") as ReadonlyMap<string, unknown>;
      const at = after.get("lockproof: at") as ReadonlyMap<string, string>;
      for (const position of step.positions) {
        assert.deepEqual(held.get(position.context), position.held);
        assert.match(at.get(position.context) ?? "", new RegExp(`:${(position.at?.line ?? 0) + 1}:`));
      }
    }
  });

  it(`is not another trace for ${PAYLOADS.length} hostile names`, () => {
    for (const payload of PAYLOADS) {
      const results = hostile(payload);
      assert.lengthOf(readItf(renderItf(results)), 1);
      const [, after] = quintStates(results.find(({ outcome }) => outcome === "violated") ?? assert.fail());
      assert.equal((after?.get("lockproof: step") as ReadonlyMap<string, unknown>).get("what"), payload);
    }
  });
});
