// What the checks of each file depend on, by content: the file and all that it imports, also what it imports and is not there.

import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { findModules } from "../../codegen/frontend/load/modules.js";
import { hashOf } from "../cache/hash.js";
import { modelSources } from "../cache/model-sources.js";
import { fileHost } from "../host.js";
import type { CheckRequest } from "../request.js";

/** Absolute folders in which something may happen that matters. */
export interface Folders {
  /** With all below. */
  readonly deep: ReadonlySet<string>;
  /** Only what lies directly in them. */
  readonly flat: ReadonlySet<string>;
}

/** One look at the files of a request. */
export interface Look {
  /** For each file, or path that names none, what its checks depend on, as one word. */
  readonly contents: ReadonlyMap<string, string>;
  /** Paths of the request that name nothing. */
  readonly absent: readonly string[];
  readonly folders: Folders;
}

export function lookAt(request: CheckRequest): Look {
  const contents = new Map<string, string>();
  const absent: string[] = [];
  const [deep, flat] = [new Set<string>(), new Set<string>()];
  for (const path of request.models) {
    const absolute = resolve(request.root, path);
    const sources = modelSources({ ...request, models: [path] });
    if (!existsSync(absolute)) absent.push(path);
    if (sources === null) contents.set(absolute, "absent");
    else if (!sources.has(absolute)) deep.add(absolute);
    flat.add(existing(dirname(absolute)));
    for (const file of sources?.keys() ?? []) {
      const { content, paths } = contentOf(request.root, file);
      contents.set(file, content);
      for (const one of paths) flat.add(existing(dirname(one)));
    }
  }
  return { contents, absent, folders: { deep, flat } };
}

function contentOf(root: string, file: string): { readonly content: string; readonly paths: readonly string[] } {
  const host = fileHost(root);
  findModules(host, file);
  const own = [...host.texts].filter(([path]) => !path.startsWith(`${host.dslFolder}/`));
  const absent = [...host.absent].sort();
  return { content: hashOf([...own.flat(), ...absent]), paths: [...own.map(([path]) => path), ...absent] };
}

/** The nearest folder that is there. */
function existing(folder: string): string {
  return existsSync(folder) || folder === dirname(folder) ? folder : existing(dirname(folder));
}
