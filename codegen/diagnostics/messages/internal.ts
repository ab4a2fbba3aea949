// LM9xx: defects of the compiler itself.

export const internalMessages = {
  "internal-error": {
    code: "LM901",
    severity: "error",
    message: "The compiler failed: {message}.",
    repair: "To fix, report it with the model; no verdict was reached.",
  },
  "specification-refused": {
    code: "LM902",
    severity: "error",
    message: "TLC does not accept the generated specification: {reason}",
    repair: "To fix, report it with the model; no verdict was reached.",
  },
  "trace-does-not-replay": {
    code: "LM903",
    severity: "error",
    message: "TLC's counterexample is not an execution of the model as the interpreter reads it: state {number} does not follow.",
    repair: "To fix, report it with the model; no verdict was reached.",
  },
} as const;
