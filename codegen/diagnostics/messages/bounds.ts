// LM3xx: bounds of what is compiled and checked.

export const boundsMessages = {
  "file-too-large": {
    code: "LM301",
    severity: "error",
    message: "The file has {size} characters; a model has at most {limit}.",
    repair: "To fix, split the model.",
  },
  "nested-too-deep": {
    code: "LM302",
    severity: "error",
    message: "The code is nested deeper than {limit} levels.",
    repair: "To fix, use consts and functions for inner parts.",
  },
  "too-many-nodes": {
    code: "LM303",
    severity: "error",
    message: "The flow graphs of the model have more than {limit} nodes.",
    repair: "To fix, call large functions from fewer places: each call is inlined.",
  },
  "inlined-too-deep": {
    code: "LM304",
    severity: "error",
    message: "Calls are nested deeper than {limit} levels: {path}.",
    repair: "To fix, flatten the calls.",
  },
  "pool-too-large": {
    code: "LM305",
    severity: "error",
    message: "A pool of {size} objects; pools have 1..{limit}.",
    repair: "To fix, use few objects: two or three show most interleavings.",
  },
  "out-of-bounds": {
    code: "LM306",
    severity: "error",
    message: "{what} is {value}; it must be from {low} to {high}.",
    repair: "To fix, choose a value within the bounds.",
  },
  "too-few-cpus": {
    code: "LM307",
    severity: "error",
    message: "The model needs {needed} CPUs and has {count}.",
    repair: "To fix, raise 'cpus', or let tasks share a CPU with the option 'cpu'.",
  },
  "too-many-modules": {
    code: "LM308",
    severity: "error",
    message: "The model consists of more than {limit} files.",
    repair: "To fix, join files.",
  },
  "lock-depth": {
    code: "LM309",
    severity: "error",
    message:
      "A path through the code holds more than {limit} locks here, or has disabled preemption or bottom halves too often: a loop takes what it does not give back.",
    repair: "To fix, release in the loop what the loop takes, or take the locks of a pool one by one without a loop.",
  },
  "unbounded-local": {
    code: "LM310",
    severity: "error",
    message: "'{name}' can {change} here again and again: nothing bounds it, and the model has infinitely many states.",
    repair: "To fix, bound the loop (a test such as '{test}'), store 'wrap(value, modulus)', or count in a field declared 'int(min, max)'.",
  },
  "number-too-large": {
    code: "LM311",
    severity: "error",
    message: "A number here is {value}; numbers of a model are from -{limit} to {limit}.",
    repair: "To fix, use smaller numbers: a model needs few different ones, not those of the kernel.",
  },
  "division-by-zero": {
    code: "LM312",
    severity: "error",
    message: "The divisor here can be {value}; it must be greater than 0.",
    repair:
      "To fix, test it before, in a 'const' of the function ('if (n > 0)': a field can change in between), or declare its field 'int(1, max)'.",
  },
} as const;
