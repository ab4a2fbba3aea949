// At the start an object's node is on one list at most.

import { constantLowering, reject } from "../lowering.js";
import type { Elaboration } from "./elaboration.js";
import type { Instance, SharedField } from "./world.js";

export function checkLists(model: Elaboration): void {
  const listed = new Set<string>();
  for (const field of model.fields) {
    const { type } = field;
    if (type.kind === "list-head") checkEntries(model, field, type.member, listed);
  }
}

function checkEntries(model: Elaboration, field: SharedField, member: string, listed: Set<string>): void {
  for (const { entries } of field.initial.values()) {
    for (const entry of entries) {
      const key = nodeKey(entry, member);
      if (listed.has(key)) reject(constantLowering(model), "listed-twice", field.node, { object: entry.id, member });
      listed.add(key);
    }
  }
}

function nodeKey(entry: Instance, member: string): string {
  return `${entry.id}.${member}`;
}
