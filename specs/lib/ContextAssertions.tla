------------------------ MODULE ContextAssertions ------------------------
\* What functions of the kernel assert of the context that calls them: include/linux/seqlock.h, seqprop_assert of a seqcount_t; kernel/softirq.c,
\* __local_bh_disable_ip and __local_bh_enable_ip; kernel/time/timer.c, __timer_delete_sync; kernel/sched/completion.c, complete_all.
\* A place is [at, asserts, held, context, irqs, bh, preempt]: asserts is the assertion as the kernel writes it.
EXTENDS Integers

RunsInHardirq(place) == place.context \in {"hardirq", "threadable hardirq"}

ContextAsAsserted(place) ==
  CASE place.asserts = "lockdep_assert_preemption_disabled" -> place.preempt > 0 \/ place.bh > 0 \/ ~place.irqs \/ place.context # "task"
    \* The preempt_count of PREEMPT_RT does not know of disabled bottom halves.
    [] place.asserts = "lockdep_assert_preemption_disabled on PREEMPT_RT" -> place.preempt > 0 \/ ~place.irqs \/ place.context # "task"
    [] place.asserts = "lockdep_assert_irqs_enabled" -> place.irqs
    [] place.asserts = "WARN_ON(in_hardirq())" -> ~RunsInHardirq(place)
    \* A handler that PREEMPT_RT runs in a thread is as it should be on other kernels, too.
    [] place.asserts = "lockdep_assert_RT_in_threaded_ctx" -> place.context # "hardirq"
    [] OTHER -> FALSE

InWrongContext(place) == ~ContextAsAsserted(place)
=============================================================================
