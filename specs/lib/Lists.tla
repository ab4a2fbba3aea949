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

\* left: what the node is afterwards, SelfLinked or Poisoned. A self-linked node is on no list, so there is nothing to take it from.
Remove(object, node, left) ==
  /\ lists' = IF linked[node] = SelfLinked THEN lists ELSE [lists EXCEPT ![linked[node]] = Without(@, object)]
  /\ linked' = [linked EXCEPT ![node] = left]

\* The lists without the object, wherever it was.
Unlinked(object, node) == IF linked[node] = SelfLinked THEN lists ELSE [lists EXCEPT ![linked[node]] = Without(@, object)]
MoveFront(list, object, node) == /\ lists' = [Unlinked(object, node) EXCEPT ![list] = <<object>> \o @]
                                 /\ linked' = [linked EXCEPT ![node] = list]
MoveBack(list, object, node) == /\ lists' = [Unlinked(object, node) EXCEPT ![list] = Append(@, object)]
                                /\ linked' = [linked EXCEPT ![node] = list]

Relinked(from, to) == [node \in DOMAIN linked |-> IF linked[node] = from THEN to ELSE linked[node]]
\* A list moved to itself stays as it is.
SpliceFront(from, to) == /\ lists' = IF from = to THEN lists ELSE [lists EXCEPT ![from] = <<>>, ![to] = lists[from] \o lists[to]]
                         /\ linked' = Relinked(from, to)
SpliceBack(from, to) == /\ lists' = IF from = to THEN lists ELSE [lists EXCEPT ![from] = <<>>, ![to] = lists[to] \o lists[from]]
                        /\ linked' = Relinked(from, to)

First(list) == IF lists[list] = <<>> THEN NULL ELSE Head(lists[list])
Last(list) == IF lists[list] = <<>> THEN NULL ELSE lists[list][Len(lists[list])]
Contains(list, object) == \E i \in DOMAIN lists[list] : lists[list][i] = object

\* The neighbour of an object that is on the list, NULL past the end; NULL has no neighbour.
After(list, object) ==
  IF object = NULL THEN NULL
  ELSE LET all == lists[list]
           here == CHOOSE i \in DOMAIN all : all[i] = object
       IN  IF here = Len(all) THEN NULL ELSE all[here + 1]
Before(list, object) ==
  IF object = NULL THEN NULL
  ELSE LET all == lists[list]
           here == CHOOSE i \in DOMAIN all : all[i] = object
       IN  IF here = 1 THEN NULL ELSE all[here - 1]
=============================================================================
