// What the finding held-at-end says: what was not given back, where it was taken, and on which way out.

import { assert } from "chai";
import { checkBuiltin } from "../../../harness/run/check-builtin.js";
import { compilationOf } from "../../support/compile.js";

const DECLARATIONS = "const l = spinlock_t(); const m = mutex(); let x = bool();";

/** The sentence without the name of the file, the function and the call trace. */
function leakOf(code: string): readonly string[] {
  const options = { timeoutMs: 10_000, maxStates: 10_000, readSource: () => null };
  const body = checkBuiltin(compilationOf(`${DECLARATIONS}\n${code}`), options);
  if (body.outcome !== "violated") return [body.outcome];
  const { finding } = body;
  const at = finding.at === null ? "" : `${finding.at.line + 1}:${finding.at.column + 1}`;
  return [
    finding.kind,
    finding.message.replaceAll(/at [^ :]+:\d+:(\d+)\)/g, "at $1)"),
    `${finding.function ?? ""} ${at.split(":")[1] ?? ""}`,
    finding.callTrace.map((frame) => frame.function).join(" < "),
  ];
}

describe("[U] what is held at the end", function () {
  this.timeout(30_000);

  const sentences: readonly (readonly [string, string, string])[] = [
    ["interrupts", "const flags = spin_lock_irqsave(l); spin_unlock(l);", "f ends with interrupts still off (disabled at 30)."],
    ["preemption", "preempt_disable();", "f ends with preemption still disabled (disabled at 16)."],
    ["bottom halves", "local_bh_disable(); x = true;", "f ends with bottom halves still disabled (disabled at 16)."],
    ["a read section", "rcu_read_lock(); x = true;", "f ends with its rcu_read_lock read section still open (entered at 16)."],
    ["a lock, and not what it switched off", "const flags = spin_lock_irqsave(l);", "f ends with l still held (taken at 30)."],
    [
      "two things, and nothing that was given back",
      "preempt_disable(); preempt_disable(); preempt_enable(); mutex_is_locked(m); local_irq_disable();",
      "f ends with interrupts still off (disabled at 92) and preemption still disabled (disabled at 16).",
    ],
  ];
  for (const [title, body, sentence] of sentences) {
    it(`names ${title}`, () => assert.equal(leakOf(`function f() { ${body} } task("f", f);`)[1], sentence));
  }

  it("says of a handler that it ends with interrupts on", () => {
    const [, message] = leakOf('function h() { spin_lock_irq(l); spin_unlock_irq(l); } hardirq("h", h);');
    assert.equal(message, "h ends with interrupts on, which were off when it began (enabled at 34).");
  });

  it("points at the return that leaks, inside of the function that was called", () => {
    const code =
      'function g() { mutex_lock(m); if (choose(true, false)) return -5; mutex_unlock(m); return 0; } task("p", () => { g(); });';
    assert.deepEqual(leakOf(code), ["held-at-end", "p ends with m still held (taken at 16).", "g 56", "g"]);
  });

  it("points at it where the result is used, too", () => {
    const code = 'function g() { mutex_lock(m); if (x) return -5; return -7; } function f() { const e = g(); x = e < -5; } task("p", f);';
    assert.deepEqual(leakOf(code).slice(2), ["f 104", "f"]);
    assert.deepEqual(leakOf(code.replace(" x = e < -5;", "")).slice(2), ["g 49", "g < f"]);
  });

  it("points at the end of a function that has no return", () => {
    assert.deepEqual(leakOf('function f() { mutex_lock(m); } task("p", f);').slice(2), ["f 31", "f"]);
  });
});
