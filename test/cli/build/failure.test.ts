import assert from "node:assert/strict";
import { type AfterFailure, afterFailure } from "../../../cli/build/failure";

const message = "COMMAND_EXECUTION_ERROR: Error while executing command: npm ci. Reason: exit status 1";

describe("the step after a failed phase", () => {
  const cases: readonly (readonly [Parameters<typeof afterFailure>, AfterFailure])[] = [
    [["install", undefined, message, 0], "stop"],
    [["pre_build", undefined, message, 0], "stop"],
    [["build", undefined, message, 0], "next phase"],
    [["post_build", undefined, message, 0], "next phase"],
    [["build", "ABORT", message, 0], "stop"],
    [["install", "CONTINUE", message, 0], "next phase"],
    [["install", "RETRY", message, 2], "retry"],
    [["install", "RETRY", message, 3], "stop"],
    [["install", "RETRY-1", message, 0], "retry"],
    [["install", "RETRY-1", message, 1], "stop"],
    [["install", "RETRY-0", message, 0], "stop"],
    [["install", "RETRY-npm ci", message, 0], "retry"],
    [["install", "RETRY-yarn", message, 0], "stop"],
    [["install", "RETRY-5-npm ci", message, 4], "retry"],
    [["install", "RETRY-5-yarn", message, 0], "stop"],
  ];
  for (const [args, step] of cases) {
    it(`is "${step}" in ${args[0]} with on-failure ${args[1]} after ${args[3]} retries`, () => {
      assert.equal(afterFailure(...args), step);
    });
  }
});
