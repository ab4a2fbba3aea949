/** Positions in modules, as TLC prints them; lines and columns count from 1. */

export interface TlaLocation {
  readonly module: string;
  readonly start: TlaPosition;
  readonly end: TlaPosition;
}

export interface TlaPosition {
  readonly line: number;
  readonly column: number;
}

/** A named operator of the specification and where the part in question stands. */
export interface TlaAction {
  readonly name: string;
  readonly location: TlaLocation;
}

const span = "line (\\d+), col (\\d+) to line (\\d+), col (\\d+) of module (\\w+)";
const locationPattern = new RegExp(span);
const actionPattern = new RegExp(`^<(\\w+) ${span}>$`);
const callSitePattern = /^\d+\. Line (\d+), column (\d+) to line (\d+), column (\d+) in (\w+)$/;

/** The first location in a text, in the wording of states and of SANY. */
export function findLocation(text: string): TlaLocation | null {
  const found = locationPattern.exec(text);
  return found === null ? null : locationFrom(found.slice(1));
}

/** `<Name line 1, col 2 to line 3, col 4 of module M>`. */
export function parseAction(text: string): TlaAction | null {
  const found = actionPattern.exec(text);
  return found === null ? null : { name: found[1] ?? "", location: locationFrom(found.slice(2)) };
}

/** One line of the nested expressions after an evaluation error. */
export function parseCallSite(line: string): TlaLocation | null {
  const found = callSitePattern.exec(line);
  return found === null ? null : locationFrom(found.slice(1));
}

function locationFrom(parts: readonly string[]): TlaLocation {
  const [startLine, startColumn, endLine, endColumn, module = ""] = parts;
  return {
    module,
    start: { line: Number(startLine), column: Number(startColumn) },
    end: { line: Number(endLine), column: Number(endColumn) },
  };
}
