// LM2xx: locks, lists and interrupt state used in a way that no execution could make right.

export const lockingMessages = {
  "flags-not-saved": {
    code: "LM201",
    severity: "error",
    message: "{what} is not interrupt state that was saved in this function.",
    repair: "To fix, use the const that has the result: 'const flags = spin_lock_irqsave(lock); … spin_unlock_irqrestore(lock, flags);'.",
  },
  "wrong-subclass": {
    code: "LM202",
    severity: "error",
    message: "{value} is not a subclass of a lock: lockdep has 0..7.",
    repair: "To fix, use a number from 0 to 7.",
  },
  "wrong-list-node": {
    code: "LM203",
    severity: "error",
    message: "'{node}' cannot be on this list: its entries are linked through '{member}'.",
    repair: "To fix, pass '{member}' of the object, or declare the list with the member that is meant.",
  },
  "listed-twice": {
    code: "LM204",
    severity: "error",
    message: "'{object}' is on two lists, or twice on one, at the start through '{member}'.",
    repair: "To fix, put it on one of them, or give the class a second 'list_node()'.",
  },
  "sleeps-through": {
    code: "LM205",
    severity: "error",
    message: "Somebody sleeps on '{queue}' whom 'wake_up_interruptible' does not wake.",
    repair: "To fix, wake with 'wake_up', or wait interruptibly.",
  },
} as const;
