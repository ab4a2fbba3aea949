import { assert } from "chai";
import { defaultLimits, type OutputLimits, type TlcOutput, TlcOutputParser, type TlcProgress } from "../../../tla-tools/index.js";

describe("[U] Parser of the output of TLC", () => {
  it("keeps nested messages inside the outer one", () => {
    const output = parse([
      start(1000, 1),
      "TLC threw an unexpected exception.",
      `: ${start(5006, 0)}`,
      "TLC found an error in the configuration file at line 1",
      end(5006),
      end(1000),
    ]);
    assert.deepEqual(
      output.errors.map((message) => message.code),
      [1000],
    );
    assert.deepEqual(
      output.errors[0]?.nested.map((message) => message.code),
      [5006],
    );
    assert.isEmpty(output.diagnostics);
  });

  it("closes inner messages with the outer one, and says so", () => {
    const output = parse([start(1000, 1), start(2154, 0), end(1000)]);
    assert.deepEqual(kinds(output), ["mismatched-end"]);
    assert.deepEqual(
      output.errors[0]?.nested.map((message) => message.code),
      [2154],
    );
  });

  it("takes an end without a start for text, and says so", () => {
    assert.deepEqual(kinds(parse([end(2193)])), ["stray-end"]);
  });

  it("says which messages are open at the end", () => {
    const output = parse([start(2193, 0), "Model checking completed."]);
    assert.deepEqual(kinds(output), ["open-at-end"]);
    assert.deepEqual(output.tail, ["Model checking completed."]);
  });

  it("gives the text before a glued start to the prints", () => {
    const output = parse([start(2219, 0), end(2219), `"x"${start(2193, 0)}`, end(2193)]);
    assert.deepEqual(output.prints, [{ text: '"x"', values: [{ kind: "string", value: "x" }] }]);
    assert.strictEqual(output.seen.get(2193), 1);
    assert.deepEqual(kinds(output), ["glued-start"]);
  });

  it("cannot be fooled by a string of the model", () => {
    const output = parse([`<<"init", 0, "${start(2193, 0)}">>`, `"${end(2217)}"`]);
    assert.strictEqual(output.seen.size, 0);
    assert.isEmpty(output.diagnostics);
  });

  it("makes an unknown message of an unknown code", () => {
    const output = parse([start(31_337, 1), "news", end(31_337)]);
    assert.deepEqual(output.errors, [{ kind: "unknown", code: 31_337, messageClass: "error", text: "news", nested: [] }]);
  });

  it("does not take code 1000 of class 0 for an error", () => {
    assert.isEmpty(parse([start(1000, 0), "The file has been created.", end(1000)]).errors);
  });

  it("reports progress with group commas removed", () => {
    const seen: TlcProgress[] = [];
    const parser = new TlcOutputParser({ onProgress: (progress) => seen.push(progress) });
    parser.feed(`${start(2200, 0)}\nProgress(177) at 2026-11-22 13:19:20: 2,739,634 states generated (2 s/min), `);
    parser.feed(`928,883 distinct states found (9 ds/min), 15,672 states left on queue.\n${end(2200)}\n`);
    assert.deepEqual(seen, [{ depth: 177, generated: 2_739_634, distinct: 928_883, queue: 15_672 }]);
  });

  it("decodes a character that is split between two chunks", () => {
    const bytes = Buffer.from(`${state(1, 'x = "\u00e9\u{1f512}"')}\n`);
    const parser = new TlcOutputParser();
    for (const byte of bytes) {
      parser.feed(Uint8Array.of(byte));
    }
    const value = parser.end().trace?.states[0]?.variables.get("x");
    assert.deepEqual(value, { kind: "string", value: "\u00e9\u{1f512}" });
  });

  it("notices a gap, a repetition and an unreadable state in a trace", () => {
    assert.deepEqual(kinds(parse([state(1, "x = 0"), state(3, "x = 1")])), ["broken-trace"]);
    assert.deepEqual(kinds(parse([state(1, "x = 0"), state(1, "x = 0")])), ["repeated-message", "broken-trace"]);
    assert.deepEqual(kinds(parse([state(1, "x = <<0")])), ["unreadable-state"]);
    assert.deepEqual(kinds(parse([state(1, "/\\ x = 0\n/\\ x = 1")])), ["unreadable-state"]);
  });

  it("stops reading at a line that is too long, whether it ends or not", () => {
    const parser = new TlcOutputParser({ limits: limits({ line: 100 }) });
    for (let round = 0; round < 20; round += 1) {
      parser.feed("x".repeat(10));
    }
    assert.isTrue(parser.overLimit);
    assert.deepEqual(kinds(parser.end()), ["limit"]);
  });

  it("stops reading at a message that is too long", () => {
    const parser = new TlcOutputParser({ limits: limits({ message: 1000 }) });
    parser.feed(`${start(2217, 4)}\n${"line\n".repeat(1000)}`);
    assert.isTrue(parser.overLimit);
  });

  it("stops at a trace that is too long, and keeps its beginning", () => {
    const parser = new TlcOutputParser({ limits: limits({ states: 2 }) });
    parser.feed([1, 2, 3].map((number) => `${state(number, `x = ${number}`)}\n`).join(""));
    assert.isTrue(parser.overLimit);
    assert.lengthOf(parser.end().trace?.states ?? [], 2);
  });

  it("keeps only the first of many errors, and no endless list of remarks", () => {
    const parser = new TlcOutputParser({ limits: limits({ messages: 3 }) });
    for (let round = 0; round < 50; round += 1) {
      parser.feed(`${start(2110, 1)}\nInvariant I${round} is violated.\n${end(2110)}\n${end(7)}\n`);
    }
    const output = parser.end();
    assert.lengthOf(output.errors, 3);
    assert.lengthOf(output.diagnostics, 4);
    assert.strictEqual(output.seen.get(2110), 50);
  });

  it("reads a syntax error with its place", () => {
    const output = parse(["***Parse Error***", 'Encountered "x" at line 5, column 16 and token "="', "", "In module M"]);
    const [error] = output.specErrors;
    assert.strictEqual(error?.kind, "syntax");
    assert.deepEqual(error?.location, {
      module: "M",
      start: { line: 5, column: 16 },
      end: { line: 5, column: 16 },
    });
  });
});

function start(code: number, messageClass: number): string {
  return `@!@!@STARTMSG ${code}:${messageClass} @!@!@`;
}

function end(code: number): string {
  return `@!@!@ENDMSG ${code} @!@!@`;
}

function state(number: number, variables: string): string {
  return [start(2217, 4), `${number}: <Initial predicate>`, variables, "", end(2217)].join("\n");
}

function parse(lines: readonly string[]): TlcOutput {
  const parser = new TlcOutputParser();
  parser.feed(lines.join("\n"));
  return parser.end();
}

function kinds(output: TlcOutput): readonly string[] {
  return output.diagnostics.map((diagnostic) => diagnostic.kind);
}

function limits(changes: Partial<OutputLimits>): OutputLimits {
  return { ...defaultLimits, ...changes };
}
