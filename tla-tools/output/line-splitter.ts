/**
 * Chunks of bytes or text in, lines out. Decodes UTF-8 across chunk borders, accepts `\n` and `\r\n`,
 * and never holds more than one line of limited length.
 */

export class LineSplitter {
  private readonly decoder = new TextDecoder("utf-8");
  private pending = "";
  private overflow = false;

  constructor(
    private readonly limit: number,
    private readonly onLine: (line: string) => void,
  ) {}

  /** Whether a line was longer than the limit; nothing is read after that. */
  get tooLong(): boolean {
    return this.overflow;
  }

  feed(chunk: string | Uint8Array): void {
    this.push(typeof chunk === "string" ? chunk : this.decoder.decode(chunk, { stream: true }));
  }

  /** Hands over a last line without a line end. */
  end(): void {
    this.push(this.decoder.decode());
    if (this.pending !== "") {
      const last = this.pending;
      this.pending = "";
      this.onLine(withoutReturn(last));
    }
  }

  private push(text: string): void {
    if (this.overflow) {
      return;
    }
    const lines = (this.pending + text).split("\n");
    this.pending = lines.pop() ?? "";
    for (const line of lines) {
      this.checkLength(line);
      if (this.overflow) {
        return;
      }
      this.onLine(withoutReturn(line));
    }
    this.checkLength(this.pending);
  }

  private checkLength(line: string): void {
    if (line.length > this.limit) {
      this.overflow = true;
      this.pending = "";
    }
  }
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
