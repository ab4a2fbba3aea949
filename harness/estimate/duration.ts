// How long TLC will take, from how long the builtin engine took for the states that it saw: on the same machine, of the same model.
// The constants are those of the models that we ship, on a machine that does nothing else.

export interface Seconds {
  readonly about: number;
  readonly least: number;
  readonly most: number;
}

/** TLC's time for a state is that of the builtin engine so many times. */
const TIMES = 15;
/** What comes out is at most this many times more or less, the number of states apart. */
export const TIME_FACTOR = 4;
/** A Java process starts and loads TLC; in one that runs already a small model takes less. */
const START = { least: 0.1, about: 1, most: 4 } as const;

export interface Pace {
  readonly milliseconds: number;
  /** States as TLC counts them. */
  readonly counted: number;
}

export function secondsFor({ milliseconds, counted }: Pace, states: { readonly [bound in keyof Seconds]: number }): Seconds {
  const perState = (TIMES * milliseconds) / 1000 / Math.max(1, counted);
  const rounded = (seconds: number): number => Number(seconds.toPrecision(2));
  return {
    about: rounded(START.about + perState * states.about),
    least: rounded(START.least + (perState * states.least) / TIME_FACTOR),
    most: rounded(START.most + perState * states.most * TIME_FACTOR),
  };
}
