// Prints a sample as the kernel of its age does (kernel/locking/lockdep.c, kernel/rcu/update.c, kernel/sched/core.c).

import type { Report } from "../../../import/schema.js";
import type { Age, Sample } from "./arbitrary.js";

type Lock = NonNullable<Report["acquiring"]>;
type Class = Pick<Lock, "name" | "usage" | "waitTypes">;

export function printSample(sample: Sample): readonly string[] {
  const { report } = sample;
  switch (report.kind) {
    case "invalid-wait-context":
      return [
        ...heading(sample, "BUG", "Invalid wait context", true),
        `${who(report)} is trying to lock:`,
        lock(sample, report.acquiring),
        "other info that might help us debug this:",
        `context-{${report.context}}`,
        ...held(sample),
        ...backtrace(sample),
      ];
    case "circular":
      return circular(sample);
    case "recursive":
      return [
        ...takes(sample, "possible recursive locking detected", "is trying to acquire lock:", "but task is already holding lock:"),
        "",
        ...info,
        ...oneColumn(report.acquiring),
        " May be due to missing lock nesting notation",
        "",
        ...held(sample),
        "",
        ...backtrace(sample),
      ];
    case "inconsistent-state":
      return inconsistent(sample);
    case "irq-lock-order":
      return lockOrder(sample);
    case "irq-inversion":
      return inversion(sample);
    case "bad-unlock":
      return [
        ...heading(sample, sample.age.brackets ? "BUG" : "WARNING", "bad unlock balance detected!"),
        `${who(report)} is trying to release lock (${report.acquiring?.name}) at:`,
        site(sample, report.acquiring?.function ?? ""),
        "but there are no more locks to release!",
        "",
        ...info,
        ...held(sample),
        "",
        ...backtrace(sample),
      ];
    case "suspicious-rcu":
      return [
        ...heading(sample, "WARNING", sample.age.brackets ? "suspicious RCU usage." : "suspicious RCU usage"),
        "net/core/filter.c:1917 suspicious rcu_dereference_protected() usage!",
        "",
        ...info,
        "",
        "",
        "rcu_scheduler_active = 2, debug_locks = 1",
        ...held(sample),
        "",
        ...backtrace(sample),
      ];
    case "sleep-in-atomic":
      return [
        "BUG: sleeping function called from invalid context at kernel/locking/mutex.c:281",
        `in_atomic(): 1, irqs_disabled(): 0, non_block: 0, pid: ${report.task?.pid}, name: ${report.task?.comm}`,
        ...held(sample),
        "Preemption disabled at:",
        site(sample, "vfs_read"),
        ...backtrace(sample).slice(1),
      ];
  }
}

const info = ["other info that might help us debug this:"];

function heading({ age, report }: Sample, level: string, title: string, always = false): readonly string[] {
  const text = always || age.brackets ? `[ ${always ? level : level === "WARNING" ? "INFO" : level}: ${title} ]` : `${level}: ${title}`;
  const ruler = text.length;
  return ["", "=".repeat(ruler), text, `${report.kernel} #29 Not tainted`, "-".repeat(ruler)];
}

function who({ task }: Report): string {
  return `${task?.comm}/${task?.pid}`;
}

function className({ name, usage, waitTypes }: Class): string {
  return `(${name}){${usage}}${waitTypes === null ? "" : `-{${waitTypes}}`}`;
}

function lock(sample: Sample, one: Lock | null): string {
  if (one === null) return "";
  return `${one.addr === null ? "" : one.addr} ${className(one)}, at: ${site(sample, one.function ?? "").trim()}`;
}

/** A symbol with its offset, and before 5.0 with its address. */
function site({ age }: { readonly age: Age }, name: string): string {
  return `${age.addressAtSymbol ? " [<ffffffff8117e8ff>]" : ""} ${name}+0x4e8/0xfc0${name.startsWith("btrfs_") ? " [btrfs]" : ""}`;
}

function frames(sample: Sample, names: readonly string[], indent = 6): readonly string[] {
  return names.map((name) => `${" ".repeat(indent)}${site(sample, name)}`);
}

function held(sample: Sample): readonly string[] {
  const { report } = sample;
  const locks = report.heldLocks ?? [];
  if (locks.length === 0) return [`no locks held by ${who(report)}.`];
  return [
    `${locks.length} lock${locks.length === 1 ? "" : "s"} held by ${who(report)}:`,
    ...locks.map((one) => ` #${one.index}: ${lock(sample, one)}`),
  ];
}

function backtrace(sample: Sample): readonly string[] {
  const { report, age } = sample;
  const [first = "", ...rest] = report.callTrace ?? [];
  return [
    "stack backtrace:",
    `CPU: ${report.cpu}${age.uid ? " UID: 0" : ""} PID: ${report.task?.pid} Comm: ${report.task?.comm} Not tainted ${report.kernel} #29`,
    "Hardware name: QEMU Standard PC (i440FX + PIIX, 1996), BIOS 1.14.0-2 04/01/2014",
    "Workqueue: iou_exit io_ring_exit_work",
    "Call Trace:",
    " <TASK>",
    site(sample, first),
    ...(age.addressAtSymbol ? [" [<ffffffff8117e8ff>] ? left_over+0x1/0x2"] : [" ? left_over+0x1/0x2"]),
    ...rest.map((name) => site(sample, name)),
    " </TASK>",
  ];
}

function takes(sample: Sample, title: string, sentence: string, holding: string): readonly string[] {
  const { report } = sample;
  const flags = report.kind === "irq-lock-order" ? " [HC0[0]:SC0[0]:HE0:SE1]" : "";
  return [
    ...heading(sample, "WARNING", title),
    `${who(report)}${flags} ${sentence}`,
    lock(sample, report.acquiring),
    "",
    holding,
    lock(sample, report.holding),
  ];
}

function oneColumn(one: Lock | null, interrupt = false): readonly string[] {
  const [first, second] = interrupt ? ["  <Interrupt>", `    lock(${one?.name});`] : [`  lock(${one?.name});`];
  return [
    " Possible unsafe locking scenario:",
    "",
    "       CPU0",
    "       ----",
    `  lock(${one?.name});`,
    first ?? "",
    ...(second === undefined ? [] : [second]),
    "",
    " *** DEADLOCK ***",
    "",
  ];
}

function chainExists({ report }: Sample): readonly string[] {
  return ["Chain exists of:", `  ${report.chainExists?.join(" --> ")}`, ""];
}

const columns = ["       CPU0                    CPU1", "       ----                    ----"];
const right = " ".repeat(31);

function circular(sample: Sample): readonly string[] {
  const { report } = sample;
  const [source, parent, target] = report.chainExists ?? [];
  return [
    ...takes(sample, "possible circular locking dependency detected", "is trying to acquire lock:", "but task is already holding lock:"),
    "",
    "which lock already depends on the new lock.",
    "",
    "",
    "the existing dependency chain (in reverse order) is:",
    ...(report.chain ?? []).flatMap((entry) => ["", `-> #${entry.index} ${className(entry)}:`, ...frames(sample, entry.trace)]),
    "",
    ...info,
    "",
    ...chainExists(sample),
    " Possible unsafe locking scenario:",
    "",
    ...columns,
    `  lock(${target});`,
    `${right}lock(${parent});`,
    `${right}lock(${target});`,
    `  lock(${source});`,
    "",
    " *** DEADLOCK ***",
    "",
    ...held(sample),
    "",
    ...backtrace(sample),
  ];
}

function inconsistent(sample: Sample): readonly string[] {
  const { report, state, trace } = sample;
  return [
    ...heading(sample, "WARNING", "inconsistent lock state"),
    `inconsistent {${state}-ON-W} -> {IN-${state}-W} usage.`,
    `${who(report)} [HC0[0]:SC1[1]:HE1:SE0] takes:`,
    lock(sample, report.acquiring),
    `{${state}-ON-W} state was registered at:`,
    ...frames(sample, trace, 2),
    "irq event stamp: 5834",
    "hardirqs last  enabled at (5834): [<ffffffff8117e8ff>] _raw_spin_unlock_irqrestore+0x1/0x2",
    "hardirqs last disabled at (5833): [<ffffffff8117e8ff>] _raw_spin_lock_irqsave+0x1/0x2",
    "",
    ...info,
    ...oneColumn(report.acquiring, true),
    ...held(sample),
    "",
    ...backtrace(sample),
  ];
}

function interruptScenario(sample: Sample): readonly string[] {
  const [safe, middle, unsafe] = sample.report.chainExists ?? [];
  return [
    ...info,
    "",
    ...chainExists(sample),
    " Possible interrupt unsafe locking scenario:",
    "",
    ...columns,
    `  lock(${unsafe});`,
    `${right}local_irq_disable();`,
    `${right}lock(${safe});`,
    `${right}lock(${middle});`,
    "  <Interrupt>",
    `    lock(${safe});`,
    "",
    " *** DEADLOCK ***",
    "",
  ];
}

function classBlock(sample: Sample, one: Class): readonly string[] {
  return [
    ` -> ${className(one)} {`,
    "    HARDIRQ-ON-W at:",
    ...frames(sample, sample.trace, 22),
    "    INITIAL USE at:",
    ...frames(sample, sample.trace, 22),
    "  }",
    "  ... key      at: [<ffffffff9a2d8a00>] __key.76893+0x0/0x40",
    "  ... acquired at:",
    ...frames(sample, sample.trace, 3),
    "",
  ];
}

function lockOrder(sample: Sample): readonly string[] {
  const { report, state, others, trace } = sample;
  const [safe, unsafe] = others;
  if (safe === undefined || unsafe === undefined || report.holding === null || report.acquiring === null) return [];
  return [
    ...takes(sample, `${state}-safe -> ${state}-unsafe lock order detected`, "is trying to acquire:", "and this task is already holding:"),
    "which would create a new lock dependency:",
    ` ${className(report.holding)} -> ${className(report.acquiring)}`,
    "",
    `but this new dependency connects a ${state}-irq-safe lock:`,
    ` ${className(safe)}`,
    "",
    `... which became ${state}-irq-safe at:`,
    ...frames(sample, trace),
    "",
    `to a ${state}-irq-unsafe lock:`,
    ` ${className(unsafe)}`,
    "",
    `... which became ${state}-irq-unsafe at:`,
    "...",
    ...frames(sample, trace),
    "",
    ...interruptScenario(sample),
    ...held(sample),
    "",
    `the dependencies between ${state}-irq-safe lock and the holding lock:`,
    ...classBlock(sample, safe),
    "the dependencies between the lock to be acquired",
    ` and ${state}-irq-unsafe lock:`,
    ...classBlock(sample, unsafe),
    "",
    ...backtrace(sample),
  ];
}

function inversion(sample: Sample): readonly string[] {
  const { report, state, others } = sample;
  const [first, second] = others;
  if (first === undefined || second === undefined) return [];
  return [
    ...heading(sample, "WARNING", "possible irq lock inversion dependency detected"),
    `${who(report)} just changed the state of lock:`,
    lock(sample, report.acquiring),
    `but this lock took another, ${state}-unsafe lock in the past:`,
    ` ${className(second)}`,
    "",
    "",
    "and interrupts could create inverse lock ordering between them.",
    "",
    "",
    ...interruptScenario(sample),
    ...held(sample),
    "",
    "the shortest dependencies between 2nd lock and 1st lock:",
    ...classBlock(sample, second),
    ...classBlock(sample, first),
    "",
    ...backtrace(sample),
  ];
}
