// The builtin engine must say of every model what TLC says; test/tlc/verdicts.test.ts asks TLC the same questions.

import { assert } from "chai";
import { checkBuiltin } from "../../../harness/run/check-builtin.js";
import { stateReader } from "../../../harness/trace/interpreted.js";
import { stateWriter } from "../../../harness/trace/tlc-state.js";
import { canonicalText, graph } from "../../../interpreter/index.js";
import { modelOf, seedOf } from "../../differential/drawn-models.js";
import { summary } from "../../support/check-source.js";
import { compilationOf } from "../../support/compile.js";
import { CASES, LOCK } from "../../support/verdict-cases.js";

const options = { timeoutMs: 10_000, readSource: () => null };
const check = (source: string, maxStates = 10_000) => checkBuiltin(compilationOf(`${LOCK}\n${source}`), { ...options, maxStates });

describe("[U] the builtin engine", function () {
  this.timeout(30_000);

  for (const [title, source, verdict] of CASES) {
    it(`says of ${title} what TLC says`, () => assert.equal(summary(check(source)), verdict));
  }

  it("shows the steps that lead to a violation, and who holds what", () => {
    const body = check(
      'task("f", () => { spin_lock(l); x = 1; spin_lock(m); spin_unlock(m); spin_unlock(l); }); task("g", () => { spin_lock(m); spin_lock(l); spin_unlock(l); spin_unlock(m); });',
    );
    if (body.outcome !== "violated") return assert.fail(body.outcome);
    const { trace, finding } = body;
    assert.equal(finding.kind, "circular-wait");
    assert.deepEqual(
      trace.standing.map(({ held, waitsFor }) => [
        held.map(({ name, usage }) => `${name} ${usage}`),
        waitsFor.map(({ context }) => context),
      ]),
      [
        [["l +.+."], ["g"]],
        [["m +.+."], ["f"]],
      ],
    );
    assert.equal(body.engine, "builtin");
    assert.isNull(body.specification.jarSha256);
  });

  it("says which value would have left which range", () => {
    const cases: readonly (readonly [string, string])[] = [
      ["let n = int(0, 3); task('f', () => { n = n + 2; n = n * 2; });", "f stores 4 to n, whose declared range is 0 to 3."],
      [
        "class c { n = int(-1, 3); } const o = new c(); tasks('f', 2, () => { o.n = o.n - 1; });",
        "f[1] stores -2 to o.n, whose declared range is -1 to 3.",
      ],
      ["const users = atomic_t(0, 2); task('f', () => { atomic_dec(users); });", "f stores -1 to users, whose declared range is 0 to 2."],
      ["let n = int(0, 3); task('f', () => { n = n % 2 === 0 ? 7 : 1; });", "f stores a value outside of the declared range."],
    ];
    for (const [source, message] of cases) {
      const body = check(source);
      assert.equal(body.outcome === "violated" ? body.finding.message : body.outcome, message);
    }
  });

  it("marks the loop of an eventuality that fails", () => {
    const body = check('task("f", () => { while (x < 9) x = 0; }); eventually("done", () => done);');
    assert.deepInclude(body.outcome === "violated" ? { kind: body.finding.kind, at: typeof body.trace.loop } : {}, {
      kind: "eventually",
      at: "number",
    });
  });

  it("says how far it came when a model is too large for it", () => {
    const body = check('function f() { for (let i = 0; i < 5; i++) x = choose(0, 1, 2, 3); } task("f", f); task("g", f);', 50);
    assert.equal(body.outcome, "inconclusive");
    assert.match(body.outcome === "inconclusive" ? body.message : "", /small models: it saw \d+ states to depth \d+/);
  });

  it("writes every state so that it is read back as it was", () => {
    let states = 0;
    for (let index = 0; index < 40; index++) {
      const source = modelOf(seedOf(5, index));
      let compilation: ReturnType<typeof compilationOf>;
      try {
        compilation = compilationOf(source);
      } catch {
        continue;
      }
      const write = stateWriter(compilation.located, compilation.emitted.variables);
      const read = stateReader(compilation.located, compilation.emitted.variables);
      for (const state of graph(compilation.located, { maxStates: 60 }).states) {
        assert.equal(canonicalText(read(write(state))), canonicalText(state), source);
        states++;
      }
    }
    assert.isAbove(states, 1000);
  });
});
