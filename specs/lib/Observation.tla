---------------------------- MODULE Observation ----------------------------
\* What a search tells besides its verdict: facts, each printed when a worker of TLC comes by for the first time. Never false.
EXTENDS TLC

ReachedRegister == 1   \* TLC's register of the places reached
FactRegister == 2      \* TLC's register of the facts told
PassedRegister == 3    \* TLC's register of the ways through places where steps do not stop

ASSUME TLCSet(ReachedRegister, {}) /\ TLCSet(FactRegister, {}) /\ TLCSet(PassedRegister, {})

Told(fact) == fact \in TLCGet(FactRegister)
Tell(fact) == Told(fact) \/ (TLCSet(FactRegister, TLCGet(FactRegister) \cup {fact}) /\ PrintT(fact))

\* TLC judges the first state before any other, and nothing is reached as long as Observed, the last of the invariants, has not been judged.
IsFirstState == TLCGet(ReachedRegister) = {}

\* In place of Passes, where TLC has no registers: in its distributed mode.
PassesUnobserved(self, number, way) == TRUE
=============================================================================
