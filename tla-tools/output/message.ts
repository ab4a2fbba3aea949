/** One framed message of TLC's `-tool` output. */
import { type MessageCode, messageCodes } from "./codes.js";

/** The digit after the code: information, error, TLC bug, warning, state. */
export type MessageClass = "information" | "error" | "bug" | "warning" | "state";

export type TlcMessage = KnownMessage | UnknownMessage;

interface MessageBody {
  readonly code: number;
  readonly messageClass: MessageClass;
  /** The lines between start and end, without those of nested messages. */
  readonly text: string;
  readonly nested: readonly TlcMessage[];
}

export interface KnownMessage extends MessageBody {
  readonly kind: "known";
  readonly name: string;
  readonly group: MessageCode["group"];
}

/** A message with a code that is not in the table. */
export interface UnknownMessage extends MessageBody {
  readonly kind: "unknown";
}

const classes: Readonly<Record<string, MessageClass>> = {
  "0": "information",
  "1": "error",
  "2": "bug",
  "3": "warning",
  "4": "state",
};

export function messageClassOf(digit: string): MessageClass {
  return classes[digit] ?? "error";
}

export function makeMessage(code: number, messageClass: MessageClass, lines: readonly string[], nested: readonly TlcMessage[]): TlcMessage {
  const body = { code, messageClass, text: trimBlankLines(lines).join("\n"), nested };
  const known = messageCodes.get(code);
  return known === undefined ? { kind: "unknown", ...body } : { kind: "known", name: known.name, group: known.group, ...body };
}

/** The text of a message with that of its nested messages. */
export function fullText(message: TlcMessage): string {
  return [message.text, ...message.nested.map(fullText)].filter((part) => part !== "").join("\n");
}

function trimBlankLines(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex((line) => line !== "");
  return lines.slice(0, last + 1);
}
