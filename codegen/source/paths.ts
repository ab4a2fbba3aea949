// Paths with `/`, as plain text: no file system is asked.

/** The folder of `path`, without a `/` at its end (`""` for a file at the root). */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** `relative` as seen from the folder `folder`, with `.` and `..` taken out. */
export function joinPath(folder: string, relative: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${relative}`.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** `path` relative to the folder `root`, with `../` where it lies outside. */
export function relativePath(root: string, path: string): string {
  const from = root.split("/").filter((part) => part !== "");
  const to = path.split("/").filter((part) => part !== "");
  let common = 0;
  while (common < from.length && common < to.length - 1 && from[common] === to[common]) common++;
  return [...from.slice(common).map(() => ".."), ...to.slice(common)].join("/");
}
