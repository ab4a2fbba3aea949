// Searches that were stopped: which are kept, and which are gone on with. No TLC.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert } from "chai";
import { differences, pruneKeptSearches, readKeptSearch, searchParts, TlcOutputParser } from "../../../tla-tools/index.js";
import { decideResult } from "../../../tla-tools/output/verdict.js";
import { isCheckpointWhole } from "../../../tla-tools/run/checkpoint.js";
import { captureFolder, readCaptures } from "./support.js";

const JAR = { path: "x.jar", sha256: "cafe" };
const message = (code: number): string => `@!@!@STARTMSG ${code}:0 @!@!@\nCheckpointing\n@!@!@ENDMSG ${code} @!@!@\n`;

function saw(...numbers: readonly number[]): TlcOutputParser {
  const parser = new TlcOutputParser();
  for (const code of numbers) parser.feed(message(code));
  return parser;
}

describe("[U] checkpoints", () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "lockproof-checkpoint-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it("are whole only when the last one that was begun has ended", () => {
    assert.isFalse(isCheckpointWhole(saw()));
    assert.isFalse(isCheckpointWhole(saw(2195)));
    assert.isTrue(isCheckpointWhole(saw(2195, 2196)));
    assert.isFalse(isCheckpointWhole(saw(2195, 2196, 2195)));
    assert.isTrue(isCheckpointWhole(saw(2195, 2196, 2195, 2196)));
  });

  it("are of another search when anything differs that states depend on", () => {
    const about = { specification: "s", parameters: "n=1" };
    const base = searchParts({ jar: JAR }, about);
    assert.deepEqual(differences(base, searchParts({ jar: JAR, fp: 0, seed: 1, workers: 1 }, about)), []);
    assert.deepEqual(differences(base, searchParts({ jar: JAR, fp: 1 }, about)), ["fp"]);
    assert.deepEqual(differences(base, searchParts({ jar: JAR, seed: 2 }, about)), ["seed"]);
    assert.deepEqual(differences(base, searchParts({ jar: JAR, workers: 2 }, about)), ["workers"]);
    assert.deepEqual(differences(base, searchParts({ jar: { ...JAR, sha256: "beef" } }, about)), ["TLC's jar"]);
    assert.deepEqual(differences(base, searchParts({ jar: JAR }, { ...about, parameters: "n=2" })), ["parameters"]);
    assert.deepEqual(differences(base, searchParts({ jar: JAR }, { ...about, view: "v" })), ["view"]);
  });

  it("verify only with the fingerprints that they were made with, and only where going on was the intention", () => {
    const capture = readCaptures().find(({ name }) => name === "recover-same-fp");
    assert.isDefined(capture);
    const { fp, seed } = modeOf(readFileSync(join(captureFolder, "recover-same-fp.txt"), "utf8"));
    const outcome = (resumed: { fp: number; seed: number } | null): string => {
      const parser = new TlcOutputParser();
      parser.feed(capture?.output ?? "");
      return decideResult(parser.end(), capture?.end ?? { exitCode: 0, signal: null, stopped: null, errorOutput: "" }, resumed).outcome;
    };
    assert.equal(outcome({ fp, seed }), "verified");
    assert.equal(outcome({ fp: fp + 1, seed }), "incomplete");
    assert.equal(outcome({ fp, seed: seed + 1 }), "incomplete");
    assert.equal(outcome(null), "incomplete");
    const plain = readCaptures().find(({ name }) => name === "success");
    const parser = new TlcOutputParser();
    parser.feed(plain?.output ?? "");
    assert.equal(
      decideResult(parser.end(), { exitCode: 0, signal: null, stopped: null, errorOutput: "" }, { fp, seed }).outcome,
      "incomplete",
    );
  });

  it("that cannot be read are none", async () => {
    const file = join(folder, "checkpoint.json");
    assert.isNull(await readKeptSearch(folder));
    for (const text of ["", "{", "{}", "[]", '{"about":{"a":1},"prints":[],"distinct":1}', '{"about":{},"prints":[1],"distinct":1}']) {
      writeFileSync(file, text);
      assert.isNull(await readKeptSearch(folder), text);
    }
    writeFileSync(file, JSON.stringify({ about: { a: "b" }, prints: ['<<"reached",\n  "x">>'], distinct: 7 }));
    const kept = await readKeptSearch(folder);
    assert.deepEqual([kept?.about, kept?.distinct, kept?.prints[0]?.values[0]?.kind], [{ a: "b" }, 7, "tuple"]);
  });

  it("are bounded in number and in size, the oldest going first", async () => {
    for (const [index, name] of ["a", "b", "c", "d"].entries()) {
      mkdirSync(join(folder, name, "states"), { recursive: true });
      writeFileSync(join(folder, name, "states", "x"), "x".repeat(100));
      utimesSync(join(folder, name), index, index);
    }
    await pruneKeptSearches(folder, { count: 3, bytes: 10_000_000 });
    assert.deepEqual(readdirSync(folder).sort(), ["b", "c", "d"]);
    await pruneKeptSearches(folder, { count: 3, bytes: 4300 });
    assert.deepEqual(readdirSync(folder), ["d"]);
    await pruneKeptSearches(join(folder, "nowhere"), { count: 1, bytes: 1 });
    assert.isFalse(existsSync(join(folder, "nowhere")));
  });
});

function modeOf(text: string): { fp: number; seed: number } {
  const [, fp, seed] = /with fp (\d+) and seed (-?\d+)/.exec(text) ?? [];
  return { fp: Number(fp), seed: Number(seed) };
}
