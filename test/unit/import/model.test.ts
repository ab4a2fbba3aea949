// Models of reports: what compiles, and what the text of a model must not contain.

import { readdirSync, readFileSync } from "node:fs";
import { assert } from "chai";
import fc from "fast-check";
import type { Program } from "../../../codegen/ir/program.js";
import { readReports } from "../../../import/index.js";
import { skeletonOf } from "../../../import/model/index.js";
import { inClone } from "../../support/clone.js";
import { compile, NESTING, NO_NESTING } from "../../support/compile-model.js";
import { sample } from "../../support/kernel-reports/arbitrary.js";
import { printSample } from "../../support/kernel-reports/print.js";

const modelOf = (text: string): string => {
  const [reading] = readReports(text).readings;
  const skeleton = reading === undefined ? null : skeletonOf("report.txt", reading);
  return skeleton?.kind === "model" ? skeleton.text : "";
};

function assertCompiles(text: string): void {
  programOf(text);
}

function programOf(text: string): Program {
  const configuration = text.includes('configurations("raw-lock-nesting")') ? NESTING : NO_NESTING;
  const { program, diagnostics } = compile(text, { configuration });
  if (program === null) return assert.fail(`${diagnostics.map(({ message }) => message).join("\n")}\n${text}`);
  return program;
}

describe("[U] import of a model", function () {
  this.timeout(60_000);

  it("compiles, for each fixture", () => {
    const names = readdirSync(inClone("test", "fixtures", "lockdep")).filter((name) => name.endsWith(".txt"));
    for (const name of names) assertCompiles(modelOf(readFileSync(inClone("test", "fixtures", "lockdep", name), "utf8")));
  });

  it("lets interrupts come on any CPU, and gives each task one of its own, for each fixture", () => {
    let interrupts = 0;
    for (const folder of ["lockdep", "seed"])
      for (const name of readdirSync(inClone("test", "fixtures", folder)).filter((file) => file.endsWith(".txt"))) {
        const program = programOf(modelOf(readFileSync(inClone("test", "fixtures", folder, name), "utf8")));
        const [tasks, handlers] = [true, false].map((task) => program.contexts.filter(({ level }) => (level === "task") === task));
        for (const { cpus } of handlers ?? []) assert.lengthOf(cpus, program.cpus, name);
        assert.lengthOf(new Set(tasks?.flatMap(({ cpus }) => cpus)), tasks?.length ?? 0, name);
        interrupts += handlers?.length ?? 0;
      }
    assert.isAbove(interrupts, 6);
  });

  const about = (held: readonly string[], call: string): string =>
    modelOf(
      [
        "WARNING: bad unlock balance detected!",
        "6.12.0 #1 Not tainted",
        "-------------------------------------",
        `ip/5 is trying to release lock (${call}) at:`,
        "[<ffffffff81000000>] inner+0x1/0x2",
        "but there are no more locks to release!",
        "other info that might help us debug this:",
        `${held.length} locks held by ip/5:`,
        ...held.map((lock, index) => ` #${index}: ffffffff8336${index}b00 ${lock}, at: outer+0x1/0x2`),
        "stack backtrace:",
        "CPU: 0 PID: 5 Comm: ip Not tainted 6.12.0 #1",
        "Call Trace:",
        " inner+0x1/0x2",
        " outer+0x1/0x2",
      ].join("\n"),
    );

  it("reads what only readers have taken with interrupts on, as its own interrupts do", () => {
    const text = about(["(tasklist_lock){.?.?}-{3:3}"], "&dev->lock");
    assert.match(text, /function outer\(\) \{\n {2}\/\/ GUESS: that it is for reading [^\n]*\n {2}read_lock\(tasklist_lock\);\n/);
    assert.match(text, /function used_in_hardirq\(\) \{\n {2}read_lock\(tasklist_lock\);\n/);
    assertCompiles(text);
    assert.include(about(["(tasklist_lock){++++}-{3:3}"], "&dev->lock"), "function outer() {\n  write_lock(tasklist_lock);\n");
    assert.include(about(["(tasklist_lock){.-.-}-{3:3}"], "&dev->lock"), "function outer() {\n  write_lock_irq(tasklist_lock);\n");
  });

  it("takes for reading or writing as the call trace says", () => {
    const circular = (call: string): string =>
      modelOf(
        [
          "WARNING: possible circular locking dependency detected",
          "6.12.0 #1 Not tainted",
          "ip/5 is trying to acquire lock:",
          "ffffffff83363b00 (tasklist_lock){.+.+}-{3:3}, at: inner+0x1/0x2",
          "but task is already holding lock:",
          "ffffffff83363b01 (m1){+.+.}-{4:4}, at: outer+0x1/0x2",
          "stack backtrace:",
          "Call Trace:",
          ` ${call}+0x1/0x2`,
          " inner+0x1/0x2",
          " outer+0x1/0x2",
        ].join("\n"),
      );
    assert.include(circular("_raw_write_lock_irq"), "  write_lock_irq(tasklist_lock);");
    assert.include(circular("_raw_write_lock"), "  write_lock(tasklist_lock);");
    assert.include(circular("_raw_read_lock"), "  read_lock(tasklist_lock);");
  });

  it("releases one of several objects of a class", () => {
    const text = about(["(&dev->lock){+.+.}-{4:4}", "(&dev->lock){+.+.}-{4:4}"], "&dev->lock");
    assert.match(text, /function inner\(\) \{\n {2}mutex_unlock\(\w+\[2\]\.lock\);\n/);
    assertCompiles(text);
  });

  /** A circle of so many locks of a wait type: 4:4 is a mutex, 3:3 a spinlock. */
  const chainOf = (length: number, waitType: string): string => {
    const last = length - 1;
    const chain = Array.from({ length }, (_, place) => [`-> #${last - place} (m${last - place}){+.+.}-${waitType}:`, ` f${place}+0x1/0x2`]);
    return [
      "WARNING: possible circular locking dependency detected",
      "6.12.0 #1 Not tainted",
      "ip/5 is trying to acquire lock:",
      `ffffffff83363b00 (m0){+.+.}-${waitType}, at: inner+0x1/0x2`,
      "but task is already holding lock:",
      `ffffffff83363b01 (m${last}){+.+.}-${waitType}, at: outer+0x1/0x2`,
      "the existing dependency chain (in reverse order) is:",
      ...chain.flat(),
    ].join("\n");
  };

  it("has tasks share a CPU where there are more than a model may have", () => {
    const text = modelOf(chainOf(17, "{4:4}"));
    assert.include(text, "{ cpu: 15 }");
    assertCompiles(text);
  });

  it("says that spinning locks need more CPUs than a model has", () => {
    assertCompiles(modelOf(chainOf(16, "{3:3}")));
    const [reading] = readReports(chainOf(17, "{3:3}")).readings;
    const skeleton = reading === undefined ? null : skeletonOf("file", reading);
    assert.deepEqual(skeleton, {
      kind: "none",
      reason:
        "The report is about 17 tasks, which need 17 CPUs: those that hold a lock that spins have one each. A model has 16, so there is no model of it.",
    });
  });

  it("has an answer for every report, also one that is cut off", () => {
    fc.assert(
      fc.property(sample, fc.nat(), (one, place) => {
        const lines = printSample(one);
        const text = modelOf(lines.slice(0, place % (lines.length + 1)).join("\n"));
        if (text !== "") assert.match(text, /\nexpect\(violates\("[a-z-]+"/);
      }),
      { numRuns: 400 },
    );
  });

  it("has the RCU function that asks for what is not held", () => {
    const about = (statement: string, held: string): string =>
      modelOf(
        [
          "WARNING: suspicious RCU usage",
          "-----------------------------",
          `net/core/x.c:12 ${statement}`,
          "1 lock held by ip/5:",
          ` #0: ffffffff83363b00 (${held}){....}-{1:3}, at: outer+0x1/0x2`,
          "stack backtrace:",
          "CPU: 0 PID: 5 Comm: ip Not tainted 6.12.0 #1",
          "Call Trace:",
          " lockdep_rcu_suspicious+0x1/0x2",
          " inner+0x1/0x2",
          " outer+0x1/0x2",
        ].join("\n"),
      );
    const cases: readonly (readonly [statement: string, held: string, call: string, kind: string])[] = [
      ["suspicious rcu_dereference_check() usage!", "rcu_read_lock_bh", "rcu_dereference(pointer);", "rcu-usage"],
      ["suspicious rcu_dereference_check() usage!", "rcu_read_lock", "rcu_dereference_bh(pointer);", "rcu-usage"],
      ["suspicious rcu_dereference_protected() usage!", "rcu_read_lock", "rcu_dereference_protected(pointer, false);", "rcu-usage"],
      ["RCU-list traversed in non-reader section!!", "rcu_read_lock_sched", "rcu_dereference(pointer);", "rcu-usage"],
      ["Illegal context switch in RCU read-side critical section!", "rcu_read_lock", "might_sleep();", "sleep-in-atomic"],
      ["Illegal synchronize_rcu() in RCU read-side critical section!", "rcu_read_lock", "synchronize_rcu();", "sleep-in-atomic"],
    ];
    for (const [statement, held, call, kind] of cases) {
      const text = about(statement, held);
      assert.include(text, `  ${call}\n`, statement);
      assert.include(text, `${held}();`);
      assert.include(text, `expect(violates("${kind}", { in: "inner" }));`);
      assertCompiles(text);
    }
    assert.equal(about("rcu_read_lock() used illegally while idle!", "rcu_read_lock"), "");
  });

  // The frames of reports that were sent in: IRATI/stack#210 (3.13), koverstreet/bcachefs#893 (PREEMPT_RT), syzbot's manner since 6.10.
  const sleepers: readonly (readonly [frames: string, called: string, caller: string])[] = [
    [
      "__might_sleep __kmalloc_node_track_caller __kmalloc_reserve.isra.51 pskb_expand_head netlink_trim",
      "__kmalloc_reserve.isra.51",
      "pskb_expand_head",
    ],
    [
      "dump_backtrace show_stack dump_stack_lvl dump_stack __might_resched rt_spin_lock rcu_pending_enqueue",
      "rt_spin_lock",
      "rcu_pending_enqueue",
    ],
    [
      "__might_resched might_alloc slab_pre_alloc_hook slab_alloc_node __do_kmalloc_node __kmalloc_noprof sta_info_alloc",
      "__kmalloc_noprof",
      "sta_info_alloc",
    ],
    [
      "__might_resched prepare_alloc_pages __alloc_frozen_pages_noprof alloc_pages_mpol alloc_pages_noprof ring_grow",
      "alloc_pages_noprof",
      "ring_grow",
    ],
    ["__might_resched __mutex_lock mutex_lock_nested port_close", "mutex_lock_nested", "port_close"],
    ["__might_sleep down_read dev_ioctl", "down_read", "dev_ioctl"],
    ["__might_sleep __might_fault _copy_from_user evdev_ioctl", "_copy_from_user", "evdev_ioctl"],
    ["__might_resched __wait_for_common wait_for_completion device_park", "wait_for_completion", "device_park"],
    ["___might_sleep __might_sleep __flush_work.isra.0 flush_work dev_stop", "flush_work", "dev_stop"],
  ];
  for (const [frames, called, caller] of sleepers) {
    it(`has ${called} where ${caller} calls it`, () => {
      const trace = frames.split(" ").map((name) => ` ${name}+0x1/0x2`);
      const text = modelOf(
        [
          "BUG: sleeping function called from invalid context at kernel/x.c:12",
          "in_atomic(): 1, irqs_disabled(): 0, non_block: 0, pid: 5, name: ip",
          "preempt_count: 1, expected: 0",
          "1 lock held by ip/5:",
          " #0: ffffffff83363b00 (&dev->lock){+.+.}-{2:2}, at: outermost+0x1/0x2",
          "CPU: 0 PID: 5 Comm: ip Not tainted 6.12.0 #1",
          "Call Trace:",
          ...trace,
          " outermost+0x1/0x2",
        ].join("\n"),
      );
      assert.include(text, `function ${caller}() {\n  might_sleep(); // ${called}\n}`);
      assert.include(text, `expect(violates("sleep-in-atomic", { in: "${caller}" }));`);
      assertCompiles(text);
    });
  }

  it("goes into a function that may sleep where that took a lock which forbids it", () => {
    const text = modelOf(
      [
        "BUG: sleeping function called from invalid context at mm/x.c:12",
        "in_atomic(): 1, irqs_disabled(): 0, non_block: 0, pid: 5, name: ip",
        "1 lock held by ip/5:",
        " #0: ffffffff83363b00 (vmap_lock){+.+.}-{2:2}, at: vm_unmap_aliases+0x1/0x2",
        "Call Trace:",
        " __might_resched+0x1/0x2",
        " __kmalloc+0x1/0x2",
        " vm_unmap_aliases+0x1/0x2",
        " user+0x1/0x2",
      ].join("\n"),
    );
    assert.include(text, "function vm_unmap_aliases() {\n  spin_lock(vmap_lock);\n  might_sleep(); // __kmalloc\n");
    assert.include(text, 'expect(violates("sleep-in-atomic", { in: "vm_unmap_aliases" }));');
  });

  it("takes nothing of a hostile report for code", () => {
    const hostile = ['"); process.exit(); ("', "*/ evil() /*", "\\u2028 `${x}`", "a\u2028b", "</script>", "__proto__"];
    let models = 0;
    const seed = readFileSync(inClone("test", "fixtures", "seed", "splat.txt"), "utf8");
    for (const name of hostile) {
      const text = modelOf(seed.replaceAll("&ctx->timeout_lock", name).replaceAll("kworker/u32:0", name.slice(0, 12)));
      if (text === "") continue;
      models++;
      assertCompiles(text);
    }
    assert.isAbove(models, 2);
  });
});
