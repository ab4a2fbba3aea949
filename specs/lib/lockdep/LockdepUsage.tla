---------------------------- MODULE LockdepUsage ----------------------------
\* Lockdep's usage bits of lock classes and what they exclude: kernel/locking/lockdep.c, mark_lock, mark_lock_irq, check_irq_usage.
\* A bit [state, on, read]: used in an interrupt of that kind (on = FALSE), or held with that kind of interrupt enabled.
\* usage: a sequence of marks [class, bit, at]; at is the event that set the bit.
EXTENDS LockdepGraph, WaitContext

Bit(state, on, read) == [state |-> state, on |-> on, read |-> read]

\* By lockdep's number of the bit.
AllBits ==
  << Bit("HARDIRQ", FALSE, FALSE), Bit("HARDIRQ", FALSE, TRUE), Bit("HARDIRQ", TRUE, FALSE), Bit("HARDIRQ", TRUE, TRUE),
     Bit("SOFTIRQ", FALSE, FALSE), Bit("SOFTIRQ", FALSE, TRUE), Bit("SOFTIRQ", TRUE, FALSE), Bit("SOFTIRQ", TRUE, TRUE) >>

Bits(usage, class) == {usage[i].bit : i \in {j \in DOMAIN usage : usage[j].class = class}}
MarkedAt(usage, class, bit) == usage[CHOOSE i \in DOMAIN usage : usage[i].class = class /\ usage[i].bit = bit].at

\* exclusive_bit: the other direction, for writing.
Exclusive(bit) == [bit EXCEPT !.on = ~@, !.read = FALSE]
ForReading(bit) == [bit EXCEPT !.read = TRUE]
\* Both bits that a bit of the other direction may be in conflict with.
Opposites(bits) == {Exclusive(bit) : bit \in bits} \cup {ForReading(Exclusive(bit)) : bit \in bits}

\* Per-CPU locks and override maps carry no dependency between interrupts (usage_skip).
Skipped(usage, dependencies) ==
  {class \in {usage[i].class : i \in DOMAIN usage} \cup UNION {{dependencies[i].from, dependencies[i].to} : i \in DOMAIN dependencies} :
     class.type = "local_lock_t" \/ Overrides(class)}

\* A node that is reached only weakly counts only with what it does for writing (usage_match, usage_accumulate).
Counted(usage, node) == {bit \in Bits(usage, node.class) : node.onlyXr => ~bit.read}

\* The first node on a search that has one of the bits, as a sequence of none or one.
FirstWith(usage, nodes, bits) ==
  LET Has(node) == Counted(usage, node) \cap bits # {}
      found == SelectSeq(nodes, Has)
  IN  IF found = <<>> THEN <<>> ELSE <<Head(found)>>

\* mark_lock_irq, first half: the bit of the same class that a new bit is in conflict with.
Inconsistent(usage, class, bit) ==
  LET bad == IF bit.read THEN <<Exclusive(bit)>> ELSE <<Exclusive(bit), ForReading(Exclusive(bit))>>
      Set(one) == one \in Bits(usage, class)
  IN  SelectSeq(bad, Set)

\* mark_lock_irq, second half: a class that was taken under this one and is used the other way, or over which this one was taken.
Inversion(usage, dependencies, lock, bit) ==
  LET forwards == ~bit.on
      weak == IF forwards THEN WeakForwards(lock) ELSE WeakBackwards(lock)
      nodes == Search(dependencies, forwards, Skipped(usage, dependencies), lock.class, weak)
  IN  FirstWith(usage, nodes, Opposites({bit}))

\* find_exclusive_match: the first pair of bits that exclude each other, in the order of lockdep's numbers.
ExclusivePair(safeBits, unsafeBits) ==
  LET Meets(bit) == bit \in safeBits /\ Opposites({bit}) \cap unsafeBits # {}
      safe == Head(SelectSeq(AllBits, Meets))
  IN  [safe |-> safe, unsafe |-> IF Exclusive(safe) \in unsafeBits THEN Exclusive(safe) ELSE ForReading(Exclusive(safe))]

\* check_irq_usage: a lock used in interrupts over which `prev` was taken, and a lock taken under `next` that is held with them enabled.
IrqOrder(usage, dependencies, prev, next) ==
  LET skipped == Skipped(usage, dependencies)
      above == Search(dependencies, FALSE, skipped, prev.class, WeakBackwards(prev))
      below == Search(dependencies, TRUE, skipped, next.class, WeakForwards(next))
      used == {bit \in UNION {Counted(usage, above[i]) : i \in DOMAIN above} : ~bit.on}
      unsafe == FirstWith(usage, below, Opposites(used))
  IN  IF used = {} \/ unsafe = <<>> THEN <<>>
      ELSE LET enabled == {bit \in Bits(usage, unsafe[1].class) : bit.on}
               safe == FirstWith(usage, above, Opposites(enabled))
           IN  IF safe = <<>> THEN <<>>
               ELSE <<[safe |-> safe[1], unsafe |-> unsafe[1],
                       bits |-> ExclusivePair(Bits(usage, safe[1].class), Bits(usage, unsafe[1].class))]>>
=============================================================================
