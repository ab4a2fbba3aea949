// Expressions of the intermediate representation: free of side effects, evaluated in one state by one context.

/** A value that a variable can have. `object` names an instance, `enum` is a string of a `oneOf`. */
export type Value =
  | { readonly kind: "int"; readonly value: number }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "enum"; readonly value: string }
  | { readonly kind: "object"; readonly id: string }
  | { readonly kind: "null" };

/** A shared field: of the object that `object` evaluates to, or, with `object: null`, a top-level declaration. */
export interface Place {
  readonly field: string;
  readonly object: Expression | null;
  /** The object expression may be NULL as far as its type goes: using the place then is the fault `null-dereference`. */
  readonly nullable: boolean;
}

/** A list head: a shared field, or a head on the stack of the context (a local of type `list-head`). */
export type ListRef = { readonly kind: "shared"; readonly place: Place } | { readonly kind: "local"; readonly local: string };

export type UnaryOperator = "not" | "negate";
export type BinaryOperator =
  | "and"
  | "or"
  | "equal"
  | "not-equal"
  | "less"
  | "less-equal"
  | "greater"
  | "greater-equal"
  | "add"
  | "subtract"
  | "multiply"
  | "modulo"
  | "remainder"
  | "divide";

/**
 * `argument`: what the context was started for (the timer's containing object, the index of one of several `tasks`).
 * For n > 0: `modulo` gives 0..n-1, also for a negative left side; `divide` truncates towards zero and `remainder` has the sign of the left side, as in C.
 * `and`, `or`, `conditional` evaluate only what they need: a fault in an operand that is not needed does not count.
 * `atOnce`: what the kernel keeps in one word; its operands are read in one access, of the same object.
 */
export type Expression =
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "local"; readonly local: string }
  | { readonly kind: "argument" }
  | { readonly kind: "bound"; readonly name: string }
  | { readonly kind: "field"; readonly place: Place }
  | { readonly kind: "unary"; readonly operator: UnaryOperator; readonly operand: Expression }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly atOnce?: true;
    }
  | { readonly kind: "conditional"; readonly condition: Expression; readonly whenTrue: Expression; readonly whenFalse: Expression }
  /** First or last entry; `orNull`: NULL for an empty list, else the fault `list-corruption`. */
  | { readonly kind: "list-end"; readonly end: "first" | "last"; readonly list: ListRef; readonly orNull: boolean }
  /** Neighbour of `of` on the list, NULL past the end. `of` not on this list is the fault `list-corruption`; `of` NULL gives NULL. */
  | { readonly kind: "list-neighbour"; readonly direction: "next" | "previous"; readonly list: ListRef; readonly of: Expression }
  | { readonly kind: "list-empty"; readonly list: ListRef }
  | { readonly kind: "list-length"; readonly list: ListRef }
  | { readonly kind: "list-contains"; readonly list: ListRef; readonly object: Expression }
  /** `list_empty(&object->node)`: the node is self-linked. */
  | { readonly kind: "node-unlinked"; readonly node: Place }
  | { readonly kind: "timer-queued"; readonly timer: Place }
  | { readonly kind: "timer-running"; readonly timer: Place }
  /** Anybody holds `lock`, also as a reader. */
  | { readonly kind: "lock-taken"; readonly lock: Place }
  /** The evaluating context holds `lock`: in any way, as a reader, or alone. */
  | { readonly kind: "lock-mine"; readonly lock: Place; readonly as: "any" | "reader" | "writer" }
  /** The object that stands for the CPU of the context: per-CPU instances of a field are those of these objects. */
  | { readonly kind: "this-cpu" }
  /**
   * What is known of the context at a location: a constant there. `interrupt`: hard or soft, or bottom halves are disabled. `no-rt-lock`: no
   * place for a lock that sleeps on PREEMPT_RT only.
   */
  | { readonly kind: "here"; readonly what: "irqs-off" | "atomic" | "interrupt" | "hardirq" | "softirq" | "no-rt-lock" }
  /** Somebody is on the wait queue. */
  | { readonly kind: "queue-active"; readonly queue: Place }
  /** The instance after `of` in the order of its pool, NULL after the last; `of: null` gives the first. */
  | { readonly kind: "pool-next"; readonly pool: string; readonly of: Expression | null }
  /** The instance with that index, NULL outside of the pool. */
  | { readonly kind: "pool-at"; readonly pool: string; readonly index: Expression }
  /** Only in properties. */
  | {
      readonly kind: "quantifier";
      readonly quantifier: "every" | "some" | "count";
      readonly pool: string;
      readonly variable: string;
      readonly body: Expression;
    }
  | { readonly kind: "finished"; readonly context: string }
  /** `value`; evaluating it while `holds` is false is the fault `refcount`. A refcount's value is within the range of its field. */
  | { readonly kind: "counted"; readonly value: Expression; readonly holds: Expression }
  /** The object is allocated. Only in properties. */
  | { readonly kind: "allocated"; readonly object: Expression };
