---------------------------- MODULE LockdepGraph ----------------------------
\* The order of lock classes as lockdep records it, and lockdep's search in it: kernel/locking/lockdep.c, __bfs.
\* A dependency [from, to, kinds, at]: `to` was acquired while `from` was held; `at` is the event that showed it first.
EXTENDS Integers, Sequences

\* calc_dep. E or S: the held lock is held exclusively or shared. N or R: the new lock waits for readers, too, or it is a recursive reader.
Kind(held, next) ==
  IF held.read = 0 THEN IF next.read = 2 THEN "ER" ELSE "EN"
  ELSE IF next.read = 2 THEN "SR" ELSE "SN"

StartsShared == {"SR", "SN"}
EndsRecursive == {"ER", "SR"}

\* The kinds of the same dependency, followed from `to` to `from` (calc_depb).
Mirrored(kinds) == {CASE kind = "ER" -> "SN" [] kind = "SN" -> "ER" [] OTHER -> kind : kind \in kinds}

\* The classes one step on from a node, in the order in which they were recorded.
StepsFrom(dependencies, forwards, node) ==
  LET Leaves(d) == (IF forwards THEN d.from ELSE d.to) = node.class
      steps == SelectSeq(dependencies, Leaves)
  IN  [i \in DOMAIN steps |->
         [class |-> IF forwards THEN steps[i].to ELSE steps[i].from,
          kinds |-> IF forwards THEN steps[i].kinds ELSE Mirrored(steps[i].kinds),
          afterXr |-> node.onlyXr,
          path |-> Append(node.path, steps[i])]]

\* Breadth first. A class is looked at once, however it was reached: lockdep marks it before it looks at the kinds, so a class that was met
\* over a weak path first is not entered again over a strong one. A reader does not block a recursive reader: after *R comes no S*.
RECURSIVE Walk(_, _, _, _, _, _)
Walk(dependencies, forwards, skipped, queue, accessed, visited) ==
  IF queue = <<>> THEN visited
  ELSE LET entry == Head(queue)
           kinds == IF entry.afterXr THEN entry.kinds \ StartsShared ELSE entry.kinds
           node == [class |-> entry.class, onlyXr |-> kinds \subseteq EndsRecursive, path |-> entry.path]
           Go(more, seen) == Walk(dependencies, forwards, skipped, Tail(queue) \o more, accessed \cup {entry.class}, visited \o seen)
       IN  IF entry.class \in accessed \/ kinds = {} \/ entry.class \in skipped THEN Go(<<>>, <<>>)
           ELSE Go(StepsFrom(dependencies, forwards, node), <<node>>)

\* All nodes [class, onlyXr, path] that a search visits, itself first; onlyXr: every strong path found to it ends with a recursive reader.
\* skipped: classes that are passed over with all that is reached only through them (usage_skip).
Search(dependencies, forwards, skipped, class, onlyXr) ==
  LET root == [class |-> class, onlyXr |-> onlyXr, path |-> <<>>]
  IN  IF class \in skipped THEN <<>>
      ELSE Walk(dependencies, forwards, skipped, StepsFrom(dependencies, forwards, root), {class}, <<root>>)

\* bfs_init_root and bfs_init_rootb: whether a search from a lock starts weakly.
WeakForwards(lock) == lock.read = 2
WeakBackwards(lock) == lock.read # 0

\* The dependencies with one more; the pair of classes keeps the kinds it was seen with.
Recorded(dependencies, from, to, kind, at) ==
  IF \E i \in DOMAIN dependencies : dependencies[i].from = from /\ dependencies[i].to = to
  THEN [i \in DOMAIN dependencies |->
          IF dependencies[i].from = from /\ dependencies[i].to = to
          THEN [dependencies[i] EXCEPT !.kinds = @ \cup {kind}]
          ELSE dependencies[i]]
  ELSE Append(dependencies, [from |-> from, to |-> to, kinds |-> {kind}, at |-> at])
=============================================================================
