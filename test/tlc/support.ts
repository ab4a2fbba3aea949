/** Java and the jar for the tests that need the real TLC; fetched once for all of them. */
import { findJava, type Java, locateJar, type TlcJar } from "../../tla-tools/index.js";

export interface Tools {
  readonly java: Java;
  readonly jar: TlcJar;
}

let found: Promise<Tools> | null = null;

/** Fails, with the message for users, where there is no Java or no jar. */
export function tools(): Promise<Tools> {
  found ??= findTools();
  return found;
}

async function findTools(): Promise<Tools> {
  const java = await findJava(process.env);
  const jar = await locateJar({ env: process.env });
  if (java.kind === "failed") {
    throw new Error(java.message);
  }
  if (jar.kind === "failed") {
    throw new Error(jar.message);
  }
  return { java: java.java, jar: jar.jar };
}
