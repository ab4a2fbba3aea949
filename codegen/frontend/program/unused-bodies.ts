// Bodies of functions that have no part in a program: while it was lowered nothing meant their name. Whatever such a body says, the program is the
// same. A body from which TypeScript infers what the function returns is not among them: code that is used may depend on that type.

import { ts } from "../../typescript.cjs";
import type { Elaboration } from "../elaborate/elaboration.js";

/** Offsets in the text of a file, `end` excluded. */
export interface Stretch {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

export function unusedBodies({ sources, named }: Pick<Elaboration, "sources" | "named">): readonly Stretch[] {
  return sources.modules.flatMap((module) =>
    module.statements.flatMap(functionsOf).flatMap(({ declaration, node: { body, type } }) => {
      if (body === undefined || named.has(declaration) || (type === undefined && givesValue(body))) return [];
      return [{ file: module.fileName, start: body.getStart(), end: body.getEnd() }];
    }),
  );
}

interface NamedFunction {
  readonly declaration: ts.Declaration;
  readonly node: ts.FunctionDeclaration | ts.ArrowFunction;
}

/** The functions that a statement of the top level declares. */
function functionsOf(statement: ts.Statement): readonly NamedFunction[] {
  if (ts.isFunctionDeclaration(statement)) return [{ declaration: statement, node: statement }];
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap((declaration) => {
    const { initializer } = declaration;
    return initializer !== undefined && ts.isArrowFunction(initializer) ? [{ declaration, node: initializer }] : [];
  });
}

function givesValue(body: ts.ConciseBody): boolean {
  const visit = (node: ts.Node): boolean => {
    if (ts.isFunctionLike(node)) return false;
    return (ts.isReturnStatement(node) && node.expression !== undefined) || (ts.forEachChild(node, visit) ?? false);
  };
  return !ts.isBlock(body) || visit(body);
}
