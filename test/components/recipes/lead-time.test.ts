import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { publishLeadTime } from "../../../components/recipes/lead-time";
import { type BuildMachine, machineEnvironment, makeBuildMachine } from "../../support/build-machine";

describe("The command of publishLeadTime", () => {
  let machine: BuildMachine;
  beforeEach(() => {
    machine = makeBuildMachine();
  });
  afterEach(() => machine.remove());

  const run = (shell = "sh", environment: Record<string, string> = {}) =>
    spawnSync(shell, ["-c", publishLeadTime({ pipelineName: "shop", region: "eu-central-1" }, "execution-1")], {
      cwd: machine.source,
      env: { ...machineEnvironment(machine), ...environment },
      encoding: "utf8",
    });
  const authored = (text: string) => machine.write("state/authored/execution-1", `${text}\n`);

  for (const shell of ["sh", "bash"]) {
    it(`publishes the seconds from the author's time to now, by pipeline, in ${shell}`, () => {
      authored(new Date(Date.now() - 3_600_000).toISOString());
      const { status, stdout } = run(shell);
      assert.equal(status, 0);
      const [, seconds] =
        /^aws-pipelines LeadTime Seconds (\d+) PipelineName=shop\n$/.exec(machine.read("state/metric") ?? "") ?? [];
      assert.ok(Number(seconds) >= 3600 && Number(seconds) < 3700, stdout);
      assert.match(stdout, new RegExp(`deployed after ${seconds} seconds\n$`));
    });
  }

  it("understands the time of another zone", () => {
    const zoned = new Date(Date.now() + 7_200_000 - 60_000).toISOString().replace(/\.\d+Z$/, "+02:00");
    authored(zoned);
    run();
    const [, seconds] = / (\d+) PipelineName/.exec(machine.read("state/metric") ?? "") ?? [];
    assert.ok(Number(seconds) >= 60 && Number(seconds) < 160, `${zoned} ${seconds}`);
  });

  it("publishes nothing for a rollback, which has no source, and for text that is no time", () => {
    for (const text of ["None", "$(touch hacked)", "yesterday"]) {
      authored(text);
      const { status, stdout } = run();
      assert.deepEqual([status, stdout], [0, "This execution has no commit with a time\n"]);
    }
    authored("2026-13-99T99:99:99Z; touch hacked");
    assert.match(run().stdout, /The lead time was not measured\n$/);
    assert.equal(machine.read("state/metric"), undefined);
    assert.equal(machine.read("source/hacked"), undefined);
  });

  it("fails no deployment where AWS does not answer", () => {
    authored(new Date().toISOString());
    for (const call of ["aws codepipeline list-action-executions", "aws cloudwatch put-metric-data"]) {
      const { status, stdout } = run("sh", { FAILING: call });
      assert.deepEqual([status, stdout], [0, "The lead time was not measured\n"]);
    }
  });

  it("is one line that CodePipeline takes, for the longest names", () => {
    const command = publishLeadTime(
      { pipelineName: "x".repeat(100), region: "ap-southeast-1" },
      "#{codepipeline.PipelineExecutionId}",
    );
    assert.ok(command.length <= 1000, `${command.length}`);
    assert.doesNotMatch(command, /\n/);
    assert.throws(
      () => publishLeadTime({ pipelineName: "a b", region: "" }, ""),
      /The recipe publishLeadTime has 2 problems/,
    );
  });
});
