#!/usr/bin/env node
// Starts lockproof. In a clone (the build configuration lies beside package.json) it first makes sure that dist/ is what the sources say;
// an installed package is used as it is. Knows nothing of the commands.

import { existsSync } from "node:fs";
import module from "node:module";

module.enableCompileCache?.();

async function prepare() {
  if (!existsSync(new URL("../tsconfig.build.json", import.meta.url))) return true;
  const { isFresh, isKnown, build } = await import("./build.mjs");
  // The sources of a new clone were checked before they were committed; what has changed since is checked here.
  return isFresh() || (await build(["sources"], isKnown()));
}

/** A shell can stand in a folder that is not there any more. */
function isSomewhere() {
  try {
    return process.cwd() !== "";
  } catch {
    console.error("lockproof: the current folder is not there any more. To fix, change to one that is.");
    return false;
  }
}

if (!isSomewhere()) {
  process.exitCode = 2;
} else if (await prepare()) {
  const { main } = await import("../dist/bundle/main.js");
  process.exitCode = await main(process.argv.slice(2));
} else {
  process.exitCode = 4;
}
