import assert from "node:assert/strict";
import { runsDestroy, runsDestroyTask } from "../../../../policy/lib/destroy/commands";
import { setsDestroy } from "../../../../policy/lib/destroy/variables";
import { destroyingCommands, disguisedCommands, harmlessCommands } from "../../../support/destroy-commands-cases";

/** By a command of its own, by a task of the repository, or by a variable. */
function destroys(script: string): boolean {
  return runsDestroy(script) || runsDestroyTask(script) || setsDestroy(script);
}

describe("The policy pack agrees with the components about commands that destroy:", () => {
  for (const script of [...destroyingCommands, ...disguisedCommands]) {
    it(`${JSON.stringify(script)} does`, () => {
      assert.equal(destroys(script), true);
    });
  }

  for (const script of harmlessCommands) {
    it(`${JSON.stringify(script)} does not`, () => {
      assert.equal(destroys(script), false);
    });
  }
});
