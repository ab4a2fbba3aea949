// Values of options: durations, sizes, settings of parameters.

import { REDUCTIONS, type Reduction } from "../harness/request.js";
import { UsageError } from "./usage-error.js";

const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const MEGABYTES: Readonly<Record<string, number>> = { m: 1, g: 1024 };

/** What a timer can wait. */
const LONGEST = { name: "500h", value: 500 * 3_600_000 } as const;
const LARGEST = { name: "1024g", value: 1024 * 1024 } as const;

/** `60s`, `500ms`, `2m`, `1h` in milliseconds. */
export function duration(option: string, text: string): number {
  return quantity(option, text, MILLISECONDS, LONGEST, "60s, 2m or 500ms");
}

/** `512m`, `1g` in megabytes. */
export function size(option: string, text: string): number {
  return quantity(option, text, MEGABYTES, LARGEST, "512m or 1g");
}

function quantity(
  option: string,
  text: string,
  units: Readonly<Record<string, number>>,
  most: { readonly name: string; readonly value: number },
  examples: string,
): number {
  const match = /^(\d{1,9})([a-z]+)$/i.exec(text.trim());
  const unit = units[match?.[2]?.toLowerCase() ?? ""];
  const number = Number(match?.[1]);
  if (unit === undefined || number === 0) throw new UsageError(`--${option} is '${text}', not like ${examples}.`);
  if (number * unit > most.value) throw new UsageError(`--${option} is '${text}', more than ${most.name}.`);
  return number * unit;
}

/** Digits alone; `10_000` and `10000` alike. */
export function count(option: string, text: string, least: number, most: number): number {
  const number = /^\d[\d_]{0,14}$/.test(text) ? Number(text.replaceAll("_", "")) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new UsageError(`--${option} is '${text}', not a whole number from ${least} to ${most}.`);
}

/** Threads; `auto` leaves the choice to lockproof. */
export function threads(option: string, text: string): number | "auto" {
  return text === "auto" ? "auto" : count(option, text, 1, 1024);
}

/** TLC's own. */
export const DEFAULT_PORT = 10997;

/** Of the domain name system. */
const LONGEST_NAME = 253;

/** `HOST` or `HOST:PORT`. */
export function meetingPoint(what: string, text: string): { readonly host: string; readonly port: number } {
  const [, host = "", port] = /^([a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)(?::(\d{1,5}))?$/i.exec(text) ?? [];
  const number = port === undefined ? DEFAULT_PORT : Number(port);
  if (host === "" || host.length > LONGEST_NAME || number < 1 || number > 65_535)
    throw new UsageError(`${what} is '${text}', not like build7 or 10.0.0.7:10997.`);
  return { host, port: number };
}

/** `--reduce steps`, several with commas; `--no-reduce` gives false. */
export function reductions(text: string | boolean): readonly Reduction[] {
  if (text === true || text === "all") return REDUCTIONS;
  if (text === false) return [];
  return text.split(",").map((name) => {
    const found = REDUCTIONS.find((reduction) => reduction === name.trim());
    if (found === undefined) throw new UsageError(`--reduce is '${text}', not all or some of ${REDUCTIONS.join(", ")} with commas.`);
    return found;
  });
}

/** `--set timeouts=3`, repeated. */
export function settings(texts: readonly string[]): Readonly<Record<string, number>> {
  const entries = texts.map((text): readonly [string, number] => {
    const match = /^([^=\s]+)=(-?\d{1,9})$/.exec(text);
    if (match?.[1] === undefined) throw new UsageError(`--set is '${text}', not like timeouts=3.`);
    return [match[1], Number(match[2])];
  });
  const twice = entries.find(([name], index) => entries.findIndex(([other]) => other === name) !== index);
  if (twice !== undefined) throw new UsageError(`--set gives ${twice[0]} two values.`);
  return Object.fromEntries(entries);
}
