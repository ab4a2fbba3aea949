// The model's files: which place each context is at, which statement was just done, and which places no execution reaches.

import type { Coverage, Position, Span } from "../../harness/result.js";
import { element, visible, withAttributes } from "./dom.js";

export interface SourceView {
  readonly box: HTMLElement;
  /** `done`: the statement of the last step; `entered`: the place to look at where that was none. */
  readonly show: (positions: readonly Named[], done: Span | null, entered: Span | null) => void;
  /** Brings a place into sight. */
  readonly goTo: (at: Span) => void;
}

export interface Named {
  readonly name: string;
  readonly position: Position;
}

interface File {
  readonly tab: HTMLElement;
  readonly box: HTMLElement;
  readonly lines: readonly HTMLElement[];
}

export function sourceView(sources: Readonly<Record<string, string>>, coverage: Coverage | null): SourceView {
  const files = new Map<string, File>();
  const tabs = withAttributes(element("div.tabs"), { role: "tablist", "aria-label": "Files of the model" });
  const pane = withAttributes(element("div.source"), { tabindex: "0" });
  const select = (name: string): void => {
    for (const [other, { tab, box }] of files) {
      tab.setAttribute("aria-selected", String(other === name));
      box.hidden = other !== name;
    }
  };
  const goTo = ({ file, line }: Span): void => {
    const found = files.get(file);
    if (found === undefined) return;
    select(file);
    const target = found.lines[line];
    if (target !== undefined) pane.scrollTop = Math.max(0, target.offsetTop - pane.clientHeight / 3);
  };
  for (const [name, text] of Object.entries(sources)) {
    const label = visible(shortName(name, Object.keys(sources)));
    const tab = withAttributes(element("button", label), { type: "button", role: "tab", title: name });
    tab.addEventListener("click", () => select(name));
    const lines = linesOf(name, text, coverage);
    const box = element("ol.lines", ...lines);
    files.set(name, { tab, box, lines });
    tabs.append(tab);
    pane.append(box);
  }
  const [first] = files.keys();
  if (first !== undefined) select(first);
  let marked: HTMLElement[] = [];
  return {
    box: element("div.files", tabs, pane),
    show(positions, done, entered) {
      for (const line of marked) unmark(line);
      marked = positions.flatMap(({ name, position }) => markAll(files, position.at, `at.${position.state}`, name));
      const here = markAll(files, done, "done", null);
      marked.push(...here);
      const target = done ?? entered ?? positions.find(({ position }) => position.at !== null)?.position.at ?? null;
      if (target !== null) goTo(target);
    },
    goTo,
  };
}

/** `exit.ts`, with so many folders as tell it from the others: `lib/exit.ts`. */
function shortName(name: string, all: readonly string[]): string {
  const parts = name.split("/");
  const others = all.filter((other) => other !== name).map((other) => `/${other}`);
  const names = parts.map((_, index) => parts.slice(-index - 1).join("/"));
  return names.find((short) => !others.some((other) => other.endsWith(`/${short}`))) ?? name;
}

function linesOf(file: string, text: string, coverage: Coverage | null): readonly HTMLElement[] {
  const reached = new Map<number, boolean>();
  for (const place of coverage?.places ?? [])
    if (place.at.file === file)
      for (let line = place.at.line; line <= place.at.endLine; line++) reached.set(line, place.reached || reached.get(line) === true);
  return text.split(/\r?\n/).map((line, index) => {
    const state = reached.get(index);
    const mark = state === undefined ? "" : state ? "reached" : "unreached";
    const gutter = withAttributes(element("span.gutter", mark === "reached" ? "·" : mark === "unreached" ? "✗" : ""), {
      title:
        mark === ""
          ? ""
          : mark === "reached"
            ? "some execution comes here"
            : coverage?.complete === true
              ? "no execution comes here"
              : "not reached before the violation ended the search",
    });
    return element(
      mark === "" ? "li" : `li.${mark}`,
      gutter,
      element("code", visible(line.replaceAll("\t", "  ")) || " "),
      element("span.badges"),
    );
  });
}

function markAll(files: ReadonlyMap<string, File>, at: Span | null, classes: string, name: string | null): HTMLElement[] {
  const file = at === null ? undefined : files.get(at.file);
  if (at === null || file === undefined) return [];
  const lines = file.lines.slice(at.line, at.endLine + 1);
  for (const line of lines) line.classList.add(...classes.split("."));
  if (name !== null) lines[0]?.querySelector(".badges")?.append(element("span.badge", visible(name)));
  return lines;
}

function unmark(line: HTMLElement): void {
  line.classList.remove("at", "done", "running", "waiting", "interrupted", "finished", "idle", "faulted");
  line.querySelector(".badges")?.replaceChildren();
}
