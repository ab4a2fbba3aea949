// `npm run bench -- --rounds 3`: the problems of bench/models in lockproof, beside the same by hand in bench/peers for TLC on PlusCal, SPIN and
// rumur, in interleaved rounds, and how lockproof's times grow (bench/growth.mjs); medians to standard output as Markdown, with `--write` to
// docs/benchmarks.md. Needs a build. A tool that is not installed is named.

import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkGrowth, compileGrowth } from "./growth.mjs";

const { developmentOptions } = await import(new URL("../dist/test/support/development-options.js", import.meta.url).href);
const values = developmentOptions("npm run bench --", {
  rounds: { type: "string", default: "3" },
  limit: { type: "string", default: "120" },
  write: { type: "boolean", default: false },
});
const root = fileURLToPath(new URL("..", import.meta.url));
const { findJava, locateJar } = await import(new URL("../dist/tla-tools/index.js", import.meta.url).href);
const [java, jar] = await Promise.all([findJava(process.env), locateJar({ env: process.env })]);
if (java.kind === "failed" || jar.kind === "failed") throw new Error("no Java or no jar: run `node cli/lockproof.mjs doctor`");
const javaCommand = java.java.path;
const jarPath = jar.jar.path;

const PROBLEMS = [
  { name: "AB-BA", peer: "ABBA", model: "models/patterns/ab-ba.ts", variant: "broken", defines: {}, murphi: {} },
  ...[
    [3, 4],
    [5, 2],
    [5, 3],
    [8, 4],
  ].map(([n, k]) => ({
    name: `P1 ${n}x${k}`,
    peer: "P1",
    model: "bench/models/p1.ts",
    set: { threads: n, locks: k },
    defines: { N: n, K: k },
    murphi: { NVAL: n, KVAL: k, THREAD: `1..${n}` },
    symmetric: { NVAL: n, KVAL: k, THREAD: `scalarset(${n})` },
  })),
  ...[3, 5, 6, 8].map((t) => ({
    name: `P2 ${t}`,
    peer: "P2",
    model: "bench/models/p2.ts",
    set: { timeouts: t },
    defines: { T: t },
    murphi: { TVAL: t },
  })),
];

const has = (command) => spawnSync("sh", ["-c", `command -v ${command}`]).status === 0;
const measured = has("/usr/bin/time");

const usageFile = join(mkdtempSync(join(tmpdir(), "bench-")), "time.txt");

/** Runs a shell command; seconds of the clock and of processors, peak memory in MB, and its output. */
function timed(command, cwd) {
  const prefix = measured ? ["/usr/bin/time", "-q", "-o", usageFile, "-f", "%e %U %S %M"] : [];
  const began = performance.now();
  const run = spawnSync("timeout", [values.limit, ...prefix, "sh", "-c", command], { cwd, encoding: "utf8", maxBuffer: 1 << 28 });
  const wall = (performance.now() - began) / 1000;
  const [, user, system, kilobytes] = measured && run.status !== 124 ? readFileSync(usageFile, "utf8").trim().split(" ").map(Number) : [];
  return {
    wall,
    cpu: (user ?? Number.NaN) + (system ?? 0),
    megabytes: (kilobytes ?? Number.NaN) / 1024,
    text: run.stdout,
    done: run.status !== 124,
  };
}

function folder(problem, extension) {
  const cwd = mkdtempSync(join(tmpdir(), "bench-"));
  copyFileSync(join(root, "bench/peers", `${problem.peer}.${extension}`), join(cwd, `${problem.peer}.${extension}`));
  return cwd;
}

function murphi(problem, replacements) {
  const cwd = folder(problem, "m");
  const file = join(cwd, `${problem.peer}.m`);
  const text = Object.entries(replacements).reduce(
    (rest, [from, to]) => rest.replaceAll(new RegExp(`\\b${from}\\b`, "g"), to),
    readFileSync(file, "utf8"),
  );
  writeFileSync(file, text);
  return { cwd, command: `rumur --output a.c ${problem.peer}.m && gcc -w -O3 -march=native -std=c11 a.c -o a -lpthread -latomic && ./a` };
}

const pan = (problem, reduce) => ({
  cwd: folder(problem, "pml"),
  command: `spin -a ${Object.entries(problem.defines)
    .map(([key, value]) => `-D${key}=${value}`)
    .join(
      " ",
    )} ${problem.peer}.pml && gcc -w -O2 -DSAFETY ${reduce ? "" : "-DNOREDUCE"} -DMEMLIM=4000 -o pan pan.c && ./pan -m9000000 -w24`,
});

function pluscal(problem) {
  const cwd = folder(problem, "tla");
  const constants = Object.entries(problem.defines)
    .map(([key, value]) => `${key}=${value}`)
    .join(" ");
  const invariant = { P1: "\nINVARIANT HeldOnlyIrqOff", P2: "\nINVARIANTS AtMostOnce ListedNotDone" }[problem.peer] ?? "";
  writeFileSync(join(cwd, `${problem.peer}.cfg`), `SPECIFICATION Spec\n${constants === "" ? "" : `CONSTANTS ${constants}`}${invariant}\n`);
  return {
    cwd,
    command: `${javaCommand} -cp ${jarPath} pcal.trans -nocfg ${problem.peer}.tla > /dev/null && ${javaCommand} -XX:+UseParallelGC -Xmx4g -cp ${jarPath} tlc2.TLC -workers 2 -metadir meta ${problem.peer}.tla`,
  };
}

function lockproof(problem, more, before = "") {
  const sets = Object.entries(problem.set ?? {}).map(([key, value]) => `--set ${key}=${value}`);
  const variant = problem.variant === undefined ? "" : `--variant ${problem.variant}`;
  return {
    cwd: root,
    command: `node cli/lockproof.mjs check ${before} ${problem.model} ${sets.join(" ")} ${variant} --no-cache --json --heap 2g --timeout ${values.limit}s ${more}`,
  };
}

/** Problems on which the peers run out of memory or time. */
const TOO_LARGE = ["P1 8x4", "P2 8"];

const last = (text, pattern) => Number([...text.matchAll(pattern)].at(-1)?.[1] ?? Number.NaN);
const results = (text) => JSON.parse(text).results;

const TOOLS = [
  {
    name: "lockproof",
    needs: "node",
    make: (problem) => lockproof(problem, ""),
    states: (text) => results(text).at(-1).statistics?.distinct,
  },
  {
    name: "lockproof, warm",
    needs: "node",
    make: ({ model, set, variant }) => {
      const words = [...Object.entries(set ?? {}).map(([key, value]) => `${key}=${value}`), ...(variant === undefined ? [] : [variant])];
      return { cwd: root, command: `node bench/warm.mjs ${model} ${words.join(" ")}` };
    },
    seconds: (text) => JSON.parse(text).seconds,
    states: (text) => JSON.parse(text).statistics?.distinct,
  },
  {
    name: "lockproof --no-reduce",
    needs: "node",
    skip: ["P1 5x3", "P2 5", "P2 6", ...TOO_LARGE],
    make: (problem) => lockproof(problem, "--no-reduce"),
    states: (text) => results(text).at(-1).statistics?.distinct,
  },
  {
    name: "TLC on PlusCal",
    needs: "java",
    skip: TOO_LARGE,
    make: pluscal,
    states: (text) => last(text, /(\d+) distinct states found/g),
  },
  {
    name: "SPIN + gcc",
    needs: "spin",
    skip: TOO_LARGE,
    make: (problem) => pan(problem, true),
    states: (text) => last(text, /(\d+) states, stored/g),
  },
  {
    name: "rumur + gcc",
    needs: "rumur",
    skip: TOO_LARGE,
    make: (problem) => murphi(problem, problem.murphi),
    states: (text) => last(text, /(\d+) states,/g),
  },
  {
    name: "rumur, symmetry",
    needs: "rumur",
    skip: TOO_LARGE,
    only: "P1",
    make: (problem) => murphi(problem, problem.symmetric),
    states: (text) => last(text, /(\d+) states,/g),
  },
];

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const samples = new Map();
for (let round = 0; round < Number(values.rounds); round++) {
  for (const problem of PROBLEMS) {
    for (const tool of TOOLS) {
      const wanted = (tool.only === undefined || tool.only === problem.peer) && !tool.skip?.includes(problem.name);
      if (!wanted || !has(tool.needs)) continue;
      const { cwd, command } = tool.make(problem);
      const run = timed(command, cwd);
      const key = `${problem.name}|${tool.name}`;
      const states = run.done ? tool.states(run.text) : null;
      const seconds = run.done ? (tool.seconds?.(run.text) ?? run.wall) : run.wall;
      samples.set(key, [...(samples.get(key) ?? []), { ...run, wall: seconds, text: "", states }]);
      process.stderr.write(`${round + 1} ${key} ${run.wall.toFixed(2)} s ${states ?? "not finished"}\n`);
    }
  }
}

const version = (command, args) =>
  has(command) ? execFileSync(command, args, { encoding: "utf8" }).trim().split("\n")[0] : `${command}: not installed`;
const rounds = values.rounds === "1" ? "one round" : `${values.rounds} interleaved rounds, medians`;
const lines = [
  "# Benchmarks",
  "",
  "`npm run bench -- --write` measures all of this in one run and writes this page. The problems are those of `bench/peers/README.md`, by hand for each tool; `bench/models` has them for lockproof.",
  "",
  `${cpus().length} x ${cpus()[0]?.model ?? "?"}, ${Math.round(totalmem() / 2 ** 30)} GB; node ${process.version}; ${version(javaCommand, ["--version"])}; ${version("spin", ["-V"])}; ${version("rumur", ["--version"])}; ${version("gcc", ["--version"])}; ${new Date().toISOString().slice(0, 10)}; ${rounds}, ${values.limit} s limit.`,
  "",
  "*lockproof* is a process from nothing: Node, the JVM, the compiler, no result of before; what V8 and Java keep of code that they have loaded (ADR002, ADR005) is there, as it is from the second run on. *warm* is the same check in a process that has checked other models before, as in `watch` or in a run over several models; its processor seconds and memory include those others. The other tools begin with their source, too: translation, the C compiler and the search. Peak memory is that of the largest single process. On P1 8x4 and P2 8 the peers run out of memory or time, and are not asked.",
  "",
  "| problem | tool | states | seconds | processor seconds | peak MB |",
  "|---|---|--:|--:|--:|--:|",
];
const cell = (number, digits) => (Number.isFinite(number) ? number.toFixed(digits) : "-");
for (const [key, runs] of samples) {
  const [problem, tool] = key.split("|");
  const states = runs[0]?.states;
  const figures = [runs.map((run) => run.wall), runs.map((run) => run.cpu), runs.map((run) => run.megabytes)].map(median);
  lines.push(
    `| ${problem} | ${tool} | ${Number.isFinite(states) ? states.toLocaleString("en-US") : "not finished"} | ${cell(figures[0], 2)} | ${cell(figures[1], 2)} | ${cell(figures[2], 0)} |`,
  );
}
const grown = [2, 3, 4, 5].map((timeouts) => ({ name: `P2, ${timeouts} timeouts`, model: "bench/models/p2.ts", set: { timeouts } }));
lines.push(
  "",
  "## How the time grows",
  "",
  "The compiler, over the statements of a model (`bench/growth.mjs`; one process, warmed up):",
  "",
  "| statements | seconds | microseconds a statement |",
  "|--:|--:|--:|",
  ...(await compileGrowth(Number(values.rounds))),
  "",
  "A check, warm, over its bounds:",
  "",
  "| bounds | states | seconds |",
  "|---|--:|--:|",
  ...checkGrowth(1, grown),
);
const page = `${lines.join("\n")}\n`;
process.stdout.write(page);
if (values.write) writeFileSync(join(root, "docs/benchmarks.md"), page);
