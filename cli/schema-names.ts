// The commands whose JSON has a published schema.

export const SCHEMA_NAMES = ["check", "import"] as const;
export type SchemaName = (typeof SCHEMA_NAMES)[number];
