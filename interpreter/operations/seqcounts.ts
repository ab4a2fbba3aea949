// Seqcounts: the cell of the owner, who writes, and behind it one for each context, 1 when it reads and nobody has begun to write since.

import type { Place } from "../../codegen/ir/expression.js";
import type { Operation } from "../../codegen/ir/graph.js";
import { type Cells, FALSE, read, TRUE } from "../codes.js";
import { compilePlace, localCell } from "../expressions.js";
import { type CompiledStep, type Site, single } from "./site.js";

export function compileSeqRead(site: Site, operation: Extract<Operation, { kind: "seq-read" }>): CompiledStep {
  return atSeqcount(site, operation.seqcount, (cells, seqcount) => {
    if (read(cells, seqcount) !== 0) return false;
    cells[seqcount + site.me + 1] = 1;
    return site.go(cells, 0);
  });
}

export function compileSeqRetry(site: Site, operation: Extract<Operation, { kind: "seq-retry" }>): CompiledStep {
  const result = operation.result === null ? -1 : localCell(site.scope, operation.result);
  return atSeqcount(site, operation.seqcount, (cells, seqcount) => {
    const mine = seqcount + site.me + 1;
    const again = read(cells, mine) === 0;
    cells[mine] = 0;
    if (result >= 0) cells[result] = again ? TRUE : FALSE;
    return site.go(cells, again ? 0 : 1);
  });
}

export function compileSeqWrite(site: Site, operation: Extract<Operation, { kind: "seq-write" }>): CompiledStep {
  const count = site.scope.layout.contexts.length;
  return atSeqcount(site, operation.acquisition.lock, (cells, seqcount) => {
    cells[seqcount] = site.me + 1;
    cells.fill(0, seqcount + 1, seqcount + 1 + count);
    return site.go(cells, 0);
  });
}

function atSeqcount(site: Site, place: Place, effect: (cells: Cells, seqcount: number) => boolean): CompiledStep {
  const { at } = compilePlace(site.scope, place);
  return single((cells) => {
    site.begin();
    const seqcount = at(cells);
    return site.failed(cells) || effect(cells, seqcount);
  });
}
