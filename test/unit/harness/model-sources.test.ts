// Which files a request looks at: what stands below a folder, through symbolic links, and never round in a circle.

import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { assert } from "chai";
import { modelSources } from "../../../harness/cache/model-sources.js";
import { requestFor } from "../../support/requests.js";

describe("[U] harness/cache/model-sources", () => {
  let root: string;
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), "lockproof-sources-")));
    mkdirSync(join(root, "models", "inner"), { recursive: true });
    mkdirSync(join(root, "elsewhere"));
    writeFileSync(join(root, "models", "a.ts"), "a");
    writeFileSync(join(root, "elsewhere", "b.ts"), "b");
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const found = (path: string): readonly string[] | null => {
    const sources = modelSources({ ...requestFor([path]), root });
    return sources === null ? null : [...sources.keys()].map((file) => relative(root, file));
  };

  it("are those that symbolic links lead to", () => {
    symlinkSync("../elsewhere", join(root, "models", "more"));
    symlinkSync("a.ts", join(root, "models", "c.ts"));
    assert.deepEqual(found("models"), ["models/a.ts", "models/c.ts", "models/more/b.ts"]);
  });

  it("are none where a link leads nowhere, to itself or to a folder that it is in", () => {
    symlinkSync("gone.ts", join(root, "models", "nowhere.ts"));
    symlinkSync("self.ts", join(root, "models", "self.ts"));
    symlinkSync("..", join(root, "models", "inner", "up"));
    symlinkSync(".", join(root, "models", "inner", "here"));
    assert.deepEqual(found("models"), ["models/a.ts"]);
  });

  it("are unknown where the file that was asked for is such a link", () => {
    symlinkSync("self.ts", join(root, "models", "self.ts"));
    assert.isNull(found("models/self.ts"));
  });
});
