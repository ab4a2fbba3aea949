// Names of functions in `symbol+0xoff/0xsize [module]`, with or without the address before it.

const ADDRESSES = /^(?:\(?\[<?(?:0x)?[0-9a-f]{6,16}>?\]\s*){1,2}/i;
const NAME = /^[A-Za-z_.$][^\s+,;:()[\]{}]*(?:::[^\s+,;:()[\]{}]+)*$/;

/** Null: an address without a name. */
export function symbolOf(text: string): string | null {
  const [symbol = ""] = text.trim().replace(ADDRESSES, "").split(/\+|\s/, 1);
  return NAME.test(symbol) ? symbol : null;
}

export function withoutAddresses(text: string): string {
  return text.replace(ADDRESSES, "");
}
