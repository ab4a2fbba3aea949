// The variables of one flow graph. A declaration has one variable per function, and one per expansion of the macro it stands in.

import type { ts } from "ts-morph";
import type { Local, LocalType } from "../../ir/graph.js";

export class Locals {
  readonly #byKey = new Map<string, Local>();
  readonly #ids = new Set<string>();
  readonly #nodeNumbers = new Map<ts.Node, number>();
  readonly #distrusted: Set<string>;
  /** Variables that were taken for something else than NULL. */
  readonly #trusted = new Set<string>();
  #trustedInVain = false;
  readonly #changing = new Set<string>();

  /** `distrusted`: what an earlier lowering of the same code came to distrust. */
  constructor(distrusted: ReadonlySet<string> = new Set()) {
    this.#distrusted = new Set(distrusted);
  }

  /** The variable for `node` (a declaration, or an expression whose result is kept), expanded along `path`. */
  of(node: ts.Node, path: string, name: string, inFunction: string, type: LocalType = { kind: "value" }, role = ""): string {
    const key = `${this.#number(node)} ${path} ${role}`;
    const known = this.#byKey.get(key);
    if (known !== undefined) return known.id;
    const local: Local = { id: this.#freshId(`${inFunction}.${name}`), name, function: inFunction, type };
    this.#byKey.set(key, local);
    return local.id;
  }

  /** The variable may be NULL even where its type says otherwise. */
  distrust(local: string): void {
    if (this.#distrusted.has(local)) return;
    this.#distrusted.add(local);
    // Every other variable gets its value anew before it is read.
    if (this.isChanging(local) && this.#trusted.has(local)) this.#trustedInVain = true;
  }

  isDistrusted(local: string): boolean {
    if (this.#distrusted.has(local)) return true;
    this.#trusted.add(local);
    return false;
  }

  get distrusted(): ReadonlySet<string> {
    return this.#distrusted;
  }

  /** Code that was lowered earlier trusts a variable that later code, from where a loop leads back, distrusts. */
  get trustedInVain(): boolean {
    return this.#trustedInVain;
  }

  /** The model's code assigns to the variable: an expression with it has different values at different times. */
  markChanging(local: string): void {
    this.#changing.add(local);
  }

  isChanging(local: string): boolean {
    return this.#changing.has(local);
  }

  all(): readonly Local[] {
    return [...this.#byKey.values()];
  }

  #number(node: ts.Node): number {
    const known = this.#nodeNumbers.get(node);
    if (known !== undefined) return known;
    this.#nodeNumbers.set(node, this.#nodeNumbers.size);
    return this.#nodeNumbers.size - 1;
  }

  #freshId(id: string): string {
    let fresh = id;
    for (let copy = 2; this.#ids.has(fresh); copy++) fresh = `${id}'${copy}`;
    this.#ids.add(fresh);
    return fresh;
  }
}
