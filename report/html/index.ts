// A run as one HTML file that needs nothing else: the page's script and style, drawings, and all data in one block of JSON.

import { createHash } from "node:crypto";
import type { CheckResult } from "../../harness/result.js";
import { filesOf } from "../files.js";
import { graphsOf } from "../graphs.js";
import type { FormatOptions } from "../options.js";
import { renderSummary } from "../table.js";
import { escapeHtml, jsonForScript } from "./escape.js";
import { drawGraph } from "./graph.js";
import { pageCheck, slugOf } from "./page-check.js";
import type { PageData } from "./page-data.js";

/** Beyond this a picture helps nobody. */
const MOST_EDGES = 120;

export function renderHtml(results: readonly CheckResult[], options: FormatOptions): string {
  const { script, style } = options.page();
  const drawings = results.map((result) => graphsOf(result).filter(({ edges }) => edges.length <= MOST_EDGES));
  const slugs = uniqueSlugs(results);
  const checks = results.map((result, index) => {
    const graphs = (drawings[index] ?? []).map(({ title, note }, number) => ({ id: `graph-${index}-${number}`, title, note }));
    return pageCheck(result, slugs[index] ?? String(index), graphs, options);
  });
  const sources = filesOf(results).map((file) => [file, options.readSource(file)] as const);
  const data: PageData = {
    version: options.version,
    summary: renderSummary(results, total(results)).trim(),
    checks,
    sources: Object.fromEntries(sources.flatMap(([file, text]) => (text === null ? [] : [[file, text]]))),
  };
  const templates = drawings.flatMap((drawn, index) =>
    drawn.map(({ title, nodes, edges }, number) => `<template id="graph-${index}-${number}">${drawGraph(title, nodes, edges)}</template>`),
  );
  return documentOf({
    script,
    style,
    templates: templates.join("\n"),
    data: jsonForScript(data),
    text: checks.map(({ text }) => text).join("\n"),
  });
}

interface Parts {
  readonly script: string;
  readonly style: string;
  readonly templates: string;
  readonly data: string;
  /** For readers without a script. */
  readonly text: string;
}

function documentOf({ script, style, templates, data, text }: Parts): string {
  const policy = `default-src 'none'; script-src '${hashOf(script)}'; style-src '${hashOf(style)}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>lockproof report</title>
<style>${style}</style>
</head>
<body>
<div id="page"></div>
<noscript><p>Without scripts this is the plain report.</p><pre>${escapeHtml(text)}</pre></noscript>
${templates}
<script type="application/json" id="data">${data}</script>
<script>${script}</script>
</body>
</html>
`;
}

const hashOf = (text: string): string => `sha256-${createHash("sha256").update(text).digest("base64")}`;

const total = (results: readonly CheckResult[]): number => results.reduce((sum, { milliseconds }) => sum + milliseconds, 0);

function uniqueSlugs(results: readonly CheckResult[]): readonly string[] {
  const seen = new Map<string, number>();
  return results.map((result) => {
    const slug = slugOf(result);
    const times = (seen.get(slug) ?? 0) + 1;
    seen.set(slug, times);
    return times === 1 ? slug : `${slug}~${times}`;
  });
}
