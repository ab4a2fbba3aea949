/** What we say when there is no jar: what is wrong, then the way out. */
import { type Artifact, jarNameOf, tlcArtifact } from "./coordinates.js";
import type { MavenFailure } from "./maven.js";

export type JarFailureReason =
  | MavenFailure
  | "environment-jar"
  | "no-cache"
  | "cache-unusable"
  | "not-cached"
  | "wrong-checksum"
  | "no-pom"
  | "path-separator";

/** One message for one reason. */
export function jarMessage(reason: JarFailureReason, artifact: Artifact, path: string, detail: string): string {
  const { title, sha256 } = artifact;
  const byHand = `put ${jarNameOf(artifact)} (SHA-256 ${sha256}) at ${path}${artifact.name === tlcArtifact.name ? " or let TLA2TOOLS_JAR name it" : ""}`;
  switch (reason) {
    case "environment-jar":
      return `TLA2TOOLS_JAR names ${path}, which cannot be used: ${detail}. To fix, let it name a jar of TLC or unset it.`;
    case "no-cache":
      return "There is no home directory for the cache of lockproof. To fix, let LOCKPROOF_CACHE name a folder that can be written.";
    case "cache-unusable":
      return `The cache of lockproof cannot be used at ${path}: ${detail}. To fix, let LOCKPROOF_CACHE name a folder that can be written.`;
    case "not-cached":
      return `${sentence(title)} is not there yet. To fix, ${byHand}, or run once with Maven and a network.`;
    case "wrong-checksum":
      return `The SHA-256 of ${path} is ${detail}, not ${sha256}. To fix, remove that file and fetch it again.`;
    case "no-pom":
      return `The file tla-tools/pom.xml of lockproof is missing. To fix, install lockproof again, or ${byHand}.`;
    case "path-separator":
      return `The path of the jar, ${path}, contains '${detail}', which Java takes for the end of a path. To fix, move it.`;
    case "no-maven":
      return `Maven, which fetches ${title}, was not found on PATH. To fix, install Maven, or ${byHand}.`;
    case "offline":
      return `Maven could not reach its repository: ${detail} To fix, connect once, or ${byHand}.`;
    case "timeout":
      return `Maven did not fetch ${title} in time. To fix, try again, or ${byHand}.`;
    case "aborted":
      return `Fetching ${title} was interrupted.`;
    case "maven-failed":
      return `Maven did not fetch ${title}: ${detail} To fix, ${byHand}.`;
  }
}

function sentence(title: string): string {
  return title.charAt(0).toUpperCase() + title.slice(1);
}
