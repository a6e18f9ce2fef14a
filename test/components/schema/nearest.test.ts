import assert from "node:assert/strict";
import { nearest } from "../../../components/schema/nearest";

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
