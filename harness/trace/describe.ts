// A step in words, with the instances it works on.

import type { ListRef, Place } from "../../codegen/ir/expression.js";
import type { LockMode } from "../../codegen/ir/graph.js";
import type { Location } from "../../codegen/ir/located.js";
import { unreachable } from "../../codegen/ir/unreachable.js";
import { instanceAt, type Situation } from "./situation.js";

/** What `context` does at `location`, seen from the state before the step; `source` is the text of the statement. */
export function describeStep(before: Situation, after: Situation, context: string, location: Location, source: string): string {
  const { operation } = location.node;
  const the = (place: Place): string => instanceAt(before, context, place);
  const list = (ref: ListRef): string => (ref.kind === "local" ? ref.local : the(ref.place));
  switch (operation.kind) {
    case "assign":
    case "choose":
      return operation.kind === "assign" && operation.assignments.length === 0 ? "goes back" : source;
    case "branch":
      return `${source}: ${location.next[0] === after.pc.get(context) ? "yes" : "no"}`;
    case "acquire":
      return `acquires ${the(operation.acquisition.lock)}${asReader(operation.acquisition.mode)}`;
    case "try-acquire":
      return after.pc.get(context) === location.next[0]
        ? `acquires ${the(operation.acquisition.lock)}${asReader(operation.acquisition.mode)} (trylock)`
        : `does not get ${the(operation.acquisition.lock)} (trylock)`;
    case "release":
      return `releases ${the(operation.lock)}${asReader(operation.mode)}`;
    case "downgrade":
      return `goes on with ${the(operation.lock)} as a reader`;
    case "irq":
      return {
        disable: "disables interrupts",
        enable: "enables interrupts",
        save: "saves and disables interrupts",
        restore: "restores interrupts",
      }[operation.action];
    case "bottom-halves":
      return `${operation.action}s bottom halves`;
    case "preemption":
      return `${operation.action}s preemption`;
    case "rcu":
      return operation.action === "lock" ? `enters an ${operation.flavour} read section` : `leaves the ${operation.flavour} read section`;
    case "annotate":
      return `tells lockdep of ${the(operation.acquisition.lock)}`;
    case "annotate-release":
      return `tells lockdep that ${the(operation.lock)} is released`;
    case "lock-init":
      return `initialises ${the(operation.lock)}`;
    case "unless":
      return source;
    case "nofs":
      return operation.action === "save" ? "allocates without the file system from here on" : "allocates as before";
    case "down":
      return `takes a permit of ${the(operation.semaphore)}`;
    case "try-down":
      return `${after.pc.get(context) === location.next[0] ? "takes a" : "gets no"} permit of ${the(operation.semaphore)}`;
    case "up":
      return `gives a permit to ${the(operation.semaphore)}`;
    case "seq-read":
      return `begins to read under ${the(operation.seqcount)}`;
    case "seq-retry":
      return `${after.pc.get(context) === location.next[0] ? "was disturbed" : "was not disturbed"} while it read under ${the(operation.seqcount)}`;
    case "seq-write":
      return `begins to write under ${the(operation.acquisition.lock)}`;
    case "might-sleep":
      return "might sleep";
    case "set-task-state":
      return operation.state === "running" ? "does not want to sleep any more" : "is about to sleep";
    case "wake-task":
      return `wakes ${operation.context}`;
    case "rcu-use":
      return `${operation.function}()`;
    case "list-add":
      return `adds ${objectOf(the(operation.node))} to ${list(operation.list)}`;
    case "list-insert":
      return `adds ${objectOf(the(operation.node))} ${operation.where} ${objectOf(the(operation.other))}`;
    case "list-remove":
      return `removes ${objectOf(the(operation.node))} from its list`;
    case "list-move":
      return `moves ${objectOf(the(operation.node))} to ${list(operation.list)}`;
    case "list-splice":
      return `moves all of ${list(operation.from)} to ${list(operation.to)}`;
    case "list-take-first":
      return `takes the first of ${list(operation.list)}`;
    case "timer-start":
      return `starts ${the(operation.timer)}`;
    case "timer-try-cancel":
    case "timer-cancel":
      return `${operation.kind === "timer-cancel" ? "cancels" : "tries to cancel"} ${the(operation.timer)}`;
    case "wait-prepare":
      return `goes on the wait queue ${the(operation.queue)}`;
    case "schedule":
      return "goes on after a wake-up";
    case "wait-run":
      return "is running again";
    case "wait-finish":
      return `leaves the wait queue ${the(operation.queue)}`;
    case "wake":
      return before.flat.get(`waiters of ${the(operation.queue)}`) === "{}"
        ? `wakes nobody: nobody waits on ${the(operation.queue)}`
        : `wakes ${before.flat.has(`exclusive waiters of ${the(operation.queue)}`) && operation.most > 0 ? "" : "the "}waiters of ${the(operation.queue)}`;
    case "item-queue":
      return before.flat.get(the(operation.item)) === after.flat.get(the(operation.item))
        ? `does not queue ${the(operation.item)}`
        : `queues ${the(operation.item)}`;
    case "item-dequeue":
      return `cancels ${the(operation.item)}`;
    case "rcu-call":
    case "await":
    case "allocate":
    case "free":
    case "assert":
      return source;
    case "flush-begin":
      return location.next[0] === after.pc.get(context) ? `${source}: has to wait` : `${source}: there is nothing to wait for`;
    case "flush-wait":
      return `${source}: has waited long enough`;
    case "end":
      return "returns";
    default:
      return unreachable(operation);
  }
}

function asReader(mode: LockMode): string {
  return mode === "exclusive" ? "" : " as a reader";
}

/** `timeouts[0]` of `timeouts[0].list`. */
function objectOf(node: string): string {
  return node.replace(/\.[^.]*$/, "");
}
