// What the finding context-assertion says: which function is called where it must not be, and what the kernel asserts there.

import { assert } from "chai";
import type { Configuration } from "../../../codegen/ir/program.js";
import { checkBuiltin } from "../../../harness/run/check-builtin.js";
import { compilationOf } from "../../support/compile.js";
import { NESTING, PREEMPT_RT } from "../../support/compile-model.js";

const DECLARATIONS = `const s = spinlock_t(); const q = seqcount_t(); const done = completion(); class d { t = timer_list(f0); } const dev = new d();
function f0() {} function w() { write_seqcount_begin(q); write_seqcount_end(q); }`;

/** The message, with columns for places. */
function messageOf(code: string, configuration: Configuration = NESTING): string {
  const options = { timeoutMs: 10_000, maxStates: 10_000, readSource: () => null };
  const body = checkBuiltin(compilationOf(`${DECLARATIONS}\n${code}`, { configuration }), options);
  if (body.outcome !== "violated") return body.outcome;
  return `${body.finding.kind}: ${body.finding.message.replaceAll(/at [^ :]+:\d+:(\d+)\)/g, "at $1)")}`;
}

describe("[U] a function that is called in the wrong context", function () {
  this.timeout(30_000);

  const inTask = (body: string): string => `function f() { ${body} } task("f", f);`;
  const inHandler = (body: string): string => `hardirq("h", () => { ${body} }, { flags: IRQF_NO_THREAD }); task("f", () => {});`;
  const sentences: readonly (readonly [title: string, code: string, sentence: string])[] = [
    [
      "a writer that can be preempted",
      inTask("w();"),
      "f calls write_seqcount_begin with preemption enabled: lockdep_assert_preemption_disabled()",
    ],
    [
      "interrupts off, with the place",
      inTask("local_bh_disable(); local_irq_disable(); local_bh_enable();"),
      "f calls local_bh_enable with interrupts off (disabled at 36): lockdep_assert_irqs_enabled()",
    ],
    [
      "the end of a lock function",
      inTask("spin_lock_bh(s); local_irq_disable(); spin_unlock_bh(s);"),
      "f calls spin_unlock_bh with interrupts off (disabled at 33): lockdep_assert_irqs_enabled()",
    ],
    [
      "a step that is the first of all",
      inTask("local_irq_disable(); local_bh_disable(); local_bh_enable();"),
      "f calls local_bh_enable with interrupts off (disabled at 16): lockdep_assert_irqs_enabled()",
    ],
    [
      "a guard",
      inTask("local_irq_disable(); { using _ = guard(bottom_half)(); } local_irq_enable();"),
      "f enables bottom halves with interrupts off (disabled at 16): lockdep_assert_irqs_enabled()",
    ],
    [
      "a hard interrupt, before interrupts that are off",
      inHandler("local_bh_disable(); local_bh_enable();"),
      "h calls local_bh_disable in a hard interrupt: WARN_ON(in_hardirq())",
    ],
    [
      "waiting for a timer in one",
      inHandler("timer_delete_sync(dev.t);"),
      "h calls timer_delete_sync in a hard interrupt: WARN_ON(in_hardirq())",
    ],
    [
      "waking all in one",
      inHandler("complete_all(done);"),
      "h calls complete_all in a hard interrupt that PREEMPT_RT runs in no thread: lockdep_assert_RT_in_threaded_ctx()",
    ],
  ];
  for (const [title, code, sentence] of sentences)
    it(`says so of ${title}`, () => assert.equal(messageOf(code), `context-assertion: ${sentence}.`));

  it("finds the writer in a thread of PREEMPT_RT", () => {
    const message = messageOf('softirq("s", w); task("f", () => {});', PREEMPT_RT);
    assert.equal(message, "context-assertion: s calls write_seqcount_begin with preemption enabled: lockdep_assert_preemption_disabled().");
  });
});
