// The numbers of a plan as choices. When they run out every choice is the first one, so a shorter list of numbers is a plainer model.

export class Draws {
  #at = 0;
  readonly #numbers: readonly number[];

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  /** 0..limit-1 */
  below(limit: number): number {
    return (this.#numbers[this.#at++] ?? 0) % limit;
  }

  pick<Option>(options: readonly Option[]): Option {
    const option = options[this.below(options.length)];
    if (option === undefined) throw new Error("nothing to choose from");
    return option;
  }

  /** True once in `often` times, never when the numbers have run out. */
  rarely(often: number): boolean {
    return this.below(often) === often - 1;
  }
}
