// Why each kind of finding is a bug, in a sentence or two. docs/diagnostics has the long form.

import type { FindingKind } from "../harness/result.js";

export const WHY: Readonly<Record<FindingKind, string>> = {
  "wait-context":
    "Where a raw spinlock is held, in hard interrupt context, or under another lock that must not sleep, only locks may be taken that never sleep. With PREEMPT_RT a spinlock_t sleeps.",
  "sleep-in-atomic":
    "A context that has interrupts, bottom halves or preemption disabled, or is in an interrupt, cannot be scheduled away. If it sleeps, nothing runs it again, or it runs where others rely on being alone.",
  "rcu-usage":
    "What is read through this pointer may be freed as soon as nobody is in a read section of the kind that the function asks for. The reader is in none, so it may be freed while it is in use.",
  "context-assertion":
    "The function relies on the context of its caller, and asserts it. Called in another, it may be run over half-way, lets softirqs come where they must not, or waits where nobody can end the wait.",
  "circular-wait": "Each of them goes on only when the next one has gone on. So none of them ever does, whatever the others do.",
  stuck: "No context can take a step, and not all work is done: what somebody waits for will not happen any more.",
  "unlock-balance": "A lock may be released only by the context that holds it. Released by another, it protects nothing any more.",
  "held-lock-freed": "A lock that is initialised is free for everybody, while its holder still relies on being alone.",
  "held-at-end": "What is still held or disabled when a context ends is never given back: whoever wants it next waits for ever.",
  assertion: "The model says that this is always so at this place, and an execution comes there in which it is not.",
  invariant: "The model says that this holds in every state, and an execution reaches a state in which it does not.",
  eventually: "The model says that every fair execution comes to a state in which this holds, and there is one that never does.",
  "list-corruption":
    "The list functions rely on nodes being linked as the operation expects. Here they are not, and the kernel would follow or overwrite wrong pointers.",
  "null-dereference": "The pointer is NULL in this execution; the kernel would oops.",
  "out-of-range":
    "The value does not fit the range that the model declares for it, so it says something about the code, or the range is too small.",
  reachable: "The model says that some execution comes to such a state, so that it does not prove too much, and none does.",
  "use-after-free": "The object has been given back, so its memory may be another object's by now.",
  "double-free": "The object has been given back already; given back twice, two owners get the same memory.",
  "free-active":
    "Something still uses a part of the object: a lock that is held, a timer that is queued, a list that it is on. It will do so after the memory is gone.",
  refcount: "A count that leaves its range says that the object is there when it is gone, or keeps it for ever.",
};
