import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCheckValues } from "../../../cli/commands/check-values";

describe("the values of --values", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "values-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function read(text: string) {
    const file = join(folder, "values.yml");
    writeFileSync(file, text);
    return readCheckValues(file);
  }

  it("are none without the option, and in an empty file", () => {
    assert.deepEqual([readCheckValues(undefined).options, read("").options, read("").problems], [{}, {}, []]);
  });

  it("keep the digits of an account, and have the lines of the file in their problems", () => {
    const { options, problems, place } = read(
      "account: 012345678901\nregion: eu-centrl-1\nparameters:\n  Stage: prd\n",
    );
    assert.deepEqual(options, { account: "012345678901", region: "eu-centrl-1", parameters: { Stage: "prd" } });
    assert.deepEqual(problems, [
      { path: "region (line 2)", reason: 'is "eu-centrl-1": give a region, such as eu-central-1' },
    ]);
    assert.deepEqual(place([{ path: "parameters.Stage", reason: "is wrong" }]), [
      { path: "parameters.Stage (line 4)", reason: "is wrong" },
    ]);
  });
});
