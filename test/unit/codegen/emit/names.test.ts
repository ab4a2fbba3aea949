import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { assert } from "chai";
import { createNames, identifier, isReserved } from "../../../../codegen/emit/names.js";
import { packageRoot } from "../../../../harness/host.js";

describe("[U] names in generated modules", () => {
  it("are the model's own when they are free", () => {
    assert.equal(createNames().of("field a", ["timeout_list"]), "timeout_list");
  });

  it("are qualified when the plain name is taken, and numbered when that is taken too", () => {
    const names = createNames();
    assert.deepEqual(
      ["a", "b", "c"].map((key) => names.of(key, ["t", "f_t"])),
      ["t", "f_t", "f_t_2"],
    );
  });

  it("stay the same for the same thing", () => {
    const names = createNames();
    assert.equal(names.of("a", ["t"]), names.of("a", ["other"]));
  });

  it("are never words of TLA+, fairness prefixes or names of the library", () => {
    const names = createNames();
    for (const wish of ["IF", "Append", "owner", "WF_x", "SF_", "Nat", "NULL"]) assert.notEqual(names.of(wish, [wish]), wish);
  });

  it("keep only what TLA+ takes in a name", () => {
    assert.deepEqual(["a timeout completes", "9 lives", "$x", "__"].map(identifier), ["a_timeout_completes", "x_9_lives", "x", "x_"]);
  });

  it("know every name that specs/lib defines", () => {
    const folder = join(packageRoot(), "specs", "lib");
    const files = readdirSync(folder).filter((file) => file.endsWith(".tla"));
    assert.isAtLeast(files.length, 8);
    for (const file of files) {
      const text = readFileSync(join(folder, file), "utf8");
      const defined = [...text.matchAll(/^(?:RECURSIVE )?([A-Za-z]\w*)(?:\([^)]*\))? ==/gm)].map((match) => match[1] ?? "");
      const declared = [...text.matchAll(/^(?:CONSTANTS?|VARIABLES?|\s{10,}) *([A-Za-z_]\w*),? +\\\*/gm)].map((match) => match[1] ?? "");
      assert.isNotEmpty([...defined, ...declared], file);
      for (const name of [...defined, ...declared, file.replace(".tla", "")]) assert.isTrue(isReserved(name), `${name} of ${file}`);
    }
  });

  it("know every name that specs/lib binds inside its definitions", () => {
    const folder = join(packageRoot(), "specs", "lib");
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".tla"))) {
      const bound = plainTla(readFileSync(join(folder, file), "utf8")).matchAll(/\b[a-z]\w*/g);
      for (const [name] of bound) assert.isTrue(isReserved(name), `${name} of ${file}`);
    }
  });
});

/** Without comments, strings, operators like \in, and names of fields. */
function plainTla(text: string): string {
  return text.replace(/\\\*.*|"[^"]*"|\\[A-Za-z]+|\.[a-z]\w*|\b\w+ *\|->/g, " ");
}
