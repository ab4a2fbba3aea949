// Arguments that are places: the lock, list, node, timer or queue that a function of the language works on.

import type { ts } from "ts-morph";
import type { ListRef, Place } from "../../../ir/expression.js";
import type { SharedField, SharedType } from "../../elaborate/world.js";
import { type Lowering, reject, shortText } from "../../lowering.js";
import { describe } from "../../meaning.js";
import { queueLockId } from "../expressions/access.js";
import { keptPlace } from "../operands.js";

export interface PlaceArgument {
  readonly place: Place;
  readonly field: SharedField;
  readonly node: ts.Expression;
}

/** The argument `index`, a field of the type wanted; null when it is none (reported). */
export function placeArgument(
  lowering: Lowering,
  call: ts.CallExpression,
  index: number,
  wanted: SharedType["kind"],
): PlaceArgument | null {
  const node = call.arguments[index];
  if (node === undefined) return null;
  const meaning = lowering.model.visitors.expression(lowering, node);
  const named = (meaning.kind === "place" && meaning.field.type.kind === wanted) || (meaning.kind === "queue-lock" && wanted === "lock");
  if (named) return { place: beforeOthers(lowering, call, index, meaning.place), field: meaning.field, node };
  if (meaning.kind !== "invalid") {
    const what = meaning.kind === "value" ? `Which object '${shortText(node)}' is` : `'${shortText(node)}', ${describe(meaning)},`;
    const hint = "name the field: 'object.lock', 'object.list'; keep references to objects, not to their fields";
    reject(lowering, "not-a-value", node, { what, hint });
  }
  return null;
}

/** `place` as it is before the arguments behind it are evaluated. */
function beforeOthers(lowering: Lowering, call: ts.CallExpression, index: number, place: Place): Place {
  const [node, ...others] = call.arguments.slice(index);
  const disturbed = others.some((other) => lowering.model.visitors.hasSteps(lowering, other));
  return disturbed && node !== undefined ? keptPlace(lowering, node, place) : place;
}

export interface ListArgument {
  readonly list: ListRef;
  /** The member that links entries. */
  readonly nodeField: SharedField;
  readonly node: ts.Expression;
}

/** The argument `index`, a list head in an object or on the stack. */
export function listArgument(lowering: Lowering, call: ts.CallExpression, index: number): ListArgument | null {
  const node = call.arguments[index];
  if (node === undefined) return null;
  const meaning = lowering.model.visitors.expression(lowering, node);
  if (meaning.kind === "local-list") return { list: { kind: "local", local: meaning.local }, nodeField: meaning.node, node };
  if (meaning.kind === "place" && meaning.field.type.kind === "list-head") {
    const { target, member } = meaning.field.type;
    const entry = target.members.get(member);
    if (entry?.kind === "shared") {
      const place = beforeOthers(lowering, call, index, meaning.place);
      return { list: { kind: "shared", place }, nodeField: entry.field, node };
    }
    reject(lowering, "class-without-objects", node, { what: `'${shortText(node)}'`, target: `class '${target.name}'` });
    return null;
  }
  if (meaning.kind !== "invalid") {
    reject(lowering, "not-a-value", node, {
      what: `'${shortText(node)}', ${describe(meaning)},`,
      hint: "pass a list: 'object.list', or a const that 'LIST_HEAD' made",
    });
  }
  return null;
}

/** Id of the lock that stands for a wait queue. */
export function lockOfQueue(queue: Place): Place {
  return { ...queue, field: queueLockId(queue.field) };
}
