// `lockproof worker`, and what `check --distributed` asks for.

import { assert } from "chai";
import { type Work, worker } from "../../../cli/commands/worker.js";
import { run } from "../../../cli/run.js";
import type { WorkRequest } from "../../../harness/worker.js";
import type { WorkerEnd } from "../../../tla-tools/index.js";
import { verified } from "../../support/results.js";
import { fakeWorld } from "../../support/services.js";

const OPTIONS = { host: "build7", workers: "auto", heap: "1g", wait: "60s" };

async function workUntil(end: WorkerEnd, options: Partial<typeof OPTIONS> = {}) {
  const world = fakeWorld();
  const requests: WorkRequest[] = [];
  const work: Work = (request, onRegistered) => {
    requests.push(request);
    onRegistered();
    return Promise.resolve(end);
  };
  const code = await worker({ ...OPTIONS, ...options }, world.services, work);
  return { code, requests, out: world.out(), err: world.err() };
}

describe("[U] cli worker", () => {
  it("asks for what the options say, with TLC's port unless there is another", async () => {
    const { requests, code, out } = await workUntil({ kind: "done", states: 1234 });
    assert.deepEqual(requests, [{ point: { host: "build7", port: 10_997 }, workers: "auto", heapMb: 1024, waitMs: 60_000 }]);
    assert.equal(code, 0);
    assert.equal(
      out,
      "lockproof: works for build7:10997. Ctrl-C ends it.\nlockproof: the search is over; 1,234 states were computed here.\n",
    );
    const other = await workUntil({ kind: "interrupted" }, { host: "10.0.0.7:99", workers: "3", heap: "2g", wait: "5s" });
    assert.deepEqual(other.requests.at(-1), { point: { host: "10.0.0.7", port: 99 }, workers: 3, heapMb: 2048, waitMs: 5000 });
  });

  const ends: readonly (readonly [WorkerEnd, number, RegExp])[] = [
    [{ kind: "server-gone" }, 0, /the search at build7:10997 is gone/],
    [{ kind: "interrupted" }, 130, /goes on without this machine/],
    [{ kind: "not-there", reason: "ECONNREFUSED" }, 4, /no search at build7:10997 within 60 s \(ECONNREFUSED\)/],
    [{ kind: "failed", message: "Java is too old." }, 4, /Java is too old\./],
  ];
  for (const [end, expected, text] of ends) {
    it(`ends with ${expected} when it is ${end.kind}`, async () => {
      const { code, out, err } = await workUntil(end);
      assert.equal(code, expected);
      assert.match(expected === 0 ? out : err, text);
    });
  }

  for (const host of ["build7:0", "build7:70000", "a b", "http://build7"]) {
    it(`does not take ${host} for a host`, async () => {
      const { services, err } = fakeWorld();
      assert.equal(await run(["worker", host], services), 2);
      assert.match(err(), /HOST is '.*', not like/);
    });
  }
});

describe("[U] cli check --distributed", () => {
  const check = async (...argv: readonly string[]) => {
    const world = fakeWorld({ results: [verified()] });
    return { code: await run(["check", "m.ts", ...argv], world.services), ...world };
  };

  it("asks for one search that others work on, and keeps no part of it", async () => {
    const { requests, code } = await check("--distributed", "--listen", "build7:4711", "--wait", "5m");
    assert.equal(code, 0);
    assert.deepEqual(requests[0]?.distributed, { host: "build7", port: 4711, waitMs: 300_000 });
    assert.equal(requests[0]?.checkpoints, "off");
    assert.notProperty((await check()).requests[0], "distributed");
  });

  for (const wrong of [["--engine", "builtin"], ["--simulate", "5"], ["--resume"], ["--strict"], ["--listen", "x:y"], ["--wait", "long"]]) {
    it(`does not go with ${wrong.join(" ")}`, async () => {
      const { code, err, requests } = await check("--distributed", ...wrong);
      assert.equal(code, 2);
      assert.match(err(), /--distributed|--listen|--wait/);
      assert.deepEqual(requests, []);
    });
  }

  it("is for one check only, and --listen only for it", async () => {
    const world = fakeWorld({ results: [verified(), verified()] });
    assert.equal(await run(["check", "models", "--distributed"], world.services), 2);
    assert.match(world.err(), /--distributed is for one check, and these are 2: choose with --variant and --config\./);
    assert.equal((await check("--listen", "build7")).code, 2);
  });
});
