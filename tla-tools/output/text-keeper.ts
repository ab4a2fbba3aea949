/** Keeps the first lines of a text, up to a number of characters. */
export class TextKeeper {
  private readonly kept: string[] = [];
  private size = 0;

  constructor(private readonly limit: number) {}

  get lines(): readonly string[] {
    return this.kept;
  }

  add(line: string): void {
    this.size += line.length + 1;
    if (this.size <= this.limit) {
      this.kept.push(line);
    }
  }
}
