/** Reads what `java -XshowSettings:properties -version` prints; other lines are noise. */

export interface JavaProperties {
  /** `17.0.15`. */
  readonly version: string;
  /** 17; also 8 for `1.8.0`. */
  readonly major: number;
  readonly vmName: string;
  readonly home: string;
  /** 32 or 64; null when Java does not say. */
  readonly bits: number | null;
}

/** Null when the text is not that of a Java. */
export function parseJavaProperties(text: string): JavaProperties | null {
  const version = property(text, "java.version") ?? /^\S+ version "([^"]+)"/m.exec(text)?.[1];
  const major = version === undefined ? null : majorOf(version);
  if (version === undefined || major === null) {
    return null;
  }
  const bits = property(text, "sun.arch.data.model");
  return {
    version,
    major,
    vmName: property(text, "java.vm.name") ?? "",
    home: property(text, "java.home") ?? "",
    bits: bits === undefined ? bitsOfName(text) : Number(bits),
  };
}

function property(text: string, name: string): string | undefined {
  const pattern = new RegExp(`^\\s+${name.replaceAll(".", "\\.")} = (.*?)\\s*$`, "m");
  return pattern.exec(text)?.[1];
}

function majorOf(version: string): number | null {
  const found = /^(?:1\.)?(\d+)/.exec(version)?.[1];
  return found === undefined ? null : Number(found);
}

function bitsOfName(text: string): number | null {
  return /\b64-Bit\b/.test(text) ? 64 : null;
}
