// What may stand before the kernel's own text: quoting of mails, levels, time stamps, caller ids, names of hosts.
// Each form is taken off the start of a line again and again until none is left.

export interface Unprefixed {
  readonly text: string;
  /** Caller id as printk prints it, `T123` or `C0`; null where there is none. */
  readonly caller: string | null;
}

const CLOCK = String.raw`\d{1,2}:\d\d:\d\d(?:[.,]\d+)?`;
const DATE = String.raw`\d{4}-\d\d-\d\d`;
const ZONE = String.raw`(?:Z|UTC|\s?[+-]\d\d:?\d\d)?`;
const TO_KERNEL = String.raw`(?:[\w.-]+\s+)?kernel(?:\[\d+\])?:`;

const CALLER = /^\[\s*([TC]\d+)\s*\]/;
const EXTENDED = /^\d{1,3},\d+,\d+,[^;\s]*;/;

const FORMS: readonly RegExp[] = [
  // Mail quoting: `> > `.
  /^>(?:\s{0,2}>)*/,
  /^\|(?=\s|$)/,
  // Level: `<4>`.
  /^<\d{1,3}>/,
  // /dev/kmsg and netconsole: `4,1413,238140695,-;`.
  EXTENDED,
  // `[   12.345678]`, also with a CPU or a difference in the brackets; `[  +0.000012]`.
  /^\[\s*\+?\d+\.\d{1,9}(?:[\s,@/<][^\]]{0,60})?\]/,
  // Time stamps that somebody took out.
  /^\[\s*\](?=\s)/,
  // The console of z/VM: the number of the CPU.
  /^\d\d:(?= \[)/,
  // Caller id.
  CALLER,
  /^\[\s*CPU\d+\s*\]/,
  // Android: `(2)[1234:kworker/2:1]`.
  /^\(\d+\)\[\d+:[^\]]{1,40}\]/,
  // dmesg -T, dmesg -H.
  new RegExp(String.raw`^\[(?:[A-Z][a-z]{2} )?[A-Z][a-z]{2}\s+\d{1,2} ${CLOCK} \d{4}\]`),
  /^\[[A-Z][a-z]{2}\s+\d{1,2} \d\d:\d\d\]/,
  // dmesg -x: `kern  :warn  :`.
  /^(?:kern|user|daemon|syslog)\s*:\s*(?:emerg|alert|crit|err|warn|notice|info|debug)\s*:/,
  // syslog, journalctl: `Jan 01 00:00:00 host kernel:`, `2016-03-26T20:52:22.526357+00:00 host kernel:`.
  new RegExp(String.raw`^[A-Z][a-z]{2}\s+\d{1,2}\s+(?:\d{4}\s+)?${CLOCK}\s+${TO_KERNEL}`),
  new RegExp(String.raw`^${DATE}[T ]${CLOCK}${ZONE}\s+${TO_KERNEL}`),
  new RegExp(String.raw`^[A-Z][a-z]{2}\s+\d{1,2}\s+${CLOCK}\s+[\w.-]+\s+(?=[[<]|\d+,\d+,)`),
  new RegExp(String.raw`^${TO_KERNEL}`),
  // A time alone: continuous integration, `dmesg --time-format iso`.
  new RegExp(String.raw`^\[?${DATE}[T ]${CLOCK}${ZONE}\]?:?(?=\s|$)`),
  new RegExp(String.raw`^\[?${CLOCK}\]?(?=\s)`),
  /^\(XEN\)/,
];

/** The text is trimmed. */
export function stripPrefixes(line: string): Unprefixed {
  let text = line.trim();
  let caller: string | null = null;
  for (let form = nextForm(text); form !== null; form = nextForm(text)) {
    caller = CALLER.exec(form)?.[1] ?? /,caller=([TC]\d+);/.exec(form)?.[1] ?? caller;
    text = text.slice(form.length).trimStart();
  }
  return { text, caller };
}

function nextForm(text: string): string | null {
  for (const form of FORMS) {
    const match = form.exec(text);
    if (match !== null && match[0] !== "") return match[0];
  }
  return null;
}
