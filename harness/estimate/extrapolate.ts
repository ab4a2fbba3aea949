// From the first levels of a breadth-first search to the number of all states. Two readings of the same levels, and between them the estimate:
// the growth from level to level goes on falling as it fell; or the sizes rise until half of the depth, and fall as they rose.
// The constants were fitted to the models that we ship (test/unit/harness/estimate.test.ts holds them to what is stated here).

export interface Extrapolation {
  readonly states: number;
  /** The true number is at most this many times more or fewer. */
  readonly factor: number;
}

/** Where at least a tenth of the states was seen, and where less was. */
export const FACTORS = { seenMuch: 8, seenLittle: 50 } as const;
const MUCH = 0.1;

/** Both readings see too little: sizes level off before they fall. */
const CORRECTION = 1.5;
/** How much, at least, the logarithm of the growth falls with each level. */
const LEAST_FALL = 0.02;
const MOST_LEVELS = 5_000;

/** `depth`: steps of the longest execution that is known; null when executions may go on for ever. */
export function extrapolate(levels: readonly number[], depth: number | null): Extrapolation {
  const seen = sum(levels);
  const falling = byFallingGrowth(levels);
  const mirrored = depth === null ? falling : byDepth(levels, depth + 1);
  const states = Math.round(Math.max(seen, CORRECTION * Math.sqrt(falling * mirrored)));
  return { states, factor: seen / states >= MUCH ? FACTORS.seenMuch : FACTORS.seenLittle };
}

/** The logarithm of the growth is taken for a line through its last half. */
function byFallingGrowth(levels: readonly number[]): number {
  const growth = levels.slice(1).map((size, index) => Math.log(size / (levels[index] ?? size)));
  const recent = growth.slice(-Math.max(4, Math.ceil(growth.length / 2)));
  const last = recent.length - 1;
  const [meanPlace, mean] = [last / 2, sum(recent) / Math.max(1, recent.length)];
  const slope =
    sum(recent.map((value, place) => (place - meanPlace) * (value - mean))) /
    Math.max(1, sum(recent.map((_, place) => (place - meanPlace) ** 2)));
  const now = mean + slope * (last - meanPlace);
  let [size, total] = [levels.at(-1) ?? 0, sum(levels)];
  for (let level = 1; size >= 1 && level < MOST_LEVELS; level++) {
    size *= Math.exp(now + Math.min(slope, -LEAST_FALL) * level);
    total += size;
  }
  return total;
}

function byDepth(levels: readonly number[], depth: number): number {
  const seen = levels.length;
  const all = Math.max(depth, seen + 1);
  const half = Math.ceil(all / 2);
  const sizes = [...levels];
  const back = Math.max(2, Math.ceil(seen / 8));
  const growth = Math.max(
    0,
    Math.log((levels[seen - 1] ?? 1) / (levels[Math.max(0, seen - 1 - back)] ?? 1)) / Math.max(1, Math.min(back, seen - 1)),
  );
  for (let level = 1; level <= half - seen; level++) sizes.push((sizes.at(-1) ?? 1) * Math.exp(growth * (1 - level / (half - seen + 1))));
  while (sizes.length < all) sizes.push(sizes[all - 1 - sizes.length] ?? 0);
  return sum(sizes);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
