------------------------------- MODULE Lists -------------------------------
\* The kernel's linked lists: a list is the sequence of its objects, a node knows the list it is on.
EXTENDS Contexts

VARIABLES lists,    \* list head -> its objects, in order
          linked    \* node -> the list it is on, SelfLinked or Poisoned

SelfLinked == "self-linked"
Poisoned == "poisoned"

OnNoList(node) == linked[node] \in {SelfLinked, Poisoned}
Without(list, object) == SelectSeq(list, LAMBDA other : other # object)

AddFront(list, object, node) == /\ lists' = [lists EXCEPT ![list] = <<object>> \o @]
                                /\ linked' = [linked EXCEPT ![node] = list]
AddBack(list, object, node) == /\ lists' = [lists EXCEPT ![list] = Append(@, object)]
                               /\ linked' = [linked EXCEPT ![node] = list]

\* Beside another object, on the list that its node is on.
Beside(list, other, object, gap) ==
  LET here == CHOOSE i \in DOMAIN list : list[i] = other
  IN  SubSeq(list, 1, here - 1 + gap) \o <<object>> \o SubSeq(list, here + gap, Len(list))
InsertBefore(object, node, other, otherNode) ==
  /\ lists' = [lists EXCEPT ![linked[otherNode]] = Beside(@, other, object, 0)]
  /\ linked' = [linked EXCEPT ![node] = linked[otherNode]]
InsertAfter(object, node, other, otherNode) ==
  /\ lists' = [lists EXCEPT ![linked[otherNode]] = Beside(@, other, object, 1)]
  /\ linked' = [linked EXCEPT ![node] = linked[otherNode]]

\* The lists without the object, wherever it was; all and on are lists and linked at some moment. A self-linked node is on no list.
Unlinked(all, on, object, node) == IF on[node] = SelfLinked THEN all ELSE [all EXCEPT ![on[node]] = Without(@, object)]

\* left: what the node is afterwards, SelfLinked or Poisoned.
Remove(object, node, left) ==
  /\ lists' = Unlinked(lists, linked, object, node)
  /\ linked' = [linked EXCEPT ![node] = left]

MoveFront(list, object, node) == /\ lists' = [Unlinked(lists, linked, object, node) EXCEPT ![list] = <<object>> \o @]
                                 /\ linked' = [linked EXCEPT ![node] = list]
MoveBack(list, object, node) == /\ lists' = [Unlinked(lists, linked, object, node) EXCEPT ![list] = Append(@, object)]
                                /\ linked' = [linked EXCEPT ![node] = list]

\* A list moved to itself stays as it is.
Relinked(on, from, to) == [node \in DOMAIN on |-> IF on[node] = from THEN to ELSE on[node]]
SplicedFront(all, from, to) == IF from = to THEN all ELSE [all EXCEPT ![from] = <<>>, ![to] = all[from] \o all[to]]
SplicedBack(all, from, to) == IF from = to THEN all ELSE [all EXCEPT ![from] = <<>>, ![to] = all[to] \o all[from]]
SpliceFront(from, to) == lists' = SplicedFront(lists, from, to) /\ linked' = Relinked(linked, from, to)
SpliceBack(from, to) == lists' = SplicedBack(lists, from, to) /\ linked' = Relinked(linked, from, to)

FirstOf(list) == IF list = <<>> THEN NULL ELSE Head(list)
LastOf(list) == IF list = <<>> THEN NULL ELSE list[Len(list)]
IsIn(list, object) == \E i \in DOMAIN list : list[i] = object
First(list) == FirstOf(lists[list])
Last(list) == LastOf(lists[list])
Contains(list, object) == IsIn(lists[list], object)

\* The neighbour of an object that is on the list, NULL past the end; NULL has no neighbour.
AfterIn(list, object) ==
  IF object = NULL THEN NULL
  ELSE LET here == CHOOSE i \in DOMAIN list : list[i] = object
       IN  IF here = Len(list) THEN NULL ELSE list[here + 1]
BeforeIn(list, object) ==
  IF object = NULL THEN NULL
  ELSE LET here == CHOOSE i \in DOMAIN list : list[i] = object
       IN  IF here = 1 THEN NULL ELSE list[here - 1]
After(list, object) == AfterIn(lists[list], object)
Before(list, object) == BeforeIn(lists[list], object)
=============================================================================
