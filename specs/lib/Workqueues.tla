----------------------------- MODULE Workqueues -----------------------------
\* Work items. An item and the context of its function have one name, like a timer and its callback.
EXTENDS Flushing

VARIABLE lines   \* workqueue whose items run one at a time -> its queued items, in order

LineUp(wq, item) == lines' = [lines EXCEPT ![wq] = Append(@, item)]
LeaveLine(wq, item) == lines' = [lines EXCEPT ![wq] = SelectSeq(@, LAMBDA other : other # item)]

\* items: all items of the workqueue.
IsNext(wq, item, items) == /\ lines[wq] # <<>>
                           /\ Head(lines[wq]) = item
                           /\ \A other \in items : ~Running(other)

\* For whom an item in line waits: the one that runs, and those before it.
AheadInLine(wq, item, items) ==
  IF \A i \in DOMAIN lines[wq] : lines[wq][i] # item THEN {}
  ELSE LET place == CHOOSE i \in DOMAIN lines[wq] : lines[wq][i] = item
       IN  {other \in items : Running(other)} \cup {lines[wq][i] : i \in 1..(place - 1)}
=============================================================================
