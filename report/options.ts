// What a renderer is told besides the results. Colour, source text and lockproof's own version come from the caller: a renderer reads no
// file, asks no terminal and looks at no clock.

export interface RenderOptions {
  readonly color: boolean;
  /** lockdep's report in full, also where it agrees with the verdict; every step, also those that only their own context can see. */
  readonly verbose?: boolean;
  /** Of each step only who made it and what it changed. */
  readonly diff?: boolean;
  /** Text of a model file as results name it; null when it is not at hand. */
  readonly readSource: (file: string) => string | null;
}

/** What the formats that make a whole file need. */
export interface FormatOptions extends RenderOptions {
  /** lockproof's own. */
  readonly version: string;
  /** Script and style of the HTML report, as the build made them. */
  readonly page: () => PageAssets;
}

export interface PageAssets {
  readonly script: string;
  readonly style: string;
}
