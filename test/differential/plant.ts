// Plants an error in a copy of the compiled emitter or interpreter, and counts the models until the comparison of the two finds it.

import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { packageRoot } from "../../harness/host.js";
import type { PlantedError } from "./planted-errors.js";

/** The compiled file with the error in it. */
export function withError({ file, from, to }: PlantedError): string {
  const text = readFileSync(join(packageRoot(), "dist", file), "utf8");
  if (!text.includes(from)) throw new Error(`${file} has no '${from}' any more`);
  return text.replace(from, () => to);
}

/** The number of the model of series 1 that finds the error; null when the first ones do not. */
export async function modelThatFinds(error: PlantedError, models: number): Promise<number | null> {
  const root = packageRoot();
  const text = withError(error);
  const folder = mkdtempSync(join(tmpdir(), "lockproof-planted-"));
  try {
    cpSync(join(root, "dist"), join(folder, "dist"), { recursive: true });
    for (const name of ["node_modules", "specs", "dsl", "tla-tools", "package.json", "package-lock.json"])
      symlinkSync(join(root, name), join(folder, name));
    writeFileSync(join(folder, "dist", error.file), text);
    const fuzz = ["dist/test/differential/fuzz.js", "--runs", String(models), "--first"];
    const { stdout } = await execa("node", fuzz, { cwd: folder, reject: false });
    const found = /^model (\d+), seed/m.exec(stdout)?.[1];
    if (found === undefined && !/ 0 differ /.test(stdout)) throw new Error(`the fuzzer ended in a surprise: ${stdout.slice(0, 500)}`);
    return found === undefined ? null : Number(found);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
