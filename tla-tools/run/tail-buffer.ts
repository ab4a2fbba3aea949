/** Keeps the last part of a byte stream. */
export class TailBuffer {
  private chunks: Uint8Array[] = [];
  private size = 0;

  constructor(private readonly limit: number) {}

  add(chunk: Uint8Array): void {
    this.chunks.push(chunk);
    this.size += chunk.length;
    if (this.size > 2 * this.limit) {
      const joined = Buffer.concat(this.chunks).subarray(-this.limit);
      this.chunks = [Buffer.from(joined)];
      this.size = joined.length;
    }
  }

  text(): string {
    return Buffer.concat(this.chunks).subarray(-this.limit).toString("utf8");
  }
}
