import { assert } from "chai";
import { acquire, acquireRead, downgrade, model, release, releaseRead } from "./builders.js";
import { after, possible, verified, violation } from "./walk.js";

const READ_TWICE = [acquireRead("l"), acquireRead("l"), releaseRead("l"), releaseRead("l")];
const READ_TWICE_RECURSIVELY = [acquireRead("l"), acquireRead("l", "shared-recursive"), releaseRead("l"), releaseRead("l")];
const WRITE = [acquire("l"), release("l")];

describe("[U] interpreter: readers and writers", () => {
  it("lets readers in together and keeps the writer out", () => {
    const program = model()
      .lock("l", "rwlock_t")
      .task("A", [acquireRead("l"), releaseRead("l")])
      .task("B", [acquireRead("l"), releaseRead("l")])
      .task("W", WRITE)
      .build();
    assert.deepEqual(possible(program, "A"), ["A", "B"]);
    assert.deepEqual(after(program, "A", "B").readers, { l: { A: 1, B: 1 } });
    assert.deepEqual(possible(program, "A", "B"), ["A", "B"]);
    assert.deepEqual(possible(program, "A", "B", "A", "B"), ["A", "B", "W"]);
    assert.deepEqual(possible(program, "W"), ["W"]);
    assert.deepEqual(possible(program, "W"), ["W"]);
    verified(program);
  });

  it("sees that a reader that reads again may queue behind a writer that waits for it", () => {
    const program = model().lock("l", "rw_semaphore").task("A", READ_TWICE).task("W", WRITE).build();
    assert.deepEqual(violation(program), { kind: "circular-wait", context: "A", label: "A:2", moves: ["A"] });
  });

  it("lets a recursive reader pass a waiting writer", () => {
    verified(model().lock("l", "rwlock_t").task("A", READ_TWICE_RECURSIVELY).task("W", WRITE).build());
  });

  it("takes read_lock for recursive in interrupts, and everywhere without queued rwlocks", () => {
    const inSoftirq = model()
      .lock("l", "rwlock_t")
      .softirq("s", READ_TWICE)
      .task("W", WRITE, { cpus: [1] });
    verified(inSoftirq.build());
    const queued = model().lock("l", "rwlock_t").task("A", READ_TWICE).task("W", WRITE);
    assert.equal(violation(queued.build()).kind, "circular-wait");
    queued.queuedRwlocks = false;
    verified(queued.build());
  });

  it("finds a deadlock of two readers with two writers in between", () => {
    const both = (first: string, second: string) => [acquireRead(first), acquireRead(second), releaseRead(second), releaseRead(first)];
    const readers = () => model().lock("l", "rwlock_t").lock("m", "rwlock_t").task("A", both("l", "m")).task("B", both("m", "l"));
    verified(readers().build());
    const writers = readers()
      .task("V", WRITE)
      .task("W", [acquire("m"), release("m")]);
    assert.equal(violation(writers.build()).kind, "circular-wait");
  });

  it("turns a writer into a reader without letting another writer in", () => {
    const program = model()
      .lock("l", "rw_semaphore")
      .task("A", [acquire("l"), downgrade("l"), releaseRead("l")])
      .task("W", WRITE)
      .build();
    assert.deepEqual(after(program, "A", "A").owners, { l: null });
    assert.deepEqual(after(program, "A", "A").readers, { l: { A: 1 } });
    assert.deepEqual(possible(program, "A", "A"), ["A"]);
    verified(program);
  });

  it("reports releasing in the wrong way as unlock-balance", () => {
    const asReader = model()
      .lock("l", "rwlock_t")
      .task("A", [acquire("l"), releaseRead("l")])
      .build();
    assert.deepEqual(violation(asReader), { kind: "unlock-balance", context: "A", label: "A:2", moves: ["A", "A"] });
    const asWriter = model()
      .lock("l", "rwlock_t")
      .task("A", [acquireRead("l"), release("l")])
      .build();
    assert.deepEqual(violation(asWriter), { kind: "unlock-balance", context: "A", label: "A:2", moves: ["A", "A"] });
  });
});
