// The HTML report without a browser: that nothing of a model becomes markup, that the policy fits, that drawings are well-formed.

import { createHash } from "node:crypto";
import { assert } from "chai";
import fc from "fast-check";
import { XMLParser } from "fast-xml-parser";
import { SyntaxValidator } from "fast-xml-validator";
import { escapeHtml, jsonForScript } from "../../../report/html/escape.js";
import { drawGraph } from "../../../report/html/graph.js";
import { renderHtml } from "../../../report/html/index.js";
import { longResult } from "../../support/long-traces.js";
import { RENDERING } from "../../support/rendering.js";
import { verified } from "../../support/results.js";
import { SPLATS } from "../../support/splats.js";

const anyText = fc.string({ unit: "binary", maxLength: 60 });

describe("[U] report/html", () => {
  it("escapes any text so that a parser gives it back", () => {
    const parser = new XMLParser({ trimValues: false, parseTagValue: false, processEntities: true, htmlEntities: true });
    fc.assert(
      fc.property(fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 60 }), (text) => {
        const parsed: unknown = parser.parse(`<t>x${escapeHtml(text)}x</t>`);
        assert.deepEqual(parsed, { t: `x${text}x` });
      }),
    );
  });

  it("writes JSON that no script element can end in, and that reads back the same", () => {
    fc.assert(
      fc.property(fc.jsonValue(), anyText, (value, text) => {
        const written = jsonForScript({ value, text });
        assert.notMatch(written, /[<>&\u2028\u2029]/);
        assert.deepEqual(JSON.parse(written), JSON.parse(JSON.stringify({ value, text })));
      }),
    );
  });

  it("draws well-formed SVG whatever the nodes are called", () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, (a, b, label) => {
        const nodes = [...new Set([a, b])].map((id) => ({ id, lines: [id, label], marked: true }));
        const edge = { from: a, to: b, label, hint: label, marked: false };
        const svg = drawGraph(a, nodes, [edge, { ...edge, from: b, to: a }]);
        assert.isTrue(SyntaxValidator.validate(svg, { invalidCharSequence: { attrLt: true } }), svg);
        assert.notInclude(svg, "NaN");
      }),
      { numRuns: 60 },
    );
  });

  it("allows its own script and style by hash, and nothing else", () => {
    const html = renderHtml([longResult(5)], RENDERING);
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";
    const { script, style } = RENDERING.page();
    const hash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    assert.equal(policy, `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; base-uri 'none'; form-action 'none'`);
    assert.notMatch(script, /<\/script|<!--/i);
    assert.notMatch(style, /<\/style/i);
    assert.notMatch(html, / style=| on[a-z]+=|javascript:/i);
  });

  it("is the same every time", () => {
    const results = [...Object.values(SPLATS), verified()];
    assert.equal(renderHtml(results, RENDERING), renderHtml(results, RENDERING));
  });

  it("gives checks of one name different links", () => {
    const html = renderHtml([verified(), verified()], RENDERING);
    const slugs = [...html.matchAll(/"slug":"([^"]*)"/g)].map(([, slug]) => slug);
    assert.equal(new Set(slugs).size, 2);
  });
});
