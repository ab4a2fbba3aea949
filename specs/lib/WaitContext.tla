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
  CASE class.type \in {"raw_spinlock_t", "rcu_sched", "override spin"} -> WaitSpin
    [] class.type \in {"spinlock_t", "rwlock_t", "local_lock_t", "rcu", "rcu_bh", "override config"} -> WaitConfig
    [] class.type \in {"mutex", "rt_mutex", "rw_semaphore", "override sleep"} -> WaitSleep
    [] class.type = "override free" -> WaitFree
    [] OTHER -> Unchecked
Outer(class) == IF class.type \in {"rcu", "rcu_bh", "rcu_sched"} THEN WaitFree ELSE Inner(class)

\* DEFINE_WAIT_OVERRIDE_MAP: says what holds from there on, also less than before.
Overrides(class) == class.type \in {"override free", "override spin", "override config", "override sleep"}

ContextValue(context) ==
  CASE context = "task" -> WaitMax
    [] context \in {"softirq", "irqsafe softirq"} -> WaitConfig
    [] context = "threadable hardirq" -> WaitConfig
    [] context = "hardirq" -> WaitSpin

Least(values) == CHOOSE value \in values : \A other \in values : value <= other

\* What may be acquired under the first n locks held: from outside inwards each of them restricts it, or an override says what it is.
RECURSIVE WaitTypeUnder(_, _)
WaitTypeUnder(place, n) ==
  IF n = 0 THEN ContextValue(place.context)
  ELSE LET class == place.held[n]
       IN  IF Overrides(class) THEN Inner(class)
           ELSE Least({WaitTypeUnder(place, n - 1)} \cup ({Inner(class)} \ {Unchecked}))

CurrentWaitType(place) == WaitTypeUnder(place, Len(place.held))

InvalidWaitContext(place) ==
  /\ ~place.trylock
  /\ Inner(place.acquires) # Unchecked
  /\ Outer(place.acquires) > CurrentWaitType(place)
=============================================================================
