// Where a call trace ran: a task, a worker, an interrupt; and which part of it is that context's own.

import type { ReportedHeldLock } from "../schema.js";
import { callers } from "../summary/callers.js";
import type { ContextKind } from "./plan.js";

export interface CallPath {
  readonly kind: ContextKind;
  /** Outermost first. */
  readonly functions: readonly string[];
  /** Of whatever was interrupted, outermost first. */
  readonly below: readonly string[];
}

const SOFTIRQ = /^(?:__?do_softirq\w*|do_softirq\w*|handle_softirqs\S*|run_ksoftirqd|invoke_softirq|__?irq_exit\w*|hrtimer_run_softirq)$/;
const HARDIRQ =
  /^(?:\w*handle_irq\w*|handle_\w+_irq|generic_handle_\w+|do_IRQ|do_interrupt_handler|__?common_interrupt|asm_sysvec_\w+|asm_common_interrupt|asm_call_\w*irq\w*|__?sysvec_\w+|(?:smp_)?\w*apic_timer_interrupt|hrtimer_interrupt|__hrtimer_run_queues|el1\w*_(?:irq|interrupt)\w*|gic_handle_irq|__irq_svc|irq_work_\w+|_{0,2}flush_smp_call_function_queue|exc_nmi|do_nmi|nmi_handle|tick_\w*handle\w*|update_process_times)$/;
const WORKER = /^process_(?:one_work|scheduled_works)$/;
/** How everything begins: of no interest in a model. */
const ENTRY =
  /^(?:kthread\w*|ret_from_\w+|entry_\w+|(?:do_)?syscall_\w+|do_syscall_\w+|x64_sys_call|do_fast_syscall_\w+|do_int80_\w+|el0\w*|do_el0\w*|invoke_syscall|worker_thread|start_kernel|kernel_init\w*|rest_init|start_secondary|secondary_\w+|cpu_startup_entry|do_idle|common_startup_64|x86_64_start_\w+|_?_?primary_switched|system_call\w*|ret_fast_syscall|do_trap_ecall_u|handle_exception|smpboot_thread_fn|verify_cpu)$/;

export function callPath(
  trace: readonly string[],
  acquiredIn: string | null,
  irqState: string | null,
  heldLocks: readonly ReportedHeldLock[] = [],
): CallPath {
  const own = callers({
    callTrace: [...trace],
    heldLocks: [...heldLocks],
    acquiring: acquiredIn === null ? null : { name: "", usage: null, waitTypes: null, function: acquiredIn, addr: null, line: 1 },
  });
  const entry = own.findIndex((name) => SOFTIRQ.test(name) || HARDIRQ.test(name) || WORKER.test(name));
  const name = entry < 0 ? "" : (own[entry] ?? "");
  const softirq = SOFTIRQ.test(name) || (name === "__hrtimer_run_queues" && own[entry + 1] === "hrtimer_run_softirq");
  const kind = stated(irqState) ?? (entry < 0 ? "task" : WORKER.test(name) ? "kworker" : softirq ? "softirq" : "hardirq");
  const inner = (entry < 0 ? own : own.slice(0, entry)).filter((one) => !ENTRY.test(one));
  const first = inner.length > 0 ? inner : [acquiredIn ?? own[0] ?? "somewhere"];
  return { kind, functions: [...first].reverse(), below: entry < 0 ? [] : own.slice(entry + 1).reverse() };
}

/** `HC1[1]:SC0[0]:HE0:SE1`. */
function stated(irqState: string | null): ContextKind | null {
  if (irqState === null) return null;
  if (/^HC[1-9]/.test(irqState)) return "hardirq";
  return /:SC[1-9]/.test(irqState) ? "softirq" : null;
}
