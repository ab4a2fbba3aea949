// A mistake in what was typed. One line on standard error and exit code 2; everything else that is thrown is a bug.

export class UsageError extends Error {}
