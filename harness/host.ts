// The compiler's view of the file system: reads source files and remembers what it read.

import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SourceHost, TextFlaw } from "../codegen/source/host.js";
import { textFlaw } from "./text-flaw.js";

/** A host that keeps every text it gave out, by absolute path. */
export interface RecordingHost extends SourceHost {
  readonly texts: ReadonlyMap<string, string>;
  /** Files that were asked for and do not exist: if one appears, an import may mean another file. */
  readonly absent: ReadonlySet<string>;
}

export function fileHost(root: string): RecordingHost {
  const texts = new Map<string, string>();
  const absent = new Set<string>();
  const flaws = new Map<string, TextFlaw>();
  return {
    root: root.replaceAll("\\", "/"),
    dslFolder: join(packageRoot(), "dsl").replaceAll("\\", "/"),
    texts,
    absent,
    readFile(path) {
      const known = texts.get(path);
      if (known !== undefined) return known;
      const bytes = readOrNull(path);
      if (bytes === null) {
        absent.add(path);
        return null;
      }
      const flaw = textFlaw(bytes);
      if (flaw !== null) flaws.set(path, flaw);
      const text = bytes.toString("utf8");
      texts.set(path, text);
      return text;
    },
    flawOf: (path) => flaws.get(path) ?? null,
  };
}

/** The same files, but for some texts. */
export function overlaid(host: RecordingHost, texts: ReadonlyMap<string, string>): RecordingHost {
  return { ...host, readFile: (path) => texts.get(path) ?? host.readFile(path) };
}

function readOrNull(path: string): Buffer | null {
  try {
    // A device may have no end.
    return statSync(path).isFile() ? readFileSync(path) : null;
  } catch {
    return null;
  }
}

/** The folder of lockproof's package.json, from the source tree or from dist. */
export function packageRoot(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return folder;
    if (folder === dirname(folder)) throw new Error("lockproof's package.json is missing");
  }
}
