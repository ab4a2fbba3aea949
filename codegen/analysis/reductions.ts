// The ways in which a specification may be smaller than what docs/semantics.md says, with the same verdict: docs/reductions.md.

/**
 * `steps`: places where nobody can tell whether a context stops are passed in one step.
 * `slice`: data that no verdict depends on is left out.
 * `symmetry`: of contexts and objects that can change places it matters how many are in which situation, not which.
 */
export const REDUCTIONS = ["slice", "steps", "symmetry"] as const;

export type Reduction = (typeof REDUCTIONS)[number];
