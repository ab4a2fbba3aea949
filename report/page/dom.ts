// Elements, made so that text of a model is only ever text: no markup is parsed here.

export type Child = Node | string | null;

/** `element("td.number", "12")`: a tag with classes, then children. */
export function element(selector: string, ...children: readonly Child[]): HTMLElement {
  const [tag = "div", ...classes] = selector.split(".");
  const made = document.createElement(tag);
  if (classes.length > 0) made.className = classes.join(" ");
  made.append(...children.filter((child) => child !== null));
  return made;
}

export function withAttributes<Element extends HTMLElement>(made: Element, attributes: Readonly<Record<string, string>>): Element {
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

export function button(label: string, hint: string, press: () => void): HTMLElement {
  const made = withAttributes(element("button", label), { type: "button", title: hint, "aria-label": hint });
  made.addEventListener("click", press);
  return made;
}

export function link(text: string, fragment: string): HTMLElement {
  return withAttributes(element("a", text), { href: fragment });
}

/** A heading with what belongs to it; the heading names the region for those who cannot see it. */
export function region(classes: string, title: string, ...children: readonly Child[]): HTMLElement {
  const made = element(`section.${classes}`, element("h3", title), ...children);
  return withAttributes(made, { "aria-label": title });
}

/** Characters that show nothing, or turn text around, as their number: the reader sees what is there. */
export function visible(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16)}`;
  });
}
