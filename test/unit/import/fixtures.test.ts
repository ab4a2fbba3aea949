// Reports as they come in mails and logs, each with what is in it, to the line.

import { readFileSync } from "node:fs";
import { assert } from "chai";
import { readReports } from "../../../import/index.js";
import type { Report, ReportedLock } from "../../../import/schema.js";
import { inClone } from "../../support/clone.js";
import { readOne } from "../../support/kernel-reports/read-one.js";

const fixture = (name: string): string => readFileSync(inClone("test", "fixtures", "lockdep", `${name}.txt`), "utf8");
const report = (name: string): Report => readOne(fixture(name)).report;

function lock(
  name: string,
  usage: string | null,
  waitTypes: string | null,
  at: string | null,
  addr: string | null,
  line: number,
): ReportedLock {
  return { name, usage, waitTypes, function: at, addr, line };
}

describe("[U] import of reports as they come", () => {
  it("takes of symbolised locks and frames those that are not inlined", () => {
    const read = report("symbolised");
    assert.deepEqual(read.acquiring, lock("&pipe->mutex", "+.+.", "3:3", "pipe_lock", "ffff888032ab3468", 11));
    assert.deepEqual(read.holding, lock("sb_writers#6", ".+.+", "0:0", "do_splice", "ffff88802c2dc420", 16));
    assert.deepEqual(read.heldLocks, [{ index: 0, ...lock("sb_writers#6", ".+.+", "0:0", "do_splice", "ffff88802c2dc420", 53) }]);
    assert.deepEqual(read.chain, [
      {
        index: 1,
        name: "sb_writers#6",
        usage: ".+.+",
        waitTypes: "0:0",
        trace: ["mnt_want_write", "do_syscall_64", "entry_SYSCALL_64_after_hwframe"],
      },
      {
        index: 0,
        name: "&pipe->mutex",
        usage: "+.+.",
        waitTypes: "3:3",
        trace: ["__lock_acquire", "__mutex_lock", "pipe_lock", "entry_SYSCALL_64_after_hwframe"],
      },
    ]);
    assert.isNull(read.chainExists);
    const functions = [
      "dump_stack_lvl",
      "pipe_lock",
      "iter_file_splice_write",
      "do_splice",
      "do_syscall_64",
      "entry_SYSCALL_64_after_hwframe",
    ];
    assert.deepEqual(read.callTrace, functions);
    assert.deepEqual(read.callTraceWithInline, ["__dump_stack", ...functions.slice(0, 3), "do_splice_from", ...functions.slice(3)]);
    assert.deepEqual(
      [read.task, read.cpu, read.kernel, read.truncated],
      [{ comm: "syz.6.2203", pid: 14529 }, 0, "6.12.0-rc5-syzkaller-00291-g05b92660cdfe", false],
    );
  });

  it("puts a lock together that was printed in pieces", () => {
    const read = report("pieces");
    assert.deepEqual(read.heldLocks, [
      { index: 0, ...lock("rcu_read_lock_bh", "....", null, "ip6_finish_output2", "00000000c7be3319", 18) },
      { index: 1, ...lock("slock-AF_INET6", "+.-.", null, "tcp_v6_rcv", "00000000c7be3320", 28) },
    ]);
    assert.deepEqual([read.kind, read.task, read.acquiring], ["suspicious-rcu", { comm: "syz-executor5", pid: 14037 }, null]);
    assert.deepEqual(read.callTrace, ["lockdep_rcu_suspicious", "ip6_link_failure", "entry_SYSCALL_64_after_hwframe"]);
    assert.isFalse(read.truncated);
  });

  it("reads what kernels before 4.11 printed", () => {
    const { report: read, details } = readOne(fixture("old"));
    assert.deepEqual(read.acquiring, lock("&(&list->lock)->rlock#3", "+.?...", null, "skb_queue_tail", null, 9));
    assert.deepEqual(read.heldLocks, [{ index: 0, ...lock("rcu_read_lock", "......", null, "process_backlog", null, 34) }]);
    assert.deepEqual(read.callTrace, ["dump_stack", "skb_queue_tail", "run_ksoftirqd", "ret_from_fork"]);
    assert.deepEqual(details.usageChange, {
      from: "SOFTIRQ-ON-W",
      to: "IN-SOFTIRQ-W",
      registeredAt: ["__lock_acquire", "_raw_spin_lock", "tun_chr_open", "entry_SYSCALL_64_fastpath"],
    });
    assert.deepEqual([read.task, read.kernel, read.truncated], [{ comm: "ksoftirqd/0", pid: 3 }, "4.9.65-g8ae26d1", false]);
  });

  it("reads a wrapped and quoted mail with remarks in it, and says what is missing", () => {
    const { readings, remarks } = readReports(fixture("mail"));
    assert.lengthOf(readings, 1);
    const read = readings[0]?.report;
    assert.deepEqual(
      read?.acquiring,
      lock("&psy->extensions_sem", "++++", "4:4", "power_supply_get_property.part.0", "ffff8d7a8051ce50", 14),
    );
    assert.deepEqual(read?.holding, lock("&psy->extensions_sem", "++++", "4:4", "power_supply_uevent", "ffff8d7a8051ce51", 22));
    assert.deepEqual(
      read?.heldLocks?.map(({ index, line }) => [index, line]),
      [
        [0, 30],
        [2, 34],
      ],
    );
    assert.deepEqual([read?.task, read?.kernel, read?.cpu], [{ comm: "kworker/16:3", pid: 1230 }, "6.18.0-rc1+", null]);
    assert.deepEqual([read?.callTrace, read?.truncated], [null, true]);
    assert.deepEqual(remarks, [
      { line: 7, message: "This report is cut off or shortened. Missing: the scenario, the list of held locks, the stack backtrace." },
      { line: 33, message: "'#1: [...]' cannot be read as a lock." },
    ]);
  });

  it("reads the traces of 32-bit ARM, and those of decode_stacktrace.sh", () => {
    const arm = report("arm");
    assert.deepEqual(arm.callTrace, [
      "unwind_backtrace",
      "show_stack",
      "dump_stack_lvl",
      "_raw_spin_lock",
      "cti_cpu_pm_notify",
      "raw_notifier_call_chain",
      "start_kernel",
    ]);
    assert.deepEqual([arm.context, arm.heldLocks, arm.truncated], ["2:2", [], false]);
    const decoded = report("decoded");
    assert.deepEqual(decoded.acquiring, lock("&conn->chan_lock", null, null, "l2cap_disconnect_rsp", null, 5));
    assert.deepEqual(
      decoded.heldLocks?.map(({ name, function: at }) => [name, at]),
      [["(wq_completion)hci0#2", "process_one_work"]],
    );
    assert.deepEqual(decoded.callTrace, ["dump_stack_lvl", "l2cap_disconnect_rsp", "ret_from_fork"]);
    assert.isFalse(decoded.truncated);
  });

  it("finds nothing in prose about reports, and names reports of other kinds", () => {
    assert.lengthOf(readReports("WARNING: possible recursive locking detected\n\nis what I get. Any idea?\n").readings, 0);
    const { readings, remarks } = readReports("[  1.0] WARNING: held lock freed!\n[  1.0] 6.1.0 #1 Not tainted\n");
    assert.deepEqual([readings, remarks], [[], [{ line: 1, message: "'WARNING: held lock freed!' is not imported." }]]);
  });

  it("needs no long time for a long text", () => {
    const began = performance.now();
    const noise = `${"[ 1.0] (a){+.+.}, at: at: at: ".repeat(500)}\n`.repeat(100);
    readReports(noise + fixture("symbolised").repeat(50) + noise);
    assert.isBelow(performance.now() - began, 5000);
  });
});
