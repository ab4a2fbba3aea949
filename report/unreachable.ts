// Exhaustiveness: the compiler refuses a call with anything but `never`, so a new kind of something shows up where it is not handled.

export function unreachable(value: never): never {
  throw new Error(`not handled: ${JSON.stringify(value)}`);
}
