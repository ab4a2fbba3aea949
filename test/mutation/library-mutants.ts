// The rules of specs/lib with one guard or conjunct less, or one case another. Textual: a rule that nobody thought of when this was written is
// mutated all the same.

export interface RuleMutant {
  /** `Locks.tla:10  drop owner[lock] = Free` */
  readonly title: string;
  readonly module: string;
  readonly library: Readonly<Record<string, string>>;
}

/** All mutants of the library: file name to text. */
export function libraryMutants(library: Readonly<Record<string, string>>): readonly RuleMutant[] {
  return Object.entries(library).flatMap(([module, text]) =>
    text.split("\n").flatMap((line, index, all) =>
      lineMutants(line).map(({ what, text: changed }) => ({
        title: `${module}:${index + 1}  ${what}`,
        module,
        library: { ...library, [module]: [...all.slice(0, index), changed, ...all.slice(index + 1)].join("\n") },
      })),
    ),
  );
}

interface LineMutant {
  readonly what: string;
  readonly text: string;
}

/** A comment, the head of a module, a declaration: nothing to mutate. */
const NO_RULE = /^\s*(\\\*|-{4}|={4}|EXTENDS|VARIABLE|CONSTANT|RECURSIVE|ASSUME|$)/;

function lineMutants(line: string): readonly LineMutant[] {
  if (NO_RULE.test(line)) return [];
  const code = line.replace(/\s*\\\*.*$/, "");
  return [...weakened(code), ...replaced(code)].filter(({ text }) => text !== code);
}

/** One conjunct becomes TRUE, one disjunct FALSE. */
function weakened(code: string): readonly LineMutant[] {
  return [
    ...operands(code, "/\\").map(({ part, text }) => ({ what: `without ${part}`, text: text("TRUE") })),
    ...operands(code, "\\/").map(({ part, text }) => ({ what: `without ${part}`, text: text("FALSE") })),
  ].filter(({ what }) => !/'/.test(what) && !/UNCHANGED/.test(what));
}

/** The operands of a junction written on this line, or of the item of a list that this line is. */
function operands(code: string, operator: string): readonly { readonly part: string; readonly text: (by: string) => string }[] {
  const pieces = code.split(operator);
  if (pieces.length < 2) return [];
  return pieces.flatMap((piece, index) => {
    const body = index === 0 ? piece.slice(headLength(piece)) : piece;
    const part = body.trim();
    if (!isWhole(part)) return [];
    const text = (by: string): string =>
      pieces
        .map((other, place) => (place === index ? other.slice(0, other.length - body.length) + body.replace(part, by) : other))
        .join(operator);
    return [{ part, text }];
  });
}

/** `name(params) == ` or the quantifier before the first operand. */
function headLength(piece: string): number {
  return /^.*(==|:(?!>)|THEN|ELSE)\s/.exec(piece)?.[0].length ?? 0;
}

/** An operand with all its brackets, and no word of something around it. */
function isWhole(part: string): boolean {
  const depth = [...part].reduce((sum, character) => sum + ("([{".includes(character) ? 1 : ")]}".includes(character) ? -1 : 0), 0);
  return part !== "" && depth === 0 && !/\b(IF|THEN|ELSE|CASE|LET|IN)\b|->|^\\[AE]/.test(part);
}

/** Constants and operators that a rule turns on. */
const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  [/ # /, " = "],
  [/\\notin/, "\\in"],
  [/ > /, " >= "],
  [/\\E /, "\\A "],
  [/\\A /, "\\E "],
  [/~(?=[a-zA-Z])/, ""],
  [/"running"/, '"sleeping"'],
  [/"sleeping"/, '"running"'],
  [/SelfLinked(?! ==|,)/, "Poisoned"],
  [/ \+ 1/, ""],
  [/WaitSpin(?! ==)$/, "WaitSleep"],
  [/WaitConfig(?! ==)$/, "WaitSleep"],
  [/WaitSleep(?! ==)$/, "WaitSpin"],
  [/"HARDIRQ-ON"/, '"SOFTIRQ-ON"'],
  [/"IN-HARDIRQ"/, '"IN-SOFTIRQ"'],
];

function replaced(code: string): readonly LineMutant[] {
  return REPLACEMENTS.flatMap(([pattern, by]) => {
    const found = pattern.exec(code);
    return found === null
      ? []
      : [{ what: `${found[0].trim()} becomes ${by.trim() || "nothing"} in ${code.trim().slice(0, 60)}`, text: code.replace(pattern, by) }];
  });
}
