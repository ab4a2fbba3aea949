/**
 * A stand-in for `java`: a Node script that follows a plan. The runner starts it as it starts Java, so
 * everything between the process and the result is tested without a JVM.
 */
import { createHash } from "node:crypto";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TlcRequest } from "../../../tla-tools/index.js";
import { captureFolder, specFiles } from "./support.js";

export type FakeStep =
  | { readonly do: "print"; readonly text: string }
  | { readonly do: "error"; readonly text: string }
  | { readonly do: "capture"; readonly name: string }
  | { readonly do: "half-capture"; readonly name: string }
  | { readonly do: "sleep"; readonly ms: number }
  | { readonly do: "exit"; readonly code: number }
  | { readonly do: "die"; readonly signal: string }
  | { readonly do: "flood"; readonly text: string; readonly times: number }
  | { readonly do: "ignore-signals" }
  | { readonly do: "exit-on-signal"; readonly code: number }
  | { readonly do: "close-output" }
  | { readonly do: "write-prints"; readonly text: string }
  | { readonly do: "litter" }
  | { readonly do: "leave-child"; readonly ms: number };

const script = String.raw`
const fs = require('node:fs');
const path = require('node:path');
const plan = JSON.parse(fs.readFileSync(process.env.FAKE_PLAN, 'utf8'));
const argument = (name) => process.argv[process.argv.indexOf(name) + 1];
const write = (fd, text) => {
  for (let rest = Buffer.from(text); rest.length > 0; ) {
    try { rest = rest.subarray(fs.writeSync(fd, rest)); }
    catch (error) { if (error.code !== 'EAGAIN') throw error; }
  }
};
const steps = {
  print: (s) => write(1, s.text),
  error: (s) => write(2, s.text),
  sleep: (s) => new Promise((resolve) => setTimeout(resolve, s.ms)),
  exit: (s) => process.exit(s.code),
  die: (s) => { process.kill(process.pid, s.signal); return new Promise((resolve) => setTimeout(resolve, 5000)); },
  flood: async (s) => { for (let i = 0; i < s.times; i++) { write(1, s.text); await new Promise(setImmediate); } },
  'ignore-signals': () => { for (const s of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(s, () => {}); },
  'exit-on-signal': (s) => { process.on('SIGTERM', () => process.exit(s.code)); },
  'close-output': () => { fs.closeSync(1); },
  'write-prints': (s) => fs.writeFileSync(argument('-userFile'), s.text),
  litter: () => {
    const meta = argument('-metadir');
    fs.mkdirSync(path.join(meta, 'a', 'b'), { recursive: true });
    for (let i = 0; i < 50; i++) fs.writeFileSync(path.join(meta, 'a', 'b', String(i)), 'x');
  },
  'leave-child': (s) => {
    require('node:child_process').spawn('sleep', [String(s.ms / 1000)], { stdio: 'inherit', detached: true }).unref();
  },
};
(async () => { for (const step of plan) await steps[step.do](step); })();
`;

/** Writes the script into a folder; the path to start. */
export function writeFakeJava(folder: string): string {
  const path = join(folder, "java");
  writeFileSync(path, `#!${process.execPath}\n${script}`);
  chmodSync(path, 0o755);
  return path;
}

/** Writes a file that passes for a jar; what a request says about it. */
export function writeFakeJar(folder: string): TlcRequest["jar"] {
  const path = join(folder, "fake.jar");
  const content = "not a jar";
  writeFileSync(path, content);
  return { path, sha256: createHash("sha256").update(content).digest("hex") };
}

/** Writes a plan into a folder; the environment variable that names it. */
export function planVariable(folder: string, plan: readonly FakeStep[]): Record<string, string> {
  const path = join(folder, `plan-${Math.random()}.json`);
  writeFileSync(path, JSON.stringify(plan.map(inlineCapture)));
  return { FAKE_PLAN: path };
}

/** The files of a small specification. */
export function anySpec(): Pick<TlcRequest, "files" | "module"> {
  return { files: specFiles("Ok"), module: "Ok" };
}

function inlineCapture(step: FakeStep): FakeStep {
  switch (step.do) {
    case "capture":
      return { do: "print", text: captureText(step.name) };
    case "half-capture": {
      const text = captureText(step.name);
      return { do: "print", text: text.slice(0, text.length / 2) };
    }
    default:
      return step;
  }
}

function captureText(name: string): string {
  return readFileSync(join(captureFolder, `${name}.txt`), "utf8");
}
