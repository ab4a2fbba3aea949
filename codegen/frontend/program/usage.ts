// Which fields of which objects a program uses. Lists bring the node fields of their entries, references the objects they may name.

import type { Place } from "../../ir/expression.js";
import type { FlowGraph } from "../../ir/graph.js";
import type { Property, RcuFlavour } from "../../ir/program.js";
import type { Elaboration } from "../elaborate/elaboration.js";
import { memberOfClass } from "../elaborate/members.js";
import { type SharedField, TOP_LEVEL } from "../elaborate/world.js";
import { delayTimerId, queueLockId, seqcountId } from "../lower/expressions/access.js";
import { constantLowering } from "../lowering.js";
import { visitExpression, visitOperation } from "./references.js";

export interface Usage {
  /** Owners by field id. */
  readonly fields: ReadonlyMap<string, ReadonlySet<string>>;
  readonly objects: ReadonlySet<string>;
  readonly pools: ReadonlySet<string>;
  readonly rcu: ReadonlySet<RcuFlavour>;
  /** Something has an instance on each CPU. */
  readonly perCpu: boolean;
  /** Objects that are allocated or freed. */
  readonly memory: ReadonlySet<string>;
}

export function usageOf(
  model: Elaboration,
  graphs: readonly FlowGraph[],
  properties: readonly Property[],
  timers: readonly Place[],
): Usage {
  const usage = new UsageCollector(model);
  for (const graph of graphs) {
    for (const local of graph.locals) if (local.type.kind === "list-head") usage.wholeField(local.type.node);
    for (const node of graph.nodes) visitOperation(node.operation, usage);
  }
  for (const timer of timers) usage.place(timer);
  for (const property of properties) visitExpression(property.condition, usage);
  return usage;
}

class UsageCollector implements Usage {
  readonly fields = new Map<string, Set<string>>();
  readonly objects = new Set<string>();
  readonly pools = new Set<string>();
  readonly memory = new Set<string>();
  readonly rcu = new Set<RcuFlavour>();
  perCpu = false;
  readonly #model: Elaboration;
  readonly #byId: ReadonlyMap<string, SharedField>;

  constructor(model: Elaboration) {
    this.#model = model;
    const of = (kind: SharedField["type"]["kind"]): readonly SharedField[] => model.fields.filter((field) => field.type.kind === kind);
    this.#byId = new Map([
      ...model.fields.map((field) => [field.id, field] as const),
      ...of("wait-queue").map((queue) => [queueLockId(queue.id), queue] as const),
      ...of("seqlock").map((seqlock) => [seqcountId(seqlock.id), seqlock] as const),
      ...of("delayed-work").map((field) => [delayTimerId(field.id), field] as const),
    ]);
  }

  readonly place = (place: Place): void => {
    const field = this.#byId.get(place.field);
    if (field === undefined) throw new Error(`no field '${place.field}'`);
    if (place.object?.kind === "this-cpu" || field.type.kind === "per-cpu") this.perCpu = true;
    if (field.type.kind === "per-cpu") {
      this.#use(field, TOP_LEVEL);
      return;
    }
    if (place.object === null) this.#use(field, TOP_LEVEL);
    else if (place.object.kind === "value" && place.object.value.kind === "object") this.#use(field, place.object.value.id);
    else for (const owner of field.initial.keys()) this.#use(field, owner);
  };

  readonly local = (): void => undefined;

  readonly object = (id: string): void => {
    this.objects.add(id);
  };

  readonly pool = (id: string): void => {
    if (this.pools.has(id)) return;
    this.pools.add(id);
    for (const instance of this.#model.pools.get(id)?.instances ?? []) this.object(instance.id);
  };

  readonly rcuSection = (flavour: RcuFlavour): void => {
    this.rcu.add(flavour);
  };

  readonly allocates = (id: string): void => {
    this.frees((this.#model.pools.get(id)?.class.instances ?? []).map((instance) => instance.id));
  };

  readonly frees = (objects: readonly string[]): void => {
    for (const id of objects) {
      if (this.memory.has(id)) continue;
      this.memory.add(id);
      this.object(id);
      this.#listsWith(id);
    }
  };

  wholeField(id: string): void {
    const field = this.#byId.get(id);
    for (const owner of field?.initial.keys() ?? []) if (field !== undefined) this.#use(field, owner);
  }

  /** Lists on which the object is at first: there it must not be freed. */
  #listsWith(id: string): void {
    for (const field of this.#model.fields)
      for (const [owner, { entries }] of field.initial) if (entries.some((entry) => entry.id === id)) this.#use(field, owner);
  }

  #use(field: SharedField, owner: string): void {
    const owners = this.fields.get(field.id) ?? new Set();
    this.fields.set(field.id, owners);
    if (owners.has(owner)) return;
    owners.add(owner);
    if (owner !== TOP_LEVEL) this.object(owner);
    this.#useType(field, owner);
  }

  #useType(field: SharedField, owner: string): void {
    const { type } = field;
    const initial = field.initial.get(owner);
    if (type.kind === "ref") for (const instance of type.target.instances) this.object(instance.id);
    if (type.kind === "list-head") {
      const member = memberOfClass(constantLowering(this.#model), type.target, type.member);
      if (member?.kind === "shared") this.wholeField(member.field.id);
    }
    if (initial?.value?.kind === "object") this.object(initial.value.id);
  }
}
