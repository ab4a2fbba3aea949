// LM5xx: files and tools around the compiler.

export const toolMessages = {
  "file-not-found": {
    code: "LM501",
    severity: "error",
    message: "The file '{path}' cannot be read.",
    repair: "To fix, check the path; imports are relative to the importing file and may end in '.js' or '.ts'.",
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
  "java-unusable": { code: "LM502", severity: "error", message: "Java cannot be used: {reason}.", repair: "To fix, install Java 17 or newer, or set JAVA_HOME." },
  "jar-unusable": { code: "LM503", severity: "error", message: "TLC cannot be used: {reason}.", repair: "To fix, let it be downloaded again, or set TLA2TOOLS_JAR." },
  "tlc-failed": { code: "LM504", severity: "error", message: "TLC failed: {reason}.", repair: "To fix, see its output; the run directory is kept." },
  "specification-refused": {
    code: "LM505",
    severity: "error",
    message: "TLC does not accept the specification: {reason}.",
    repair: "To fix, report it with the model: the specification was generated.",
  },
} as const;
