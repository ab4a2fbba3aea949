// A counterexample that somebody has changed on its way from TLC is refused, whatever was changed.

import { existsSync, readdirSync, rmSync } from "node:fs";
import { assert } from "chai";
import type { TlaValue, TlcState } from "../../tla-tools/index.js";
import { checkSource } from "../support/check-source.js";

const MODEL = `const a = spinlock_t(); const b = spinlock_t(); let x = int(0, 3);
function f() { spin_lock(a); x = 1; spin_lock(b); spin_unlock(b); spin_unlock(a); }
function g() { spin_lock(b); spin_lock(a); spin_unlock(a); spin_unlock(b); }
task("one", f); task("two", g);`;

type Tampering = (states: readonly TlcState[]) => readonly TlcState[];

function checkTampered(tamper: Tampering): ReturnType<typeof checkSource> {
  return checkSource(MODEL, {}, (pool) => ({
    ...pool,
    run: async (...request) => {
      const result = await pool.run(...request);
      return result.trace === null ? result : { ...result, trace: { ...result.trace, states: tamper(result.trace.states) } };
    },
  }));
}

/** The state with another value of a variable. */
function changed(state: TlcState, variable: string, change: (value: TlaValue) => TlaValue): TlcState {
  const value = state.variables.get(variable);
  if (value === undefined) return assert.fail(`no ${variable}`);
  return { ...state, variables: new Map([...state.variables, [variable, change(value)]]) };
}

/** One entry of a function: `pc["one"]`. */
const entry =
  (key: string, to: TlaValue) =>
  (value: TlaValue): TlaValue =>
    value.kind === "record"
      ? { ...value, fields: value.fields.map((field) => (field.name === key ? { ...field, value: to } : field)) }
      : value;

const last =
  (change: (state: TlcState) => TlcState): Tampering =>
  (states) =>
    states.map((state, index) => (index === states.length - 1 ? change(state) : state));

const TAMPERINGS: Readonly<Record<string, readonly [Tampering, RegExp]>> = {
  "a value": [last((state) => changed(state, "x", () => ({ kind: "int", value: 3 }))), /^fields\[x\]: \d, found 3$/],
  "a label": [last((state) => changed(state, "pc", entry("one", { kind: "string", value: "done" }))), /^pc\[one\]: ".+", found "done"$/],
  "an owner": [
    last((state) => changed(state, "owner", entry("a", { kind: "model-value", name: "NULL" }))),
    /^owners\[a\]: "one", found null$/,
  ],
  "a step that is left out": [(states) => states.filter((_, index) => index !== 2), /found/],
  "a step that is there twice": [(states) => states.flatMap((state, index) => (index === 2 ? [state, state] : [state])), /found/],
  "another first state": [(states) => states.slice(1), /found/],
};

describe("[T] a tampered trace", function () {
  this.timeout(60_000);

  it("is not what this test starts from", async () => {
    const body = await checkTampered((states) => states);
    assert.equal(body.outcome === "violated" ? body.finding.kind : body.outcome, "circular-wait");
  });

  for (const [title, [tamper, difference]] of Object.entries(TAMPERINGS)) {
    it(`is refused, with both versions kept: ${title}`, async () => {
      const body = await checkTampered(tamper);
      if (body.outcome !== "tool-failure") return assert.fail(body.outcome);
      assert.equal(body.code, "LM903");
      assert.isTrue(
        body.detail.some((line) => difference.test(line)),
        body.detail.join("\n"),
      );
      const folder = body.detail.at(-1)?.replace(/^kept: /, "") ?? "";
      assert.isTrue(existsSync(folder), folder);
      assert.includeMembers(readdirSync(folder), ["tlc.json", "interpreter.json"]);
      rmSync(folder, { recursive: true });
    });
  }
});
