// lockdep's rules in TLA+, judged by cases of our own for what the kernel's self-test leaves open, and bent in one place each.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { assert } from "chai";
import type { LockdepCase } from "../../codegen/emit/lockdep/module.js";
import { readSelftest } from "../../harness/conformance/case.js";
import { translateCase } from "../../harness/conformance/translate.js";
import { packageRoot } from "../../harness/host.js";
import { BENT_RULES } from "../support/bent-rules.js";
import { LOCKDEP_CASES } from "../support/lockdep-cases.js";
import { judgeStatically, staticCase } from "../support/lockdep-static.js";

function ownCase(name: string): LockdepCase | null {
  const [pair, version] = name.split("/");
  const found = LOCKDEP_CASES.find((candidate) => candidate.name === pair);
  return found === undefined ? null : staticCase(version === "before" ? found.before : found.after);
}

function selftestCase(id: string): LockdepCase {
  const found = readSelftest().find((candidate) => candidate.id === id);
  const translation = found === undefined ? null : translateCase(found);
  if (translation?.kind !== "model") throw new Error(`no case '${id}'`);
  return staticCase(translation.source, false);
}

function libraryText(file: string): string {
  const folders = [join("specs", "lib", "lockdep"), join("specs", "lib")].map((folder) => join(packageRoot(), folder, file));
  return readFileSync(folders.find((path) => existsSync(path)) ?? file, "utf8");
}

describe("[T] lockdep's rules on what the self-test leaves open", function () {
  this.timeout(120_000);
  let verdicts: readonly string[] = [];

  before(async () => {
    verdicts = await judgeStatically(LOCKDEP_CASES.flatMap(({ before, after }) => [staticCase(before), staticCase(after)]));
  });

  for (const [index, { name, report }] of LOCKDEP_CASES.entries()) {
    it(`${name}: ${report} before, silent after`, () => {
      assert.deepEqual(verdicts.slice(2 * index, 2 * index + 2), [report, "silent"]);
    });
  }
});

describe("[T] lockdep's rules, bent", function () {
  this.timeout(120_000);
  const names = [...new Set(BENT_RULES.flatMap(({ noticedBy }) => noticedBy))];
  let cases: readonly LockdepCase[] = [];
  let straight: readonly string[] = [];

  before(async () => {
    cases = names.map((name) => ownCase(name) ?? selftestCase(name));
    straight = await judgeStatically(cases);
  });

  it("are at least 19", () => assert.isAtLeast(BENT_RULES.length, 19));

  for (const { title, file, from, to, noticedBy } of BENT_RULES) {
    it(`are found out when ${title}`, async () => {
      const text = libraryText(file);
      assert.lengthOf(text.split(from), 2, `'${from}' occurs once in ${file}`);
      const chosen = noticedBy.map((name) => names.indexOf(name));
      const bent = await judgeStatically(
        chosen.map((index) => cases[index]).filter((one): one is LockdepCase => one !== undefined),
        { [file]: text.replace(from, () => to) },
      );
      assert.notDeepEqual(
        bent,
        chosen.map((index) => straight[index] ?? ""),
      );
    });
  }
});
