import assert from "node:assert/strict";
import { nearest, withAllowed } from "../../../components/schema/nearest";

const keys = ["version", "env", "phases", "artifacts", "logRetentionInDays", "base-directory"];

describe("nearest", () => {
  for (const [word, meant] of [
    ["verison", "version"],
    ["phase", "phases"],
    ["artefacts", "artifacts"],
    ["Artifacts", "artifacts"],
    ["logRetentionDays", "logRetentionInDays"],
    ["base_directory", "base-directory"],
    ["evn", "env"],
    ["log", "logRetentionInDays"],
    ["baseDirectory", "base-directory"],
  ] as const) {
    it(`finds ${meant} for ${word}`, () => {
      assert.equal(nearest(word, keys), meant);
    });
  }

  for (const word of ["containers", "x", "e", "enable", "", "proxy"]) {
    it(`finds nothing for ${JSON.stringify(word)}`, () => {
      assert.equal(nearest(word, keys), undefined);
    });
  }

  it("finds nothing without candidates", () => {
    assert.equal(nearest("version", []), undefined);
  });
});

describe("a message that ends in the allowed words", () => {
  it("names the one that a misspelt word means, and lists them all", () => {
    assert.equal(
      withAllowed("has no tool", "pulmi", ["pulumi", "terraform"]),
      "has no tool. Did you mean pulumi? Allowed are pulumi, terraform",
    );
    assert.equal(
      withAllowed("has no tool", "bicep", ["pulumi", "terraform"]),
      "has no tool: allowed are pulumi, terraform",
    );
  });
});
