------------------------------ MODULE Flushing ------------------------------
\* Waiting for what is there now, not for what comes later: flush_work, synchronize_rcu, and the like.
EXTENDS Timers

VARIABLE awaited   \* context -> what it still waits for: pairs of a context and what that does, "queued", "running", "stopping", "reading" or "reading-" and an srcu_struct

Await(self, what) == awaited' = [awaited EXCEPT ![self] = what]
Over(context, ways) == awaited' = [c \in DOMAIN awaited |-> awaited[c] \ {<<context, way>> : way \in ways}]

\* Who waited for a queued item waits for it as a running one.
Begun(item) == awaited' = [c \in DOMAIN awaited |->
                             IF <<item, "queued">> \in awaited[c]
                             THEN (awaited[c] \ {<<item, "queued">>}) \cup {<<item, "running">>}
                             ELSE awaited[c]]

\* Whoever waits until he has cancelled an item keeps others from queueing it.
Stop(self, item, running) == awaited' = [c \in DOMAIN awaited |->
                                           IF c # self THEN awaited[c] \ {<<item, "queued">>}
                                           ELSE IF running THEN {<<item, "stopping">>} ELSE {}]
Stopping(item) == \E c \in DOMAIN awaited : <<item, "stopping">> \in awaited[c]

\* What flush_work waits for: the last time that the item was queued.
LastTime(item) == IF queued[item] THEN {<<item, "queued">>} ELSE IF Running(item) THEN {<<item, "running">>} ELSE {}
\* What flush_workqueue and rcu_barrier wait for.
EveryTime(items) == {<<item, "queued">> : item \in {i \in items : queued[i]}} \cup {<<item, "running">> : item \in {i \in items : Running(i)}}
\* What kthread_stop and synchronize_irq wait for.
UntilItEnds(context) == IF pc[context] \in {"done", "idle"} THEN {} ELSE {<<context, "running">>}
\* What a grace period waits for. sections: the places inside of its read sections; as: what its readers do.
Readers(sections, as) == {<<reader, as>> : reader \in {c \in DOMAIN pc : pc[c] \in sections}}

AwaitedBy(self) == {pair[1] : pair \in awaited[self]}
=============================================================================
