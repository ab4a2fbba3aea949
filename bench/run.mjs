// `npm run bench -- --rounds 3`: the problems of bench/models, and two of models/io-uring, in lockproof, beside the same by hand in bench/peers for
// TLC on PlusCal, SPIN and rumur, in interleaved rounds, and how lockproof's times grow (bench/growth.mjs); medians to standard output as Markdown,
// with `--write` to docs/benchmarks.md. Needs a build. A tool that is not installed is named. `--only "io_uring exit"`: only the problems whose names
// begin like that, and no growth.

import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkGrowth, compileGrowth } from "./growth.mjs";

const { developmentOptions } = await import(new URL("../dist/test/support/development-options.js", import.meta.url).href);
const values = developmentOptions("npm run bench --", {
  rounds: { type: "string", default: "3" },
  limit: { type: "string", default: "120" },
  only: { type: "string", default: "" },
  write: { type: "boolean", default: false },
});
if (values.only !== "" && values.write)
  throw new Error("--only measures a part, and --write would write a page of it: leave one of them out");
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
  {
    name: "io_uring exit",
    peer: "EXIT",
    model: "models/io-uring/flush-timeouts/exit.ts",
    variant: "fixed",
    config: "raw-lock-nesting",
    defines: {},
  },
  { name: "io_uring chain rule", peer: null, model: "models/io-uring/history/27-chain-rule.ts", variant: "after" },
].filter(({ name }) => name.startsWith(values.only));
if (PROBLEMS.length === 0) throw new Error(`no problem's name begins with '${values.only}'`);

/** What a PlusCal translation is checked for, beside deadlock and its assertions. */
const PROPERTIES = {
  P1: "INVARIANT HeldOnlyIrqOff",
  P2: "INVARIANTS AtMostOnce ListedNotDone",
  EXIT: "INVARIANTS ArmedHasTimer TimerIsArmed NothingArmedAfterExit NothingHeldAtEnd\nPROPERTY ExitEnds",
};

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
  const lines = ["SPECIFICATION Spec", ...(constants === "" ? [] : [`CONSTANTS ${constants}`]), PROPERTIES[problem.peer] ?? ""];
  writeFileSync(join(cwd, `${problem.peer}.cfg`), `${lines.join("\n")}\n`);
  return {
    cwd,
    command: `${javaCommand} -cp ${jarPath} pcal.trans -nocfg ${problem.peer}.tla > /dev/null && ${javaCommand} -XX:+UseParallelGC -Xmx4g -cp ${jarPath} tlc2.TLC -workers 2 -metadir meta ${problem.peer}.tla`,
  };
}

function lockproof(problem, more, before = "") {
  const sets = Object.entries(problem.set ?? {}).map(([key, value]) => `--set ${key}=${value}`);
  const chosen = ["variant", "config"].filter((name) => problem[name] !== undefined).map((name) => `--${name} ${problem[name]}`);
  return {
    cwd: root,
    command: `node cli/lockproof.mjs check ${before} ${problem.model} ${sets.join(" ")} ${chosen.join(" ")} --no-cache --json --heap 2g --timeout ${values.limit}s ${more}`,
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
    make: ({ model, set, variant, config }) => {
      const words = [
        ...Object.entries({ ...set, ...(config === undefined ? {} : { config }) }).map(([key, value]) => `${key}=${value}`),
        ...(variant === undefined ? [] : [variant]),
      ];
      return { cwd: root, command: `node bench/warm.mjs ${model} ${words.join(" ")}` };
    },
    seconds: (text) => JSON.parse(text).seconds,
    states: (text) => JSON.parse(text).statistics?.distinct,
  },
  {
    name: "lockproof --no-reduce",
    needs: "node",
    skip: ["P1 5x3", "P2 5", "P2 6", "io_uring chain rule", ...TOO_LARGE],
    make: (problem) => lockproof(problem, "--no-reduce"),
    states: (text) => results(text).at(-1).statistics?.distinct,
  },
  {
    name: "TLC on PlusCal",
    needs: "java",
    source: "tla",
    skip: TOO_LARGE,
    make: pluscal,
    states: (text) => last(text, /(\d+) distinct states found/g),
  },
  {
    name: "SPIN + gcc",
    needs: "spin",
    source: "pml",
    skip: TOO_LARGE,
    make: (problem) => pan(problem, true),
    states: (text) => last(text, /(\d+) states, stored/g),
  },
  {
    name: "rumur + gcc",
    needs: "rumur",
    source: "m",
    skip: TOO_LARGE,
    make: (problem) => murphi(problem, problem.murphi),
    states: (text) => last(text, /(\d+) states,/g),
  },
  {
    name: "rumur, symmetry",
    needs: "rumur",
    source: "m",
    skip: TOO_LARGE,
    only: "P1",
    make: (problem) => murphi(problem, problem.symmetric),
    states: (text) => last(text, /(\d+) states,/g),
  },
];

/** A problem is by hand for some of the tools. */
const isWritten = (problem, { source }) =>
  source === undefined || (problem.peer !== null && existsSync(join(root, "bench/peers", `${problem.peer}.${source}`)));

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const samples = new Map();
for (let round = 0; round < Number(values.rounds); round++) {
  for (const problem of PROBLEMS) {
    for (const tool of TOOLS) {
      const wanted = (tool.only === undefined || tool.only === problem.peer) && !tool.skip?.includes(problem.name);
      if (!wanted || !has(tool.needs)) continue;
      const key = `${problem.name}|${tool.name}`;
      if (!isWritten(problem, tool)) {
        samples.set(key, []);
        continue;
      }
      const { cwd, command } = tool.make(problem);
      const run = timed(command, cwd);
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
  "`npm run bench -- --write` measures all of this in one run and writes this page. The problems are those of `bench/peers/README.md`, by hand for other tools; `bench/models` and `models` have them for lockproof.",
  "",
  `${cpus().length} x ${cpus()[0]?.model ?? "?"}, ${Math.round(totalmem() / 2 ** 30)} GB; node ${process.version}; ${version(javaCommand, ["--version"])}; ${version("spin", ["-V"])}; ${version("rumur", ["--version"])}; ${version("gcc", ["--version"])}; ${new Date().toISOString().slice(0, 10)}; ${rounds}, ${values.limit} s limit.`,
  "",
  "*lockproof* is a process from nothing: Node, the JVM, the compiler, no result of before; what V8 and Java keep of code that they have loaded (ADR002, ADR005) is there, as it is from the second run on. *warm* is the same check in a process that has checked other models before, as in `watch` or in a run over several models; its processor seconds and memory include those others. The other tools begin with their source, too: translation, the C compiler and the search. Peak memory is that of the largest single process. On P1 8x4 and P2 8 the peers run out of memory or time, and are not asked. Nor is lockproof without reductions there, on P1 5x3, P2 5 and 6, and on *io_uring chain rule*.",
  "",
  "*io_uring exit* is `models/io-uring/flush-timeouts/exit.ts`, the kernel's report of a9c83a0ab66a, in its fixed version; *io_uring chain rule* is `models/io-uring/history/27-chain-rule.ts`, with the most states of all of io_uring's models as they stand (`models/README.md`). By hand there is the exit in PlusCal only, none of the two for SPIN or rumur: *not written*.",
  "",
  "| problem | tool | states | seconds | processor seconds | peak MB |",
  "|---|---|--:|--:|--:|--:|",
];
const cell = (number, digits) => (Number.isFinite(number) ? number.toFixed(digits) : "-");
for (const [key, runs] of samples) {
  const [problem, tool] = key.split("|");
  if (runs.length === 0) {
    lines.push(`| ${problem} | ${tool} | not written | - | - | - |`);
    continue;
  }
  const states = runs[0]?.states;
  const figures = [runs.map((run) => run.wall), runs.map((run) => run.cpu), runs.map((run) => run.megabytes)].map(median);
  lines.push(
    `| ${problem} | ${tool} | ${Number.isFinite(states) ? states.toLocaleString("en-US") : "not finished"} | ${cell(figures[0], 2)} | ${cell(figures[1], 2)} | ${cell(figures[2], 0)} |`,
  );
}
/** States of one tool for each of lockproof's. */
const ratios = (tool) =>
  PROBLEMS.flatMap(({ name }) => {
    const [own, other] = ["lockproof", tool].map((one) => samples.get(`${name}|${one}`)?.[0]?.states);
    return Number.isFinite(own) && Number.isFinite(other)
      ? [`${name} ${Number((other / own).toPrecision(2)).toLocaleString("en-US")}`]
      : [];
  });
for (const tool of ["TLC on PlusCal", "lockproof --no-reduce"].filter((name) => ratios(name).length > 0))
  lines.push("", `States of *${tool}* for each of lockproof's: ${ratios(tool).join(", ")}.`);
lines.push(
  "",
  "Where contexts are alike, lockproof has the fewer states, and more so the more there are. On *io_uring exit* no two are, and the PlusCal has its critical sections as one step each, by hand: `bench/peers/README.md` compares the two.",
);
const grown = [2, 3, 4, 5].map((timeouts) => ({ name: `P2, ${timeouts} timeouts`, model: "bench/models/p2.ts", set: { timeouts } }));
const growth = async () => [
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
];
if (values.only === "") lines.push(...(await growth()));
const page = `${lines.join("\n")}\n`;
process.stdout.write(page);
if (values.write) writeFileSync(join(root, "docs/benchmarks.md"), page);
