/// <reference lib="dom" />
// The HTML report in a real browser: that it opens from disk and asks for nothing, that its keys and links work, that it is fast, and that
// it can be read in the dark, in print, without colour, and by a screen reader. Set LOCKPROOF_SCREENSHOTS to a folder to look at it.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { assert } from "chai";
import type { Browser, Page } from "playwright-core";
import type { CheckResult } from "../../harness/result.js";
import { renderHtml } from "../../report/html/index.js";
import { openChromium } from "../support/chromium.js";
import { longResult } from "../support/long-traces.js";
import { RENDERING } from "../support/rendering.js";
import { inconclusive, rejected, toolFailure, verified } from "../support/results.js";
import { SPLATS } from "../support/splats.js";

const named = (model: string, result: CheckResult): CheckResult => ({ ...result, subject: { ...result.subject, model } });
const EVERYTHING = [
  ...Object.entries(SPLATS).map(([name, result]) => named(name, result)),
  named("long", longResult(40, { loop: 12 })),
  named(
    "fine",
    verified({
      coverage: {
        complete: true,
        places: [{ at: { file: "models/example.ts", line: 2, column: 0, endLine: 3, endColumn: 1 }, function: "f", reached: false }],
      },
    }),
  ),
  named("doubtful", verified({ lockdep: { agreement: "would-be-silent", report: null } })),
  named("refused", rejected()),
  named("too large", inconclusive()),
  named("broken", toolFailure()),
];

describe("[E] html report", () => {
  let browser: Browser | null = null;
  let folder: string;
  before(async function () {
    browser = await openChromium();
    if (browser === null) this.skip();
    folder = mkdtempSync(join(tmpdir(), "lockproof-html-"));
  });
  after(async () => {
    await browser?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a report from disk; `problems` are requests, errors and broken policies. */
  async function open(results: readonly CheckResult[], fragment = "", options: Parameters<Browser["newPage"]>[0] = {}) {
    if (browser === null) throw new Error("no browser");
    const file = join(folder, "report.html");
    writeFileSync(file, renderHtml(results, RENDERING));
    const page = await browser.newPage({ viewport: { width: 1440, height: 1000 }, ...options });
    const problems: string[] = [];
    const url = pathToFileURL(file).href;
    page.on("console", (message) => problems.push(message.text()));
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("dialog", (dialog) => problems.push(dialog.message()));
    page.on("request", (request) => (request.url().split("#")[0] === url ? undefined : problems.push(request.url())));
    await page.goto(`${url}${fragment}`);
    await page.waitForSelector("main");
    return { page, problems };
  }

  async function picture(page: Page, name: string): Promise<void> {
    const target = process.env["LOCKPROOF_SCREENSHOTS"];
    if (target === undefined) return;
    mkdirSync(target, { recursive: true });
    await page.screenshot({ path: join(target, `${name}.png`), fullPage: true });
  }

  const text = async (page: Page, selector: string): Promise<string> => (await page.textContent(selector)) ?? "";

  it("opens from disk, asks for nothing, and shows every check", async () => {
    const { page, problems } = await open(EVERYTHING);
    const links = await page.$$eval(".overview a", (all) => all.map((one) => one.getAttribute("href") ?? ""));
    assert.lengthOf(links, EVERYTHING.length);
    assert.equal(new Set(links).size, EVERYTHING.length);
    for (const [index, href] of links.entries()) {
      await page.click(`.overview a[href="${href}"]`);
      await page.locator(".overview tr.shown", { hasText: EVERYTHING[index]?.subject.model ?? "none" }).waitFor({ timeout: 5000 });
      await picture(page, `${index}-${EVERYTHING[index]?.subject.model.replaceAll(" ", "-")}`);
    }
    assert.deepEqual(problems, []);
    await page.close();
  });

  it("has the row of what is shown in sight", async () => {
    const { page } = await open(EVERYTHING);
    await page.click("nav tbody tr:last-child a");
    const inSight = await page.evaluate(() => {
      const [box, row] = ["nav .scroll", "tr.shown"].map((selector) => document.querySelector(selector)?.getBoundingClientRect());
      return box !== undefined && row !== undefined && row.top >= box.top && row.bottom <= box.bottom;
    });
    assert.isTrue(inSight);
    await page.close();
  });

  it("says what is wrong in words, as a scenario in columns, and why it is a bug", async () => {
    const { page } = await open([SPLATS["circular-wait-abba"] ?? verified()]);
    assert.include(await text(page, "h2"), "circular locking dependency");
    const rows = await page.$$eval(".columns tbody tr", (all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
    assert.deepEqual(rows, [
      ["lock(A);", ""],
      ["", "lock(B);"],
      ["", "lock(A);"],
      ["lock(B);", ""],
    ]);
    assert.include(await text(page, ".scenario"), "*** DEADLOCK ***");
    assert.include(await text(page, ".why"), "none of them ever does");
    assert.equal(await page.locator("svg.graph").count(), 1);
    await page.close();
  });

  it("says next to the verdict what that does not cover, and that lockdep says otherwise", async () => {
    const at = { file: "models/example.ts", line: 2, column: 0, endLine: 3, endColumn: 1 };
    const doubtful = verified({
      coverage: { complete: true, places: [{ at, function: "f", reached: true }] },
      vacuity: [{ kind: "lock-not-contended", message: "Nobody waits.", at, name: "A" }],
      lockdep: { agreement: "would-be-silent", report: null },
    });
    const { page } = await open([doubtful]);
    assert.match(await text(page, ".overview tbody tr"), /verified.*1 warning.*lockdep: silent/);
    const rows = await page.$$eval("article > div, article > p, article > section", (all) => all.map((one) => one.getAttribute("class")));
    assert.deepEqual(rows.slice(0, 3), ["subject", "beside", "coverage"]);
    assert.match(
      await text(page, ".beside"),
      /lockdep would be silent.*1 warning, the verdict says nothing about this:.*nobody ever waits for: A \(/,
    );
    await page.close();
  });

  it("goes through the steps by keys, and each step has an address", async () => {
    const { page, problems } = await open([longResult(40)], "#example~version=before~raw-lock-nesting~timeouts=2/step-3");
    const step = async (): Promise<string> => text(page, ".step");
    assert.include(await step(), "Step 3 of 40");
    await page.keyboard.press("ArrowRight");
    assert.include(await step(), "Step 4 of 40");
    assert.match(page.url(), /\/step-4$/);
    assert.deepEqual(await page.$$eval(".values .changed", (all) => all.map((row) => row.textContent)), ["counter0 → 3"]);
    assert.include(await text(page, ".tla"), 'pc[self] = "f:13"');
    await page.reload();
    await page.waitForSelector("main");
    assert.include(await step(), "Step 4 of 40");
    const keys: readonly (readonly [string, string])[] = [
      ["ArrowLeft", "Step 3 of"],
      ["]", "Step 7 of"],
      ["[", "Step 3 of"],
      ["PageDown", "Step 13 of"],
      ["PageUp", "Step 3 of"],
      ["Home", "First state"],
      ["ArrowLeft", "First state"],
      ["End", "Step 40 of"],
      ["ArrowRight", "Step 40 of"],
    ];
    for (const [key, expected] of keys) {
      await page.keyboard.press(key);
      assert.include(await step(), expected, key);
    }
    await page.click(".lanes tbody tr >> nth=2");
    assert.match(page.url(), /\/step-\d+$/);
    assert.deepEqual(problems, []);
    await page.close();
  });

  /** Steps in two files of one name; in the last state somebody is in a third one, where no step was made. */
  function inThreeFiles(): CheckResult {
    const result = longResult(8);
    const [model, lib, far] = ["models/a/ring.ts", "models/lib/ring.ts", "models/lib/far.ts"] as const;
    const steps = result.trace.steps.map((step, index) => {
      const file = index % 2 === 0 ? model : lib;
      const last = index === 7;
      const positions = step.positions.map((one) => ({
        ...one,
        at: { ...(one.at ?? step.at), line: 50, endLine: 50, file: last ? far : file },
      }));
      return { ...step, at: step.at === null ? null : { ...step.at, line: 40, endLine: 40, file }, positions };
    });
    return { ...result, trace: { ...result.trace, steps } } as CheckResult;
  }

  it("shows the file and the line of each step, also of the last one, and of each context when asked", async () => {
    const { page, problems } = await open([inThreeFiles()]);
    const tabs = await page.$$eval(".tabs button", (all) => all.map((one) => one.textContent));
    assert.sameMembers(tabs, ["a/ring.ts", "lib/ring.ts", "far.ts", "example.ts"]);
    const shown = (): Promise<readonly (string | null)[]> =>
      page.evaluate(() => {
        const line = [...document.querySelectorAll(".source ol:not([hidden]) li.done")].find((one) => {
          const [box, row] = [document.querySelector(".source"), one].map((part) => part?.getBoundingClientRect());
          return box !== undefined && row !== undefined && row.height > 0 && row.top >= box.top && row.bottom <= box.bottom;
        });
        return [document.querySelector(".tabs [aria-selected=true]")?.textContent ?? null, line?.textContent?.trim() ?? null];
      });
    const files = ["lib/ring.ts", "a/ring.ts"];
    for (let count = 8; count >= 1; count--) {
      const [tab, line] = await shown();
      assert.equal(tab, files[count % 2], `step ${count}`);
      assert.match(line ?? "", /line 41;/, `step ${count}`);
      await page.keyboard.press("ArrowLeft");
    }
    await page.keyboard.press("End");
    await page.click(".contexts .place >> text=far.ts:51");
    assert.equal(await text(page, ".tabs [aria-selected=true]"), "far.ts");
    assert.isTrue(await page.locator(".source ol:not([hidden]) li", { hasText: "line 51;" }).isVisible());
    assert.deepEqual(problems, []);
    await page.close();
  });

  it("folds steps that only their own context can see, and unfolds them", async () => {
    const { page } = await open([longResult(40)]);
    const rows = (): Promise<number> => page.locator(".lanes tbody tr:visible").count();
    const folded = await rows();
    await page.keyboard.press("f");
    assert.equal(await rows(), 41);
    await page.keyboard.press("f");
    assert.equal(await rows(), folded);
    assert.isBelow(folded, 41);
    await page.close();
  });

  it("shows a loop as one, and goes round in it", async () => {
    const { page } = await open([longResult(20, { loop: 12 })]);
    const loops = await page.$$eval(".lanes .loop", (all) => all.map((row) => row.textContent));
    assert.deepEqual(loops, ["again and again from here:", "back to before step 12, for ever"]);
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowRight");
    assert.include(await text(page, ".step"), "Step 12 of 20");
    await page.close();
  });

  it("opens 1,000 steps and goes through them, and says how long that takes", async function () {
    this.timeout(120_000);
    const { page } = await open([longResult(1000)]);
    const opened = await page.evaluate(() => performance.getEntriesByType("navigation")[0]?.duration ?? Number.NaN);
    const stepped = await page.evaluate(() => {
      const began = performance.now();
      for (let count = 0; count < 50; count++) {
        document.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft" }));
        document.body.getBoundingClientRect();
      }
      return (performance.now() - began) / 50;
    });
    console.log(`      opens in ${Math.round(opened)} ms, a step takes ${stepped.toFixed(1)} ms`);
    assert.include(await text(page, ".step"), "Step 950 of 1000");
    await picture(page, "1000-steps");
    await page.close();
  });

  it("can be read in the dark, in print and on a narrow screen", async () => {
    const light = await open([longResult(40)], "", { colorScheme: "light" });
    const dark = await open([longResult(40)], "", { colorScheme: "dark" });
    const paper = (page: Page): Promise<string> => page.$eval("body", (body) => getComputedStyle(body).backgroundColor);
    assert.notEqual(await paper(light.page), await paper(dark.page));
    await picture(dark.page, "dark");
    await dark.page.close();
    await light.page.emulateMedia({ media: "print" });
    const hidden = await light.page.$$eval(
      ".scroll, .source",
      (all) => all.filter((one) => one.scrollHeight > one.clientHeight + 2 && getComputedStyle(one).overflowY !== "visible").length,
    );
    assert.equal(hidden, 0, "nothing is cut off in print");
    await picture(light.page, "print");
    await light.page.close();
    const narrow = await open([longResult(40)], "", { viewport: { width: 400, height: 800 } });
    const width = await narrow.page.evaluate(() => document.documentElement.scrollWidth);
    assert.isAtMost(width, 400, "the page itself does not scroll sideways");
    await picture(narrow.page, "narrow");
    await narrow.page.close();
  });

  it("says by the shape of a line what it says by colour", async () => {
    const { page } = await open([SPLATS["circular-wait-interrupt"] ?? verified(), longResult(6)]);
    const styles = await page.evaluate(() => {
      const row = document.createElement("tr");
      const body = document.createElement("tbody");
      const table = document.createElement("table");
      table.className = "lanes";
      table.append(body);
      body.append(row);
      document.body.append(table);
      return ["running", "interrupted", "waiting", "faulted"].map((state) => {
        const cell = document.createElement("td");
        cell.className = state;
        row.append(cell);
        return getComputedStyle(cell, "::before").borderLeftStyle;
      });
    });
    assert.equal(new Set(styles).size, 4);
    await page.close();
  });

  it("has no flaw that axe finds, in light and dark", async function () {
    this.timeout(120_000);
    for (const colorScheme of ["light", "dark"] as const) {
      const { page } = await open(EVERYTHING, "", { colorScheme, bypassCSP: true });
      for (const model of ["circular-wait-abba", "long", "fine"]) {
        await page.click(`.overview a >> text="${model}"`);
        await page.evaluate(axe.source);
        const found: string[] = await page.evaluate(
          "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`))",
        );
        assert.deepEqual(found, [], `${model}, ${colorScheme}`);
      }
      await page.close();
    }
  });
});
