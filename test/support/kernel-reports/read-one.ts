// The one report of a text, read by the importer.

import { type Reading, readReports } from "../../../import/index.js";

export function readOne(text: string): Reading {
  const [reading, ...others] = readReports(text).readings;
  if (reading === undefined || others.length > 0) throw new Error(`not one report in\n${text}`);
  return reading;
}
