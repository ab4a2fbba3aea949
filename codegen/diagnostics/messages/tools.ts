// LM5xx: files and tools around the compiler.

export const toolMessages = {
  "file-not-found": {
    code: "LM501",
    severity: "error",
    message: "The file '{path}' cannot be read.",
    repair: "To fix, {hint}.",
  },
  "java-unusable": {
    code: "LM511",
    severity: "error",
    message: "Java cannot be used: {reason}",
    repair: "To fix, see 'lockproof doctor'.",
  },
  "jar-unusable": {
    code: "LM512",
    severity: "error",
    message: "The jar of TLC cannot be used: {reason}",
    repair: "To fix, see 'lockproof doctor'.",
  },
  "tlc-failed": {
    code: "LM513",
    severity: "error",
    message: "TLC did not do its work: {reason}",
    repair: "To fix, see 'lockproof doctor', and free disk space and memory if these are short.",
  },
  "checkpoint-of-another-search": {
    code: "LM514",
    severity: "error",
    message: "The search that was stopped cannot be gone on with: {differences}.",
    repair: "To fix, check as it was checked then, or begin anew without --resume.",
  },
} as const;
