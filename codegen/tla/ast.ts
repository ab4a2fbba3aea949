// TLA+ as data. Only what the emitter writes: no parser, no full language. The printer alone knows layout and precedence.

/** Infix operators the emitter uses, by how they are written. */
export type TlaInfix =
  | "="
  | "#"
  | "<"
  | "<="
  | ">"
  | ">="
  | "+"
  | "-"
  | "*"
  | "%"
  | "\\div"
  | "\\in"
  | "\\notin"
  | "\\cup"
  | "\\cap"
  | "\\"
  | "\\subseteq"
  | "\\o"
  | ".."
  | "=>"
  | "~>"
  | ":>"
  | "@@";

export interface TlaArm {
  /** Printed above the arm as `\* …`, line by line. */
  readonly comment: readonly string[];
  readonly guard: Tla;
  readonly body: Tla;
}

export type Tla =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "boolean"; readonly value: boolean }
  /** `op(a, b)` */
  | { readonly kind: "call"; readonly operator: string; readonly args: readonly Tla[] }
  /** `f[a]` */
  | { readonly kind: "apply"; readonly function: Tla; readonly args: readonly Tla[] }
  /** `[f EXCEPT ![k1] = v1, ![k2] = v2]` */
  | { readonly kind: "except"; readonly function: Tla; readonly updates: readonly { readonly key: Tla; readonly value: Tla }[] }
  | { readonly kind: "infix"; readonly operator: TlaInfix; readonly left: Tla; readonly right: Tla }
  | {
      readonly kind: "prefix";
      readonly operator: "~" | "-" | "[]" | "<>" | "UNCHANGED" | "ENABLED" | "UNION" | "DOMAIN";
      readonly operand: Tla;
    }
  | { readonly kind: "prime"; readonly name: string }
  | { readonly kind: "and" | "or"; readonly items: readonly Tla[] }
  | { readonly kind: "if"; readonly condition: Tla; readonly whenTrue: Tla; readonly whenFalse: Tla }
  | { readonly kind: "case"; readonly arms: readonly TlaArm[]; readonly other: Tla | null }
  | { readonly kind: "tuple" | "set"; readonly items: readonly Tla[] }
  /** `{x \in S : p}` */
  | { readonly kind: "filter"; readonly variable: string; readonly set: Tla; readonly predicate: Tla }
  /** `{e : x \in S}` */
  | { readonly kind: "map"; readonly body: Tla; readonly variable: string; readonly set: Tla }
  | { readonly kind: "record"; readonly fields: readonly { readonly name: string; readonly value: Tla }[] }
  /** `r.f` */
  | { readonly kind: "member"; readonly record: Tla; readonly field: string }
  /** `[x \in S |-> e]` */
  | { readonly kind: "function"; readonly variable: string; readonly set: Tla; readonly body: Tla }
  | { readonly kind: "quantified"; readonly quantifier: "\\A" | "\\E"; readonly variable: string; readonly set: Tla; readonly body: Tla }
  | { readonly kind: "let"; readonly definitions: readonly { readonly name: string; readonly body: Tla }[]; readonly body: Tla }
  /** `[][A]_v` */
  | { readonly kind: "box-action"; readonly action: Tla; readonly variables: Tla }
  | { readonly kind: "fairness"; readonly strength: "WF" | "SF"; readonly variables: string; readonly action: Tla };

export type TlaUnit =
  /** `name(params) == body` */
  | {
      readonly kind: "definition";
      readonly comment: readonly string[];
      readonly name: string;
      readonly parameters: readonly string[];
      readonly body: Tla;
    }
  | { readonly kind: "variables"; readonly variables: readonly { readonly name: string; readonly comment: string }[] }
  | { readonly kind: "assumption"; readonly body: Tla }
  | { readonly kind: "heading"; readonly text: string };

export interface TlaModule {
  readonly name: string;
  readonly comment: readonly string[];
  readonly extends: readonly string[];
  readonly units: readonly TlaUnit[];
}

/** TLC's configuration file. */
export interface TlcConfig {
  readonly specification: string;
  /** A constant has a value; an operator can have another one in its place. */
  readonly constants: readonly ({ readonly name: string } & ({ readonly value: string } | { readonly operator: string }))[];
  readonly invariants: readonly string[];
  readonly properties: readonly string[];
  /** What every step must satisfy; steps that do not are not taken. */
  readonly actionConstraints: readonly string[];
  /** What tells states apart; null: all of their variables. */
  readonly view: string | null;
}
