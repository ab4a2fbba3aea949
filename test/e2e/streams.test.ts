// Standard output that is full or closed, standard input without an end, folders that are closed or gone: a sentence and an exit code, through
// the launcher and a shell.

import { spawnSync } from "node:child_process";
import { chmodSync, existsSync } from "node:fs";
import { join } from "node:path";
import { assert } from "chai";
import { openWorkshop, type Workshop } from "../support/cli.js";
import { inClone } from "../support/clone.js";
import { abba } from "../support/models.js";

const FULL = /^lockproof: standard output cannot be written: no space is left\.\n$/;
const SPLAT = inClone("test/fixtures/seed/splat.txt");

/** A line for bash, in which `lockproof` starts it; the exit code; what standard error has to be. */
type Line = readonly [string, number, RegExp];

const FULL_OUTPUT: readonly Line[] = [
  ...["--help", "--version", "explain", "explain LM101", "schema", "config", "completion"].map((argv): Line => [argv, 4, FULL]),
  ...["compile good.ts", "check good.ts --engine builtin", "check good.ts --engine builtin --json", "estimate good.ts --json"].map(
    (argv): Line => [argv, 4, FULL],
  ),
  ...[`import '${SPLAT}'`, `import '${SPLAT}' --model -`, "conformance --write cases"].map((argv): Line => [argv, 4, FULL]),
].map(([argv, code, err]) => [`lockproof ${argv} > /dev/full`, code, err]);

const STREAMS: readonly Line[] = [
  ...FULL_OUTPUT,
  ["lockproof nope > /dev/full", 2, /^lockproof: Unknown command: nope\./],
  ["lockproof nope 2> /dev/full", 2, /^$/],
  ["lockproof explain > /dev/full 2> /dev/full", 4, /^$/],
  ["lockproof explain | head -0; exit ${PIPESTATUS[0]}", 0, /^$/],
  ["lockproof schema | head -0; exit ${PIPESTATUS[0]}", 0, /^$/],
  ["lockproof nope | head -0; exit ${PIPESTATUS[0]}", 2, /^lockproof: Unknown command: nope\./],
  ["lockproof explain >&-", 0, /^$/],
  ["lockproof nope 2>&-", 2, /^$/],
  ["lockproof import - <&-", 2, /^lockproof: no lockdep report in standard input\./],
  ["lockproof import - < .", 2, /^lockproof: .*standard input/i],
  ["lockproof import - < /dev/zero", 2, /^lockproof: Standard input has more than 64 MiB\./],
  ["lockproof import <(yes)", 2, /^lockproof: '\/dev\/fd\/\d+' has more than 64 MiB\./],
  ["lockproof check good.ts --engine builtin > /dev/null <&-", 0, /^$/],
  ["mkdir gone; cd gone; rmdir ../gone; lockproof check", 2, /^lockproof: the current folder is not there any more\. To fix, /],
];

/** What only somebody else than root can try. */
const CLOSED: readonly Line[] = [
  ["lockproof check secret.ts --engine builtin > /dev/null", 2, /secret\.ts: LM501: .* To fix, check the path: it is not allowed\./],
  [
    "lockproof check . --engine builtin > /dev/null",
    2,
    /LM501: The file 'closed' cannot be read\. To fix, check the path: it is not allowed\./,
  ],
  ["lockproof import secret.ts", 2, /'secret\.ts' cannot be read: it is not allowed\./],
  ["lockproof report secret.ts", 2, /'secret\.ts' cannot be read: it is not allowed\./],
  [`lockproof import '${SPLAT}' --model shut/a.ts > /dev/null`, 2, /'shut\/a\.ts' cannot be written: it is not allowed\./],
  ["lockproof conformance --write shut/a", 2, /cannot be written to 'shut\/a': it is not allowed\./],
  [
    "lockproof check good.ts --engine builtin --reporter html=shut/a.html > /dev/null",
    4,
    /shut\/a\.html cannot be written: it is not allowed\./,
  ],
  ["cd shut; lockproof init", 2, /'models\/counter\.ts' cannot be written: it is not allowed\./],
];

describe("[E] streams and folders", function () {
  this.timeout(180_000);
  let workshop: Workshop;
  before(async () => {
    workshop = await openWorkshop();
    workshop.put("good.ts", abba("verified()", "abab"));
  });
  after(() => {
    for (const name of ["shut", "closed"]) if (existsSync(join(workshop.folder, name))) chmodSync(join(workshop.folder, name), 0o755);
    workshop.remove();
  });

  function holds(lines: readonly Line[], user: readonly string[]): void {
    const start = `lockproof() { '${process.execPath}' '${inClone("cli/lockproof.mjs")}' "$@"; }\n`;
    const env = { ...process.env, LOCKPROOF_CACHE: join(workshop.folder, "cache"), TMPDIR: join(workshop.folder, "tmp") };
    for (const [line, code, err] of lines) {
      const [command = "bash", ...argv] = [...user, "bash", "-c", start + line];
      const result = spawnSync(command, argv, { cwd: workshop.folder, env, encoding: "utf8", timeout: 60_000 });
      assert.equal(result.status, code, `${line}: ${result.stderr}`);
      assert.match(result.stderr, err, line);
      assert.deepEqual(workshop.leftOver(), [], line);
    }
  }

  it("ends with a sentence when output is full or closed, or input has no end", function () {
    if (!existsSync("/dev/full")) return this.skip();
    holds(STREAMS, []);
  });

  it("says what is not allowed", function () {
    workshop.put("secret.ts", "");
    workshop.put("closed/a.ts", "");
    workshop.put("shut/b.ts", "");
    const root = process.getuid?.() === 0;
    if (process.platform !== "linux" || (root && !existsSync("/usr/bin/setpriv"))) return this.skip();
    for (const [name, mode] of [
      ["secret.ts", 0],
      ["closed", 0],
      ["shut", 0o555],
      [".", 0o777],
      ["tmp", 0o777],
      ["cache", 0o777],
    ] as const)
      chmodSync(join(workshop.folder, name), mode);
    holds(CLOSED, root ? ["setpriv", "--reuid", "65534", "--clear-groups"] : []);
  });
});
