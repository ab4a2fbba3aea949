// Message templates with named parameters that the type checker knows: "'{name}' calls itself." needs { name }.

import type { Severity } from "./diagnostic.js";

/** One entry of the registry. Numbers are never reused. */
export interface Template {
  readonly code: `LM${number}`;
  readonly severity: Severity;
  readonly message: string;
  readonly repair: string;
}

type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;

/** What has to be filled in to make a diagnostic of a template. */
export type Parameters<Entry extends Template> = { readonly [Name in Names<Entry["message"] | Entry["repair"]>]: string | number };

/** `template` with its parameters filled in; control characters of user text become visible. */
export function fill(template: string, parameters: Readonly<Record<string, string | number>>): string {
  return template.replaceAll(/\{([a-z]+)\}/giu, (hole, name: string) => {
    const value = parameters[name];
    return value === undefined ? hole : visible(String(value));
  });
}

/** Text from a model as it may be shown on a terminal: no escape sequences. */
export function visible(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
