--------------------------- MODULE ReadersWriters ---------------------------
\* Locks that one writer or many readers hold: rwlock_t, rw_semaphore. The writer is the owner.
EXTENDS Locks

VARIABLE readers   \* lock -> context -> how often it holds the lock as a reader

ReadsOf(self, lock) == readers[lock][self]
ReadersOf(lock) == {context \in DOMAIN readers[lock] : readers[lock][context] > 0}

AcquireRead(self, lock) == owner[lock] = Free /\ readers' = [readers EXCEPT ![lock][self] = @ + 1]
AcquireWrite(self, lock) == ReadersOf(lock) = {} /\ Acquire(self, lock)
ReleaseRead(self, lock) == readers' = [readers EXCEPT ![lock][self] = @ - 1]

\* downgrade_write: the writer is a reader from one moment to the next.
Downgrade(self, lock) == /\ Release(lock)
                         /\ readers' = [readers EXCEPT ![lock][self] = @ + 1]

InitialiseReaders(lock) == /\ Release(lock)
                           /\ readers' = [readers EXCEPT ![lock] = [self \in DOMAIN @ |-> 0]]

\* Whom a writer waits for. A lock without readers has its owner only.
HoldersOf(lock) == ({owner[lock]} \ {Free}) \cup (IF lock \in DOMAIN readers THEN ReadersOf(lock) ELSE {})

\* Whom a reader waits for. writers: the contexts that are about to acquire the lock for writing. While readers hold it these may be
\* waiting already, and a fair reader queues behind them; a recursive one does not.
InTheWayOfReader(lock, writers) == ({owner[lock]} \ {Free}) \cup (IF ReadersOf(lock) = {} THEN {} ELSE writers)
=============================================================================
