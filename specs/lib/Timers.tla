------------------------------- MODULE Timers -------------------------------
\* Timers, and what else is queued to run later. A timer and the context of its callback have one name; the callback runs while its pc is not "idle".
EXTENDS Contexts

VARIABLE queued   \* timer -> is it queued

Running(timer) == pc[timer] # "idle"

\* The timer of a delayed work item has the item in its hands, until its function has queued it. gaveAway: the places behind that.
HasItem(timer, gaveAway) == Running(timer) /\ pc[timer] \notin gaveAway

Start(timer) == queued' = [queued EXCEPT ![timer] = TRUE]
Dequeue(timer) == queued' = [queued EXCEPT ![timer] = FALSE]
DequeueBoth(one, other) == queued' = [queued EXCEPT ![one] = FALSE, ![other] = FALSE]
StartAfresh(item, timer) == queued' = [queued EXCEPT ![item] = FALSE, ![timer] = TRUE]

\* hrtimer_try_to_cancel: what it returns. It changes nothing when that is -1.
TryToCancel(timer) == IF Running(timer) THEN -1 ELSE IF queued[timer] THEN 1 ELSE 0
=============================================================================
