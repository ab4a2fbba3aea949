/** Errors of the operating system, as Node throws them. */

/** The code of a system error, such as `ENOENT`; the text of any other. */
export function errorCode(error: unknown): string {
  if (error instanceof Error) {
    return "code" in error && typeof error.code === "string" ? error.code : error.message;
  }
  return String(error);
}
