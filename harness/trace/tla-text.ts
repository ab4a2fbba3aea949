// The TLA+ of single steps, cut out of the printed module: an arm of a CASE begins with `pc[self] = "<label>" ->`, or below `Comes(self)` with
// who comes, and goes on as far as it is indented deeper. Only an illustration is made of it, so text that cannot be found is left out.

/** Key of the coming of an interrupt context. */
export function arrivalKey(context: string): string {
  return `Comes(${context})`;
}

/** `keys`: labels of places, and {@link arrivalKey}s. */
export function actionTexts(module: string, keys: readonly string[]): Record<string, string> {
  const wanted = new Set(keys);
  const lines = module.split("\n");
  const comes = lines.findIndex((text) => text.startsWith("Comes(self) =="));
  const found: Record<string, string> = {};
  lines.forEach((text, index) => {
    for (const key of keysAt(text, comes >= 0 && index > comes)) if (wanted.has(key)) found[key] ??= armAt(lines, index);
  });
  return found;
}

function keysAt(text: string, comes: boolean): readonly string[] {
  const head = /^ *(?:CASE|\[\]) (.*) ->$/.exec(text)?.[1] ?? "";
  const names = [...head.matchAll(/"([^"]+)"/g)].map(([, name]) => name ?? "");
  if (head.startsWith("pc[self] = ")) return names;
  return comes && head.startsWith("self ") ? names.map(arrivalKey) : [];
}

function armAt(lines: readonly string[], first: number): string {
  const head = lines[first] ?? "";
  const indent = head.search(/CASE|\[\]/) + head.trimStart().indexOf(" ") + 1;
  const rest = lines.slice(first + 1);
  const end = rest.findIndex((text) => text.trim() === "" || text.search(/\S/) <= indent);
  const body = rest.slice(0, end < 0 ? rest.length : end);
  return [head, ...body].map((text) => text.slice(indent)).join("\n");
}
