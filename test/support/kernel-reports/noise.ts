// What happens to a report on its way to somebody's inbox. Each function keeps the order of the kernel's lines.

/** Prefixes of one kind for all lines. */
export const PREFIXES: Readonly<Record<string, (line: string, index: number) => string>> = {
  none: (line) => line,
  dmesg: (line, index) => `[  414.${String(275_945 + index).padStart(6, "0")}] ${line}`,
  level: (line) => `<4>[   12.345678] ${line}`,
  caller: (line, index) => `[  414.${275_945 + index}][T17509] ${line}`,
  "spaced caller": (line) => `[    5.845931] [  T1732] ${line}`,
  "interrupt caller": (line) => `[ 1740.381832][    C0] ${line}`,
  "dmesg -x": (line) => `kern  :warn  : [   60.123456] ${line}`,
  "dmesg -T": (line) => `[Sat Jul 19 07:06:45 2025] ${line}`,
  syslog: (line) => `Dec 14 06:35:48 host-1 kernel: [  414.275945] ${line}`,
  journal: (line) => `Dec 14 06:35:48.545439 qemu0 kernel: ${line}`,
  rsyslog: (line) => `2016-03-26T20:52:22.526357+00:00 mira108 kernel: ${line}`,
  netconsole: (line, index) => `4,${1413 + index},238140695,-;${line}`,
  "netconsole with caller": (line) => `Jul 30 23:15:28 localhost 4,1260,95314278,-,caller=T0;${line}`,
  quoted: (line) => `> ${line}`,
  "quoted again": (line) => `> >> ${line}`,
  "quoted dmesg": (line) => `>> [  563.227722] ${line}`,
  barred: (line) => `  | ${line}`,
  indented: (line) => `\t${line}`,
};

/** As a mailer does at `width`: at spaces, the rest of the line without prefix but with the quote mark. */
export function wrap(lines: readonly string[], width: number): readonly string[] {
  return lines.flatMap((line) => {
    const quote = /^(?:>\s?)*/.exec(line)?.[0] ?? "";
    const pieces: string[] = [];
    let rest = line;
    while (rest.length > width) {
      const cut = rest.lastIndexOf(" ", width);
      if (rest.slice(0, Math.max(cut, 0)).trim().length <= quote.trim().length) break;
      pieces.push(rest.slice(0, cut));
      rest = quote + rest.slice(cut + 1);
    }
    return [...pieces, rest];
  });
}

export const FOREIGN: readonly string[] = [
  "usb 1-1: new high-speed USB device number 2 using dummy_hcd",
  "binder: 14407:14442 BC_DEAD_BINDER_DONE 0000000000000000 not found",
  "FAULT_FLAG_ALLOW_RETRY missing 30",
  "audit: type=1400 audit(1515564638.259:6): avc:  denied  { map } for  pid=3488",
  "netlink: 'syz-executor.3': attribute type 1 has an invalid length.",
];
