// The compiler API is 13 MB of JavaScript. To read it, and to translate each function when it is first called, is a tenth of the time of a small
// check; what V8 made of it is kept from one process to the next. Node 22 does that by itself, asked by the launcher. Node 20 has no place for
// it, so the method that compiles a module is replaced, as packages for this do. Theirs (v8-compile-cache 2.4) keep a module as it is right
// after loading, without the functions that were called later, and gained nothing here.

import Module, { createRequire } from "node:module";
import { dirname } from "node:path";
import { constants, Script } from "node:vm";
import { EXIT } from "../exit-codes.js";
import { type Origin, originOf, readCompiled, writeCompiled } from "./kept-file.js";

/** Smaller modules are compiled in the time it takes to find a file. */
const LARGE = 500_000;

interface Loading {
  readonly exports: unknown;
}

/** From here on, large modules that are required come from `folder` where they can; the others are put there when this process ends. */
export function keepCompiledCode(folder: string): void {
  const compile: unknown = Reflect.get(Module.prototype, "_compile");
  if ("enableCompileCache" in Module || typeof compile !== "function") return;
  Object.assign(Module.prototype, {
    _compile(this: Loading, content: string, file: string): unknown {
      const origin = content.length < LARGE ? null : originOf(file, performance.timeOrigin);
      if (origin === null) return Reflect.apply(compile, this, [content, file]);
      return runModule(this, file, compiled(folder, origin, content, file));
    },
  });
}

function compiled(folder: string, origin: Origin, content: string, file: string): Script {
  const cachedData = readCompiled(folder, origin) ?? undefined;
  const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  const script = new Script(Module.wrap(content), { filename: file, cachedData, importModuleDynamically });
  if (cachedData === undefined || script.cachedDataRejected) {
    process.once("exit", (code) => {
      // A run that was cut short has called few functions.
      if (code === EXIT.expected || code === EXIT.unexpected) writeCompiled(folder, origin, script.createCachedData());
    });
  }
  return script;
}

/** As Node does it. */
function runModule(module: Loading, file: string, script: Script): unknown {
  const run: unknown = script.runInThisContext();
  if (typeof run !== "function") throw new TypeError(`${file} is no module`);
  return Reflect.apply(run, module.exports, [module.exports, createRequire(file), module, file, dirname(file)]);
}
