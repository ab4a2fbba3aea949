// A run of TLC whose files are in memory, until they find no room there: then it is made again on the disk (ADR015).

import { removeRunDirectory, type TlcRequest, type TlcRunResult, temporaryFolder } from "../tla-tools/index.js";

/** `spare`: where there is room when there is none where the request says. */
export async function runWithRoom<Result extends Pick<TlcRunResult, "outcome" | "directory">>(
  run: (folder: Pick<TlcRequest, "temporaryDirectory">) => Promise<Result>,
  folder: string,
  spare = temporaryFolder(),
): Promise<Result> {
  const result = await run({ temporaryDirectory: folder });
  if (result.outcome !== "disk-full" || folder === spare) return result;
  if (result.directory !== null) await removeRunDirectory(result.directory);
  return run({ temporaryDirectory: spare });
}
