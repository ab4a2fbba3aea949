// Random lockdep reports as structured data: what a kernel would print (print.ts) and what an importer must find again.

import fc from "fast-check";
import type { Report, ReportKind } from "../../../import/schema.js";

/** What changed in the output over the years. */
export interface Age {
  readonly release: string;
  /** `[ INFO: … ]` before 4.11. */
  readonly brackets: boolean;
  /** Six usage characters before 4.14. */
  readonly usageCharacters: 4 | 6;
  /** `at: [<address>] symbol` before 5.0, and no address of the instance before it. */
  readonly addressAtSymbol: boolean;
  /** `-{outer:inner}` from 5.7 on. */
  readonly waitTypes: boolean;
  readonly uid: boolean;
}

export const AGES: readonly Age[] = [
  { release: "4.4.0", brackets: true, usageCharacters: 6, addressAtSymbol: true, waitTypes: false, uid: false },
  { release: "4.12.0-rc3+", brackets: false, usageCharacters: 6, addressAtSymbol: true, waitTypes: false, uid: false },
  { release: "4.15.7", brackets: false, usageCharacters: 4, addressAtSymbol: true, waitTypes: false, uid: false },
  { release: "5.4.0-rc2-syzkaller", brackets: false, usageCharacters: 4, addressAtSymbol: false, waitTypes: false, uid: false },
  { release: "5.10.0-00744-g8ea0358a147c", brackets: false, usageCharacters: 4, addressAtSymbol: false, waitTypes: true, uid: false },
  { release: "6.13.0-rc4-00080-g9828a4c0901f", brackets: false, usageCharacters: 4, addressAtSymbol: false, waitTypes: true, uid: true },
];

export interface Sample {
  readonly age: Age;
  /** As it must be read, `line` fields apart. */
  readonly report: Report;
  /** For kinds with two ends: state, and the classes of both. */
  readonly state: string;
  readonly others: readonly { readonly name: string; readonly usage: string; readonly waitTypes: string | null }[];
  readonly trace: readonly string[];
}

const KINDS: readonly ReportKind[] = [
  "invalid-wait-context",
  "circular",
  "recursive",
  "inconsistent-state",
  "irq-lock-order",
  "irq-inversion",
  "bad-unlock",
  "suspicious-rcu",
  "sleep-in-atomic",
];

const comm = fc.constantFrom(
  "kworker/u32:0",
  "swapper/0",
  "syz-executor.3",
  "(udev-worker)",
  "C2 CompilerThre",
  "irq/131-iwlwifi",
  "a-b_c",
  "syz.1.25198",
);
const symbol = fc
  .tuple(
    fc.constantFrom("io_", "__", "btrfs_", "x", "tcp_v4_", "_raw_"),
    fc.stringMatching(/^[a-z][a-z0-9_]{2,12}$/),
    fc.constantFrom("", "", ".part.0", ".isra.5"),
  )
  .map((parts) => parts.join(""));
const lockName = fc
  .tuple(
    fc.constantFrom(
      "&ctx->wqh",
      "rcu_read_lock",
      "(work_completion)(&ctx->exit_work)",
      "&(&x->lock)->rlock",
      "(wq_completion)iou_exit",
      "fs_reclaim",
      "sk_lock-AF_INET",
      "&sb->s_type->i_mutex_key",
    ),
    fc.constantFrom("", "", "#2", "#17", "/1", "#3/2"),
  )
  .map((parts) => parts.join(""));
const usage = (length: number) =>
  fc.array(fc.constantFrom("+", "-", ".", "?"), { minLength: length, maxLength: length }).map((parts) => parts.join(""));
const waitTypes = fc.constantFrom("0:0", "1:2", "1:3", "2:2", "3:3", "4:4");
const address = fc.stringMatching(/^ffff[0-9a-f]{12}$/);
const trace = (end: string) => fc.array(symbol, { minLength: 1, maxLength: 12 }).map((names) => [...names, end]);

const lock = (age: Age) =>
  fc.record({
    name: lockName,
    usage: usage(age.usageCharacters),
    waitTypes: age.waitTypes ? waitTypes : fc.constant(null),
    function: symbol,
    addr: age.addressAtSymbol ? fc.constant(null) : address,
    line: fc.constant(1),
  });

const lockClass = (age: Age) =>
  fc.record({ name: lockName, usage: usage(age.usageCharacters), waitTypes: age.waitTypes ? waitTypes : fc.constant(null) });

export const sample: fc.Arbitrary<Sample> = fc
  .tuple(fc.constantFrom(...AGES), fc.constantFrom(...KINDS))
  .chain(([age, kind]) => sampleOf(age, kind));

export function sampleOf(age: Age, kind: ReportKind): fc.Arbitrary<Sample> {
  return fc
    .record({
      comm,
      pid: fc.integer({ min: 0, max: 4_194_304 }),
      cpu: fc.integer({ min: 0, max: 255 }),
      acquiring: lock(age),
      holding: lock(age),
      context: fc.constantFrom("5:5", "4:4", "2:2", "3:3"),
      held: fc.array(lock(age), { maxLength: 5 }),
      chain: fc.array(fc.tuple(lockClass(age), trace("entry_SYSCALL_64_after_hwframe")), { minLength: 2, maxLength: 5 }),
      callTrace: trace("ret_from_fork"),
      state: fc.constantFrom("HARDIRQ", "SOFTIRQ"),
      others: fc.array(lockClass(age), { minLength: 2, maxLength: 2 }),
      trace: trace("ret_from_fork"),
    })
    .map((drawn) => build(age, kind, drawn));
}

type Lock = NonNullable<Report["acquiring"]>;
type Class = Sample["others"][number];

interface Drawn {
  readonly comm: string;
  readonly pid: number;
  readonly cpu: number;
  readonly acquiring: Lock;
  readonly holding: Lock;
  readonly context: string;
  readonly held: readonly Lock[];
  readonly chain: readonly (readonly [Class, readonly string[]])[];
  readonly callTrace: readonly string[];
  readonly state: string;
  readonly others: readonly Class[];
  readonly trace: readonly string[];
}

function build(age: Age, kind: ReportKind, drawn: Drawn): Sample {
  const { state, others, trace: first } = drawn;
  const chain = drawn.chain.map(([entry, functions], place) => ({
    index: drawn.chain.length - 1 - place,
    ...entry,
    trace: [...functions],
  }));
  const report: Report = {
    kind,
    task: { comm: drawn.comm, pid: drawn.pid },
    cpu: drawn.cpu,
    kernel: age.release,
    acquiring: acquiringOf(kind, drawn),
    holding: kind === "circular" || kind === "recursive" || kind === "irq-lock-order" ? drawn.holding : null,
    context: kind === "invalid-wait-context" ? drawn.context : null,
    heldLocks: drawn.held.map((one, index) => ({ index, ...one })),
    chain: kind === "circular" ? chain : null,
    chainExists: chainExistsOf(kind, drawn),
    callTrace: [...drawn.callTrace],
    callTraceWithInline: null,
    truncated: false,
  };
  return { age, report, state, others, trace: first };
}

function acquiringOf(kind: ReportKind, { acquiring }: Drawn): Lock | null {
  if (kind === "suspicious-rcu" || kind === "sleep-in-atomic") return null;
  return kind === "bad-unlock" ? { ...acquiring, usage: null, waitTypes: null, addr: null } : acquiring;
}

function chainExistsOf(kind: ReportKind, { acquiring, holding, others }: Drawn): string[] | null {
  const [first, second] = others;
  if (kind === "circular") return first === undefined ? null : [acquiring.name, first.name, holding.name];
  if (kind === "irq-lock-order" || kind === "irq-inversion") return [first?.name ?? "", acquiring.name, second?.name ?? ""];
  return null;
}
