----------------------------- MODULE WaitQueues -----------------------------
\* Wait queues. The caller of the first, third and last holds the queue's lock.
EXTENDS Contexts

VARIABLES waiters,      \* wait queue -> the contexts on it
          task_state    \* context -> "running" or "sleeping"

PrepareToWait(self, queue) == /\ waiters' = [waiters EXCEPT ![queue] = @ \cup {self}]
                              /\ task_state' = [task_state EXCEPT ![self] = "sleeping"]
AboutToSleep(self) == task_state' = [task_state EXCEPT ![self] = "sleeping"]
RunAgain(self) == task_state' = [task_state EXCEPT ![self] = "running"]
FinishWait(self, queue) == waiters' = [waiters EXCEPT ![queue] = @ \ {self}]

\* Whoever runs cannot be woken, and stays on the queue for the next time (autoremove_wake_function).
Asleep(contexts) == {context \in contexts : task_state[context] = "sleeping"}
WakeUp(contexts) == task_state' = [context \in DOMAIN task_state |-> IF context \in contexts THEN "running" ELSE task_state[context]]
WakeAll(queue) == LET woken == Asleep(waiters[queue])
                  IN  waiters' = [waiters EXCEPT ![queue] = @ \ woken] /\ WakeUp(woken)
=============================================================================
