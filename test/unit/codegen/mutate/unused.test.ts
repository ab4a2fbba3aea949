import { assert } from "chai";
import { compileProgram } from "../../../../codegen/compile.js";
import { loadModel, lowerProgram, type Stretch } from "../../../../codegen/frontend/index.js";
import { changesOnly, type Mutation, mutated, mutationsOf } from "../../../../codegen/mutate/index.js";
import { memoryHost, NESTING, withImports } from "../../../support/compile-model.js";

const TIMERS = `export const COUNTS = 3;
export class device {
  constructor(readonly kind: "once" | "again") {}
  lock = spinlock_t();
  shots = int(0, COUNTS);
  other = int(0, COUNTS);
  timer = hrtimer(this.kind === "once" ? once_fn : again_fn, { cpu: 1 });
}
function once_fn(dev: device) {
  dev.shots = 1;
  return HRTIMER_NORESTART;
}
function again_fn(dev: device): hrtimer_restart {
  dev.shots = 2;
  dev.other = 2;
  return HRTIMER_NORESTART;
}
export function unused(dev: device): void {
  if (dev.kind === "again") return;
  spin_lock(dev.lock);
  dev.other = 1;
  spin_unlock(dev.lock);
}
/** Leaves no trace in a model whose device is of the other kind. */
export const note = (dev: device) => {
  if (dev.kind === "again") dev.other = 3;
};
export const inferred = (dev: device) => {
  dev.other = 1;
  return dev.other;
};
export const is_sound = (dev: device) => dev.shots <= 2;
`;

/** A model of `kind`, in two versions. */
const model = (kind: string): string => `import { device, inferred, is_sound, note, unused } from "./timers.js";
const version = variant("first", "second");
const dev = new device("${kind}");
const helper = () => {
  dev.other = 2;
};
function start() {
  spin_lock(dev.lock);
  hrtimer_start(dev.timer);
  spin_unlock(dev.lock);
  note(dev);
  if (version === "second") {
    unused(dev);
    helper();
    inferred(dev);
  }
}
task("start", start);
invariant("sound", () => is_sound(dev));
expect(verified());
`;

interface Compiled {
  readonly code: string;
  readonly unused: readonly Stretch[];
}

function compiled(texts: ReadonlyMap<string, string>, version: string): Compiled | null {
  const files = Object.fromEntries([...texts].map(([path, text]) => [path.replace("/models/", ""), text]));
  const { model } = loadModel(memoryHost(files), "/models/main.ts");
  if (model === null) return null;
  const { program, unused } = lowerProgram(model, { variants: { version }, parameters: {}, configuration: NESTING });
  const outcome = program === null ? null : compileProgram(program, () => null);
  return outcome === null || "diagnostics" in outcome ? null : { code: outcome.compilation.module, unused: unused() };
}

const shown = ({ what, edits }: Mutation, sources: ReadonlyMap<string, string>): string => {
  const { file, start } = edits.find(({ end }) => end > 0) ?? { file: "", start: 0 };
  const line = (sources.get(file) ?? "").slice(0, start).split("\n").length;
  return `${what}, ${file.replace("/models/", "")}:${line}`;
};

describe("[U] mutations of what a model does not use", function () {
  this.timeout(60_000);

  for (const kind of ["once", "again"]) {
    for (const version of ["first", "second"]) {
      it(`change nothing, and are told before the model is compiled again: ${kind}, ${version}`, () => {
        const sources = new Map([
          ["/models/timers.ts", withImports(TIMERS)],
          ["/models/main.ts", withImports(model(kind))],
        ]);
        const base = compiled(sources, version);
        const mutations = mutationsOf(sources);
        const told = mutations.filter((mutation) => changesOnly(base?.unused ?? [], mutation));
        const same = mutations.filter((mutation) => {
          const mutant = compiled(mutated(sources, mutation), version);
          return mutant === null || mutant.code === base?.code;
        });
        assert.includeMembers([...same], [...told]);
        assert.deepEqual(
          told.map((mutation) => shown(mutation, sources)).filter((text) => text.startsWith("drop the store")),
          [
            ...(kind === "once" ? ["drop the store, timers.ts:15", "drop the store, timers.ts:16"] : []),
            ...(version === "first" ? ["drop the store, timers.ts:22", "drop the store, main.ts:6"] : []),
          ],
        );
      });
    }
  }
});
