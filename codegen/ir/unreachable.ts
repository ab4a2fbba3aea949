/** Marks a case that the types rule out; a compile error when they do not. */
export function unreachable(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`);
}
