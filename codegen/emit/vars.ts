/** Name of the tuple of all variables in a generated module. */
export const VARS = "vars";
