------------------------------- MODULE Locks -------------------------------
\* Locks with one owner: spinlock_t, raw_spinlock_t, mutex.
EXTENDS Contexts

VARIABLE owner   \* lock -> the context that holds it, or Free

Free == NULL

Acquire(self, lock) == owner[lock] = Free /\ owner' = [owner EXCEPT ![lock] = self]
Release(lock) == owner' = [owner EXCEPT ![lock] = Free]
=============================================================================
