// Lockdep's rules, each bent in one place: what a reader of specs/lib/lockdep could get wrong. Each must make a case come out otherwise.

export interface BentRule {
  readonly title: string;
  /** Module of specs/lib/lockdep, or of specs/lib. */
  readonly file: string;
  /** Text that occurs once, and what stands there instead. */
  readonly from: string;
  readonly to: string;
  /** Cases that notice: of the kernel's self-test, or of test/support/lockdep-cases.ts. */
  readonly noticedBy: readonly string[];
}

const GRAPH = "LockdepGraph.tla";
const USAGE = "LockdepUsage.tla";
const ORDER = "LockdepOrder.tla";
const LOCKDEP = "Lockdep.tla";
const WAIT = "WaitContext.tla";

export const BENT_RULES: readonly BentRule[] = [
  {
    title: "a reader blocks a recursive reader",
    file: GRAPH,
    from: "kinds == IF entry.afterXr THEN entry.kinds \\ StartsShared ELSE entry.kinds",
    to: "kinds == entry.kinds",
    noticedBy: ["W1W2_R2R3_R3W1_123", "W1R2_R2R3_W3W1_312"],
  },
  {
    title: "no path is only weak",
    file: GRAPH,
    from: "onlyXr |-> kinds \\subseteq EndsRecursive",
    to: "onlyXr |-> FALSE",
    noticedBy: ["W1W2_R2R3_R3W1_123"],
  },
  {
    title: "recursive readers are taken for others",
    file: GRAPH,
    from: 'IF held.read = 0 THEN IF next.read = 2 THEN "ER" ELSE "EN"',
    to: 'IF held.read = 0 THEN "EN"',
    noticedBy: ["W1W2_R2R3_R3W1_123", "irq_inversion_hard_rlock_123"],
  },
  {
    title: "a search from a recursive reader starts strongly",
    file: GRAPH,
    from: "WeakForwards(lock) == lock.read = 2",
    to: "WeakForwards(lock) == FALSE",
    noticedBy: ["AA_rlock", "irqsafe1_hard_rlock_21"],
  },
  {
    title: "a search back from a reader starts strongly",
    file: GRAPH,
    from: "WeakBackwards(lock) == lock.read # 0",
    to: "WeakBackwards(lock) == FALSE",
    noticedBy: ["irqsafe1_hard_rlock_12"],
  },
  {
    title: "a pair of classes keeps only the first kind",
    file: GRAPH,
    from: "!.kinds = @ \\cup {kind}]",
    to: "!.at = @]",
    noticedBy: ["pair-keeps-all-kinds/before"],
  },
  {
    title: "a weakly reached class counts with its bits for reading, too",
    file: USAGE,
    from: "node.onlyXr => ~bit.read",
    to: "TRUE",
    noticedBy: ["irqsafe1_hard_rlock_12"],
  },
  {
    title: "reading in an interrupt goes with writing outside",
    file: USAGE,
    from: "<<Exclusive(bit), ForReading(Exclusive(bit))>>",
    to: "<<Exclusive(bit)>>",
    noticedBy: ["irq_read_recursion_hard_wlock_123"],
  },
  {
    title: "no state change is searched for",
    file: USAGE,
    from: "IN  FirstWith(usage, nodes, Opposites({bit}))",
    to: "IN  <<>>",
    noticedBy: ["irqsafe4_hard_spin_123"],
  },
  {
    title: "no new dependency is looked at for interrupts",
    file: USAGE,
    from: "IN  IF used = {} \\/ unsafe = <<>> THEN <<>>",
    to: "IN  IF TRUE THEN <<>>",
    noticedBy: ["irqsafe4_hard_spin_231", "irq_inversion_hard_spin_231"],
  },
  {
    title: "per-CPU locks carry interrupts on",
    file: USAGE,
    from: 'class.type = "local_lock_t" \\/ Overrides(class)',
    to: "FALSE",
    noticedBy: ["local_lock_2"],
  },
  {
    title: "what can interrupt for reading does not count",
    file: USAGE,
    from: "Opposites(bits) == {Exclusive(bit) : bit \\in bits} \\cup {ForReading(Exclusive(bit)) : bit \\in bits}",
    to: "Opposites(bits) == {Exclusive(bit) : bit \\in bits}",
    noticedBy: ["irq_inversion_hard_spin_132"],
  },
  {
    title: "a circle that ends in a recursive reader blocks a reader",
    file: ORDER,
    from: "node.class = prev.class /\\ (prev.read = 0 \\/ ~node.onlyXr)",
    to: "node.class = prev.class",
    noticedBy: ["AA_rlock", "pair-keeps-all-kinds/after"],
  },
  {
    title: "a trylock waits",
    file: ORDER,
    from: "CASE lock.trylock \\/ ~lock.check -> known",
    to: "CASE ~lock.check -> known",
    noticedBy: ["trylock-waits-for-nobody/after"],
  },
  {
    title: "no circle is searched for",
    file: ORDER,
    from: "circle == Circle(known.dependencies, prev, next)",
    to: "circle == <<>>",
    noticedBy: ["subclasses-have-an-order/before", "release-out-of-order/before"],
  },
  {
    title: "the same class twice is allowed",
    file: ORDER,
    from: "IN  IF conflicts = {} THEN <<>>",
    to: "IN  IF TRUE THEN <<>>",
    noticedBy: ["same-class-below-another/before"],
  },
  {
    title: "every reader may read again",
    file: ORDER,
    from: "~(lock.read = 2 /\\ held[i].read # 0)",
    to: "~(lock.read # 0 /\\ held[i].read # 0)",
    noticedBy: ["reader-below-another/before"],
  },
  {
    title: "a nest lock serializes nothing",
    file: ORDER,
    from: 'nested |-> lock.nest # "" /\\ \\E j \\in 1..first : held[j].instance = lock.nest',
    to: "nested |-> FALSE",
    noticedBy: ["nest-lock/after"],
  },
  {
    title: "nobody looks below a lock taken by trylock",
    file: ORDER,
    from: "IF prev.trylock THEN AddDependencies(more, lock, held, depth - 1, n) ELSE more",
    to: "more",
    noticedBy: ["trylock-looks-below/before"],
  },
  {
    title: "a lock without checks stops the search for the lock above",
    file: ORDER,
    from: "prev.interrupt = lock.interrupt /\\ ~prev.check -> AddDependencies(known, lock, held, depth - 1, n)",
    to: "prev.interrupt = lock.interrupt /\\ ~prev.check -> known",
    noticedBy: ["rcu-is-passed-over/before"],
  },
  {
    title: "a trylock in an interrupt counts as used there",
    file: LOCKDEP,
    from: "used == IF lock.trylock THEN <<>>",
    to: "used == IF FALSE THEN <<>>",
    noticedBy: ["trylock-in-interrupt/after"],
  },
  {
    title: "softirqs are on wherever hard interrupts are",
    file: LOCKDEP,
    from: "SoftirqsOn(e) == e.bh = 0 /\\ ~InSoftirq(e)",
    to: "SoftirqsOn(e) == TRUE",
    noticedBy: ["irqsafe4_soft_spin_123", "hrtimer-hard/after"],
  },
  {
    title: "turning interrupts on marks nothing",
    file: LOCKDEP,
    from: "marked == IF lock.check THEN MarkLock(known, lock, Bit(state, TRUE, lock.read # 0), n) ELSE known",
    to: "marked == known",
    noticedBy: ["irqsafe2A_spin_12"],
  },
  {
    title: "lock_sync is interrupted",
    file: LOCKDEP,
    from: 'IF ~e.irqs \\/ e.kind = "sync" THEN <<>>',
    to: "IF ~e.irqs THEN <<>>",
    noticedBy: ["lock-sync-not-interrupted/after"],
  },
  {
    title: "a trylock is judged by its wait type",
    file: LOCKDEP,
    from: "  \\/ lock.trylock\n",
    to: "  \\/ FALSE\n",
    noticedBy: ["override-raises/after"],
  },
  {
    title: "a lock without wait type restricts most",
    file: LOCKDEP,
    from: "CASE inner = Unchecked -> current",
    to: "CASE inner = Unchecked -> inner",
    noticedBy: ["maps-do-not-restrict/after"],
  },
  {
    title: "an override map only restricts",
    file: LOCKDEP,
    from: "[] Overrides(Head(held).class) -> inner",
    to: "[] Overrides(Head(held).class) -> Least({current, inner})",
    noticedBy: ["override-raises/after"],
  },
  {
    title: "what was above a released lock stays as it was",
    file: LOCKDEP,
    from: "[] OTHER -> Reacquire(known, below, above, e, n)",
    to: "[] OTHER -> known",
    noticedBy: ["release-out-of-order/before"],
  },
  {
    title: "a nest lock need not be held",
    file: LOCKDEP,
    from: 'ELSE IF lock.nest # "" /\\ ~IsHeld(lock.nest, held) THEN',
    to: "ELSE IF FALSE THEN",
    noticedBy: ["nest-lock-not-held/before"],
  },
  {
    title: "usage comes before the wait context",
    file: LOCKDEP,
    from: "ELSE IF ~WaitContextAllows(lock, stack, e) THEN",
    to: "ELSE IF marked.on /\\ ~WaitContextAllows(lock, stack, e) THEN",
    noticedBy: ["wait-context-first/before"],
  },
  {
    title: "a held lock may be initialised",
    file: LOCKDEP,
    from: "IF inside = {} THEN known ELSE Stop",
    to: "IF TRUE THEN known ELSE Stop",
    noticedBy: ["initialised-while-held/before", "init_held_spin"],
  },
  {
    title: "RCU's pointers may be read everywhere",
    file: "RcuUsage.tla",
    from: "SuspiciousRcuUse(place) == ~InReadSection(place)",
    to: "SuspiciousRcuUse(place) == FALSE",
    noticedBy: ["rcu-outside-a-section/before"],
  },
  {
    title: "every function may be called in every context",
    file: "ContextAssertions.tla",
    from: "InWrongContext(place) == ~ContextAsAsserted(place)",
    to: "InWrongContext(place) == FALSE",
    noticedBy: ["bottom-halves-with-interrupts-off/before"],
  },
  {
    title: "an RCU section is acquired as it is held",
    file: WAIT,
    from: 'Outer(class) == IF class.type \\in {"rcu", "rcu_bh", "rcu_sched"} THEN WaitFree ELSE Inner(class)',
    to: "Outer(class) == Inner(class)",
    noticedBy: ["RCU_in_raw_spinlock"],
  },
];
