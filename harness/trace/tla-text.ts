// The TLA+ of single steps, cut out of the printed module: an arm of a CASE begins with a comment and `pc[self] = "<label>" ->` and goes on
// as far as it is indented deeper. Only an illustration is made from it, so text that cannot be found is left out.

export function actionTexts(module: string, labels: readonly string[]): Record<string, string> {
  const wanted = new Set(labels);
  const lines = module.split("\n");
  const found: Record<string, string> = {};
  lines.forEach((text, index) => {
    const label = /pc\[self\] = "([^"]+)" ->/.exec(text)?.[1];
    if (label !== undefined && wanted.has(label)) found[label] ??= armAt(lines, index);
  });
  return found;
}

function armAt(lines: readonly string[], first: number): string {
  const head = lines[first] ?? "";
  const indent = head.search(/pc\[self\]/);
  const rest = lines.slice(first + 1);
  const end = rest.findIndex((text) => text.trim() === "" || text.search(/\S/) <= indent);
  const body = rest.slice(0, end < 0 ? rest.length : end);
  return [head, ...body].map((text) => text.slice(Math.min(indent, text.search(/\S/) < 0 ? 0 : indent))).join("\n");
}
