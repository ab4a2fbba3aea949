----------------------------- MODULE Seqcounts -----------------------------
\* seqcount_t: the owner writes. A number that readers compare is not needed: they only ask whether somebody began to write since they began to read.
EXTENDS Locks

VARIABLE undisturbed   \* seqcount -> the readers since whose beginning nobody began to write

BeginRead(self, seqcount) == /\ owner[seqcount] = Free
                             /\ undisturbed' = [undisturbed EXCEPT ![seqcount] = @ \cup {self}]
Disturbed(self, seqcount) == self \notin undisturbed[seqcount]
EndRead(self, seqcount) == undisturbed' = [undisturbed EXCEPT ![seqcount] = @ \ {self}]
BeginWrite(self, seqcount) == /\ owner' = [owner EXCEPT ![seqcount] = self]
                              /\ undisturbed' = [undisturbed EXCEPT ![seqcount] = {}]
=============================================================================
