/**
 * Prints a TLA+ value in TLC's manner: on one line, or broken over lines where it is wider than
 * `width`. What is printed reads back as the same value; the exact break points of TLC are not
 * promised.
 */
import type { TlaEntry, TlaField, TlaValue } from "./value.js";

/** The text of `value`; without a width, all on one line. */
export function printValue(value: TlaValue, width: number = Number.POSITIVE_INFINITY): string {
  return layout(value, width, 0);
}

function layout(value: TlaValue, width: number, indent: number): string {
  const flat = printFlat(value);
  return indent + flat.length <= width ? flat : printBroken(value, width, indent);
}

function printFlat(value: TlaValue): string {
  switch (value.kind) {
    case "int":
      return String(value.value);
    case "bool":
      return value.value ? "TRUE" : "FALSE";
    case "string":
      return quote(value.value);
    case "model-value":
      return value.name;
    case "unset":
      return "null";
    case "interval":
      return `${value.low}..${value.high}`;
    case "tuple":
      return `<<${value.elements.map(printFlat).join(", ")}>>`;
    case "set":
      return `{${value.elements.map(printFlat).join(", ")}}`;
    case "record":
      return `[${value.fields.map((field) => `${field.name} |-> ${printFlat(field.value)}`).join(", ")}]`;
    case "function":
      return `(${value.entries.map((entry) => `${printFlat(entry.key)} :> ${printFlat(entry.value)}`).join(" @@ ")})`;
  }
}

function printBroken(value: TlaValue, width: number, indent: number): string {
  switch (value.kind) {
    case "tuple":
      return bracket("<<", ">>", value.elements, indent, (item) => layout(item, width, indent + 3));
    case "set":
      return bracket("{", "}", value.elements, indent, (item) => layout(item, width, indent + 2));
    case "record":
      return bracket("[", "]", value.fields, indent, (field) => brokenField(field, width, indent + 2));
    case "function":
      return `( ${value.entries.map((entry) => brokenEntry(entry, width, indent)).join(` @@\n${pad(indent + 2)}`)} )`;
    default:
      return printFlat(value);
  }
}

function bracket<T>(open: string, close: string, items: readonly T[], indent: number, print: (item: T) => string): string {
  const separator = `,\n${pad(indent + open.length + 1)}`;
  return items.length === 0 ? `${open} ${close}` : `${open} ${items.map(print).join(separator)} ${close}`;
}

function brokenField(field: TlaField, width: number, indent: number): string {
  const flat = printFlat(field.value);
  const fits = indent + field.name.length + 5 + flat.length <= width;
  const inner = indent + 4;
  return fits ? `${field.name} |-> ${flat}` : `${field.name} |->\n${pad(inner)}${layout(field.value, width, inner)}`;
}

function brokenEntry(entry: TlaEntry, width: number, indent: number): string {
  const inner = indent + 6;
  return `${layout(entry.key, width, indent + 2)} :>\n${pad(inner)}${layout(entry.value, width, inner)}`;
}

function pad(count: number): string {
  return " ".repeat(count);
}

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
  "\f": "\\f",
};

function quote(text: string): string {
  return `"${text.replace(/["\\\t\n\r\f]/g, (letter) => escapes[letter] ?? letter)}"`;
}
