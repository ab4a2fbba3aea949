// Names of one expansion of a function or macro. Top-level names are not here: they are the world's.

import type { ts } from "ts-morph";
import type { Meaning } from "./meaning.js";

/** What a name is bound to: something to substitute, or a variable of the context. */
export type Binding =
  /** `narrows`: TypeScript knows that the value may be NULL, so its type at a use is to be trusted. */
  | { readonly kind: "meaning"; readonly meaning: Meaning; readonly narrows?: boolean }
  | { readonly kind: "variable"; readonly local: string };

export class Scope {
  readonly #bindings = new Map<ts.Symbol, Binding>();
  readonly #parent: Scope | null;

  constructor(parent: Scope | null) {
    this.#parent = parent;
  }

  bind(symbol: ts.Symbol, binding: Binding): void {
    this.#bindings.set(symbol, binding);
  }

  lookup(symbol: ts.Symbol): Binding | null {
    return this.#bindings.get(symbol) ?? this.#parent?.lookup(symbol) ?? null;
  }
}
