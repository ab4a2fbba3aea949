// Lint rules that need types. Layout and import order are biome's work, import directions dependency-cruiser's.
// The `parserOptions.projectService` reads tsconfig.json, so a file outside of it is an error, not silence.

import tseslint from "typescript-eslint";

const everywhere = {
  "@typescript-eslint/no-explicit-any": "error",
  "@typescript-eslint/no-non-null-assertion": "error",
  "@typescript-eslint/no-floating-promises": "error",
  "@typescript-eslint/no-misused-promises": "error",
  "@typescript-eslint/await-thenable": "error",
  "@typescript-eslint/return-await": ["error", "in-try-catch"],
  "@typescript-eslint/switch-exhaustiveness-check": [
    "error",
    { considerDefaultExhaustiveForUnions: true, allowDefaultCaseForExhaustiveSwitch: true },
  ],
  "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "separate-type-imports", disallowTypeAnnotations: false }],
  "@typescript-eslint/consistent-type-assertions": ["error", { assertionStyle: "never" }],
  "@typescript-eslint/no-unsafe-argument": "error",
  "@typescript-eslint/no-unsafe-assignment": "error",
  "@typescript-eslint/no-unsafe-call": "error",
  "@typescript-eslint/no-unsafe-member-access": "error",
  "@typescript-eslint/no-unsafe-return": "error",
  "@typescript-eslint/only-throw-error": "error",
  "@typescript-eslint/prefer-promise-reject-errors": "error",
  "@typescript-eslint/no-array-delete": "error",
  "@typescript-eslint/no-base-to-string": "error",
  "@typescript-eslint/no-deprecated": "error",
  "@typescript-eslint/no-duplicate-type-constituents": "error",
  "@typescript-eslint/no-implied-eval": "error",
  "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
  "@typescript-eslint/require-array-sort-compare": ["error", { ignoreStringArrays: true }],
  "@typescript-eslint/no-unnecessary-type-assertion": "error",
  eqeqeq: ["error", "always", { null: "ignore" }],
  "no-var": "error",
  "prefer-const": "error",
  "no-fallthrough": "error",
  "no-console": "error",
  "no-control-regex": "off",
  "no-restricted-syntax": [
    "error",
    { selector: "TSEnumDeclaration", message: "No enums: a union of string literals." },
    { selector: "ExportDefaultDeclaration", message: "Named exports only." },
    {
      selector: "ImportDeclaration[source.value='zod'] ImportSpecifier",
      message: "As a namespace, of which only what is used gets into the bundle: import * as z.",
    },
  ],
  "@typescript-eslint/no-restricted-imports": [
    "error",
    {
      paths: [
        { name: "ts-morph", allowTypeImports: true, message: "Its values come from codegen/typescript.ts, which loads them faster." },
      ],
    },
  ],
  "no-restricted-properties": [
    "error",
    { object: "process", property: "exit", message: "Only the command line ends the process, in one place." },
  ],
};

export default tseslint.config(
  { ignores: ["dist/", "out/", "node_modules/", "specs/", "test/fixtures/", "test/golden/", ".ci/", "**/*.js", "**/*.cjs", "**/*.mjs"] },
  {
    files: ["**/*.ts"],
    languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { "@typescript-eslint": tseslint.plugin },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: everywhere,
  },
  { files: ["codegen/typescript.ts"], rules: { "@typescript-eslint/no-restricted-imports": "off" } },
  { files: ["cli/**/*.ts"], rules: { "no-console": "off" } },
  // Declarations only: a kernel type and the function that makes it share one name.
  { files: ["dsl/**/*.ts"], rules: { "@typescript-eslint/no-redeclare": "off" } },
  // Models are compiled, never executed: `let` is shared state, an empty loop waits, a constant condition is an #ifdef.
  {
    files: ["models/**/*.ts", "bench/models/**/*.ts"],
    rules: { "prefer-const": "off", "@typescript-eslint/no-unused-vars": "off", "no-constant-condition": "off" },
  },
  // Tests print counts of what they compared; chai's properties are expressions.
  { files: ["test/**/*.ts"], rules: { "no-console": "off", "@typescript-eslint/consistent-type-assertions": "off" } },
);
