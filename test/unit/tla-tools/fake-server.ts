/**
 * A stand-in for a `java` that is kept for many runs: a Node script that speaks the protocol of TlcServer.java, or breaks it, by a plan. As a
 * process for one run it prints a complete search, so a run that was made again is told by its result.
 */
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { captureFolder } from "./support.js";

export type ServerStep =
  | { readonly do: "ready"; readonly left?: string }
  | { readonly do: "output"; readonly capture: string }
  | { readonly do: "half-output"; readonly capture: string }
  | { readonly do: "errors"; readonly text: string }
  | { readonly do: "end"; readonly status: number; readonly exception?: string }
  /** Bytes that are no frame. */
  | { readonly do: "raw"; readonly text: string }
  /** A frame that may claim to be of any kind and length. */
  | { readonly do: "frame"; readonly kind: string; readonly length: number }
  | { readonly do: "flood" }
  | { readonly do: "sleep"; readonly ms: number }
  | { readonly do: "ignore-signals" }
  | { readonly do: "leave"; readonly code: number }
  | { readonly do: "die"; readonly signal: string };

export interface ServerPlan {
  /** What each JVM does when it starts; the last one stands for all further. */
  readonly start?: readonly (readonly ServerStep[])[];
  /** What comes of each run, over all JVMs; the last one stands for all further. */
  readonly runs: readonly (readonly ServerStep[])[];
  readonly compiler?: "works" | "missing" | "broken";
  readonly rewriter?: "works" | "broken";
}

const script = String.raw`
const fs = require('node:fs');
const path = require('node:path');
const folder = path.dirname(process.argv[1]);
const plan = JSON.parse(fs.readFileSync(path.join(folder, 'plan.json'), 'utf8'));
const capture = (name) => fs.readFileSync(path.join(plan.captures, name + '.txt'), 'utf8');
const nth = (name, list) => {
  const file = path.join(folder, name);
  fs.appendFileSync(file, process.pid + '\n');
  return list[Math.min(list.length, fs.readFileSync(file, 'utf8').split('\n').length - 1) - 1];
};
const write = (bytes) => {
  for (let rest = Buffer.from(bytes); rest.length > 0; ) {
    try { rest = rest.subarray(fs.writeSync(1, rest)); }
    catch (error) { if (error.code !== 'EAGAIN') throw error; }
  }
};
const frame = (kind, text, length) => {
  const head = Buffer.alloc(5);
  head.write(kind);
  head.writeInt32BE(length ?? Buffer.byteLength(text), 1);
  write(Buffer.concat([head, Buffer.from(text)]));
};
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const steps = {
  ready: (s) => frame('R', s.left ?? ''),
  output: (s) => { for (const part of capture(s.capture).match(/[^]{1,200}/g)) frame('O', part); },
  'half-output': (s) => { const text = capture(s.capture); frame('O', text.slice(0, text.length / 2)); },
  errors: (s) => frame('E', s.text),
  end: (s) => frame('X', s.status + '\n' + (s.exception ?? '')),
  raw: (s) => write(s.text),
  frame: (s) => frame(s.kind, 'x', s.length),
  flood: async () => { for (;;) { frame('O', 'noise\n'.repeat(2000)); await new Promise(setImmediate); } },
  sleep: (s) => sleep(s.ms),
  'ignore-signals': () => { for (const s of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(s, () => {}); },
  leave: (s) => process.exit(s.code),
  die: (s) => { process.kill(process.pid, s.signal); return sleep(5000); },
};
const play = async (list) => { for (const step of list) await steps[step.do](step); };
const compile = () => {
  fs.appendFileSync(path.join(folder, 'compilations'), 'x');
  if (plan.compiler === 'missing') { process.stderr.write('Module jdk.compiler not found\n'); process.exit(1); }
  if (plan.compiler === 'broken') process.exit(2);
  fs.writeFileSync(path.join(process.argv[process.argv.indexOf('-d') + 1], 'TlcServer.class'), '');
};
const rewrite = () => {
  fs.appendFileSync(path.join(folder, 'rewritings'), 'x');
  if (plan.rewriter === 'broken') process.exit(2);
  fs.writeFileSync(process.argv.at(-2), 'rewritten');
};
const serve = async () => {
  let work = play(nth('starts', plan.start ?? [[{ do: 'ready' }]]));
  process.stdin.on('data', () => { work = work.then(() => play(nth('runs', plan.runs))); });
  process.stdin.on('end', () => process.exit(0));
};
const inJar = process.argv.includes('-jar');
if (inJar && process.argv.at(-1) === 'end') process.exit(1);
else if (inJar) serve();
else if (process.argv.includes('-m')) compile();
else if (process.argv.includes('RestartableJar')) rewrite();
else { fs.appendFileSync(path.join(folder, 'alone'), 'x'); write(capture('success')); }
`;

/** Writes script and plan into a folder; the path to start. */
export function writeFakeServer(folder: string, plan: ServerPlan): string {
  const path = join(folder, "java");
  writeFileSync(path, `#!${process.execPath}\n${script}`);
  chmodSync(path, 0o755);
  writeFileSync(join(folder, "plan.json"), JSON.stringify({ ...plan, captures: captureFolder }));
  return path;
}

/** How often something happened: the script keeps a line or a letter for each time. */
export function timesOf(folder: string, what: "starts" | "runs" | "alone" | "compilations" | "rewritings"): number {
  try {
    const text = readFileSync(join(folder, what), "utf8");
    return text.includes("\n") ? text.split("\n").length - 1 : text.length;
  } catch {
    return 0;
  }
}
