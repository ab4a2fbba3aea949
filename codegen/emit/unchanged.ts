// Names for what stays as it is. Steps that change the same variables leave the same ones unchanged: said once, by what is not among them, and not
// in each step over again. (In the specifications of this repository these lists were a third of the text, and TLC's parser takes long for a text.)

import type { Tla, TlaUnit } from "../tla/ast.js";
import { definition, name, tuple, unchanged } from "../tla/build.js";
import { withBody, withParts } from "../tla/parts.js";
import type { VariableGroup } from "./effects.js";
import type { Names } from "./names.js";

/** What is listed more seldom, or is short, is easier to read as a list. */
const OFTEN = 3;
const LONG = 4;
/** A name with more of the changed variables is no easier to read than the others. */
const NAMED = 4;

/** Names. */
type List = readonly string[];

interface Listed {
  readonly list: List;
  count: number;
}

/** The code with names for lists that it has often, and the definitions of these names. */
export function nameUnchanged(
  code: readonly TlaUnit[],
  groups: readonly VariableGroup[],
  names: Names,
): { readonly code: readonly TlaUnit[]; readonly definitions: readonly TlaUnit[] } {
  const lists = new Map<string, Listed>();
  for (const unit of code) withBody(unit, (body) => replaceLists(body, (list) => count(lists, list)));
  const often = [...lists].filter(([, listed]) => listed.count >= OFTEN && listed.list.length >= LONG);
  const named = new Map(often.map(([key, { list }]) => [key, nameOf(list, groups, names)]));
  const replace = (list: List): Tla => {
    const known = named.get(list.join());
    return unchanged(known === undefined ? list : [known]);
  };
  return {
    code: code.map((unit) => withBody(unit, (body) => replaceLists(body, replace))),
    definitions: [
      ...(often.length > 0 ? [{ kind: "heading" as const, text: "What steps leave as it is" }] : []),
      ...often.map(([key, { list }]) => definition(named.get(key) ?? "", tuple(...list.map(name)))),
    ],
  };
}

function count(lists: Map<string, Listed>, list: List): Tla {
  const listed = lists.get(list.join());
  if (listed === undefined) lists.set(list.join(), { list, count: 1 });
  else listed.count += 1;
  return unchanged(list);
}

function replaceLists(tla: Tla, replace: (list: List) => Tla): Tla {
  if (tla.kind !== "prefix" || tla.operator !== "UNCHANGED") return withParts(tla, (part) => replaceLists(part, replace));
  return tla.operand.kind === "tuple" ? replace(tla.operand.items.flatMap((item) => (item.kind === "name" ? [item.name] : []))) : tla;
}

/** `all_but_pc_owner`: after what the step changes, groups of which it changes all by their names. */
function nameOf(list: List, groups: readonly VariableGroup[], names: Names): string {
  const same = new Set(list);
  const changed = groups.flatMap((group) => changedIn(group, same));
  const shown = changed.length > NAMED ? [...changed.slice(0, NAMED - 1), `${changed.length - NAMED + 1}_more`] : changed;
  return names.of(`all but ${changed.join()}`, [`all_but_${shown.join("_")}`]);
}

function changedIn({ name: group, variables, parts }: VariableGroup, same: ReadonlySet<string>): readonly string[] {
  if (same.has(group)) return [];
  if (parts.length > 0) return parts.flatMap((part) => changedIn(part, same));
  const changed = variables.filter((variable) => !same.has(variable));
  return changed.length === variables.length && changed.length > 1 ? [group] : changed;
}
