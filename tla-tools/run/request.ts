/** What a caller asks of one run of TLC. */

import type { TlcJar } from "../jar/locate-jar.js";
import type { Java } from "../java/find-java.js";
import type { OutputLimits } from "../output/limits.js";
import type { TlcProgress } from "../output/statistics.js";

export interface TlcRequest {
  /** The specification, its configuration and library modules: file name to text. */
  readonly files: Readonly<Record<string, string>>;
  /** Name of the root module; `<module>.tla` and `<module>.cfg` are among the files. */
  readonly module: string;
  readonly jar: Pick<TlcJar, "path" | "sha256">;
  readonly java: Pick<Java, "path">;
  /** One by default: only then is the trace a shortest one, and the same in each run. */
  readonly workers?: number;
  /** Heap of the Java process; 1024 by default. */
  readonly heapMb?: number;
  /** A minute by default. */
  readonly timeoutMs?: number;
  /** True by default. */
  readonly checkDeadlock?: boolean;
  /** Stop TLC when it has printed this much; 64 MiB by default. */
  readonly maxOutputBytes?: number;
  readonly limits?: OutputLimits;
  /** Called after 3 seconds and then once a minute. */
  readonly onProgress?: (progress: TlcProgress) => void;
  /** Random executions instead of a search of all states; null by default. */
  readonly simulation?: TlcSimulation | null;
  /** Keeps what a search has seen when it is stopped before its end; null by default. */
  readonly checkpoint?: TlcCheckpoint | null;
  /** More that TLC shall write. */
  readonly extra?: TlcExtra;
  /** `short` starts fast, `long` searches fast; `short` by default. */
  readonly profile?: "short" | "long";
  /** Index of the fingerprint polynomial, 0 to 130; 0 by default. */
  readonly fp?: number;
  /** 1 by default. */
  readonly seed?: number;
  /** Keep the run directory; `on-failure` keeps it when the specification or the tools are at fault. */
  readonly keepDirectory?: boolean | "on-failure";
  /** Where run directories are made; that of the operating system by default. */
  readonly temporaryDirectory?: string;
  /** The environment of the process; ours by default. */
  readonly env?: NodeJS.ProcessEnv;
}

/** So many executions, each of at most so many states. */
export interface TlcSimulation {
  readonly executions: number;
  readonly states: number;
}

/** Where a search is kept that is stopped by its deadline, by us or for want of memory, and whether it begins with what lies there. */
export interface TlcCheckpoint {
  readonly folder: string;
  /** What the search depends on besides workers, jar, fp and seed: one that depends on anything else is not gone on with. */
  readonly about: Readonly<Record<string, string>>;
  readonly resume: boolean;
}

/** `dump-dot` gives the state graph as text, `coverage` counts how often each action was taken. */
export type TlcExtra = "none" | "dump-dot" | "coverage";

/** A request with all defaults filled in. */
export type CompleteRequest = Required<Omit<TlcRequest, "onProgress">> & Pick<TlcRequest, "onProgress">;
