-------------------------- MODULE ExclusiveWaiters --------------------------
\* Wait queues with exclusive waiters: of those a wake-up wakes only so many, the first ones that sleep. They are on the queue as others are.
EXTENDS WaitQueues

VARIABLE exclusive   \* wait queue -> those on it that wait exclusively, in order

IsExclusive(self, queue) == \E place \in DOMAIN exclusive[queue] : exclusive[queue][place] = self
NoMoreExclusive(queue, gone) == exclusive' = [exclusive EXCEPT ![queue] = SelectSeq(@, LAMBDA other : other \notin gone)]

PrepareWithOthers(self, queue) == PrepareToWait(self, queue) /\ NoMoreExclusive(queue, {self})
\* Whoever is on the queue already, but not exclusively, is before those who are.
PrepareExclusively(self, queue) ==
  /\ PrepareToWait(self, queue)
  /\ exclusive' = [exclusive EXCEPT ![queue] = CASE IsExclusive(self, queue) -> @
                                                 [] ~IsExclusive(self, queue) /\ self \in waiters[queue] -> <<self>> \o @
                                                 [] OTHER -> Append(@, self)]
LeaveQueue(self, queue) == FinishWait(self, queue) /\ NoMoreExclusive(queue, {self})

\* most: how many exclusive waiters are woken; 0: all.
ToWake(queue, most) ==
  LET sleepers == SelectSeq(exclusive[queue], LAMBDA other : task_state[other] = "sleeping")
      last == IF most = 0 \/ Len(sleepers) < most THEN Len(sleepers) ELSE most
  IN  {other \in Asleep(waiters[queue]) : ~IsExclusive(other, queue)} \cup {sleepers[place] : place \in 1..last}

Wake(queue, most) ==
  LET woken == ToWake(queue, most)
  IN  /\ waiters' = [waiters EXCEPT ![queue] = @ \ woken]
      /\ NoMoreExclusive(queue, woken)
      /\ WakeUp(woken)
=============================================================================
