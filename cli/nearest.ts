// The word that was probably meant.

/** Edits from one word to the other; two letters swapped count as one. */
function distance(from: string, to: string): number {
  const rows = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= from.length; row++) {
    const cells = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1] ? 0 : 1;
      const swapped = same === 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const options = [cells[column - 1], rows[row - 1]?.[column]].map((cell) => (cell ?? Infinity) + 1);
      options.push((rows[row - 1]?.[column - 1] ?? Infinity) + same);
      if (swapped) options.push((rows[row - 2]?.[column - 2] ?? Infinity) + 1);
      cells.push(Math.min(...options));
    }
    rows.push(cells);
  }
  return rows[from.length]?.[to.length] ?? Infinity;
}

/** The nearest of `words`, if it is near enough to be a slip. */
export function nearest(word: string, words: readonly string[]): string | null {
  const most = Math.max(1, Math.floor(word.length / 3));
  const near = words
    .filter((candidate) => Math.abs(candidate.length - word.length) <= most)
    .map((candidate) => ({ candidate, edits: distance(word.toLowerCase(), candidate.toLowerCase()) }));
  const best = near.sort((a, b) => a.edits - b.edits)[0];
  return best !== undefined && best.edits <= most ? best.candidate : null;
}

/** ` Did you mean x?`, or nothing. */
export function didYouMean(word: string, words: readonly string[], prefix = ""): string {
  const found = nearest(word, words);
  return found === null ? "" : ` Did you mean ${prefix}${found}?`;
}
