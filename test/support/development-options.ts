// The options of commands for development: --help lists them, and a mistake is one line and exit code 2.

import { type ParseArgsConfig, parseArgs } from "node:util";

type Options = NonNullable<ParseArgsConfig["options"]>;
type Values<Names extends Options> = ReturnType<typeof parseArgs<{ options: Names }>>["values"];

/** Of a series of random models; `runs`: how many, where nobody says. */
export function seriesOptions(runs: string) {
  return {
    seed: { type: "string", default: "1" },
    runs: { type: "string", default: runs },
    from: { type: "string", default: "0" },
    minutes: { type: "string", default: "600" },
    states: { type: "string", default: "1500" },
  } as const;
}

/** `command`: as one types it, `npm run fuzz --`. Options whose default is a whole number are one. */
export function developmentOptions<const Names extends Options>(command: string, options: Names): Values<Names> {
  if (process.argv.some((word) => word === "--help" || word === "-h")) leave(process.stdout, `${usage(command, options)}\n`, 0);
  try {
    const { values } = parseArgs({ options });
    const wrong = Object.entries(values).find(([name, value]) => isWhole(options[name]?.default) && !isWhole(value));
    if (wrong !== undefined) throw new TypeError(`--${wrong[0]} is '${String(wrong[1])}', not a whole number.`);
    return values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const [sentence = ""] = error.message.split(". To specify");
    return leave(process.stderr, `${sentence.replace(/\.?$/, ".")} ${usage(command, options)}\n`, 2);
  }
}

function isWhole(value: unknown): boolean {
  return typeof value === "string" && /^\d{1,9}$/.test(value);
}

function usage(command: string, options: Options): string {
  const words = Object.entries(options).map(([name, { type, default: usual }]) =>
    type === "boolean" ? `[--${name}]` : `[--${name} ${typeof usual === "string" && usual !== "" ? usual : name.toUpperCase()}]`,
  );
  return `usage: ${[command, ...words].join(" ")}`;
}

function leave(stream: NodeJS.WriteStream, text: string, code: number): never {
  stream.write(text);
  // These commands are scripts, which have nothing above them that could end the process.
  // eslint-disable-next-line no-restricted-properties
  process.exit(code);
}
