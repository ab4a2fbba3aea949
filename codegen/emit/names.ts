// Names in the generated module: the model's own where TLA+ and the library allow, else qualified, else numbered.

/**
 * What no generated name may be: words of TLA+, operators of the standard modules that specs/lib extends, and the names of specs/lib, those bound
 * inside its definitions, too. (TLC knows variables by their text: a definition that binds the name of a variable is no constant to it, and
 * the tables of the rules would be worked out anew in each state.)
 */
const RESERVED: ReadonlySet<string> = new Set(
  [
    "ACTION ASSUME ASSUMPTION AXIOM BOOLEAN BY CASE CHOOSE CONSTANT CONSTANTS COROLLARY DEF DEFINE DEFS DOMAIN ELSE ENABLED EXCEPT EXTENDS",
    "FALSE HAVE HIDE IF IN INSTANCE LAMBDA LEMMA LET LOCAL MODULE NEW OBVIOUS OMITTED ONLY OTHER PICK PROOF PROPOSITION PROVE QED RECURSIVE",
    "SF_ STATE STRING SUBSET SUFFICES TAKE TEMPORAL THEN THEOREM TRUE UNCHANGED UNION USE VARIABLE VARIABLES WF_ WITH WITNESS",
    "Append Assert Any BagToSet Cardinality Head Infinity Int IsFiniteSet JavaTime Len Nat Permutations Print PrintT RandomElement Real",
    "SelectSeq Seq SortSeq SubSeq TLCEval TLCGet TLCSet Tail ToString",
    "NULL RAW_LOCK_NESTING choice gap at p id context lock timer other overSoftirq mode tracked pc owner hardirq softirq comes lists linked queued waiters task_state self cpu place",
    "Overrides WaitTypeUnder Semaphores permits Down Up Seqcounts undisturbed BeginRead EndRead Disturbed BeginWrite InitialiseReaders ThisCpu AtomicForRtLocks RtSleeps Threads",
    "HasItem gaveAway WaitsInQueue NotStuckInQueue CpuInTheWay Annotations annotated IsAnnotated Annotate TakeBack ReadersWriters readers read ReadsOf ReadersOf AcquireRead AcquireWrite ReleaseRead Downgrade HoldersOf InTheWayOfReader ReadWanted QueueingReads",
    "Goto Free Acquire Release NoHandlerOn SoftirqMayRun HardirqMayCome SoftirqMayCome HardirqComes SoftirqComes HardirqReturns SoftirqReturns",
    "HandlersOver HardirqOver OverSoftirq SelfLinked Poisoned OnNoList Without AddFront AddBack Beside InsertBefore InsertAfter Remove Unlinked MoveFront MoveBack Relinked",
    "SpliceFront SpliceBack SplicedFront SplicedBack FirstOf LastOf IsIn AfterIn BeforeIn First Last Contains After Before Running Start Dequeue TryToCancel PrepareToWait AboutToSleep RunAgain FinishWait Asleep WakeUp WakeAll",
    "DequeueBoth StartAfresh Flushing awaited Await Over Begun Stop Stopping AwaitedBy Readers ReadSections",
    "ExclusiveWaiters exclusive IsExclusive NoMoreExclusive gone PrepareWithOthers PrepareExclusively LeaveQueue most ToWake sleepers last Wake woken",
    "Workqueues lines IsDisabled LastTime EveryTime UntilItEnds LineUp LeaveLine IsNext AheadInLine Works work_state",
    "Memory alive Dead IsAllocated Unused Allocate GiveBack object",
    "all as bit c class from here irqsOff item items label left list n node objects on one otherNode pair queue reader running sections semaphore",
    "seqcount softirqsOff still task tasks to type under value values waits ways what wq writers",
    "Unchecked WaitFree WaitSpin WaitConfig WaitSleep WaitMax Inner Outer ContextValue Least CurrentWaitType InvalidWaitContext",
    "RcuUsage RcuUses SuspiciousRcuUse SuspiciousUses NoSuspiciousRcuUsage Holds InReadSection HoldsRcu Atomic LeavesSomethingHeld Trapped Deadlocked Tracked InBits OnBits MarkedByAcquiring MarkedWhileHeld",
    "ContextAssertions AssertingCalls ContextAsAsserted InWrongContext WrongContexts NoWrongContext RunsInHardirq",
    "ReachedRegister FactRegister Told Tell IsFirstState PassesUnobserved fact",
    "Contexts Locks Interrupts Lists Timers WaitQueues WaitContext AtomicContext CircularWait Usage Observation",
    "Init Next Spec Progress ProgressSpec FairSpec StrongSpec vars Context Tasks Handlers CPU CpuOf TasksOn IrqsOff SoftirqsOff NonPreemptible Class Acquisitions Sleeps Ends Enables Downgrades",
    "Step Comes MayRun NormalEnd Faults NoFault NothingHeldAtEnd ValidWaitContext NoSleepInAtomicContext NoCircularWait LeavesHeld InvalidWaits AtomicSleeps Observed Exercised Forks WaysTaken LockInTheWay WaitsFor LockWanted",
    "TimerWanted WaitingPlaces Reached Passes Passed PassedRegister way number i NamelessContexts NamelessObjects nameless Blind Situation situation situations HowMany View contexts cpu_state list_state wait_state shared locals Argument Seen Marks FairSteps",
  ].flatMap((line) => line.split(" ")),
);

/** Gives out names, each once. */
export interface Names {
  /** The name for `key`, the same for the same key: the first of `wishes` that is free, else the last with a number. */
  readonly of: (key: string, wishes: readonly string[]) => string;
}

export function createNames(): Names {
  const given = new Map<string, string>();
  const used = new Set<string>();
  return {
    of(key, wishes) {
      const known = given.get(key);
      if (known !== undefined) return known;
      const candidates = wishes.map(identifier);
      const name = candidates.find((candidate) => isFree(candidate, used)) ?? numbered(candidates.at(-1) ?? "x", used);
      given.set(key, name);
      used.add(name);
      return name;
    },
  };
}

/** `text` with everything that TLA+ does not take in a name replaced by `_`. */
export function identifier(text: string): string {
  const plain = text.replace(/[^A-Za-z0-9]+/g, "_").replace(/^_+|_+$/g, "");
  return /^[A-Za-z]/.test(plain) ? plain : `x_${plain}`;
}

function isFree(name: string, used: ReadonlySet<string>): boolean {
  return !RESERVED.has(name) && !used.has(name) && !/^[WS]F_/.test(name);
}

function numbered(name: string, used: ReadonlySet<string>): string {
  const safe = name.replace(/^([WS]F)_/, "$1x_");
  for (let number = 2; ; number++) {
    const candidate = `${safe}_${number}`;
    if (isFree(candidate, used)) return candidate;
  }
}

/** True when a generated name may not be `name`; for the test that keeps the list complete. */
export function isReserved(name: string): boolean {
  return RESERVED.has(name);
}
