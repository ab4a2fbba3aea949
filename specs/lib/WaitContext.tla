---------------------------- MODULE WaitContext ----------------------------
\* Lockdep's wait-context rule: kernel/locking/lockdep.c, check_wait_context and task_wait_context.
\* A lock class is [name, type]; a place is [at, acquires, trylock, held, context, ...], held outermost first.
EXTENDS Integers, Sequences

CONSTANT RAW_LOCK_NESTING   \* CONFIG_PROVE_RAW_LOCK_NESTING

\* include/linux/lockdep_types.h, enum lockdep_wait_type. Without the option a spinlock_t counts as a spinning lock.
Unchecked == 0
WaitFree == 1
WaitSpin == 2
WaitConfig == IF RAW_LOCK_NESTING THEN 3 ELSE WaitSpin
WaitSleep == WaitConfig + 1
WaitMax == WaitSleep + 1

Inner(class) ==
  CASE class.type = "raw_spinlock_t" -> WaitSpin
    [] class.type \in {"spinlock_t", "rwlock_t"} -> WaitConfig
    [] class.type \in {"mutex", "rw_semaphore"} -> WaitSleep
    [] class.type = "rcu" -> WaitConfig
    [] class.type = "map" -> Unchecked
Outer(class) == IF class.type = "rcu" THEN WaitFree ELSE Inner(class)

ContextValue(context) ==
  CASE context = "task" -> WaitMax
    [] context = "softirq" -> WaitConfig
    [] context = "threadable hardirq" -> WaitConfig
    [] context = "hardirq" -> WaitSpin

Least(values) == CHOOSE value \in values : \A other \in values : value <= other

\* The strictest of the context and of all locks held in it; maps do not count.
CurrentWaitType(place) ==
  Least({ContextValue(place.context)} \cup ({Inner(place.held[i]) : i \in DOMAIN place.held} \ {Unchecked}))

InvalidWaitContext(place) ==
  /\ ~place.trylock
  /\ Inner(place.acquires) # Unchecked
  /\ Outer(place.acquires) > CurrentWaitType(place)
=============================================================================
