// Which kinds of syntax a model may have at all, and what to say about common ones that it may not.

import { ts } from "../../typescript.cjs";

const K = ts.SyntaxKind;

/** Kinds that are part of the language, some of them in some forms only (syntax-check.ts). Types are not listed: TypeScript checks them. */
export const allowedKinds: ReadonlySet<ts.SyntaxKind> = new Set([
  // Files and declarations.
  K.ImportDeclaration,
  K.ImportClause,
  K.NamedImports,
  K.ImportSpecifier,
  K.NamespaceImport,
  K.ExportDeclaration,
  K.NamedExports,
  K.ExportSpecifier,
  K.FunctionDeclaration,
  K.ClassDeclaration,
  K.PropertyDeclaration,
  K.Constructor,
  K.InterfaceDeclaration,
  K.TypeAliasDeclaration,
  K.HeritageClause,
  K.ExpressionWithTypeArguments,
  K.Parameter,
  K.TypeParameter,
  K.VariableStatement,
  K.VariableDeclarationList,
  K.VariableDeclaration,
  K.PropertySignature,
  K.EndOfFileToken,
  // Statements.
  K.Block,
  K.EmptyStatement,
  K.ExpressionStatement,
  K.IfStatement,
  K.SwitchStatement,
  K.CaseBlock,
  K.CaseClause,
  K.DefaultClause,
  K.WhileStatement,
  K.DoStatement,
  K.ForStatement,
  K.ForOfStatement,
  K.BreakStatement,
  K.ContinueStatement,
  K.ReturnStatement,
  // Expressions.
  K.Identifier,
  K.ThisKeyword,
  K.NumericLiteral,
  K.StringLiteral,
  K.NoSubstitutionTemplateLiteral,
  K.TemplateExpression,
  K.TemplateHead,
  K.TemplateMiddle,
  K.TemplateTail,
  K.TemplateSpan,
  K.TrueKeyword,
  K.FalseKeyword,
  K.NullKeyword,
  K.ObjectLiteralExpression,
  K.PropertyAssignment,
  K.ShorthandPropertyAssignment,
  K.ArrayLiteralExpression,
  K.ArrowFunction,
  K.ParenthesizedExpression,
  K.SatisfiesExpression,
  K.AsExpression,
  K.PropertyAccessExpression,
  K.ElementAccessExpression,
  K.CallExpression,
  K.NewExpression,
  K.PrefixUnaryExpression,
  K.PostfixUnaryExpression,
  K.BinaryExpression,
  K.ConditionalExpression,
]);

/** Operators and modifiers. */
export const allowedTokens: ReadonlySet<ts.SyntaxKind> = new Set<ts.SyntaxKind>([
  K.EqualsToken,
  K.PlusEqualsToken,
  K.MinusEqualsToken,
  K.AsteriskEqualsToken,
  K.SlashEqualsToken,
  K.PercentEqualsToken,
  K.PlusToken,
  K.MinusToken,
  K.AsteriskToken,
  K.SlashToken,
  K.PercentToken,
  K.EqualsEqualsEqualsToken,
  K.ExclamationEqualsEqualsToken,
  K.LessThanToken,
  K.LessThanEqualsToken,
  K.GreaterThanToken,
  K.GreaterThanEqualsToken,
  K.AmpersandAmpersandToken,
  K.BarBarToken,
  K.QuestionToken,
  K.ColonToken,
  K.EqualsGreaterThanToken,
  K.ReadonlyKeyword,
  K.ExportKeyword,
  K.PublicKeyword,
  K.PrivateKeyword,
  K.ProtectedKeyword,
]);

/** What to write instead of what TypeScript programmers reach for. */
export const ASSERTION_HINT = "declare the right type; a model that lies about types cannot be compiled";

interface Hint {
  /** With its verb: "'try' is". */
  readonly construct: string;
  readonly hint: string;
}

const METHOD = { construct: "A method is", hint: "write a function that takes the object" };
const FUNCTION = { construct: "A function expression is", hint: "declare a function, or write a const arrow, which is a macro" };
const LOOP = "use 'for (const object of pool)', 'list_for_each_entry' or a counter";

export const hints: ReadonlyMap<ts.SyntaxKind, Hint> = new Map<ts.SyntaxKind, Hint>([
  [K.NonNullExpression, { construct: "A non-null assertion ('!') is", hint: "compare with null first: 'if (x !== null) …'" }],
  [K.ExclamationToken, { construct: "'!' after a name is", hint: "give it a type and a first value: 'int(0, 3)', 'ref<Class>()'" }],
  [K.TypeAssertionExpression, { construct: "A type assertion is", hint: ASSERTION_HINT }],
  [K.TryStatement, { construct: "'try' is", hint: "return an error code and test it, as kernel code does" }],
  [
    K.ThrowStatement,
    { construct: "'throw' is", hint: "return an error code; for a place that must not be reached write 'assert(false, \"why\")'" },
  ],
  [K.AwaitExpression, { construct: "'await' is", hint: "wait with 'wait_event', 'schedule' or a lock" }],
  [K.YieldExpression, { construct: "'yield' is", hint: "any two steps may be interleaved anyway" }],
  [K.ForInStatement, { construct: "'for … in' is", hint: LOOP }],
  [K.LabeledStatement, { construct: "A label is", hint: "use a boolean, or a function and 'return'" }],
  [K.WithStatement, { construct: "'with' is", hint: "name the object" }],
  [K.DebuggerStatement, { construct: "'debugger' is", hint: "leave it out: a counterexample shows every step" }],
  [K.EnumDeclaration, { construct: "'enum' is", hint: 'use \'oneOf("a", "b")\'' }],
  [K.ModuleDeclaration, { construct: "A namespace is", hint: "use files and imports" }],
  [K.ClassExpression, { construct: "A class expression is", hint: "declare the class at top level" }],
  [K.FunctionExpression, FUNCTION],
  [K.MethodDeclaration, METHOD],
  [K.GetAccessor, METHOD],
  [K.SetAccessor, METHOD],
  [K.ClassStaticBlockDeclaration, { construct: "A static block is", hint: "use top-level consts" }],
  [K.StaticKeyword, { construct: "'static' is", hint: "use a top-level const" }],
  [K.AbstractKeyword, { construct: "An abstract class is", hint: "write the class out" }],
  [K.AsyncKeyword, { construct: "'async' is", hint: "write two contexts that meet at a lock, a wait queue or a flag" }],
  [K.DeclareKeyword, { construct: "'declare' is", hint: "define it: the compiler has to see all code of a model" }],
  [K.DefaultKeyword, { construct: "A default export is", hint: "export by name" }],
  [K.ExportAssignment, { construct: "A default export is", hint: "export by name" }],
  [K.Decorator, { construct: "A decorator is", hint: "leave it out" }],
  [K.DeleteExpression, { construct: "'delete' is", hint: "store null, or a boolean field" }],
  [K.TypeOfExpression, { construct: "'typeof' of a value is", hint: "use 'oneOf' tags, or 'is_raw' for locks" }],
  [K.VoidExpression, { construct: "'void' is", hint: "leave it out" }],
  [K.RegularExpressionLiteral, { construct: "A regular expression is", hint: "use 'oneOf' values" }],
  [K.BigIntLiteral, { construct: "A bigint is", hint: "use small integers: TLC tries them all" }],
  [K.TaggedTemplateExpression, { construct: "A tagged template is", hint: "call a function" }],
  [K.SpreadElement, { construct: "Spreading is", hint: "write the elements out" }],
  [K.SpreadAssignment, { construct: "Spreading is", hint: "write the properties out" }],
  [K.ComputedPropertyName, { construct: "A computed name is", hint: "write the name out" }],
  [K.PrivateIdentifier, { construct: "A private name is", hint: "leave out the '#'" }],
  [K.SuperKeyword, { construct: "'super' is", hint: "write the class out" }],
  [K.ObjectBindingPattern, { construct: "Destructuring is", hint: "name the object and read its fields" }],
  [K.ArrayBindingPattern, { construct: "Destructuring is", hint: "name the object and read its fields" }],
  [K.ImportEqualsDeclaration, { construct: "'import =' is", hint: "write 'import { … } from'" }],
]);
