// Import directions between the folders, types included: what each folder may import, all else is forbidden.
// `node` stands for Node's own modules, `pkg:<name>` for a package.

const ALLOWED = {
  dsl: [],
  models: ["dsl", "pkg:lockproof"],
  codegen: ["dsl", "pkg:typescript", "pkg:ts-morph"],
  "tla-tools": ["node", "pkg:execa", "pkg:env-paths"],
  interpreter: ["codegen/ir"],
  harness: ["codegen", "interpreter", "tla-tools", "node", "pkg:zod", "pkg:p-limit"],
  report: [
    "harness/result",
    "harness/estimate",
    "node:util",
    "node:crypto",
    "pkg:@babel/code-frame",
    "pkg:@dagrejs/dagre",
    "pkg:junit-report-builder",
    "pkg:sarif",
  ],
  import: ["pkg:zod"],
  cli: ["harness", "import", "report", "tla-tools", "node", "pkg:yargs", "pkg:chokidar", "pkg:zod", "pkg:esbuild"],
};

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

/** A pattern for resolved paths that an entry of the table allows. Packages resolve into node_modules, Node's modules to their bare names. */
function pattern(entry) {
  if (entry.startsWith("node:")) return `^(node:)?${escape(entry.slice(5))}$`;
  if (entry === "pkg:lockproof") return "^(lockproof/dsl|dist/dsl/)";
  if (entry.startsWith("pkg:")) {
    const name = entry.slice(4);
    return `^node_modules/(@types/)?(${escape(name)}|${escape(name.replace("@", "").replace("/", "__"))})/`;
  }
  return `^${escape(entry)}([/.]|$)`;
}

const folderRules = Object.entries(ALLOWED).map(([folder, entries]) => ({
  name: `${folder}-imports`,
  comment: `${folder}/ may import only: ${entries.join(", ") || "nothing"}.`,
  severity: "error",
  from: { path: `^${escape(folder)}/` },
  to: {
    pathNot: [`^${escape(folder)}/`, ...entries.filter((entry) => entry !== "node").map(pattern)],
    ...(entries.includes("node") ? { dependencyTypesNot: ["core"] } : {}),
  },
}));

const forbid = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

module.exports = {
  forbidden: [
    ...folderRules,
    forbid(
      "no-cycles",
      "A cycle of imports: two files that are one idea, or an idea in the wrong file. Models are as the kernel's files are, which call each other.",
      { pathNot: "^models/" },
      { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    ),
    forbid("no-unresolvable", "The import cannot be found.", {}, { couldNotResolve: true }),
    forbid("frontend-not-emit", "The frontend knows nothing of TLA+.", { path: "^codegen/frontend/" }, { path: "^codegen/(emit|tla)/" }),
    forbid("emit-not-frontend", "The emitter sees the IR only.", { path: "^codegen/emit/" }, { path: "^codegen/frontend/" }),
    forbid(
      "ir-and-tla-without-compiler",
      "The IR and the TLA+ tree are data.",
      { path: "^codegen/(ir|tla)/" },
      { path: "(ts-morph|node_modules/typescript)(/|$)" },
    ),
    forbid(
      "one-compiler",
      "Take `ts` from ts-morph, so that nodes of two compilers never mix.",
      { path: "^codegen/" },
      { path: "node_modules/typescript/" },
    ),
    forbid("no-test-code", "Only tests import test code.", { pathNot: "^test/" }, { path: "^test/" }),
    forbid(
      "no-dev-dependencies",
      "The tool runs without them; only its build has esbuild.",
      { pathNot: "^(test/|cli/build\\.mjs)" },
      { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|test/fixtures)/" },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["types", "import", "require", "node", "default"] },
  },
};
