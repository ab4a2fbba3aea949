------------------------------ MODULE Contexts ------------------------------
\* Execution contexts. pc says where in its code each one is: a label names a place together with what is held there.
EXTENDS Integers, Sequences, FiniteSets, TLC

CONSTANT NULL   \* no object, no context, no value

VARIABLE pc     \* context -> label, "idle", "done", or where it failed

Goto(self, label) == pc' = [pc EXCEPT ![self] = label]
=============================================================================
