// What the compiler knows of one function of the language.

import type { ts } from "ts-morph";
import type { Lowering } from "../../lowering.js";
import type { Meaning } from "../../meaning.js";
import type { Label } from "../graph-builder.js";

export interface LanguageFunction {
  /** It makes steps: not for properties. */
  readonly steps: boolean;
  readonly lower: (lowering: Lowering, call: ts.CallExpression) => Meaning;
  /** As a condition, where both ways are known to differ. */
  readonly condition?: (lowering: Lowering, call: ts.CallExpression, whenTrue: Label, whenFalse: Label) => void;
}

export type LanguageFunctions = readonly (readonly [string, LanguageFunction])[];
