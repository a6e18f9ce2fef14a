import assert from "node:assert/strict";
import { newReportGroups } from "../../../components/codebuild/build-role";
import { renderBuildspec } from "../../../components/codebuild/render-buildspec";
import { integrationTests } from "../../../components/recipes/integration-tests";
import { type BuildMachine, makeBuildMachine } from "../../support/build-machine";
import { runBuildspec } from "../../support/run-buildspec";
import { golden } from "./golden";

describe("The recipe integrationTests", () => {
  let machine: BuildMachine;
  beforeEach(() => {
    machine = makeBuildMachine();
  });
  afterEach(() => machine.remove());

  const args = {
    directory: "end to end",
    commands: ["pwd", "cat expected", "echo done"],
    reports: { integration: { files: ["junit/*.xml"], "base-directory": "end to end" } },
  };

  it("renders as approved", () => {
    assert.equal(renderBuildspec(integrationTests(args)), golden("integration-tests"));
  });

  it("runs the commands in the directory", () => {
    machine.write("source/end to end/expected", "as expected\n");
    const run = runBuildspec(machine, integrationTests(args));
    assert.equal(run.succeeded, true);
    assert.equal(run.output, `${machine.source}/end to end\nas expected\ndone\n`);
  });

  it("ends with the first command that fails", () => {
    const run = runBuildspec(machine, integrationTests({ commands: ["echo one", "false", "echo two"] }));
    assert.deepEqual([run.succeeded, run.steps, run.output], [false, ["install", "build (failed)"], "one\n"]);
  });

  it("has reports only when asked for", () => {
    assert.deepEqual(newReportGroups(integrationTests(args)), { tests: ["integration"], coverage: [] });
    assert.deepEqual(Object.keys(integrationTests({ commands: ["true"] })), ["version", "env", "phases"]);
  });

  it("says everything that is wrong with its arguments at once", () => {
    assert.throws(() => integrationTests({ commands: [], directory: "..", reports: { "a b": { files: ["x"] } } }), {
      message: [
        "The recipe integrationTests has 3 problems:",
        "  commands: has no command: give at least one",
        '  directory: is "..": give a path inside the repository, relative to its root, such as deploy',
        '  reports.a b: is "a b": give the ARN of a report group, a variable such as $REPORT_GROUP, or a new name of 2 to 128 letters, digits, "-" or "_"',
      ].join("\n"),
    });
  });
});
