// The interpreter: a second implementation of docs/semantics.md, which shares nothing with the one in TLA+. It executes located programs,
// explores all their states within small bounds, replays traces, and gives the state graph for comparison.

export type { Cells } from "./codes.js";
export { decode } from "./decode.js";
export type { Exercised } from "./exercised.js";
export { type Exploration, explore } from "./explore.js";
export { fewestSwitches, switchesOf } from "./fewest-switches.js";
export type { Finding } from "./findings/finding.js";
export { contextWaitType, waitTypeOf } from "./findings/wait-types.js";
export { type GraphEdge, graph, type InterpretedGraph } from "./graph.js";
export type { EventualityOutcome } from "./liveness/index.js";
export { needsFairness } from "./liveness/least-fairness.js";
export { compileProgram, type Machine } from "./machine.js";
export { initialState, type Move, type Successor, successors } from "./moves.js";
export { projectionTo } from "./projection.js";
export { type Replay, replay } from "./replay.js";
export { type Sample, type Smaller, sample } from "./sample.js";
export type { Bounds, Statistics } from "./search.js";
export { shortestWays } from "./shortest-ways.js";
export {
  canonicalText,
  differences,
  type InterpretedState,
  instanceKey,
  localListKey,
  type PlainValue,
  POISONED,
  SELF_LINKED,
} from "./state.js";
export { type Survey, survey } from "./survey.js";
export type { Trace } from "./trace.js";
export type { Usage, UsageBit } from "./usage.js";
export { type WalkBounds, walkLengths } from "./walks.js";
