// A random model whose objects nothing tells apart: where it names one of them, it takes any, and nothing in an object leads to another.

/** Lines of functions and properties, not yet indented. */
export function withAlikeObjects(lines: readonly string[]): readonly string[] {
  let own = false;
  return lines.flatMap((line) => {
    if (/^(?:function|const) \w+.*\{$/u.test(line)) {
      own = /\(own: obj\)/u.test(line);
      return own ? [line] : [line, "const any = choose(os);"];
    }
    return [anonymous(line, own ? "own" : "any")];
  });
}

function anonymous(line: string, object: string): string {
  if (/^(?:invariant|reachable|eventually)\(/u.test(line)) return anyWhere(line);
  return line
    .replaceAll(/\bos\[[01]\]/gu, object)
    .replaceAll(/\b\w+\.peer\b/gu, "p0")
    .replaceAll(/\b\w+\.lock\b/gu, "s0")
    .replace(/ of os\)/u, " of list_for_each_entry_safe(h0))");
}

/** A property of objects by number becomes one of some object. */
function anyWhere(line: string): string {
  if (!/\bos\[[01]\]/u.test(line)) return line;
  const [, head = "", condition = "", tail = ""] = /^(\w+\("\w+", \(\) => )(.*?)((?:, \{ fairness.*)?\);)$/u.exec(line) ?? [];
  return `${head}os.some((some) => ${condition.replaceAll(/\bos\[[01]\]/gu, "some")})${tail}`;
}
