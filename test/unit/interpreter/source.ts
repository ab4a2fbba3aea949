// Located programs from model source text: the frontend and the analysis, as the harness runs them.

import { assert } from "chai";
import { locate } from "../../../codegen/analysis/index.js";
import { loadModel, lowerProgram } from "../../../codegen/frontend/index.js";
import type { LocatedProgram } from "../../../codegen/ir/located.js";
import type { Configuration } from "../../../codegen/ir/program.js";
import type { SourceHost } from "../../../codegen/source/host.js";
import { fileHost } from "../../../harness/host.js";
import { languageFiles } from "../../support/compile-model.js";

const FILE = "/memory/model.ts";

/** Compiles a model; `text` is what comes after the imports. */
export function fromSource(text: string): LocatedProgram {
  const disk = fileHost("/memory");
  const names = [...new Set(text.match(/[A-Za-z_]\w*/g))].filter((name) => exportedNames(disk).has(name));
  const full = `import { ${names.sort().join(", ")} } from "lockproof/dsl";\n${text}`;
  const host: SourceHost = { root: "/memory", dslFolder: disk.dslFolder, readFile: (path) => (path === FILE ? full : disk.readFile(path)) };
  const [program] = programsOf(host, FILE);
  return program ?? assert.fail("no program");
}

/** All combinations of variants and configurations of a model file. */
export function programsOf(host: SourceHost, file: string): readonly LocatedProgram[] {
  const { model, diagnostics } = loadModel(host, file);
  if (model === null) return assert.fail(diagnostics.map(({ message }) => message).join("\n"));
  if (!model.isModel) return [];
  const versions = model.variants.reduce<readonly Readonly<Record<string, string>>[]>(
    (all, axis) => all.flatMap((chosen) => axis.values.map((value) => ({ ...chosen, [axis.name]: value }))),
    [{}],
  );
  const parameters = Object.fromEntries(model.parameters.map(({ name, value }) => [name, value]));
  return versions.flatMap((variants) =>
    model.configurations.map((configuration: Configuration) => {
      const lowered = lowerProgram(model, { variants, parameters, configuration });
      if (lowered.program === null) return assert.fail(lowered.diagnostics.map(({ message }) => message).join("\n"));
      const located = locate(lowered.program);
      return "kind" in located ? assert.fail("held locks without end") : located;
    }),
  );
}

function exportedNames(disk: SourceHost): ReadonlySet<string> {
  const texts = languageFiles().map((file) => disk.readFile(`${disk.dslFolder}/${file}.ts`) ?? "");
  return new Set(texts.flatMap((text) => [...text.matchAll(/^export declare (?:function|const) (\w+)/gm)].map((match) => match[1] ?? "")));
}
