// What executions reach behind a violation, as the interpreter sees it and as TLC does where the model is too large for the interpreter.

import { assert } from "chai";
import { lockdepEvents } from "../../codegen/emit/lockdep/events.js";
import { readLibrary, runFiles } from "../../harness/library.js";
import { type Seen, survey } from "../../harness/run/survey.js";
import { type Observations, observationsOf, usageCharacters } from "../../harness/trace/observations.js";
import type { TlcRunResult } from "../../tla-tools/index.js";
import { compilationOf } from "../support/compile.js";
import { tools } from "../support/tlc.js";

/**
 * The task is interrupted while it holds the lock, and so is the softirq handler; behind that a lock is released that is not held. Others
 * read and write.
 */
const SOURCE = `
  const a = spinlock_t(); const b = raw_spinlock_t(); const rw = rwlock_t(); const s = rw_semaphore(); const q = seqlock_t();
  task("u", () => {
    down_write(s); downgrade_write(s); up_read(s);
    read_lock(rw); read_unlock(rw); write_lock_irq(rw); write_unlock_irq(rw);
    read_seqbegin(q); read_seqretry(q, 0); write_seqlock(q); write_sequnlock(q);
  });
  task("t", () => { spin_lock(a); spin_unlock(a); raw_spin_unlock(b); }, { cpu: 0 });
  softirq("s", () => { spin_lock(a); spin_unlock(a); }, { cpu: 0 });
  hardirq("h", () => { read_lock(rw); read_unlock(rw); spin_lock(a); raw_spin_lock(b); raw_spin_unlock(b); spin_unlock(a); }, { cpu: 0 });
`;

const NOTHING: Observations = observationsOf([]);

async function surveyByTlc(): Promise<TlcRunResult> {
  const compilation = compilationOf(SOURCE);
  const { jar, java, pool } = await tools();
  const { moduleName, module, emitted } = compilation;
  const files = runFiles(moduleName, module, emitted.runs.survey, readLibrary());
  return pool.run({ files, module: moduleName, jar, java, checkDeadlock: false });
}

/** What is told to lockdep, and the usage bits. */
function told(seen: Seen | null): unknown {
  if (seen === null) return null;
  const { marks, reached } = seen.observations;
  const { located } = compilationOf(SOURCE);
  const labels = located.graphs.flatMap(({ locations }) => locations.map(({ label }) => label));
  return {
    events: lockdepEvents(located, seen.reached),
    reached: labels.filter((label) => reached.has(label)),
    marks: [...marks].map(([name, bits]) => [name, [...bits].sort()] as const).sort(([one], [other]) => one.localeCompare(other)),
  };
}

describe("[T] a survey behind a violation", () => {
  it("by the interpreter is that by TLC, which is asked when there are too many states", async () => {
    const { located } = compilationOf(SOURCE);
    let asked = 0;
    const tlc = (): Promise<TlcRunResult> => {
      asked++;
      return surveyByTlc();
    };
    const mine = await survey({ located }, NOTHING, tlc);
    assert.equal(asked, 0);
    const theirs = await survey({ located }, NOTHING, tlc, { maxStates: 3 });
    assert.equal(asked, 1);
    assert.isNotNull(mine);
    // Nothing was told before, as after a distributed search: then they are the interpreter's.
    assert.deepEqual(mine?.observations.waitTypes.get("b"), theirs?.observations.waitTypes.get("b"));
    assert.isAbove(mine?.observations.waitTypes.size ?? 0, 0);
    assert.deepEqual(told(mine), told(theirs));
    const usage = (name: string): string => usageCharacters(theirs?.observations.marks.get(name));
    assert.deepEqual(["rw", "s", "&____s->seqcount", "a"].map(usage), [".?.?", "++++", "+.+.", "?.?."]);
  });

  it("keeps the wait types that TLC has told", async () => {
    const { located } = compilationOf(SOURCE);
    const early: Observations = { ...NOTHING, waitTypes: new Map([["a", { outer: 7, inner: 9 }]]), contextValues: new Map([["task", 11]]) };
    const seen = await survey({ located }, early, surveyByTlc);
    assert.deepEqual(seen?.observations.waitTypes, early.waitTypes);
    assert.deepEqual(seen?.observations.contextValues, early.contextValues);
  });

  it("tells nothing when TLC does not come to an end", async () => {
    const { located } = compilationOf(SOURCE);
    const whole = await surveyByTlc();
    const cut: TlcRunResult = { ...whole, outcome: "interrupted" };
    assert.isNull(await survey({ located }, NOTHING, () => Promise.resolve(cut), { maxStates: 3 }));
  });
});
