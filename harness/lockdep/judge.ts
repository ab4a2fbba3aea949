// Has TLC form lockdep's opinion of events. Starting TLC takes longer than judging a model, so all that waits is judged in one run.

import { LOCKDEP_MODULE, type LockdepCase, lockdepModule, OPINION } from "../../codegen/emit/lockdep/module.js";
import { printModule } from "../../codegen/tla/print.js";
import { type Java, type TlcJar, type TlcPool, type TlcRequest, type TlcRunResult, temporaryFolder } from "../../tla-tools/index.js";
import { readLibrary, readLockdepRules, runFiles } from "../library.js";
import { runWithRoom } from "../run-with-room.js";
import { textOf } from "../trace/flat-state.js";
import { readOpinion, type ToldOpinion } from "./told.js";

/** What lockdep would say of a case; null when TLC did not come to an end. */
export type Judge = (one: LockdepCase, signal: AbortSignal) => Promise<ToldOpinion | null>;

export interface JudgeTools {
  readonly java: Java;
  readonly jar: TlcJar;
  readonly pool: TlcPool;
  /** By default the usual one. */
  readonly temporaryDirectory?: string;
}

export interface JudgeOptions {
  readonly timeoutMs: number;
  readonly heapMb: number;
}

/** Judges one batch at a time; what is asked for meanwhile is the next batch. */
export function createJudge(tools: JudgeTools, options: JudgeOptions): Judge {
  const waiting: {
    readonly one: LockdepCase;
    readonly resolve: (opinion: ToldOpinion | null) => void;
    readonly reject: (error: unknown) => void;
  }[] = [];
  let running = false;
  const work = async (signal: AbortSignal): Promise<void> => {
    running = true;
    await Promise.resolve();
    while (waiting.length > 0) {
      const nesting = waiting[0]?.one.program.configuration.proveRawLockNesting ?? true;
      const batch = waiting.filter(({ one }) => one.program.configuration.proveRawLockNesting === nesting);
      waiting.splice(0, waiting.length, ...waiting.filter((entry) => !batch.includes(entry)));
      try {
        const opinions = await judgeAll(
          batch.map(({ one }) => one),
          nesting,
          tools,
          options,
          signal,
        );
        batch.forEach(({ resolve }, index) => resolve(opinions?.[index] ?? null));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    running = false;
  };
  return (one, signal) =>
    new Promise((resolve, reject) => {
      waiting.push({ one, resolve, reject });
      if (!running) void work(signal);
    });
}

/** The opinions of cases of one configuration, in one run; null when TLC did not come to an end. */
export async function judgeAll(
  cases: readonly LockdepCase[],
  rawLockNesting: boolean,
  tools: JudgeTools,
  options: JudgeOptions,
  signal: AbortSignal,
  rules: Readonly<Record<string, string>> = readLockdepRules(),
): Promise<readonly ToldOpinion[] | null> {
  const { module, config } = lockdepModule(cases, rawLockNesting);
  const request: TlcRequest = {
    files: runFiles(LOCKDEP_MODULE, printModule(module), config, { ...readLibrary(), ...rules }),
    module: LOCKDEP_MODULE,
    jar: tools.jar,
    java: tools.java,
    heapMb: options.heapMb,
    timeoutMs: options.timeoutMs,
    checkDeadlock: false,
    keepDirectory: "on-failure",
  };
  const run = (folder: Pick<TlcRequest, "temporaryDirectory">): Promise<TlcRunResult> => tools.pool.run({ ...request, ...folder }, signal);
  const result = await runWithRoom(run, tools.temporaryDirectory ?? temporaryFolder());
  return result.outcome === "verified" ? opinionsOf(result, cases.length) : null;
}

function opinionsOf({ prints }: TlcRunResult, count: number): readonly ToldOpinion[] {
  const opinions = new Map<number, ToldOpinion>();
  for (const { values } of prints) {
    const [head, index, opinion] = values[0]?.kind === "tuple" ? values[0].elements : [];
    if (head === undefined || textOf(head) !== OPINION || index?.kind !== "int" || opinion === undefined) continue;
    opinions.set(index.value, readOpinion(opinion));
  }
  return Array.from({ length: count }, (_, index) => {
    const opinion = opinions.get(index);
    if (opinion === undefined) throw new Error(`TLC told no opinion of case ${index}`);
    return opinion;
  });
}
