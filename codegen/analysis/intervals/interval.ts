// Intervals of integers, with infinite ends: arithmetic on all values at once. The empty set is null.

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Beyond this, computing with doubles is not exact any more: ends are taken as infinite. */
const PRECISE = 2 ** 53;

export function between(low: number, high: number): Interval {
  return { low: low < -PRECISE ? -Infinity : Math.min(low, PRECISE) + 0, high: high > PRECISE ? Infinity : Math.max(high, -PRECISE) + 0 };
}

export function exactly(value: number): Interval {
  return between(value, value);
}

/** The least interval that contains both. */
export function hull(a: Interval | null, b: Interval | null): Interval | null {
  if (a === null) return b;
  return b === null ? a : { low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) };
}

export function meet(a: Interval | null, b: Interval | null): Interval | null {
  if (a === null || b === null) return null;
  const low = Math.max(a.low, b.low);
  const high = Math.min(a.high, b.high);
  return low <= high ? { low, high } : null;
}

/** `a` without `value`, as far as an interval can say that. */
export function without(a: Interval | null, value: number): Interval | null {
  if (a === null) return null;
  const low = a.low === value ? a.low + 1 : a.low;
  const high = a.high === value ? a.high - 1 : a.high;
  return low <= high ? { low, high } : null;
}

export function isBounded({ low, high }: Interval): boolean {
  return Number.isFinite(low) && Number.isFinite(high);
}

export function negated(a: Interval): Interval {
  return between(-a.high, -a.low);
}

export function sum(a: Interval, b: Interval): Interval {
  return between(a.low + b.low, a.high + b.high);
}

export function difference(a: Interval, b: Interval): Interval {
  return sum(a, negated(b));
}

export function product(a: Interval, b: Interval): Interval {
  return around(a, b, (x, y) => (x === 0 || y === 0 ? 0 : x * y));
}

/** Divisors that are not positive are left out: the step that divides by one has no successor. */
export function quotient(a: Interval, b: Interval): Interval | null {
  const divisor = meet(b, POSITIVE);
  return divisor === null ? null : around(a, divisor, (x, y) => (y === Infinity ? 0 : Math.trunc(x / y)));
}

/** 0..n-1, also for a negative left side. */
export function modulo(a: Interval, b: Interval): Interval | null {
  const divisor = meet(b, POSITIVE);
  if (divisor === null) return null;
  if (a.low >= 0 && a.high < divisor.low) return a;
  if (isOne(a) && isOne(divisor)) return exactly(((a.low % divisor.low) + divisor.low) % divisor.low);
  return between(0, divisor.high - 1);
}

/** With the sign of the left side, and no further from 0 than that. */
export function remainder(a: Interval, b: Interval): Interval | null {
  const divisor = meet(b, POSITIVE);
  if (divisor === null) return null;
  if (a.low > -divisor.low && a.high < divisor.low) return a;
  if (isOne(a) && isOne(divisor)) return exactly(a.low % divisor.low);
  const greatest = divisor.high - 1;
  return between(Math.max(Math.min(a.low, 0), -greatest), Math.min(Math.max(a.high, 0), greatest));
}

function isOne({ low, high }: Interval): boolean {
  return low === high;
}

const POSITIVE: Interval = { low: 1, high: Infinity };

/** The interval of a function that takes its extremes at the ends of its arguments. */
function around(a: Interval, b: Interval, compute: (x: number, y: number) => number): Interval {
  const corners = [compute(a.low, b.low), compute(a.low, b.high), compute(a.high, b.low), compute(a.high, b.high)];
  return between(Math.min(...corners), Math.max(...corners));
}
