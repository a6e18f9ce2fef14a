import assert from "node:assert/strict";
import { runsDestroy } from "../../../../components/pipelines/validation/destroy-commands";
import { destroyingCommands, disguisedCommands, harmlessCommands } from "../../../support/destroy-commands-cases";

describe("A command that destroys infrastructure", () => {
  for (const script of [...destroyingCommands, ...disguisedCommands]) {
    it(`is ${JSON.stringify(script)}`, () => {
      assert.equal(runsDestroy(script), true);
    });
  }

  for (const script of harmlessCommands) {
    it(`is not ${JSON.stringify(script)}`, () => {
      assert.equal(runsDestroy(script), false);
    });
  }
});
