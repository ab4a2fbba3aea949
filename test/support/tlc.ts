/** Java, the jar and lasting JVMs for the tests that need the real TLC; the same for all of them. */
import { findJava, type Java, locateJar, openTlcPool, type TlcJar, type TlcPool } from "../../tla-tools/index.js";

export interface TlcTools {
  readonly java: Java;
  readonly jar: TlcJar;
  /** Its JVMs end with the test process. */
  readonly pool: TlcPool;
}

let found: Promise<TlcTools> | null = null;

/** Fails, with the message for users, where there is no Java or no jar. */
export function tools(): Promise<TlcTools> {
  found ??= findTools();
  return found;
}

async function findTools(): Promise<TlcTools> {
  const [java, jar] = await Promise.all([findJava(process.env), locateJar({ env: process.env })]);
  if (java.kind === "failed") throw new Error(java.message);
  if (jar.kind === "failed") throw new Error(jar.message);
  return { java: java.java, jar: jar.jar, pool: openTlcPool() };
}
