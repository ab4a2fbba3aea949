----------------------------- MODULE Interrupts -----------------------------
\* What an interrupt does to its CPU: hardirq over softirq over tasks, one of each kind at a time.
EXTENDS Contexts

VARIABLES hardirq,   \* CPU -> the hard interrupt handler that runs there, or NULL
          softirq,   \* CPU -> the softirq handler that runs there, or NULL
          comes      \* handler -> how often it may still come

NoHandlerOn(cpu) == hardirq[cpu] = NULL /\ softirq[cpu] = NULL

\* A softirq handler runs until it returns, but for hard interrupts on its CPU.
SoftirqMayRun(self) == \E cpu \in DOMAIN softirq : softirq[cpu] = self /\ hardirq[cpu] = NULL

\* tasks: the tasks of the CPU; irqsOff: the labels at which interrupts are off.
HardirqMayCome(cpu, tasks, irqsOff) ==
  /\ hardirq[cpu] = NULL
  /\ IF softirq[cpu] # NULL THEN pc[softirq[cpu]] \notin irqsOff ELSE \A task \in tasks : pc[task] \notin irqsOff

\* softirqsOff: the labels at which interrupts or bottom halves are off.
SoftirqMayCome(cpu, tasks, softirqsOff) == NoHandlerOn(cpu) /\ \A task \in tasks : pc[task] \notin softirqsOff

HardirqComes(self, cpu) == hardirq' = [hardirq EXCEPT ![cpu] = self] /\ UNCHANGED softirq
SoftirqComes(self, cpu) == softirq' = [softirq EXCEPT ![cpu] = self] /\ UNCHANGED hardirq

HardirqReturns(self) == hardirq' = [cpu \in DOMAIN hardirq |-> IF hardirq[cpu] = self THEN NULL ELSE hardirq[cpu]]
SoftirqReturns(self) == softirq' = [cpu \in DOMAIN softirq |-> IF softirq[cpu] = self THEN NULL ELSE softirq[cpu]]

\* The handlers that a task of this CPU, or the softirq self, has to wait for.
HandlersOver(cpu) == {hardirq[cpu], softirq[cpu]} \ {NULL}
HardirqOver(self) == UNION {{hardirq[cpu]} \ {NULL} : cpu \in {c \in DOMAIN softirq : softirq[c] = self}}

\* True for a hard interrupt handler that came while a softirq handler ran.
OverSoftirq(self) == \E cpu \in DOMAIN hardirq : hardirq[cpu] = self /\ softirq[cpu] # NULL
=============================================================================
