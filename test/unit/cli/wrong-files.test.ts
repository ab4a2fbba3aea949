// Files that are not what they should be, for every command that takes one: one sentence with the name and the reason, the exit code, no
// trace of a stack, and nothing written.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert } from "chai";
import { run } from "../../../cli/run.js";
import { renderJson } from "../../../report/json.js";
import { inClone } from "../../support/clone.js";
import { abba } from "../../support/models.js";
import { verified } from "../../support/results.js";
import { fakeWorld } from "../../support/services.js";

/** The words, what standard error has to say, and the exit code when it is not 2. */
type Wrong = readonly [readonly string[], RegExp, number?];

const SPLAT = inClone("test/fixtures/seed/splat.txt");
const LONG = `${"x".repeat(300)}`;
const BUILTIN = ["--engine", "builtin"] as const;

const SAVED: readonly Wrong[] = (["report", "trace"] as const).flatMap((command): readonly Wrong[] => [
  [[command, "missing.json"], /'missing\.json' cannot be read: there is no such file\./],
  [[command, "folder.json"], /'folder\.json' cannot be read: it is a folder\./],
  [[command, "file/x.json"], /'file\/x\.json' cannot be read: a part of its path is a file, not a folder\./],
  [[command, "loop.json"], /'loop\.json' cannot be read: its symbolic links lead in a circle\./],
  [[command, `${LONG}.json`], /'x+…x+\.json' cannot be read: the name is too long\./],
  [[command, "a\nb.json"], /'a\\x0ab\.json' cannot be read/],
  [[command, "empty.json"], /'empty\.json' is no saved run: it is empty\. To fix/],
  [[command, "binary.json"], /'binary\.json' is no saved run: it is no JSON, or not all of it\. To fix/],
  [[command, "truncated.json"], /'truncated\.json' is no saved run: it is no JSON, or not all of it\./],
  [[command, "latin1.json"], /'latin1\.json' is no saved run: /],
  [[command, "array.json"], /'array\.json' is no saved run: /],
  [[command, "newer.json"], /'newer\.json' has schema version 99, not 2\. To fix/],
]);

const WRITTEN: readonly Wrong[] = [
  [["report", "run.json", "--reporter", "json=run.json"], /would be written over what it is made from\. To fix, name another file\./],
  [["check", "good.ts", "--reporter", "html=good.ts"], /would be written over/],
  [["check", "folder", "--reporter", "html=other.ts"], /other\.ts has the name of a model\. To fix, name another file\./],
  [["report", "run.json", "--reporter", "html=file/x.html"], /file\/x\.html cannot be written: a part of its path is a file/, 4],
  [["report", "run.json", "--reporter", `html=${LONG}`], /cannot be written: the name is too long\./, 4],
  [["import", SPLAT, "--model", "good.ts"], /'good\.ts' is there already, and is not overwritten\. To fix, choose another name\./],
  [["import", SPLAT, "--model", "loop.ts"], /'loop\.ts' is there already/],
  [["import", SPLAT, "--model", "file/x.ts"], /'file\/x\.ts' cannot be written: a part of its path is a file, not a folder\./],
  [["import", SPLAT, "--model", "folder"], /--model is 'folder', and a model's name ends with \.ts\./],
  [["import", SPLAT, "--model", ".ts"], /--model is '\.ts', and/],
  [["import", SPLAT, "--model", `${LONG}.ts`], /cannot be written: the name is too long\./],
  [["import", SPLAT, "--number", "2"], /--number is 2, and there is 1 report\./],
  [["import", SPLAT, "--number", "0"], /--number is '0', not a whole number from 1 to 9999\./],
  [["trace", "good.ts", "--save-test", "x"], /--save-test is 'x', and a model's name ends with \.ts\./],
  [["trace", "good.ts", "--save-test", "good.ts"], /'good\.ts' is there already/],
  [["trace", "abba.ts", ...BUILTIN, "--save-test", "file/x.ts"], /'file\/x\.ts' cannot be written: a part of its path is a file/],
  [["conformance", "--write", "file"], /cannot be written to 'file': a part of its path is a file, not a folder\./],
  [["conformance", "--write", "file/x"], /cannot be written to 'file\/x': a part of its path is a file/],
];

const REPORTS: readonly Wrong[] = [
  [["import", "missing.txt"], /'missing\.txt' cannot be read: there is no such file\./],
  [["import", "folder"], /'folder' cannot be read: it is a folder\./],
  [["import", "file/x"], /'file\/x' cannot be read: a part of its path is a file/],
  [["import", LONG], /cannot be read: the name is too long\./],
  [["import", "a\nb"], /'a\\x0ab' cannot be read/],
  [["import", "/dev/zero"], /'\/dev\/zero' has more than 64 MiB\. To fix, cut the report out of it\./],
  [["import", "file"], /no lockdep report in file\. These lines were looked for:\n {2}\[ BUG: Invalid wait context \]/],
  [["import", "binary.json"], /no lockdep report in binary\.json\./],
  [["import", "-"], /no lockdep report in standard input\./],
];

/** No file, and files without a model, for every command that takes models. */
const NO_MODELS: readonly Wrong[] = ["check", "estimate", "mutate", "trace", "compile"].flatMap((command): readonly Wrong[] => {
  const engine = ["check", "mutate", "trace"].includes(command) ? BUILTIN : [];
  return [
    [
      [command, "missing.ts", ...engine],
      /^\nmissing\.ts: LM501: The file 'missing\.ts' cannot be read\. To fix, check the path: there is no such file\./m,
    ],
    [[command, "goood.ts", ...engine], /^goood\.ts: LM501: .* To fix, write 'good\.ts' \(did you mean that\?\)/m],
    [[command, "file/x.ts", ...engine], /^file\/x\.ts: LM501: .* To fix, check the path: a part of its path is a file/m],
    [[command, "loop.ts", ...engine], /^loop\.ts: LM501: .* To fix, check the path: its symbolic links lead in a circle/m],
    [
      [command, "/dev/zero", ...engine],
      /LM501: The file '\S*\/dev\/zero' cannot be read\. To fix, check the path: it is neither a file nor a folder\./,
    ],
    [[command, "folder", ...engine], /^lockproof: no model in folder\. A model is a \.ts file that declares a context/m],
    [[command, "no-model.ts", ...engine], /^lockproof: no model in no-model\.ts\./m],
    [[command, "file", ...engine], /^lockproof: no model in file\./m],
    [[command, "binary.ts", ...engine], /^binary\.ts:1:1: LM124: The file is no text in UTF-8: here is a byte 0x00\. (?![^]*LM\d)/m],
    [[command, "latin1.ts", ...engine], /^latin1\.ts:2:4: LM124: The file is no text in UTF-8: here is a byte 0xe9\. (?![^]*LM\d)/m],
    [[command, "imports-latin1.ts", ...engine], /^latin1\.ts:2:4: LM124: (?![^]*LM\d)/m],
    [[command, "syntax.ts", ...engine], /^syntax\.ts:1:10: LM100: /m],
    [[command, "good.ts", "--variant", "z", ...engine], /^good\.ts: LM404: The model has no version 'z'\./m],
    [[command, "good.ts", "--config", "z", ...engine], /^good\.ts: LM404: The model has no configuration 'z'\./m],
    [[command, "good.ts", "--set", "n=3", ...engine], /^good\.ts: LM404: The model has no parameter 'n'\./m],
  ];
});

describe("[U] wrong files", () => {
  let cwd = "";
  before(() => {
    cwd = mkdtempSync(join(tmpdir(), "lockproof-wrong-"));
    const saved = renderJson([verified()], {
      color: false,
      readSource: () => null,
      version: "0.1.0",
      page: () => ({ script: "", style: "" }),
    });
    mkdirSync(join(cwd, "folder"));
    mkdirSync(join(cwd, "folder.json"));
    for (const name of ["loop.json", "loop.ts"]) symlinkSync(name, join(cwd, name));
    const put = (name: string, text: string | Uint8Array): void => writeFileSync(join(cwd, name), text);
    put("file", "text\n");
    put("no-model.ts", "export const x = 1;\n");
    put("syntax.ts", "function ( {{{");
    put("good.ts", abba("verified()", "abab"));
    put("abba.ts", abba('violates("circular-wait")'));
    put("run.json", saved);
    put("empty.json", "");
    put(
      "binary.json",
      Uint8Array.from({ length: 2560 }, (_, index) => index),
    );
    put(
      "binary.ts",
      Uint8Array.from({ length: 2560 }, (_, index) => index),
    );
    put("latin1.ts", Buffer.from(`\n// é\n${abba("verified()")}`, "latin1"));
    put("imports-latin1.ts", `import "./latin1.js";\n${abba("verified()")}`);
    put("truncated.json", saved.slice(0, saved.length / 2));
    put("latin1.json", Buffer.from('{"é": 1}', "latin1"));
    put("array.json", "[]");
    put("newer.json", '{"schemaVersion": 99}');
  });
  after(() => rmSync(cwd, { recursive: true }));

  /** With what compiles and checks. */
  async function refused(argv: readonly string[]): Promise<{ readonly code: number; readonly err: string }> {
    const { services, err } = fakeWorld({ cwd });
    const checker = () => import("../../../harness/check.js");
    const mutator = () => import("../../../harness/mutate.js");
    return { code: await run(argv, { ...services, checker, mutator }), err: err() };
  }

  const tables = { "saved runs": SAVED, "what is written": WRITTEN, reports: REPORTS, models: NO_MODELS };
  for (const [what, table] of Object.entries(tables)) {
    it(`says what is wrong with ${what}`, async () => {
      const there = readdirSync(cwd);
      const run = readFileSync(join(cwd, "run.json"), "utf8");
      for (const [argv, message, expected = 2] of table) {
        const { code, err } = await refused(argv);
        const words = JSON.stringify(argv).slice(0, 200);
        assert.equal(code, expected, `${words}: ${err}`);
        assert.match(err, message, words);
        assert.notMatch(err, /LM900|^ +at |E[A-Z]{4,}:/m, words);
        assert.deepEqual(readdirSync(cwd), there, words);
      }
      assert.equal(readFileSync(join(cwd, "run.json"), "utf8"), run);
    });
  }
});
