// `invariant`, `eventually`, `reachable` and `expect`.

import type { ts } from "ts-morph";
import type { ExpectedOpinion } from "../../ir/program.js";
import { at, type Lowering, reject, shortText } from "../lowering.js";
import { INVALID, type Meaning } from "../meaning.js";
import { callableArgument, evaluate, nameArgument, option, textArgument } from "./arguments.js";
import type { PropertyDeclaration } from "./declarations.js";

type Declare = (lowering: Lowering, call: ts.CallExpression) => Meaning;

export const propertyFunctions: ReadonlyMap<string, Declare> = new Map<string, Declare>([
  ["invariant", (lowering, call) => declareCondition(lowering, call, "invariant")],
  ["eventually", (lowering, call) => declareCondition(lowering, call, "eventually")],
  ["reachable", (lowering, call) => declareCondition(lowering, call, "reachable")],
  ["expect", declareExpectation],
]);

export function declareProperty(lowering: Lowering, call: ts.CallExpression, name: string): Meaning {
  return propertyFunctions.get(name)?.(lowering, call) ?? INVALID;
}

function declareCondition(lowering: Lowering, call: ts.CallExpression, kind: PropertyDeclaration["kind"]): Meaning {
  const [nameNode, conditionNode, options] = call.arguments;
  if (nameNode === undefined || conditionNode === undefined) return INVALID;
  const name = nameArgument(lowering, nameNode, "a property");
  const condition = callableArgument(lowering, conditionNode);
  if (name === null || condition === null) return INVALID;
  const fairnessNode = option(lowering, options, "fairness");
  const fairness = fairnessNode !== null && textArgument(lowering, fairnessNode, "The fairness") === "strong" ? "strong" : "weak";
  const other = lowering.model.properties.find((candidate) => candidate.name === name);
  if (other === undefined) lowering.model.properties.push({ kind, name, condition, fairness, node: call });
  else
    reject(lowering, "name-taken", call, { what: "properties", name }, [{ message: "the first is here", span: at(lowering, other.node) }]);
  return INVALID;
}

function declareExpectation(lowering: Lowering, call: ts.CallExpression): Meaning {
  const [argument, opinionNode] = call.arguments;
  if (argument === undefined) return INVALID;
  if (lowering.model.once.expectation !== null) {
    return reject(lowering, "declared-twice", call, { name: "expect" }, [
      { message: "the first is here", span: lowering.model.once.expectation.span },
    ]);
  }
  const meaning = evaluate(lowering, argument);
  const lockdep = opinionNode === undefined ? null : expectedOpinion(lowering, opinionNode);
  if (meaning.kind === "verdict") lowering.model.once.expectation = { ...meaning.verdict, lockdep, span: at(lowering, call) };
  else if (meaning.kind !== "invalid") {
    reject(lowering, "wrong-argument", argument, {
      what: "The expected verdict",
      expected: "'verified()' or 'violates(…)', known at compile time",
      hint: `replace '${shortText(argument)}'; 'select' chooses by variant`,
    });
  }
  return INVALID;
}

function expectedOpinion(lowering: Lowering, node: ts.Expression): ExpectedOpinion | null {
  const meaning = evaluate(lowering, node);
  if (meaning.kind === "opinion") return meaning.opinion;
  if (meaning.kind !== "invalid") {
    reject(lowering, "wrong-argument", node, {
      what: "The expected opinion",
      expected: "'lockdep(…)', known at compile time",
      hint: `replace '${shortText(node)}'; 'select' chooses by variant`,
    });
  }
  return null;
}
