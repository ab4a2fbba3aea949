// `hrtimer(callback, options)`: how one timer is set up.

import type { ts } from "ts-morph";
import { LIMITS } from "../limits.js";
import { type Lowering, reject, shortText } from "../lowering.js";
import type { Meaning } from "../meaning.js";
import { booleanArgument, boundedArgument, callableArgument, evaluate, option } from "./arguments.js";
import type { HrtimerMode, Initial, SharedType } from "./world.js";

const MODES: readonly HrtimerMode[] = ["HRTIMER_MODE_REL", "HRTIMER_MODE_REL_HARD", "HRTIMER_MODE_REL_SOFT"];

export function timerField(lowering: Lowering, call: ts.CallExpression): { readonly type: SharedType; readonly initial: Initial } | null {
  const [callbackNode, options] = call.arguments;
  const callback = callbackNode === undefined ? null : callableArgument(lowering, callbackNode);
  if (callbackNode === undefined || callback === null) return null;
  const queued = flag(lowering, options, "queued", false);
  const expires = flag(lowering, options, "expires", true);
  const cpuNode = option(lowering, options, "cpu");
  const cpu = cpuNode === null ? null : boundedArgument(lowering, cpuNode, "The CPU", 0, LIMITS.cpus - 1);
  const timer = { callback, callbackNode, mode: modeOf(lowering, options), queued, expires, cpu };
  return { type: { kind: "hrtimer" }, initial: { value: { kind: "bool", value: queued }, entries: [], timer } };
}

function flag(lowering: Lowering, options: ts.Expression | undefined, key: string, standard: boolean): boolean {
  const node = option(lowering, options, key);
  return (node === null ? null : booleanArgument(lowering, node, `'${key}' of a timer`)) ?? standard;
}

function modeOf(lowering: Lowering, options: ts.Expression | undefined): HrtimerMode {
  const node = option(lowering, options, "mode");
  if (node === null) return "HRTIMER_MODE_REL";
  const meaning = evaluate(lowering, node);
  const mode = MODES.find((candidate) => candidate === languageOf(meaning));
  if (mode !== undefined) return mode;
  reject(lowering, "wrong-argument", node, {
    what: "The mode of a timer",
    expected: "one of HRTIMER_MODE_REL, _HARD, _SOFT",
    hint: `replace '${shortText(node)}'`,
  });
  return "HRTIMER_MODE_REL";
}

function languageOf(meaning: Meaning): string | null {
  return meaning.kind === "language" ? meaning.name : null;
}
