------------------------------ MODULE Lockdep ------------------------------
\* Lockdep's opinion of a sequence of events: kernel/locking/lockdep.c, __lock_acquire, __lock_release and the hooks around them.
\* An event is [kind, held, context, overSoftirq, irqs, bh, ...]: held is what the context holds before it, outermost first; irqs says whether
\* interrupts are on, bh how often bottom halves are off. Locks are those of LockdepOrder. An event is named by its number.
EXTENDS LockdepOrder, AtomicContext, RcuUsage, ContextAssertions

Nothing == [on |-> TRUE, usage |-> <<>>, dependencies |-> <<>>, reports |-> <<>>]

InHardirq(e) == e.context \in {"hardirq", "threadable hardirq"}
InSoftirq(e) == e.context \in {"softirq", "irqsafe softirq"} \/ e.overSoftirq
SoftirqsOn(e) == e.bh = 0 /\ ~InSoftirq(e)

\* lockdep's held_locks: a lock with a nest lock that is taken next to one of its class is only counted there, not held by itself.
RECURSIVE Stack(_)
Stack(held) ==
  IF held = <<>> THEN <<>>
  ELSE LET below == Stack(SubSeq(held, 1, Len(held) - 1))
           top == held[Len(held)]
       IN  IF top.nest # "" /\ below # <<>> /\ below[Len(below)].class = top.class THEN below ELSE Append(below, top)

\* ------------------------------------------------------------------ wait context (check_wait_context)

\* The stack of the interrupt context that the lock is acquired in: the unbroken run at the top.
RunOf(interrupt, held) ==
  LET others == {i \in DOMAIN held : held[i].interrupt # interrupt}
  IN  SubSeq(held, 1 + (IF others = {} THEN 0 ELSE CHOOSE i \in others : \A j \in others : j <= i), Len(held))

RECURSIVE Strictest(_, _)
Strictest(current, held) ==
  IF held = <<>> THEN current
  ELSE LET inner == Inner(Head(held).class)
       IN  Strictest(CASE inner = Unchecked -> current
                       [] Overrides(Head(held).class) -> inner
                       [] OTHER -> Least({current, inner}), Tail(held))

WaitContextAllows(lock, held, e) ==
  \/ lock.trylock
  \/ Inner(lock.class) = Unchecked
  \/ Outer(lock.class) <= Strictest(ContextValue(e.context), RunOf(lock.interrupt, held))

\* ------------------------------------------------------------------ usage (mark_usage, mark_held_locks)

\* mark_lock: set a bit, and say when it does not go with what is known.
MarkLock(known, lock, bit, n) ==
  IF ~known.on \/ bit \in Bits(known.usage, lock.class) THEN known
  ELSE LET marked == [known EXCEPT !.usage = Append(@, [class |-> lock.class, bit |-> bit, at |-> n])]
           bad == Inconsistent(known.usage, lock.class, bit)
           other == Inversion(marked.usage, known.dependencies, lock, bit)
       IN  IF bad # <<>>
           THEN Stop(marked, [rule |-> "inconsistent-usage", at |-> n, lock |-> lock, old |-> bad[1], new |-> bit,
                              since |-> MarkedAt(known.usage, lock.class, bad[1])])
           ELSE IF other # <<>>
           THEN Stop(marked, [rule |-> "irq-inversion", at |-> n, lock |-> lock, new |-> bit, other |-> other[1],
                              bit |-> IF Exclusive(bit) \in Bits(marked.usage, other[1].class) THEN Exclusive(bit)
                                      ELSE ForReading(Exclusive(bit))])
           ELSE marked

RECURSIVE MarkBits(_, _, _, _)
MarkBits(known, lock, bits, n) ==
  IF bits = <<>> THEN known ELSE MarkBits(MarkLock(known, lock, Head(bits), n), lock, Tail(bits), n)

\* A trylock cannot wait in an interrupt, so it does not count as used there; lock_sync holds nothing, so nothing can interrupt it.
BitsOfAcquiring(lock, e) ==
  LET read == lock.read # 0
      used == IF lock.trylock THEN <<>>
              ELSE (IF InHardirq(e) THEN <<Bit("HARDIRQ", FALSE, read)>> ELSE <<>>)
                     \o (IF InSoftirq(e) THEN <<Bit("SOFTIRQ", FALSE, read)>> ELSE <<>>)
      enabled == IF ~e.irqs \/ e.kind = "sync" THEN <<>>
                 ELSE <<Bit("HARDIRQ", TRUE, read)>> \o (IF SoftirqsOn(e) THEN <<Bit("SOFTIRQ", TRUE, read)>> ELSE <<>>)
  IN  IF lock.check THEN used \o enabled ELSE <<>>

RECURSIVE MarkHeld(_, _, _, _)
MarkHeld(known, held, state, n) ==
  IF held = <<>> THEN known
  ELSE LET lock == Head(held)
           marked == IF lock.check THEN MarkLock(known, lock, Bit(state, TRUE, lock.read # 0), n) ELSE known
       IN  MarkHeld(marked, Tail(held), state, n)

\* lockdep_hardirqs_on, lockdep_softirqs_on: e is as it is afterwards.
Enable(known, e, n) ==
  LET hard == IF e.enables = "hardirqs" THEN MarkHeld(known, e.held, "HARDIRQ", n) ELSE known
  IN  IF e.irqs /\ SoftirqsOn(e) THEN MarkHeld(hard, e.held, "SOFTIRQ", n) ELSE hard

\* ------------------------------------------------------------------ acquiring and releasing

IsHeld(instance, held) == \E i \in DOMAIN held : held[i].instance = instance

\* __lock_acquire: the order of the checks decides which report there is.
Acquire(known, lock, held, e, n) ==
  LET stack == Stack(held)
      counted == lock.nest # "" /\ stack # <<>> /\ stack[Len(stack)].class = lock.class
      marked == MarkBits(known, lock, BitsOfAcquiring(lock, e), n)
  IN  IF ~known.on \/ (counted /\ e.kind # "sync") THEN known
      ELSE IF ~WaitContextAllows(lock, stack, e) THEN Stop(known, [rule |-> "wait-context", at |-> n, lock |-> lock])
      ELSE IF ~marked.on THEN marked
      ELSE IF lock.nest # "" /\ ~IsHeld(lock.nest, held) THEN Stop(marked, [rule |-> "nest-lock", at |-> n, lock |-> lock])
      ELSE ValidateChain(marked, lock, stack, n)

\* reacquire_held_locks: what was above the released lock is acquired again, from the smaller stack, with all checks.
RECURSIVE Reacquire(_, _, _, _, _)
Reacquire(known, below, above, e, n) ==
  IF above = <<>> THEN known
  ELSE Reacquire(Acquire(known, Head(above), below, e, n), Append(below, Head(above)), Tail(above), e, n)

\* __lock_release. released: the place of the lock in held; 0 when it is not there.
Release(known, e, n) ==
  LET below == SubSeq(e.held, 1, e.released - 1)
      above == SubSeq(e.held, e.released + 1, Len(e.held))
  IN  CASE e.released = 0 -> Stop(known, [rule |-> "unlock-balance", at |-> n, lock |-> e.lock])
        \* Of several that are counted together one is gone: the stack stays as it is.
        [] e.released # 0 /\ Len(Stack(below \o above)) = Len(Stack(e.held)) -> known
        [] OTHER -> Reacquire(known, below, above, e, n)

\* __lock_downgrade: the writer becomes a reader and is acquired again, with what is above it.
Downgrade(known, e, n) ==
  LET writer == e.held[e.downgraded]
      above == SubSeq(e.held, e.downgraded + 1, Len(e.held))
  IN  Reacquire(known, SubSeq(e.held, 1, e.downgraded - 1), <<[writer EXCEPT !.read = 1]>> \o above, e, n)

\* ------------------------------------------------------------------ the rest

\* debug_check_no_locks_freed: memory is freed, or a lock initialised, with a lock in it that this task holds.
Free(known, e, n) ==
  LET inside == {i \in DOMAIN e.held : e.held[i].instance \in e.frees}
  IN  IF inside = {} THEN known ELSE Stop(known, [rule |-> "held-freed", at |-> n, lock |-> e.held[Least(inside)]])

\* debug_check_no_locks_held: nobody asks when an interrupt handler returns.
End(known, e, n) ==
  LET left == {i \in DOMAIN e.held : e.held[i].class.type # "map"}
  IN  IF e.context # "task" \/ left = {} THEN known ELSE Stop(known, [rule |-> "held-at-end", at |-> n, lock |-> e.held[Least(left)]])

\* DEBUG_LOCKS_WARN_ON switches lockdep off without a report of its own: an event says that one was met.

\* __might_resched, RCU_LOCKDEP_WARN and WARN_ON tell without switching lockdep off.
Tell(known, rule, n) == [known EXCEPT !.reports = Append(@, [rule |-> rule, at |-> n])]

\* The place as AtomicContext.tla describes it.
Place(e) == [e EXCEPT !.held = [i \in DOMAIN e.held |-> e.held[i].class]]

Take(known, e, n) ==
  CASE e.kind = "sleep" -> IF Atomic(Place(e)) THEN Tell(known, "sleep-in-atomic", n) ELSE known
    [] e.kind = "rt-sleep" -> IF AtomicForRtLocks(Place(e)) THEN Tell(known, "sleep-in-atomic", n) ELSE known
    [] e.kind = "rcu-use" -> IF SuspiciousRcuUse(Place(e)) THEN Tell(known, "rcu-usage", n) ELSE known
    [] e.kind = "assert" -> IF InWrongContext(Place(e)) THEN Tell(known, "context-assertion", n) ELSE known
    [] e.kind \in {"acquire", "sync"} -> Acquire(known, e.lock, e.held, e, n)
    [] e.kind = "release" -> Release(known, e, n)
    [] e.kind = "downgrade" -> Downgrade(known, e, n)
    [] e.kind = "enable" -> Enable(known, e, n)
    [] e.kind = "free" -> Free(known, e, n)
    [] e.kind = "end" -> End(known, e, n)
    [] e.kind = "warn" -> Stop(known, [rule |-> "debug-locks", at |-> n])

\* Once it has reported, lockdep is off, and with it the question for read sections (RCU_LOCKDEP_WARN) and lockdep_assert_...; sleeping, and
\* where WARN_ON looks, is another's business.
Heard(known, e) ==
  \/ known.on
  \/ e.kind \in {"sleep", "rt-sleep"}
  \/ e.kind = "assert" /\ e.asserts = "WARN_ON(in_hardirq())"

RECURSIVE TakeFrom(_, _, _)
TakeFrom(known, events, n) ==
  IF n > Len(events) THEN known
  ELSE TakeFrom(IF Heard(known, events[n]) THEN Take(known, events[n], n) ELSE known, events, n + 1)

\* What lockdep knows, and has said, after a sequence of events.
Opinion(events) == TakeFrom(Nothing, events, 1)
=============================================================================
