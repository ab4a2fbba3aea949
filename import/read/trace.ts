// A stack trace in the lines of a report: its frames, without what stands between them (registers, marks, lines of others).

import type { Line } from "../clean/lines.js";
import { bareFrame, type Frame, framesOf } from "./frames.js";

export interface Trace {
  readonly frames: readonly Frame[];
  /** Of the line after it. */
  readonly next: number;
  /** It goes down to the entry into the kernel or to the start of the thread. */
  readonly whole: boolean;
}

/** Lines of others in a row after which a trace is over. */
const MOST_FOREIGN = 12;
const REGISTERS =
  /^(?:RIP|RSP|RAX|RDX|RBP|RDI|RSI|R\d\d|EIP|EAX|ESI|EBX|ECX|EDX|DS|ES|CS|CR\d|FS|GS|EFLAGS|Code|Exception|Backtrace|NIP|LR|REGS|MSR|CFAR|GPR\d*|IRQMASK|pc|lr|sp|pstate|x\d+|r\d+|<\/?[A-Z#]+>|---)\b|^<|^---/;
const USER_MODE = /^(?:RIP|EIP): 00(?:33|23|73|7b):/;
const OVER = /^(?:Call [Tt]race:|CPU: \d+ |stack backtrace:|Modules linked in|={10,})/;

/** The frames from `from` on. */
export function readTrace(lines: readonly Line[], from: number, to: number = lines.length): Trace {
  const frames: Frame[] = [];
  let [next, foreign, ended] = [from, 0, false];
  for (let index = from; index < to && foreign <= MOST_FOREIGN && !ended; index++) {
    const text = unwrapped(lines, index);
    const here = framesAt(text, foreign);
    if (here.length > 0) {
      frames.push(...here.filter((frame, place) => place > 0 || !continuesArm(text, frames.at(-1), frame)));
      [next, foreign] = [index + 1, 0];
    } else if (frames.length > 0 && (USER_MODE.test(text) || text === "</TASK>")) ended = true;
    else if (frames.length > 0 && OVER.test(text)) break;
    else if (frames.length > 0 && text !== "" && !REGISTERS.test(text) && !REST.test(text)) foreign++;
  }
  return { frames, next, whole: ended || isWhole(frames) };
}

/** What a mailer may have put on a line of its own behind a frame: the module, the place in a file. */
const REST = /^(?:\(\w\)|\[[\w -]+\]|\S+\.(?:c|h|S|rs):\d+(?: \[inline\])?)$/;

/** A frame that was wrapped: behind its address, behind its mark, before its file. */
function unwrapped(lines: readonly Line[], index: number): string {
  const text = lines[index]?.text ?? "";
  const next = lines[index + 1]?.text ?? "";
  const open = ONLY_ADDRESS.test(text) || (bareFrame(text) !== null && /^\S+\.(?:c|h|S|rs):\d+ \[inline\]$/.test(next));
  if (open && next !== "") return `${text} ${next}`;
  return index > 0 && ONLY_ADDRESS.test(lines[index - 1]?.text ?? "") ? "" : text;
}

const ONLY_ADDRESS = /^(?:(?:\(?\[<?[0-9a-f]{6,16}>?\]\s*){1,2}\??|\?)$/;

/** After a line of somebody else only what is surely a frame. */
function framesAt(text: string, foreign: number): readonly Frame[] {
  const frames = framesOf(text);
  return foreign === 0 || frames.every(({ certain }) => certain) ? frames : [];
}

/** A trace whose offsets somebody took out: single words, from the first line on, and more than one. */
export function readBareTrace(lines: readonly Line[], from: number): Trace {
  const frames: Frame[] = [];
  let next = from;
  for (; next < lines.length; next++) {
    const text = lines[next]?.text ?? "";
    const frame = bareFrame(text);
    if (frame !== null) frames.push(frame);
    else if (!/^<\/?[A-Z#]+>$/.test(text) && (text !== "" || frames.length > 0)) break;
  }
  return frames.length > 1 ? { frames, next, whole: isWhole(frames) } : { frames: [], next: from, whole: false };
}

/** 32-bit ARM prints each function twice: `a from b+0x10/0x20`, `b from c+0x8/0x10`. */
function continuesArm(text: string, last: Frame | undefined, frame: Frame): boolean {
  return / from /.test(text) && last?.function === frame.function;
}

/** The entry from user mode, the start of a thread or of a CPU, by architecture. */
const OUTERMOST = new RegExp(
  String.raw`^\.?(?:${[
    "entry_|asm_exc_|asm_sysvec_|asm_common_interrupt|stub_|tracesys|int_ret_|sysenter_|system_call|verify_cpu|start_cpu|page_fault$|async_page_fault",
    "x86_64_start_|common_startup_|startup_|secondary_startup|syscall_call|ret_from_|return_from_",
    "el0_|el0t_|__primary_switched|__secondary_switched|secondary_start_kernel|ret_fast_syscall|__irq_usr|start_kernel$",
    "start_here_|start_secondary_|system_call_|syscall_common|handle_sys|stack_done|smp_bootstrap|kernel_entry",
    "kernel_thread_starter|__ret_from_|pgm_check_|io_int_|ext_int_|mcck_|sysc_|do_trap_ecall|handle_exception|_start_kernel|smp_callin",
    "linux_sparc_|userspace|new_thread_handler|smp_start_secondary|rewind_stack_(?:and_make_dead|do_exit)",
  ].join("|")})`,
);

/** Old kernels print doubtful frames also after the outermost one. */
function isWhole(frames: readonly Frame[]): boolean {
  return frames.slice(-4).some(({ function: name }) => OUTERMOST.test(name));
}

/** Functions that were called, not inlined. */
export function calls(frames: readonly Frame[]): readonly string[] {
  return frames.filter(({ doubtful, inlined }) => !doubtful && !inlined).map(({ function: name }) => name);
}
