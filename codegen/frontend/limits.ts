// Bounds that keep a hostile or mistaken model from using up time and memory; each has a diagnostic of its own (LM3xx).

export const LIMITS = {
  /** Characters of a file. */
  fileSize: 1_048_576,
  /** Levels of the syntax tree. */
  nesting: 200,
  /** Errors of TypeScript that are reported for a file: text that is no program makes one for every other character. */
  typeErrors: 100,
  /** Files of a model. */
  modules: 64,
  /** Nodes of all flow graphs of a program. */
  nodes: 100_000,
  /** Expansions of calls in a program. */
  expansions: 200_000,
  /** Calls inside calls. */
  inlining: 64,
  /** Objects of a pool. */
  pool: 64,
  cpus: 16,
  /** How often an interrupt may come. */
  times: 4,
} as const;
