// Program -> TLA+ text: sequences the stages behind the frontend. Pure; library modules come from the caller.

import { type AlikeObjects, alikeObjectsOf } from "./analysis/alike/index.js";
import { findUnboundedLocals } from "./analysis/bounded-locals.js";
import { type Purpose, passedPlaces } from "./analysis/fusion/index.js";
import { locate } from "./analysis/index.js";
import type { Reduction } from "./analysis/reductions.js";
import { leftOut, sliced } from "./analysis/slice/index.js";
import { crowdsOf } from "./analysis/symmetry.js";
import { MAX_LOCK_DEPTH } from "./analysis/typestate.js";
import { withUniqueNames } from "./analysis/unique-names.js";
import { createDiagnostic, type Diagnostic } from "./diagnostics/index.js";
import { type EmittedModule, emitModule } from "./emit/module.js";
import { createScope, NOT_REDUCED, type Reduced, type Variable } from "./emit/scope.js";
import type { LocatedProgram } from "./ir/located.js";
import type { Program } from "./ir/program.js";
import { printModule } from "./tla/print.js";

/** A specification ready to run, with everything needed to read its states. */
export interface Compilation extends Specification {
  readonly moduleName: string;
  readonly located: LocatedProgram;
  /** The variables of a specification of all of `located`: in traces people see also what `module` leaves out. */
  readonly variables: readonly Variable[];
  /** Groups of contexts that `module` does not tell apart. */
  readonly crowds: readonly (readonly string[])[];
  /** Objects that `module` does not tell apart. */
  readonly alike: readonly AlikeObjects[];
  /** The specification for eventualities: less can be reduced there, and no rules are judged. */
  readonly temporal: () => Specification;
  /** The specification in which one action is one step of the source. */
  readonly stepwise: () => Specification;
}

export interface Specification {
  /** The program that it specifies: all of it, or what is left without data that no verdict depends on. */
  readonly of: LocatedProgram;
  readonly module: string;
  readonly emitted: EmittedModule;
  /** Labels of the places that steps go through without a stop. */
  readonly passed: ReadonlySet<string>;
  /** Ways in which it is smaller than what docs/semantics.md says, as far as there was something to reduce: docs/reductions.md. */
  readonly reductions: readonly Reduction[];
}

export type CompileOutcome = { readonly compilation: Compilation } | { readonly diagnostics: readonly Diagnostic[] };

/** Compiles a lowered program. `readLine` gives source lines for the comments of the specification. */
export function compileProgram(
  lowered: Program,
  readLine: (file: string, line: number) => string | null,
  asked: readonly Reduction[] = [],
): CompileOutcome {
  const program = withUniqueNames(lowered);
  const unbounded = findUnboundedLocals(program);
  if (unbounded.length > 0) return { diagnostics: unbounded };
  const located = locate(program);
  if ("kind" in located) return { diagnostics: [createDiagnostic("lock-depth", located.node.span, { limit: MAX_LOCK_DEPTH })] };
  const moduleName = moduleNameOf(program);
  const specify = (of: LocatedProgram, reduced: Reduced): Specification => {
    const emitted = emitModule(of, moduleName, titleOf(program, leftOut(located, of), reduced), readLine, reduced);
    const done: Readonly<Record<Reduction, boolean>> = {
      slice: of !== located,
      steps: reduced.passed.size > 0,
      symmetry: emitted.runs.safety.view !== null,
    };
    const reductions = asked.filter((reduction) => done[reduction]);
    return { of, emitted, module: printModule(emitted.module), passed: reduced.passed, reductions };
  };
  const passed = (of: LocatedProgram, purpose: Purpose): ReadonlySet<string> =>
    asked.includes("steps") ? passedPlaces(of, purpose) : new Set();
  const slice = asked.includes("slice") ? sliced(located) : located;
  const crowds = asked.includes("symmetry") ? crowdsOf(slice) : [];
  const alike = asked.includes("symmetry") ? alikeObjectsOf(slice, crowds) : [];
  const specification = specify(slice, { ...NOT_REDUCED, passed: passed(slice, "safety"), crowds, alike });
  const temporal = (): Specification => specify(located, { ...NOT_REDUCED, passed: passed(located, "temporal"), bare: true });
  let steps: Specification | null = specification.reductions.length > 0 ? null : specification;
  const stepwise = (): Specification => {
    steps ??= specify(located, NOT_REDUCED);
    return steps;
  };
  const { fields, locals } = createScope(located);
  const variables = [...fields.values(), ...locals.values()];
  const whole = { moduleName, located, variables, crowds, alike, temporal, stepwise };
  return { compilation: { ...whole, ...specification } };
}

/** `flush_timeouts_fixed`; another than the usual kernel configuration is named, too. */
export function moduleNameOf(program: Program): string {
  const base = program.file.split("/").at(-1)?.replace(/\.ts$/, "") ?? "model";
  const parts = [
    base,
    ...Object.values(program.variants),
    ...(program.configuration.name === "raw-lock-nesting" ? [] : [program.configuration.name]),
  ];
  const name = parts.map((part) => part.replace(/[^A-Za-z0-9]+/g, "_")).join("_");
  return /^[A-Za-z]/.test(name) ? name : `m_${name}`;
}

function titleOf(program: Program, missing: readonly string[], { bare }: Reduced): readonly string[] {
  const settings = [...Object.entries(program.variants), ...Object.entries(program.parameters)].map(([key, value]) => `${key} = ${value}`);
  return [
    `${program.file}${settings.length > 0 ? ` with ${settings.join(", ")}` : ""}: generated by lockproof, not for editing.`,
    ...(bare ? ["For the eventualities, of code that obeys all rules: these are judged in another specification."] : []),
    ...(missing.length > 0 ? [`Left out, as no verdict depends on it: ${missing.join(", ")}.`] : []),
  ];
}
