// What a renderer is told besides the result. Colour and the source text come from the caller: a renderer reads no file and asks no terminal.

export interface RenderOptions {
  readonly color: boolean;
  /** Text of a model file as results name it; null when it is not at hand. */
  readonly readSource: (file: string) => string | null;
}
