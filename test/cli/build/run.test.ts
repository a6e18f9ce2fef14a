import assert from "node:assert/strict";
import { errorMessage, runPhases } from "../../../cli/build/run";
import type { BuildShell } from "../../../cli/build/shell";

/** A shell in which the commands that begin with "fail" fail. */
function scriptedShell() {
  const calls: string[] = [];
  const shell: BuildShell = {
    run: (command) => {
      calls.push(command);
      return Promise.resolve(command.startsWith("fail") ? 7 : 0);
    },
    set: (name, value) => calls.push(`${name}=${value}`),
    variables: () => Promise.resolve({}),
    end: () => undefined,
  };
  return { calls, shell };
}

const listener = { onPhase: () => undefined, onCommand: () => undefined, onStatus: () => undefined };

describe("the phases of a build", () => {
  it("end their commands at the first failure, run finally, and mark the build before the next phase", async () => {
    const { calls, shell } = scriptedShell();
    const spec = {
      phases: {
        build: { commands: ["fail", "never"], finally: ["clean", "fail too", "never"] },
        post_build: { commands: ["after"] },
      },
    };
    const result = await runPhases(spec, shell, { retries: 0, listener });
    assert.deepEqual(calls, ["fail", "clean", "fail too", "CODEBUILD_BUILD_SUCCEEDING=0", "after"]);
    assert.deepEqual(
      result.commands.map(({ phase, status }) => [phase, status]),
      [
        ["build", 7],
        ["build", 0],
        ["build", 7],
        ["post_build", 0],
      ],
    );
    assert.deepEqual([result.failed, result.uploads, result.isRetried], [["build"], true, false]);
  });

  it("fail for a failed finally alone", async () => {
    const { shell } = scriptedShell();
    const spec = { phases: { install: { commands: ["a"], finally: ["fail"] }, build: { commands: ["b"] } } };
    const result = await runPhases(spec, shell, { retries: 0, listener });
    assert.deepEqual([result.failed, result.uploads, result.commands.length], [["install"], false, 2]);
  });

  it("give the expression of a retry CodeBuild's message", async () => {
    const { shell } = scriptedShell();
    const spec = { phases: { build: { commands: ["fail"], "on-failure": "RETRY-1-executing command: fail. Reason" } } };
    assert.equal((await runPhases(spec, shell, { retries: 0, listener })).isRetried, true);
    assert.equal((await runPhases(spec, shell, { retries: 1, listener })).isRetried, false);
    assert.equal(
      errorMessage({ phase: "build", command: "npm ci", status: 2, duration: 1 }),
      "COMMAND_EXECUTION_ERROR: Error while executing command: npm ci. Reason: exit status 2",
    );
  });
});
