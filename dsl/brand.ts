// Nominal types: TypeScript compares shapes, so each kernel type carries a mark of its own and
// `spin_lock(a_mutex)` is a type error in the editor.

declare const kind: unique symbol;

/** A type that only values made by the function of that name have. */
export interface Kernel<Name extends string> {
  readonly [kind]: Name;
}
