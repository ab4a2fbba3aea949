---------------------------- MODULE CircularWait ----------------------------
\* A deadlock that no other context can resolve: contexts that wait for each other.
\* waits: context -> the set of contexts it waits for; it goes on only when none of them is in its way any more.
EXTENDS FiniteSets

\* The largest part of a set in which everybody waits for somebody of that part.
RECURSIVE Trapped(_, _)
Trapped(waits, contexts) ==
  LET still == {p \in contexts : waits[p] \cap contexts # {}}
  IN  IF still = contexts THEN contexts ELSE Trapped(waits, still)

Deadlocked(waits) == Trapped(waits, {p \in DOMAIN waits : waits[p] # {}})
=============================================================================
