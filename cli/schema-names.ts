// The JSON that has a published schema: what commands print, and lockproof.json.

export const SCHEMA_NAMES = ["check", "import", "estimate", "config"] as const;
export type SchemaName = (typeof SCHEMA_NAMES)[number];
