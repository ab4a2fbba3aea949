// LM4xx: names in models and names of choices.

export const nameMessages = {
  "not-ascii": {
    code: "LM401",
    severity: "error",
    message: "The name '{name}' has characters other than ASCII letters, digits, '_' and '$'.",
    repair: "To fix, rename it; it becomes a name of the TLA+ module.",
  },
  "control-character": {
    code: "LM402",
    severity: "error",
    message: "The text {text} has a control character.",
    repair: "To fix, leave it out; texts are printed in reports.",
  },
  "name-taken": {
    code: "LM403",
    severity: "error",
    message: "There are two {what} named '{name}'.",
    repair: "To fix, rename one.",
  },
  "unknown-choice": {
    code: "LM404",
    severity: "error",
    message: "The model has no {what} '{name}'.",
    repair: "To fix, {hint}.",
  },
  "empty-name": {
    code: "LM405",
    severity: "error",
    message: "The name of {what} is empty.",
    repair: "To fix, name it; reports refer to it.",
  },
} as const;
