// The default branch of every exhaustive switch: a type error when a case is missing, an exception when types lied.

export function unreachable(value: never): never {
  throw new Error(`not a case: ${JSON.stringify(value)}`);
}
