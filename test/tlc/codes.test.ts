import { assert } from "chai";
import { execa } from "execa";
import { messageCodes } from "../../tla-tools/output/codes.js";
import { tools } from "../support/tlc.js";

describe("[T] The table of message codes", () => {
  it("has every constant of the jar under the name it has there, and no other", async function () {
    const { jar } = await tools();
    const result = await execa("javap", ["-constants", "-cp", jar.path, "tlc2.output.EC"], { reject: false });
    if (result.code === "ENOENT") {
      this.skip();
    }
    const constants = [...result.stdout.matchAll(/int (\w+) = (-?\d+);/g)];
    const upstream = constants.map(([, name = "", code = ""]) => `${code} ${name}`);
    const ours = [...messageCodes.values()].map(({ code, name }) => `${code} ${name}`);
    assert.isAbove(upstream.length, 200);
    assert.sameMembers(ours, upstream);
  });
});
