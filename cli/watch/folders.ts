// Tells when something happens in folders. What it was, and whether it matters, is found out by looking at the files.

import { dirname, relative, sep } from "node:path";
import { type FSWatcher, watch } from "chokidar";
import type { Folders } from "../../harness/watch.js";
import type { FolderWatch } from "../services.js";

export function watchFolders(changed: () => void): FolderWatch {
  let watcher: FSWatcher | null = null;
  let watched = "";
  return {
    async watch(folders) {
      const wanted = JSON.stringify([[...folders.deep].sort(), [...folders.flat].sort()]);
      if (wanted === watched) return false;
      watched = wanted;
      await watcher?.close();
      watcher = await open(folders, changed);
      return true;
    },
    async close() {
      await watcher?.close();
    },
  };
}

async function open({ deep, flat }: Folders, changed: () => void): Promise<FSWatcher> {
  const watcher = watch([...deep, ...flat], {
    ignoreInitial: true,
    atomic: false,
    ignored: (path) => !flat.has(path) && !flat.has(dirname(path)) && ![...deep].some((folder) => isBelow(folder, path)),
  });
  // After an error (no more watches, a folder that may not be read) the other folders are still watched.
  watcher.on("all", changed).on("error", changed);
  await new Promise<void>((resolve) => watcher.once("ready", resolve));
  return watcher;
}

/** Where models may be: not in folders of packages and of tools. */
function isBelow(folder: string, path: string): boolean {
  const parts = relative(folder, path).split(sep);
  return parts[0] !== ".." && !parts.some((part) => part === "node_modules" || part.startsWith("."));
}
