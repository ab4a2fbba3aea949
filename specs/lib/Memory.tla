------------------------------- MODULE Memory -------------------------------
\* Objects that come and go. Using one that is not allocated is a fault of the step that does it.
EXTENDS Contexts

VARIABLE alive   \* object -> is it allocated

\* NULL is no object: using it is another fault.
Dead(object) == object # NULL /\ ~alive[object]
IsAllocated(object) == object \notin DOMAIN alive \/ alive[object]   \* others are never freed
Unused(objects) == {object \in objects : ~alive[object]}

Allocate(object) == alive' = [alive EXCEPT ![object] = TRUE]
GiveBack(object) == alive' = [alive EXCEPT ![object] = FALSE]
=============================================================================
