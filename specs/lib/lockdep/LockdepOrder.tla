---------------------------- MODULE LockdepOrder ----------------------------
\* What lockdep concludes when a lock is acquired while others are held: kernel/locking/lockdep.c, validate_chain and what it calls.
\* A lock is [class, instance, read, trylock, check, nest, interrupt]: read is 0 exclusive, 1 shared, 2 shared and recursive; nest is the
\* instance of the lock that serializes this one, or ""; interrupt is lockdep's irq_context, 0 task, 1 softirq, 2 hardirq, 3 hardirq over softirq.
\* held: such locks, outermost first. What is known: [on, usage, dependencies, reports]; on is lockdep's debug_locks: after a report it is off.
EXTENDS LockdepUsage

Stop(known, report) == [known EXCEPT !.on = FALSE, !.reports = Append(@, report)]

\* check_deadlock: the same class twice. As a sequence of none or one; nested: a lock further out serializes the two.
SameClass(lock, held) ==
  LET conflicts == {i \in DOMAIN held : held[i].class = lock.class /\ ~(lock.read = 2 /\ held[i].read # 0)}
      first == CHOOSE i \in conflicts : \A j \in conflicts : i <= j
  IN  IF conflicts = {} THEN <<>>
      ELSE <<[held |-> held[first], nested |-> lock.nest # "" /\ \E j \in 1..first : held[j].instance = lock.nest]>>

\* check_noncircular: the way from the new lock back to one that is held, over which the circle is strong.
Circle(dependencies, prev, next) ==
  LET Closes(node) == node.class = prev.class /\ (prev.read = 0 \/ ~node.onlyXr)
  IN  SelectSeq(Search(dependencies, TRUE, {}, next.class, WeakForwards(next)), Closes)

\* check_prev_add
AddDependency(known, prev, next, n) ==
  LET circle == Circle(known.dependencies, prev, next)
      order == IrqOrder(known.usage, known.dependencies, prev, next)
  IN  IF circle # <<>>
      THEN Stop(known, [rule |-> IF prev.class = next.class THEN "recursion" ELSE "circular",
                        at |-> n, lock |-> next, held |-> prev, path |-> circle[1].path])
      ELSE IF order # <<>>
      THEN Stop(known, [rule |-> "irq-order", at |-> n, lock |-> next, held |-> prev, safe |-> order[1].safe, unsafe |-> order[1].unsafe,
                        bits |-> order[1].bits])
      ELSE [known EXCEPT !.dependencies = Recorded(@, prev.class, next.class, Kind(prev, next), n)]

\* check_prevs_add: from the top of the stack down to the first lock that was not taken by trylock, within one interrupt context.
RECURSIVE AddDependencies(_, _, _, _, _)
AddDependencies(known, lock, held, depth, n) ==
  IF ~known.on \/ depth = 0 THEN known
  ELSE LET prev == held[depth]
       IN  CASE prev.interrupt # lock.interrupt -> known
             [] prev.interrupt = lock.interrupt /\ ~prev.check -> AddDependencies(known, lock, held, depth - 1, n)
             [] OTHER -> LET more == AddDependency(known, prev, lock, n)
                         IN  IF prev.trylock THEN AddDependencies(more, lock, held, depth - 1, n) ELSE more

\* validate_chain
ValidateChain(known, lock, held, n) ==
  LET same == SameClass(lock, held)
  IN  CASE lock.trylock \/ ~lock.check -> known
        [] ~lock.trylock /\ lock.check /\ same # <<>> /\ ~same[1].nested ->
             Stop(known, [rule |-> "recursion", at |-> n, lock |-> lock, held |-> same[1].held, path |-> <<>>])
        [] ~lock.trylock /\ lock.check /\ same # <<>> /\ same[1].nested -> known
        [] OTHER -> AddDependencies(known, lock, held, Len(held), n)
=============================================================================
