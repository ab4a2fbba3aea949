/** The protocol of TlcServer.java: requests as bytes, and bytes as frames. Pure. */

/** What the server says. */
export type ServerFrame =
  | { readonly kind: "ready"; readonly leftovers: readonly string[] }
  | { readonly kind: "output"; readonly bytes: Uint8Array }
  | { readonly kind: "errors"; readonly bytes: Uint8Array }
  | { readonly kind: "exit"; readonly status: number; readonly exception: string | null };

/** A frame holds what one call printed, which TLC writes in blocks of some kilobytes. */
const largestFrame = 1024 * 1024;
const headerLength = 5;

/** The request for one run: the folder of the specification, then the arguments of TLC. */
export function encodeRequest(strings: readonly string[]): Buffer {
  return Buffer.concat([
    numberBytes(strings.length),
    ...strings.flatMap((text) => [numberBytes(Buffer.byteLength(text)), Buffer.from(text)]),
  ]);
}

function numberBytes(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

/** Takes bytes in any portions. What is no frame is a breach, and nothing is read after it. */
export class FrameReader {
  private pending = Buffer.alloc(0);
  private breached = false;

  get breach(): boolean {
    return this.breached;
  }

  /** The frames that are complete now. */
  feed(chunk: Uint8Array): readonly ServerFrame[] {
    this.pending = this.pending.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.pending, chunk]);
    const frames: ServerFrame[] = [];
    for (let frame = this.next(); frame !== null; frame = this.next()) {
      frames.push(frame);
    }
    return frames;
  }

  private next(): ServerFrame | null {
    if (this.breached || this.pending.length < headerLength) {
      return null;
    }
    const length = this.pending.readInt32BE(1);
    if (length < 0 || length > largestFrame || !isKind(this.pending[0])) {
      this.breached = true;
      return null;
    }
    if (this.pending.length < headerLength + length) {
      return null;
    }
    const frame = frameOf(this.pending[0], this.pending.subarray(headerLength, headerLength + length));
    this.pending = this.pending.subarray(headerLength + length);
    this.breached = frame === null;
    return frame;
  }
}

const kinds = { ready: 0x52, output: 0x4f, errors: 0x45, exit: 0x58 } as const;

function isKind(byte: number | undefined): boolean {
  return Object.values<number | undefined>(kinds).includes(byte);
}

function frameOf(kind: number | undefined, bytes: Buffer): ServerFrame | null {
  switch (kind) {
    case kinds.ready:
      return {
        kind: "ready",
        leftovers: bytes
          .toString("utf8")
          .split("\n")
          .filter((line) => line !== ""),
      };
    case kinds.output:
      return { kind: "output", bytes };
    case kinds.errors:
      return { kind: "errors", bytes };
    case kinds.exit:
      return exitFrame(bytes.toString("utf8"));
    default:
      return null;
  }
}

function exitFrame(text: string): ServerFrame | null {
  const found = /^(\d{1,3})\n([\w.$]*)$/.exec(text);
  return found === null ? null : { kind: "exit", status: Number(found[1]), exception: found[2] === "" ? null : (found[2] ?? null) };
}
