// Which of the numbered properties the models of io_uring state, read off their text: as the table of models/README.md must have it.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What a model has to state by itself; the others are faults of the language, or are not modelled. */
export const OWN = ["S1", "S2", "S4", "S5", "S9", "S10", "S11", "L1", "L3", "L4", "L5"];

const PROPERTY = /\b(?:invariant|eventually|assert)\(\s*(?:[^"`]*?,\s*)?"((?:[SWDL]\d+(?:, )?)+):/g;
const IMPORT = /^import "(\.\.?\/[^"]+)\.js";$/gm;

/** Of a file and of the libraries that it imports for their properties. */
function numbersIn(folder: string, file: string): readonly string[] {
  const text = readFileSync(join(folder, file), "utf8");
  const own = [...text.matchAll(PROPERTY)].flatMap(([, numbers = ""]) => numbers.split(", "));
  const imported = [...text.matchAll(IMPORT)].flatMap(([, path = ""]) => numbersIn(folder, join(file, "..", `${path}.ts`)));
  return [...own, ...imported];
}

/** By model, `history/04-chain-walk`, in the order of `OWN`. */
export function statedNumbers(folder: string): ReadonlyMap<string, readonly string[]> {
  const files = ["flush-timeouts", "history", "open-questions"].flatMap((part) =>
    readdirSync(join(folder, part))
      .sort()
      .map((name) => join(part, name)),
  );
  const models = files.filter((file) => /^expect\(/m.test(readFileSync(join(folder, file), "utf8")));
  return new Map(models.map((file) => [file.replace(/\.ts$/, ""), OWN.filter((number) => numbersIn(folder, file).includes(number))]));
}

export interface PropertyRow {
  readonly model: string;
  readonly stated: readonly string[];
  readonly others: readonly string[];
}

/** The rows of the table as the page has them. */
export function propertyRows(page: string): readonly PropertyRow[] {
  const table = page.slice(page.indexOf("| model | states | states not |"));
  const rows = table.slice(0, table.indexOf("\n\n")).split("\n").slice(2);
  return rows.map((row) => {
    const [, model = "", stated = "", others = ""] = row.split("|");
    return { model: model.replaceAll("`", "").trim(), stated: numbersOf(stated), others: numbersOf(others.replace(/: [^;|]*/g, "")) };
  });
}

function numbersOf(text: string): readonly string[] {
  return text.match(/\b[SWDL]\d+\b/g) ?? [];
}
