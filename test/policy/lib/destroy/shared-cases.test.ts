import assert from "node:assert/strict";
import { runsDestroy, runsDestroyTask } from "../../../../policy/lib/destroy/commands";
import { destroyingCommands, harmlessCommands } from "../../../support/destroy-commands-cases";

describe("The policy pack agrees with the components about commands that destroy:", () => {
  for (const script of destroyingCommands) {
    it(`${JSON.stringify(script)} does`, () => {
      assert.equal(runsDestroy(script) || runsDestroyTask(script), true);
    });
  }

  for (const script of harmlessCommands) {
    it(`${JSON.stringify(script)} does not`, () => {
      assert.equal(runsDestroy(script) || runsDestroyTask(script), false);
    });
  }
});
