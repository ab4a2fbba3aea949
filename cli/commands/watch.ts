// `lockproof watch`: checks again what a change of files may have changed, until Ctrl-C. A change that matters ends the round that runs.

import type { CheckResult } from "../../harness/result.js";
import type { Change, WatchSession } from "../../harness/watch.js";
import { secondsText } from "../../report/names.js";
import type { RenderOptions } from "../../report/options.js";
import { wantsColor } from "../color.js";
import { EXIT } from "../exit-codes.js";
import { didYouMean } from "../nearest.js";
import { type RunArguments, requestOf } from "../request.js";
import type { FolderWatch, Services } from "../services.js";
import { sourceReader } from "../source-reader.js";
import { UsageError } from "../usage-error.js";
import { openRound, showChange } from "../watch/view.js";
import { openWaker, type Waker } from "../watch/waker.js";

export interface WatchArguments extends RunArguments {
  readonly models: readonly string[];
  readonly verbose: boolean;
  readonly diff: boolean;
  readonly color: boolean | undefined;
}

export async function watch(options: WatchArguments, services: Services): Promise<number> {
  const { console, cwd, env, onInterrupt, leave } = services;
  const waker = openWaker();
  const stopListening = onInterrupt(() => (waker.ended ? leave(EXIT.interrupted) : waker.end()));
  const session = await services.watchSession(requestOf(options.models, cwd, options));
  const folders = await services.watchFolders(waker.wake);
  const { verbose, diff } = options;
  const render = { color: wantsColor(options.color, env, console.outIsTerminal), verbose, diff, readSource: sourceReader(cwd) };
  try {
    await rounds({ models: options.models, session, folders, waker, render, services, asksTlc: options.engine === "tlc" });
  } finally {
    await Promise.all([folders.close(), session.close()]);
    stopListening();
  }
  return EXIT.interrupted;
}

interface Watching {
  readonly models: readonly string[];
  readonly session: WatchSession;
  readonly folders: FolderWatch;
  readonly waker: Waker;
  readonly render: RenderOptions;
  readonly services: Services;
  readonly asksTlc: boolean;
}

type Work = Pick<Change, "files" | "gone">;
const NONE: Work = { files: [], gone: [] };
const isWork = ({ files, gone }: Work): boolean => files.length + gone.length > 0;

async function rounds(watching: Watching): Promise<void> {
  const { waker } = watching;
  for (let work = await firstLook(watching); !waker.ended; ) {
    if (isWork(work)) work = await interruptedRound(watching, work);
    else {
      await waker.next();
      work = await look(watching);
    }
  }
}

/** Later a file may go and come again; one that is not there from the start is a slip. */
async function firstLook(watching: Watching): Promise<Work> {
  const { absent, ...change } = watching.session.look();
  const [path] = absent;
  if (path !== undefined) {
    const { modelsNear } = await import("../../harness/models-near.js");
    throw new UsageError(`'${path}' is not there.${didYouMean(path, modelsNear(watching.services.cwd, path))}`);
  }
  watching.services.console.out(`watching ${watching.models.join(", ")}; Ctrl-C ends\n`);
  return lookAgain(watching, change);
}

/** What is still to do, because it changed again or was not done. */
async function interruptedRound(watching: Watching, work: Work): Promise<Work> {
  const { waker } = watching;
  const controller = new AbortController();
  const done = round(watching, work, controller.signal).then(() => true);
  let rest = NONE;
  while (!(await Promise.race([done, waker.next().then(() => false)]))) {
    const change = waker.ended ? NONE : await look(watching);
    if (!waker.ended && !isWork(change)) continue;
    rest = joined(rest === NONE ? work : rest, change);
    controller.abort();
    if (waker.ended) break;
  }
  await done;
  return rest;
}

function joined(before: Work, { files, gone }: Work): Work {
  const still = before.files.filter((file) => !gone.includes(file));
  return { files: [...new Set([...still, ...files])], gone };
}

function look(watching: Watching): Promise<Work> {
  return lookAgain(watching, watching.session.look());
}

/** Looks again when other folders are watched than before: what happened in between was not told. */
async function lookAgain({ session, folders }: Watching, change: Omit<Change, "absent">): Promise<Work> {
  if (!(await folders.watch(change.folders))) return change;
  const more = session.look();
  const gone = new Set([...change.gone, ...more.gone]);
  return { files: joined(change, more).files, gone: [...gone].filter((file) => !more.files.includes(file)) };
}

async function round(watching: Watching, work: Work, signal: AbortSignal): Promise<void> {
  const { session, render, services } = watching;
  const { console, now } = services;
  const began = now();
  showChange(console, work, render.color);
  const view = openRound(console, render, watching.asksTlc);
  let checks = 0;
  const quick = (result: CheckResult): void => {
    checks++;
    view.quick(result);
  };
  if (work.files.length > 0) await session.round(work.files, { ...view, quick }, signal);
  if (work.files.length > 0 && checks === 0 && !signal.aborted) console.out("no model in it\n");
  view.close(secondsText(now() - began), signal.aborted);
}
