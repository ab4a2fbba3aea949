// `npm run fuzz:planted`: plants one error at a time in the compiled emitter or interpreter, in a copy, and tells after how many random models the
// comparison of the two finds it. One that 300 models do not find fails.

import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { packageRoot } from "../../harness/host.js";
import { PLANTED } from "./planted-errors.js";

const MODELS = 300;
const root = packageRoot();
let missed = 0;

for (const { title, file, from, to } of PLANTED) {
  const folder = mkdtempSync(join(tmpdir(), "lockproof-planted-"));
  try {
    cpSync(join(root, "dist"), join(folder, "dist"), { recursive: true });
    for (const name of ["node_modules", "specs", "dsl", "tla-tools", "package.json", "package-lock.json"])
      symlinkSync(join(root, name), join(folder, name));
    const path = join(folder, "dist", file);
    const text = readFileSync(path, "utf8");
    if (!text.includes(from)) throw new Error(`${file} has no '${from}' any more`);
    writeFileSync(path, text.replace(from, to));
    const fuzz = ["dist/test/differential/fuzz.js", "--runs", String(MODELS), "--first"];
    const { stdout } = await execa("node", fuzz, { cwd: folder, reject: false });
    const found = /^model (\d+), seed/m.exec(stdout)?.[1];
    if (found === undefined) missed++;
    process.stdout.write(`${found === undefined ? "MISSED" : `model ${found}`.padEnd(10)}  ${title}\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
process.exitCode = missed === 0 ? 0 : 1;
