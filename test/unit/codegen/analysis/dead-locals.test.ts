// Where locals are forgotten: on the first way on which nothing can read them any more, and not earlier.

import { assert } from "chai";
import { locatedOf } from "../../../support/compile.js";

const DATA = "let x = int(0, 3); let y = int(0, 3); let z = int(0, 3);\n";

/** `t:3 -> t:4 t.kept`: places, ways out and what is forgotten on them, for a task `t` with this body, which begins on line 3. */
function forgotten(body: string): readonly string[] {
  const { graphs } = locatedOf(`${DATA}task("t", () => {\n${body}\n});`);
  return graphs.flatMap(({ locations }) =>
    locations.flatMap(({ label, next, drops }) =>
      next.flatMap((to, index) => ((drops[index]?.length ?? 0) > 0 ? [`${label} -> ${to} ${drops[index]?.join(" ")}`] : [])),
    ),
  );
}

describe("[U] dead locals", () => {
  for (const [title, body, expected] of [
    ["after the last step that reads them", "const kept = x;\ny = kept;\nz = 1;\nz = kept;\nz = 2;", ["t:6 -> t:7 t.kept"]],
    [
      "only on the way on which nothing reads them",
      "const kept = x;\nif (y === 1) {\nz = kept;\n}\nz = 2;",
      ["t:4 -> t:7 t.kept", "t:5 -> t:7 t.kept"],
    ],
    ["before they get another value", "let kept = x;\ny = kept;\nz = 1;\nkept = z;\ny = kept;", ["t:4 -> t:5 t.kept", "t:7 -> t:8 t.kept"]],
    [
      "not while a loop comes back to a step that reads them",
      "const kept = x;\nwhile (y < 2) {\nz = kept;\ny = 1;\n}\nz = 0;",
      ["t:4 -> t:8 t.kept"],
    ],
    [
      "not while an outer loop comes back, through an inner one, to a step that reads them",
      "const kept = x;\nwhile (y < 2) {\nwhile (z < 2) {\nif (x === 1) {\ny = kept;\n}\nz = 1;\n}\nz = 0;\n}\nz = 3;",
      ["t:4 -> t:13 t.kept"],
    ],
  ] as const) {
    it(`are forgotten ${title}`, () => assert.deepEqual(forgotten(body), expected));
  }
});
