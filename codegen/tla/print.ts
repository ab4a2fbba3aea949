// Prints TLA+ trees: the only place that knows precedence, indentation and line breaks.
// An expression is laid out as a box of lines: on one line where it fits, else broken the way people write TLA+.

import type { Tla, TlaArm, TlaModule, TlaUnit, TlcConfig } from "./ast.js";

type Box = readonly string[];
type Prefix = Extract<Tla, { kind: "prefix" }>;
type Infix = Extract<Tla, { kind: "infix" }>;

const WIDTH = 140;

/** The text of a module. */
export function printModule(module: TlaModule): string {
  const title = ` MODULE ${module.name} `;
  const rule = "-".repeat(Math.max(4, Math.floor((78 - title.length) / 2)));
  const head = `${rule}${title}${rule}`;
  const comment = module.comment.map((line) => `\\* ${comments(line)}`.trimEnd());
  const units = module.units.map((unit) => printUnit(unit).join("\n"));
  return `${[head, ...comment, `EXTENDS ${module.extends.join(", ")}`, "", ...units.flatMap((unit) => [unit, ""])].join("\n")}${"=".repeat(head.length)}\n`;
}

/** The text of TLC's configuration. */
export function printConfig(config: TlcConfig): string {
  const lines = [`SPECIFICATION ${config.specification}`];
  if (config.constants.length > 0) lines.push("CONSTANTS", ...config.constants.map(printConstant));
  if (config.invariants.length > 0) lines.push("INVARIANTS", ...config.invariants.map((invariant) => `  ${invariant}`));
  if (config.properties.length > 0) lines.push("PROPERTIES", ...config.properties.map((property) => `  ${property}`));
  if (config.view !== null) lines.push("VIEW", `  ${config.view}`);
  if (config.actionConstraints.length > 0)
    lines.push("ACTION_CONSTRAINTS", ...config.actionConstraints.map((constraint) => `  ${constraint}`));
  return `${lines.join("\n")}\n`;
}

function printConstant(constant: TlcConfig["constants"][number]): string {
  return `  ${constant.name} ${"value" in constant ? `= ${constant.value}` : `<- ${constant.operator}`}`;
}

/** The text of one expression on one line, for diagnostics and tests. */
export function printExpression(expression: Tla): string {
  return flat(expression, 0);
}

function printUnit(unit: TlaUnit): Box {
  switch (unit.kind) {
    case "heading":
      return [`\\* ${"-".repeat(8)} ${comments(unit.text)} ${"-".repeat(Math.max(4, 100 - unit.text.length))}`];
    case "assumption":
      return [`ASSUME ${flat(unit.body, 0)}`];
    case "variables":
      return [
        "VARIABLES",
        ...unit.variables.map(
          ({ name, comment }, index) => `  ${name}${index + 1 < unit.variables.length ? "," : ""}  \\* ${comments(comment)}`,
        ),
      ];
    case "definition": {
      const head = `${unit.name}${unit.parameters.length > 0 ? `(${unit.parameters.join(", ")})` : ""} ==`;
      const text = unit.comment.map((line) => `\\* ${comments(line)}`.trimEnd());
      const line = `${head} ${flat(unit.body, 0)}`;
      if (line.length <= WIDTH && !breaksAlways(unit.body) && !isLongList(unit.body)) return [...text, line];
      const lines = isLongList(unit.body) ? listBox(unit.body, WIDTH - 2) : box(unit.body, WIDTH - 2);
      return [...text, head, ...indent("  ", lines)];
    }
  }
}

/** Text in a comment must not end it or look like a module's end, and is ASCII. */
function comments(text: string): string {
  return text
    .replaceAll("*)", "* )")
    .replaceAll("(*", "( *")
    .replace(/={4,}/g, "===")
    .replace(/[^\x20-\x7e]/g, "?");
}

/** Conjunctions and disjunctions of actions and CASE read better as lists. */
function breaksAlways(expression: Tla): boolean {
  return expression.kind === "case" || ((expression.kind === "and" || expression.kind === "or") && expression.items.some(isAction));
}

function isAction(expression: Tla): boolean {
  switch (expression.kind) {
    case "prime":
      return true;
    case "infix":
      return isAction(expression.left) || isAction(expression.right);
    case "prefix":
      return expression.operator === "UNCHANGED" || isAction(expression.operand);
    case "call":
      return expression.args.some(isAction);
    case "and":
    case "or":
      return expression.items.some(isAction);
    case "if":
      return isAction(expression.whenTrue) || isAction(expression.whenFalse);
    case "case":
      return true;
    case "quantified":
    case "let":
      return isAction(expression.body);
    default:
      return false;
  }
}

type Junction = Extract<Tla, { kind: "and" | "or" }>;

function isLongList(expression: Tla): expression is Junction {
  return (expression.kind === "and" || expression.kind === "or") && expression.items.length > 2;
}

function listBox(expression: Junction, width: number): Box {
  const bullet = expression.kind === "and" ? "/\\ " : "\\/ ";
  // IF, LET, CASE and quantifiers extend as far right as they can: as an item of a list they stand in their own column, which ends them.
  return expression.items.flatMap((item) => beside(bullet, box(item, width - bullet.length)));
}

function box(expression: Tla, width: number): Box {
  const line = flat(expression, 0);
  if (line.length <= width && !breaksAlways(expression) && !contains(expression)) return [line];
  switch (expression.kind) {
    case "and":
    case "or":
      return listBox(expression, width);
    case "if":
      return [
        ...beside("IF ", box(expression.condition, width - 3)),
        ...beside("THEN ", box(expression.whenTrue, width - 5)),
        ...beside("ELSE ", box(expression.whenFalse, width - 5)),
      ];
    case "case":
      return caseBox(expression.arms, expression.other, width);
    case "let":
      return [
        ...expression.definitions.flatMap((definition, index) =>
          beside(index === 0 ? "LET " : "    ", beside(`${definition.name} == `, box(definition.body, width - 10))),
        ),
        ...beside("IN  ", box(expression.body, width - 4)),
      ];
    case "quantified":
      return beside(
        `${expression.quantifier} ${expression.variable} \\in ${flat(expression.set, 0)} : `,
        box(expression.body, width - 10),
        4,
      );
    case "set":
      return bracketed(
        "{",
        expression.items.map((item) => box(item, width - 2)),
        "}",
        width,
      );
    case "tuple":
      return bracketed(
        "<<",
        expression.items.map((item) => box(item, width - 3)),
        ">>",
        width,
      );
    case "record":
      return bracketed(
        "[",
        expression.fields.map((field) => beside(`${field.name} |-> `, box(field.value, width - field.name.length - 6))),
        "]",
        width,
      );
    case "function":
      return beside(`[${expression.variable} \\in ${flat(expression.set, 0)} |-> `, suffixed(box(expression.body, width - 8), "]"), 3);
    case "infix":
      return infixBox(expression, width);
    case "call":
      return bracketed(
        `${expression.operator}(`,
        expression.args.map((argument) => box(argument, width - 4)),
        ")",
        width,
      );
    default:
      return [line];
  }
}

/** A subterm that is always broken forces its parents to break. */
function contains(expression: Tla): boolean {
  switch (expression.kind) {
    case "and":
    case "or":
      return expression.items.some((item) => breaksAlways(item) || contains(item));
    case "if":
      return [expression.whenTrue, expression.whenFalse].some((branch) => breaksAlways(branch) || contains(branch));
    case "let":
    case "quantified":
      return breaksAlways(expression.body) || contains(expression.body);
    default:
      return false;
  }
}

/** A part of an operator, in parentheses where that operator holds more strongly than the part itself. */
function operandBox(expression: Tla, width: number, outer: number): Box {
  return strength(expression) < outer ? suffixed(beside("(", box(expression, width - 2)), ")") : box(expression, width);
}

function caseBox(arms: readonly TlaArm[], other: Tla | null, width: number): Box {
  const rows = arms.flatMap((arm, index) => {
    const lead = index === 0 ? "CASE " : "  [] ";
    const guard = flat(arm.guard, 0);
    const head = `${lead}${guard} ->`;
    const comment = arm.comment.map((line) => `     \\* ${comments(line)}`);
    const line = `${head} ${flat(arm.body, endsInCase(arm.body) ? 1 : 0)}`;
    const rows =
      line.length <= width && !breaksAlways(arm.body) && !contains(arm.body)
        ? [line]
        : [head, ...indent("       ", armBox(arm.body, width - 7))];
    return index === 0 ? [...comment, ...rows] : [...comment, ...rows];
  });
  return other === null ? rows : [...rows, ...beside("  [] OTHER -> ", box(other, width - 14))];
}

/** A CASE at the right end of an arm would take the arms that follow for its own. Lists are ended by their column. */
function armBox(body: Tla, width: number): Box {
  return operandBox(body, width, endsInCase(body) ? 1 : 0);
}

function endsInCase(expression: Tla): boolean {
  switch (expression.kind) {
    case "case":
      return true;
    case "if":
      return endsInCase(expression.whenFalse);
    case "quantified":
    case "let":
      return endsInCase(expression.body);
    default:
      return false;
  }
}

function infixBox(expression: Infix, width: number): Box {
  const own = precedence(expression.operator);
  if (expression.operator === "@@" || expression.operator === "\\cup") {
    const sign = `${expression.operator} `;
    const items = flatten(expression, expression.operator);
    return items.flatMap((item, index) => beside(index === 0 ? " ".repeat(sign.length) : sign, operandBox(item, width - 6, own + 1)));
  }
  const left = flat(expression.left, leftOf(expression));
  return beside(`${left} ${expression.operator} `, operandBox(expression.right, width - left.length - 4, own + 1));
}

function flatten(expression: Tla, operator: string): readonly Tla[] {
  return expression.kind === "infix" && expression.operator === operator
    ? [...flatten(expression.left, operator), expression.right]
    : [expression];
}

function bracketed(open: string, items: readonly Box[], close: string, width: number): Box {
  if (items.every((item) => item.length === 1)) return filled(open, items.flat(), close, width);
  const rows = items.flatMap((item, index) =>
    beside(index === 0 ? open : " ".repeat(open.length), index + 1 < items.length ? suffixed(item, ",") : suffixed(item, close)),
  );
  return rows.length === 0 ? [`${open}${close}`] : rows;
}

/** One-line items are set like words of a paragraph. */
function filled(open: string, items: readonly string[], close: string, width: number): Box {
  const lines: string[] = [];
  items.forEach((item, index) => {
    const text = `${item}${index + 1 < items.length ? "," : close}`;
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + text.length <= width) lines[lines.length - 1] = `${last} ${text}`;
    else lines.push(`${last === undefined ? open : " ".repeat(open.length)}${text}`);
  });
  return lines.length === 0 ? [`${open}${close}`] : lines;
}

function suffixed(lines: Box, suffix: string): Box {
  return lines.map((line, index) => (index + 1 === lines.length ? `${line}${suffix}` : line));
}

function beside(prefix: string, lines: Box, hang = prefix.length): Box {
  const [first = "", ...rest] = lines;
  if (lines.length > 1 && hang < prefix.length) return [prefix.trimEnd(), ...indent(" ".repeat(hang), lines)];
  return [`${prefix}${first}`, ...rest.map((line) => `${" ".repeat(prefix.length)}${line}`)];
}

function indent(by: string, lines: Box): Box {
  return lines.map((line) => `${by}${line}`);
}

/** How strongly an expression holds its parts together: where an operator around it holds more strongly it needs parentheses. */
function strength(expression: Tla): number {
  switch (expression.kind) {
    case "infix":
      return precedence(expression.operator);
    case "prefix":
      return prefixPrecedence(expression.operator);
    case "and":
    case "or":
      return 3;
    case "if":
    case "case":
    case "quantified":
    case "let":
      return 0;
    default:
      return Number.POSITIVE_INFINITY;
  }
}

/** One line. `outer` is the precedence of the surrounding operator: lower ones get parentheses. */
function flat(expression: Tla, outer: number): string {
  const text = bare(expression);
  return strength(expression) < outer ? `(${text})` : text;
}

function bare(expression: Tla): string {
  switch (expression.kind) {
    case "name":
      return expression.name;
    case "number":
      return String(expression.value);
    case "string":
      return quoted(expression.value);
    case "boolean":
      return expression.value ? "TRUE" : "FALSE";
    case "call":
      return expression.args.length === 0 ? expression.operator : `${expression.operator}(${list(expression.args)})`;
    case "apply":
      return `${flat(expression.function, 20)}[${list(expression.args)}]`;
    case "except":
      return `[${flat(expression.function, 0)} EXCEPT ${expression.updates.map((update) => `![${flat(update.key, 0)}] = ${flat(update.value, 0)}`).join(", ")}]`;
    case "infix": {
      const own = precedence(expression.operator);
      const text = `${flat(expression.left, leftOf(expression))} ${expression.operator} ${flat(expression.right, own + 1)}`;
      return expression.operator === ".." ? text.replaceAll(" .. ", "..") : text;
    }
    case "prefix":
      return prefix(expression);
    case "prime":
      return `${expression.name}'`;
    case "and":
      return expression.items.map((item) => flat(item, 4)).join(" /\\ ");
    case "or":
      return expression.items.map((item) => flat(item, 4)).join(" \\/ ");
    case "if":
      return `IF ${flat(expression.condition, 0)} THEN ${flat(expression.whenTrue, 0)} ELSE ${flat(expression.whenFalse, 0)}`;
    case "case":
      return [
        ...expression.arms.map((arm) => `${flat(arm.guard, 0)} -> ${flat(arm.body, 1)}`),
        ...(expression.other === null ? [] : [`OTHER -> ${flat(expression.other, 1)}`]),
      ].reduce((text, arm, index) => (index === 0 ? `CASE ${arm}` : `${text} [] ${arm}`), "");
    case "tuple":
      return `<<${list(expression.items)}>>`;
    case "set":
      return `{${list(expression.items)}}`;
    case "filter":
      return `{${expression.variable} \\in ${flat(expression.set, 1)} : ${flat(expression.predicate, 0)}}`;
    case "map":
      return `{${flat(expression.body, 0)} : ${expression.variable} \\in ${flat(expression.set, 1)}}`;
    case "record":
      return `[${expression.fields.map((field) => `${field.name} |-> ${flat(field.value, 0)}`).join(", ")}]`;
    case "member":
      return `${flat(expression.record, 20)}.${expression.field}`;
    case "function":
      return `[${expression.variable} \\in ${flat(expression.set, 1)} |-> ${flat(expression.body, 0)}]`;
    case "quantified":
      return `${expression.quantifier} ${expression.variable} \\in ${flat(expression.set, 1)} : ${flat(expression.body, 0)}`;
    case "let":
      return `LET ${expression.definitions.map((definition) => `${definition.name} == ${flat(definition.body, 0)}`).join(" ")} IN ${flat(expression.body, 0)}`;
    case "box-action":
      return `[][${flat(expression.action, 0)}]_${flat(expression.variables, 20)}`;
    case "fairness":
      return `${expression.strength}_${expression.variables}(${flat(expression.action, 0)})`;
  }
}

function prefix({ operator, operand }: Prefix): string {
  const space = /[A-Z]$/.test(operator) ? " " : "";
  return `${operator}${space}${flat(operand, heldBy(operator, operand))}`;
}

/** `--` is an operator of its own. Temporal operators, ENABLED and UNCHANGED hold neither more nor less than most others. */
function heldBy(operator: Prefix["operator"], operand: Tla): number {
  switch (operator) {
    case "-":
      return 13;
    case "UNION":
    case "DOMAIN":
      return prefixPrecedence(operator) + 0.5;
    default:
      return operator !== "~" && operand.kind === "prefix" ? 0 : 20;
  }
}

function prefixPrecedence(operator: Prefix["operator"]): number {
  switch (operator) {
    case "-":
      return 12;
    case "DOMAIN":
      return 9;
    case "UNION":
      return 8;
    default:
      return 4;
  }
}

function list(items: readonly Tla[]): string {
  return items.map((item) => flat(item, 0)).join(", ");
}

/** Lower half of TLA+'s precedence ranges, coarse where the emitter never mixes operators (Lamport, Specifying Systems, table 6). */
function precedence(operator: string): number {
  switch (operator) {
    case "=>":
      return 1;
    case "~>":
      return 2;
    case "=":
    case "#":
    case "<":
    case "<=":
    case ">":
    case ">=":
    case "\\in":
    case "\\notin":
    case "\\subseteq":
      return 5;
    case "@@":
      return 6;
    case ":>":
      return 7;
    case "\\cup":
    case "\\cap":
    case "\\":
      return 8;
    case "..":
      return 9;
    case "+":
    case "-":
      return 10;
    case "%": // between 10 and 11 in TLA+: conflicts with + and -, so it gets parentheses beside both
      return 9.5;
    default:
      return 13;
  }
}

/** Left-associative operators take their like on the left without parentheses. */
function leftOf({ operator, left }: Infix): number {
  const own = precedence(operator);
  const sums = ["+", "-"];
  const alike = left.kind === "infix" && (left.operator === operator || (sums.includes(operator) && sums.includes(left.operator)));
  return alike && [...sums, "@@", "\\cup", "\\o"].includes(operator) ? own : own + 1;
}

/** A TLA+ string: ASCII, with TLC's escapes. */
function quoted(text: string): string {
  const escaped = text.replace(/[\\"]/g, (character) => `\\${character}`).replace(/[^\x20-\x7e]/g, "?");
  return `"${escaped}"`;
}
