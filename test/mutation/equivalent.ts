/** Changes of a rule that change nothing, with the reason. */
export const EQUIVALENT: readonly { readonly title: RegExp; readonly why: string }[] = [
  {
    title: /^(?:AtomicContext\.tla:17|RcuUsage\.tla:14)  without place\.context # "task"/,
    why: "on PREEMPT_RT whatever is no task is a hard interrupt, with interrupts off",
  },
  {
    title: /^WaitContext\.tla:\d+  \\A becomes \\E in Least/,
    why: "TLC tries the values from the least on",
  },
  {
    title: /^Memory\.tla:\d+  without object # NULL/,
    why: "using NULL is a fault that counts before this one",
  },
  {
    title: /^WaitContext\.tla:\d+  without Inner\(place\.acquires\) # Unchecked/,
    why: "a map is taken as 0, which is above no context",
  },
  {
    title: /^Lists\.tla:\d+  SelfLinked becomes Poisoned in Unlinked/,
    why: "a poisoned node is a fault before this is asked, and TLC leaves a function alone whose domain has no such list",
  },
  {
    title: /^Workqueues\.tla:\d+  without lines\[wq\] # <<>>/,
    why: "an item comes only when it is queued, and then it is in the line",
  },
  {
    title: /^Observation\.tla:\d+  without Told\(fact\)/,
    why: "a fact is printed more than once",
  },
];
