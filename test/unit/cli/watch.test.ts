// lockproof watch: which engine answered, what a change during a round does, how it ends. The checks are scripted.

import { assert } from "chai";
import { run } from "../../../cli/run.js";
import { openWaker } from "../../../cli/watch/waker.js";
import type { CheckResult } from "../../../harness/result.js";
import type { Change, RoundEvents, WatchSession } from "../../../harness/watch.js";
import { inClone } from "../../support/clone.js";
import { finding, inconclusive, rejected, toolFailure, verified, violated } from "../../support/results.js";
import { fakeWorld } from "../../support/services.js";

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
const FOLDERS = { deep: new Set<string>(), flat: new Set<string>() };
const builtin = (result: CheckResult): CheckResult => ("engine" in result ? { ...result, engine: "builtin" } : result);

interface Script {
  /** What the looks find, one after the other; then nothing. */
  readonly looks: readonly Partial<Change>[];
  readonly round: (files: readonly string[], events: RoundEvents, signal: AbortSignal) => Promise<void>;
}

/** Runs watch with a script until `during` has happened, then Ctrl-C. */
async function watching(script: Script, during: (change: () => void) => Promise<void>, ...argv: readonly string[]) {
  const rounds: (readonly string[])[] = [];
  let [looks, closed] = [0, 0];
  const session: WatchSession = {
    look: () => ({ files: [], gone: [], absent: [], folders: FOLDERS, ...script.looks[looks++] }),
    round(files, events, signal) {
      rounds.push(files);
      return script.round(files, events, signal);
    },
    close: () => Promise.resolve(void closed++),
  };
  let changed = (): void => undefined;
  const world = fakeWorld({ watchSession: session, folders: (tell) => void (changed = tell) });
  const code = run(["watch", "m", ...argv], world.services);
  while (looks === 0 && world.err() === "") await pause(5);
  await pause(5);
  await during(() => changed());
  world.interrupt();
  assert.equal(await code, 130);
  assert.equal(closed, 1);
  return { rounds, out: world.out(), err: world.err() };
}

const answering =
  (quick: readonly CheckResult[], confirmed: readonly CheckResult[]): Script["round"] =>
  (_files, events) => {
    events.planned(quick.map(({ subject }) => subject));
    for (const result of quick) events.quick(builtin(result));
    for (const result of confirmed) events.confirmed(result);
    return Promise.resolve();
  };

const once = async (quick: readonly CheckResult[], confirmed: readonly CheckResult[], ...argv: readonly string[]): Promise<string> => {
  const { out, err } = await watching({ looks: [{ files: ["m/a.ts"] }], round: answering(quick, confirmed) }, () => pause(10), ...argv);
  return out + err;
};

describe("[U] cli watch", () => {
  it("says which engine answered, and that TLC confirms", async () => {
    const out = await once([verified()], [verified()]);
    assert.match(
      out,
      /^watching m; Ctrl-C ends\n\nto check: m\/a\.ts\nok .*verified by the builtin engine.*\[builtin\]\nTLC confirms 1 answer of the/,
    );
    assert.notInclude(out, "[TLC]");
  });

  it("shows what TLC says otherwise, with its report", async () => {
    const out = await once([verified()], [violated(finding("assertion"))]);
    assert.match(out, /^BAD .*assertion fails.*\[TLC\]$/m);
    assert.include(out, "TLC says otherwise of 1");
  });

  it("leaves to TLC what is beyond the builtin engine, and what lockdep would say", async () => {
    const lockdep = { rule: null, lock: null, function: null };
    const expectation = { verdict: "verified", kind: null, lock: null, function: null, property: null, lockdep } as const;
    for (const quick of [inconclusive(), verified({ expectation, asExpected: false })]) {
      const out = await once([quick], [verified({ expectation })]);
      assert.match(out, /^\.\.\. .* TLC is asked$/m);
      assert.match(out, /^ok .*\[TLC\]$/m);
      assert.notInclude(out, "[builtin]");
      assert.notInclude(out, "BAD");
    }
    assert.match(await once([inconclusive()], [], "--engine", "builtin"), /^\?\?\?\? .*\[builtin\]$/m);
  });

  it("prints diagnostics, and says once what is wrong with Java", async () => {
    assert.include(await once([rejected()], []), "LM101");
    const other = { ...verified().subject, variants: { version: "after" } };
    const out = await once([verified(), verified({ subject: other })], [toolFailure(), { ...toolFailure(), subject: other }]);
    assert.lengthOf(out.match(/\[TLC\]/g) ?? [], 1);
    assert.include(out, "TLC has no answer to 2");
  });

  it("checks again what changes during a round, and what that round did not come to", async () => {
    const looks = [{ files: ["m/a.ts", "m/b.ts"] }, { files: ["m/b.ts"] }];
    const until = (signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener("abort", () => resolve())));
    let first = true;
    const round: Script["round"] = (_files, _events, signal) => {
      const wait = first;
      first = false;
      return wait ? until(signal) : Promise.resolve();
    };
    const { rounds } = await watching({ looks, round }, async (change) => {
      change();
      await pause(120);
    });
    assert.deepEqual(rounds, [
      ["m/a.ts", "m/b.ts"],
      ["m/a.ts", "m/b.ts"],
    ]);
  });

  it("lets a round go on when what happened changes no model", async () => {
    let aborted = false;
    const round: Script["round"] = async (_files, _events, signal) => {
      signal.addEventListener("abort", () => (aborted = true));
      await pause(150);
    };
    const { rounds } = await watching({ looks: [{ files: ["m/a.ts"] }], round }, async (change) => {
      change();
      await pause(250);
    });
    assert.lengthOf(rounds, 1);
    assert.isFalse(aborted);
  });

  it("tells of files that are gone, and of files that are no models", async () => {
    const looks = [{ files: ["m/lib.ts"] }, { gone: ["m/lib.ts"] }];
    const { out } = await watching({ looks, round: () => Promise.resolve() }, async (change) => {
      change();
      await pause(100);
    });
    assert.include(out, "no model in it\n");
    assert.include(out, "gone: m/lib.ts\n");
  });

  it("says at once that there is nothing to watch", async () => {
    const look = (): Change => ({ files: ["models/ab-b.ts"], gone: [], absent: ["models/patterns/ab-b.ts"], folders: FOLDERS });
    let closed = 0;
    const session: WatchSession = { look, round: () => assert.fail("nothing to check"), close: () => Promise.resolve(void closed++) };
    const world = fakeWorld({ watchSession: session, cwd: inClone() });
    assert.equal(await run(["watch", "models/patterns/ab-b.ts"], world.services), 2);
    assert.deepEqual([world.out(), closed], ["", 1]);
    assert.match(world.err(), /^lockproof: 'models\/patterns\/ab-b\.ts' is not there\. Did you mean models\/patterns\/ab-ba\.ts\? .*\n$/);
  });

  it("ends a round on Ctrl-C", async () => {
    const round: Script["round"] = (_files, _events, signal) => new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
    const { rounds } = await watching({ looks: [{ files: ["m/a.ts"] }], round }, () => pause(20));
    assert.lengthOf(rounds, 1);
  });

  it("wakes once for things that happen close together", async () => {
    const waker = openWaker(20);
    let woken = 0;
    void waker.next().then(() => woken++);
    for (let change = 0; change < 5; change++) {
      waker.wake();
      await pause(5);
    }
    assert.equal(woken, 0);
    await pause(60);
    assert.equal(woken, 1);
    waker.wake();
    await waker.next();
    waker.end();
    await waker.next();
    assert.isTrue(waker.ended);
  });
});
