---------------------------- MODULE Annotations ----------------------------
\* Locks of which lockdep is told by hand: mutex_acquire, lock_map_acquire. Nothing happens to the lock itself.
EXTENDS Contexts

VARIABLE annotated   \* lock -> context -> how often lockdep was told that the context took the lock

IsAnnotated(self, lock) == annotated[lock][self] > 0

Annotate(self, lock) == annotated' = [annotated EXCEPT ![lock][self] = @ + 1]

\* What the context really holds may be released in lockdep's eyes, too: then there is nothing to take back.
TakeBack(self, lock) == annotated' = [annotated EXCEPT ![lock][self] = IF @ > 0 THEN @ - 1 ELSE 0]
=============================================================================
