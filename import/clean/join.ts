// Puts together what a mailer has wrapped: at a space, or behind a hyphen.

export function joinWrapped(parts: readonly string[]): string {
  return parts.reduce((text, part) => (text === "" || /[^\s-]-$/.test(text) ? text + part : `${text} ${part}`), "");
}
