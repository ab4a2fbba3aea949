// Contexts and properties as the model declares them, before their bodies are lowered.

import type { ts } from "ts-morph";
import type { Callable } from "../meaning.js";
import type { SharedField } from "./world.js";

export interface ContextDeclaration {
  readonly name: string;
  readonly kind: "task" | "kworker" | "softirq" | "hardirq";
  /** Null: the default handler, which only wakes its thread. */
  readonly body: Callable | null;
  /** Index given to the body of one of several `tasks`. */
  readonly index: number | null;
  readonly cpu: number | null;
  readonly times: number;
  /** lockdep takes the handler for one that PREEMPT_RT runs in a thread. */
  readonly threadable: boolean;
  /** IRQF_NO_THREAD: it stays in hard interrupt context on PREEMPT_RT, whatever lockdep takes it for. */
  readonly noThread: boolean;
  /** Id of the field that says that the kthread should stop; null for what is no kthread. */
  readonly stop: string | null;
  /** What the handler wakes when it returns IRQ_WAKE_THREAD. */
  readonly wakes: HandlerThread | null;
  /** Printed names of the maps held around the body. */
  readonly maps: readonly string[];
  readonly node: ts.Node;
}

/** The thread of an interrupt handler. */
export interface HandlerThread {
  readonly thread: SharedField;
  /** IRQF_ONESHOT: the number that keeps the interrupt from coming until the thread has returned. */
  readonly masks: SharedField | null;
}

export interface PropertyDeclaration {
  readonly kind: "invariant" | "eventually" | "reachable";
  readonly name: string;
  readonly condition: Callable;
  readonly fairness: "weak" | "strong";
  readonly node: ts.Node;
}
