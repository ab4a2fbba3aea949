import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assert } from "chai";
import { type Capture, captureFiles, goldenFolder, goldenText, judge, readCaptures, seededRandom } from "./support.js";

const update = process.env["UPDATE_GOLDEN"] === "1";
const captures = readCaptures();

describe("[U] Recorded outputs of TLC", () => {
  it("are all in the table, and the table names no other", () => {
    assert.sameMembers(
      captures.map((capture) => capture.name),
      [...captureFiles()],
    );
    assert.lengthOf(captures, 61);
  });

  it("have a golden each, and there is no other golden", () => {
    const goldens = readdirSync(goldenFolder).map((file) => file.replace(/\.json$/, ""));
    const names = captures.map((capture) => capture.name);
    assert.sameMembers(update ? [...new Set([...goldens, ...names])] : goldens, names);
  });

  for (const capture of captures) {
    it(`give the result in the golden: ${capture.name}`, () => {
      const file = join(goldenFolder, `${capture.name}.json`);
      const text = goldenText(judge(capture.output, capture.end));
      if (update) {
        writeFileSync(file, text);
      }
      assert.isTrue(existsSync(file), "the golden is missing; UPDATE_GOLDEN=1 writes it");
      assert.strictEqual(text, readFileSync(file, "utf8"));
    });
  }

  for (const size of [1, 7, 4096]) {
    it(`give the same result in chunks of ${size} bytes`, () => {
      for (const capture of captures) {
        const whole = goldenText(judge(capture.output, capture.end));
        assert.strictEqual(goldenText(judge(capture.output, capture.end, size)), whole, capture.name);
      }
    }).timeout(20_000);
  }

  it("give the same result with Windows line ends", () => {
    for (const capture of captures) {
      const text = capture.output.toString("utf8");
      const whole = goldenText(judge(text, capture.end));
      assert.strictEqual(goldenText(judge(text.replaceAll("\n", "\r\n"), capture.end)), whole, capture.name);
    }
  });
});

describe("[U] Damaged outputs of TLC", () => {
  it("are never verified when cut at a line end", () => {
    let count = 0;
    for (const capture of captures) {
      const text = capture.output.toString("latin1");
      for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) {
        count += assertNotVerifiedWhenCut(capture, at) + assertNotVerifiedWhenCut(capture, at + 1);
      }
    }
    assert.isAbove(count, 5000);
  }).timeout(60_000);

  it("are never verified when cut at a random byte", () => {
    const random = seededRandom(20_230_320);
    let count = 0;
    for (const capture of captures) {
      for (let round = 0; round < 200; round += 1) {
        count += assertNotVerifiedWhenCut(capture, Math.floor(random() * capture.output.length));
      }
    }
    assert.isAbove(count, 10_000);
  }).timeout(60_000);

  it("are never verified with a message printed twice, except a count of coverage", () => {
    forEachFrame((frames, index, capture) => {
      const frame = frames[index] ?? "";
      if (!/STARTMSG (?:2221|2401):/.test(frame)) {
        const doubled = [...frames.slice(0, index), frame, ...frames.slice(index)].join("");
        assert.notStrictEqual(judge(doubled, capture.end).outcome, "verified", `${capture.name}: ${frame}`);
      }
    });
  });

  it("are never verified with another code in the end of a message", () => {
    forEachFrame((frames, index, capture) => {
      const frame = frames[index] ?? "";
      const damaged = frames.with(index, frame.replace(/@!@!@ENDMSG \d+ @!@!@\n$/, "@!@!@ENDMSG 9999 @!@!@\n"));
      if (damaged[index] !== frame) {
        assert.notStrictEqual(judge(damaged.join(""), capture.end).outcome, "verified", capture.name);
      }
    });
  });

  it("are never verified with two neighbouring messages in the wrong order", () => {
    forEachFrame((frames, index, capture) => {
      const [first, second] = [frames[index] ?? "", frames[index + 1] ?? ""];
      if ([first, second].every((frame) => /STARTMSG (?:2185|2187|2189|2190|2193|2199|2186):/.test(frame))) {
        const swapped = frames
          .with(index, second)
          .with(index + 1, first)
          .join("");
        assert.notStrictEqual(judge(swapped, capture.end).outcome, "verified", `${capture.name}: ${first}`);
      }
    });
  });

  it("are never verified without one of the messages that a complete search prints", () => {
    forEachFrame((frames, index, capture) => {
      if (/STARTMSG (?:2187|2193|2199|2186):/.test(frames[index] ?? "")) {
        const rest = frames.toSpliced(index, 1).join("");
        assert.notStrictEqual(judge(rest, capture.end).outcome, "verified", capture.name);
      }
    });
  });
});

function assertNotVerifiedWhenCut(capture: Capture, at: number): number {
  const cut = capture.output.subarray(0, at);
  if (cut.toString("utf8").trimEnd() === capture.output.toString("utf8").trimEnd()) {
    return 0;
  }
  assert.notStrictEqual(judge(cut, capture.end).outcome, "verified", `${capture.name} cut at ${at}`);
  return 1;
}

/** Each message of each capture that is verified as it stands, with the text before it attached. */
function forEachFrame(check: (frames: readonly string[], index: number, capture: Capture) => void): void {
  const verified = captures.filter((capture) => judge(capture.output, capture.end).outcome === "verified");
  assert.isAbove(verified.length, 3);
  for (const capture of verified) {
    const frames = capture.output.toString("utf8").split(/(?<=@!@!@ENDMSG \d+ @!@!@\n)/);
    for (const index of frames.keys()) {
      check(frames, index, capture);
    }
  }
}
