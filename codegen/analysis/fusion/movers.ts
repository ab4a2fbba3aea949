// Which steps commute with those of others (Lipton's movers), for each location: docs/reductions.md has the argument.

import { type Operation, setsSleeping } from "../../ir/graph.js";
import type { LocatedGraph, LocatedProgram, Location, Typestate } from "../../ir/located.js";
import { type Context, type Program, type RcuFlavour, runsOnce } from "../../ir/program.js";
import { unreachable } from "../../ir/unreachable.js";
import { mayBeInWrongContext } from "../context-assertions.js";
import { isAwaited } from "../deferred.js";
import { hasGracePeriods } from "../grace-periods.js";
import { underflows } from "../typestate.js";
import { createGuards, type Guards, runnersOf } from "./guards.js";
import { touchesOf } from "./touches.js";
import { type Visible, visibleTo } from "./visible.js";

/**
 * `both`: nobody can tell when it happens, and it always can. `left`: it always can, and only makes more possible for others.
 * `right`: it may have to wait, but once done, it might as well have been done later. `none`: all else.
 */
export type Mover = "both" | "left" | "right" | "none";

export interface Movement {
  readonly mover: Mover;
  /** Changes what a property reads. */
  readonly visible: boolean;
}

interface Facts {
  readonly program: Program;
  readonly guards: Guards;
  readonly visible: Visible;
  /** Locks whose being taken somebody looks at: a trylock, `spin_is_locked`, a property. */
  readonly observedLocks: ReadonlySet<string>;
  /** Some context is about to sleep somewhere. */
  readonly sleeps: boolean;
}

/** The movement of every location, by label. */
export function movementsOf(located: LocatedProgram): ReadonlyMap<string, Movement> {
  const { program, graphs } = located;
  const visible = visibleTo(program);
  const facts: Facts = {
    program,
    guards: createGuards(located),
    visible,
    observedLocks: observedLocks(located, visible),
    sleeps: program.graphs.some(({ nodes }) => nodes.some(({ operation }) => setsSleeping(operation))),
  };
  return new Map(
    graphs.flatMap((graph) => {
      const runners = runnersOf(program, graph);
      return graph.locations.map((location): [string, Movement] => [
        location.label,
        { mover: moverOf(facts, graph, location, runners), visible: isVisible(facts, graph, location, runners) },
      ]);
    }),
  );
}

function moverOf(facts: Facts, graph: LocatedGraph, location: Location, runners: readonly Context[]): Mover {
  const { operation } = location.node;
  // Where read sections begin and end is looked at.
  if (hasGracePeriods(facts.program)) return "none";
  // The specification assumes that no rule forbids a place where nobody stops.
  if (mayBeInWrongContext(operation, location.state, runners)) return "none";
  const commutes = (except?: string): boolean => runners.every((context) => facts.guards.independent(graph, location, context, except));
  const independent = (): Mover => (commutes() ? "both" : "none");
  const undisturbed = (): boolean => runners.every((context) => !mayBeDisturbed(facts.program, location.state, context));
  const isUnobserved = (lock: string): boolean => !facts.observedLocks.has(lock) && commutes(lock);
  switch (operation.kind) {
    case "assign":
    case "choose":
    case "assert":
    case "list-add":
    case "list-insert":
    case "list-move":
    case "list-remove":
    case "list-splice":
    case "list-take-first":
    case "rcu":
      return independent();
    // A branch that leads back to itself waits.
    case "branch":
      return location.next.includes(location.label) ? "none" : independent();
    case "might-sleep":
      return maySleep(facts.program, location.state, runners) ? "both" : "none";
    case "rcu-use":
      return holdsSection(facts.program, location.state, operation.flavour) ? "both" : "none";
    case "irq":
    case "bottom-halves":
    case "preemption":
      if (underflows(location.node, location.state)) return "none";
      return switchMover(operation, location.state, undisturbed);
    case "acquire":
      return isUnobserved(operation.acquisition.lock.field) ? "right" : "none";
    case "release":
      return isUnobserved(operation.lock.field) && undisturbed() ? "left" : "none";
    case "end":
      return endsQuietly(facts, location.state, runners) ? "left" : "none";
    case "nofs":
      return "both";
    case "annotate":
      return isUnchecked(facts.program, operation.acquisition.lock.field) ? independent() : "none";
    case "annotate-release":
      return isUnchecked(facts.program, operation.lock.field) && isHeld(location.state, operation.lock.field) ? independent() : "none";
    case "lock-init":
    case "down":
    case "try-down":
    case "up":
    case "seq-read":
    case "seq-retry":
    case "seq-write":
    case "unless":
    case "try-acquire":
    case "downgrade":
    case "await":
    case "item-queue":
    case "item-dequeue":
    case "rcu-call":
    case "flush-begin":
    case "flush-wait":
    case "allocate":
    case "free":
    case "timer-start":
    case "timer-try-cancel":
    case "timer-cancel":
    case "wait-prepare":
    case "wait-run":
    case "wait-finish":
    case "wake":
    case "schedule":
    case "wake-task":
      return "none";
    // Nobody is anything but running where nobody is ever about to sleep.
    case "set-task-state":
      return facts.sleeps ? "none" : "both";
    default:
      return unreachable(operation);
  }
}

/** Enabling what was disabled lets others come; disabling keeps them out. What is disabled twice changes nothing the second time. */
function switchMover(
  operation: Extract<Operation, { kind: "irq" | "bottom-halves" | "preemption" }>,
  state: Typestate,
  undisturbed: () => boolean,
): Mover {
  const [isOpen, opens] = switchOf(operation, state);
  if (isOpen === opens) return "both";
  return opens && undisturbed() ? "left" : "none";
}

/** Whether others may come before, and afterwards. */
function switchOf(operation: Extract<Operation, { kind: "irq" | "bottom-halves" | "preemption" }>, state: Typestate): [boolean, boolean] {
  switch (operation.kind) {
    case "irq":
      switch (operation.action) {
        case "disable":
        case "save":
          return [state.irqs, false];
        case "enable":
          return [state.irqs, true];
        case "restore":
          return [state.irqs, state.flags[operation.flags] ?? state.irqs];
        default:
          return unreachable(operation);
      }
    case "bottom-halves":
      return [state.bottomHalves === 0, operation.action === "enable" && state.bottomHalves <= 1];
    case "preemption":
      return [state.preemption === 0, operation.action === "enable" && state.preemption <= 1];
  }
}

/** Something may keep a context with this typestate from going on: a handler on top of it, another task of its CPU. */
function mayBeDisturbed(program: Program, state: Typestate, context: Context): boolean {
  const here = program.contexts.filter((other) => other !== context && other.cpus.some((cpu) => context.cpus.includes(cpu)));
  const bottomHalves = program.configuration.preemptRt ? 0 : state.bottomHalves;
  return here.some((other) => mayComeOver(other.level, context.level, { ...state, bottomHalves }));
}

/** A context of level `other` may run on the CPU of one of level `own` that is at a place with typestate `state`. */
function mayComeOver(other: Context["level"], own: Context["level"], { irqs, bottomHalves, preemption }: Typestate): boolean {
  switch (other) {
    case "hardirq":
      return own !== "hardirq" && irqs;
    case "softirq":
      return own === "task" && irqs && bottomHalves === 0;
    case "task":
      return own === "task" && irqs && bottomHalves === 0 && preemption === 0;
    default:
      return unreachable(other);
  }
}

/** A task ends with nothing left to be judged, and no property looks for it. An interrupt handler gives the CPU back: that is observed. */
function endsQuietly(facts: Facts, state: Typestate, runners: readonly Context[]): boolean {
  const { irqs, bottomHalves, preemption, held } = state;
  return (
    runners.every((context) => runsOnce(context) && !facts.visible.contexts.has(context.id) && !isWaitedFor(facts.program, context.id)) &&
    irqs &&
    bottomHalves === 0 &&
    preemption === 0 &&
    held.every((entry) => isMap(facts.program, entry.lockClass))
  );
}

/** Somebody waits for its end, or comes when it is done. */
function isWaitedFor(program: Program, context: string): boolean {
  return isAwaited(program, context) || program.contexts.some(({ after }) => after === context);
}

/** The specification says so, too: it assumes that no rule forbids a place where nobody stops. */
function maySleep(program: Program, { irqs, bottomHalves, preemption, held }: Typestate, runners: readonly Context[]): boolean {
  const holdsRcu = held.some((entry) => entry.place === null && !isMap(program, entry.lockClass));
  return runners.every((context) => context.level === "task") && irqs && bottomHalves === 0 && preemption === 0 && !holdsRcu;
}

/** As above: inside of the section the rule has nothing to say. */
function holdsSection(program: Program, { held }: Typestate, flavour: RcuFlavour | null): boolean {
  return held.some(({ lockClass }) => program.lockClasses.some(({ id, type }) => id === lockClass && type === flavour));
}

/** Nobody waits for it, and no rule judges where it is acquired. */
function isUnchecked(program: Program, lock: string): boolean {
  const type = program.fields.find(({ id }) => id === lock)?.type;
  return type?.kind === "lock" && (type.type === "lockdep_map" || type.type === "srcu_struct");
}

function isHeld({ held }: Typestate, lock: string): boolean {
  return held.some(({ place }) => place?.field === lock);
}

function isMap(program: Program, lockClass: string): boolean {
  return program.lockClasses.some((candidate) => candidate.id === lockClass && candidate.type === "map");
}

function isVisible(facts: Facts, graph: LocatedGraph, location: Location, runners: readonly Context[]): boolean {
  return runners.some((context) =>
    touchesOf(facts.program, graph.graph, location.node.operation, context).some(
      (touch) => touch.stores && facts.visible.fields.has(touch.resource),
    ),
  );
}

function observedLocks({ program, graphs }: LocatedProgram, visible: Visible): ReadonlySet<string> {
  const observed = new Set(visible.fields);
  for (const graph of graphs) {
    for (const { node } of graph.locations) {
      const { operation } = node;
      // A reader that queues behind waiting writers does so only while others read.
      const queues = operation.kind === "acquire" && operation.acquisition.mode === "shared";
      if (operation.kind === "try-acquire" || queues) observed.add(operation.acquisition.lock.field);
      else if (operation.kind !== "acquire" && operation.kind !== "release") {
        for (const context of runnersOf(program, graph))
          for (const touch of touchesOf(program, graph.graph, operation, context)) observed.add(touch.resource);
      }
    }
  }
  return observed;
}
