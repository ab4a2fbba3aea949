// What renderers are told in tests.

import { readFileSync } from "node:fs";
import type { FormatOptions } from "../../report/options.js";
import { inClone } from "./clone.js";

const SOURCE = Array.from({ length: 60 }, (_, index) => `  line ${index + 1};`).join("\n");

export const RENDERING: FormatOptions = {
  color: false,
  version: "0.1.0",
  readSource: (file) => (file.startsWith("models/") ? SOURCE : null),
  page: () => ({
    script: readFileSync(inClone("dist/page/page.js"), "utf8"),
    style: readFileSync(inClone("dist/page/page.css"), "utf8"),
  }),
};
