import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { gitSource } from "../../../components/delivery/inline-actions";
import { planDeliveryPipeline } from "../../../components/delivery/pipeline-plan";
import { planStack, planStages } from "../../../components/delivery/planned-deployment";
import type { Target } from "../../../components/delivery/targets";
import { outputVariable } from "../../../components/pipelines/definition/variable-reference";
import { type RenderedStage, renderStages } from "../../../components/pipelines/render/pipeline";
import { type BuildMachine, machineEnvironment, makeBuildMachine } from "../../support/build-machine";
import { commit } from "../../support/planned-update";
import { runBuildspec } from "../../support/run-buildspec";
import { type ActionRun, runPipeline, type Start } from "../../support/run-pipeline";
import { scope } from "../../support/scopes";

const source = gitSource({
  connectionArn: "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f",
  repository: "acme/shop",
});
function pipelineTo(target: Target = {}) {
  const planned = planStack({
    name: "Stack",
    input: source,
    stackName: "shop",
    template: "stack.yaml",
    commit: outputVariable(source, "CommitId"),
    target,
  });
  const stages = [{ name: "Source", actions: [source] }, ...planStages(planned)];
  const { plan, problems } = planDeliveryPipeline(scope, "shop", { stages }, {}, undefined, ["333344445555"]);
  assert.deepEqual(problems, []);
  return plan ?? assert.fail("there is no plan");
}

const pipeline = pipelineTo();
const stagesOf = (of = pipeline): RenderedStage[] => JSON.parse(JSON.stringify(renderStages(of.pipeline)));

/** CloudFormation, as far as change sets of one stack go. */
class PlayedStack {
  /** Ids of change sets that were executed. */
  readonly executed: string[] = [];
  readonly approved: string[] = [];
  /** Change sets of the stack, by name. */
  private readonly sets = new Map<string, string>();
  private last = 0;

  constructor(
    private readonly machine: BuildMachine,
    private readonly world: {
      readonly changes?: readonly object[];
      readonly whileWaiting?: () => void;
      readonly of?: typeof pipeline;
    } = {},
  ) {}

  prepare(name: string): void {
    const { changes = [{ ResourceChange: { Action: "Add", LogicalResourceId: "Queue" } }] } = this.world;
    this.last += 1;
    const id = `arn:aws:cloudformation:eu-central-1:111122223333:changeSet/${name}/${this.last}`;
    this.sets.set(name, id);
    const status =
      changes.length > 0
        ? { Status: "CREATE_COMPLETE", ExecutionStatus: "AVAILABLE" }
        : { Status: "FAILED", ExecutionStatus: "UNAVAILABLE", StatusReason: "No updates are to be performed." };
    const set = { ChangeSetName: name, ChangeSetId: id, StackId: "stack/shop/1", Changes: changes, ...status };
    this.machine.write(`state/change-sets/shop/${name}.json`, JSON.stringify(set));
  }

  private execute(name: string): boolean {
    const id = this.sets.get(name);
    if (id === undefined) {
      return false;
    }
    this.executed.push(id);
    // CloudFormation deletes all change sets of a stack when it executes one.
    for (const each of this.sets.keys()) {
      spawnSync("rm", [`${this.machine.root}/state/change-sets/shop/${each}.json`]);
    }
    this.sets.clear();
    return true;
  }

  perform({ provider, configuration, commands }: ActionRun): Record<string, string> | undefined {
    const { ActionMode, ChangeSetName = "", EnvironmentVariables = "[]", CustomData = "" } = configuration;
    switch (provider) {
      case "CodeStarSourceConnection":
        return { CommitId: commit };
      case "Manual":
        this.approved.push(`${CustomData} ${configuration.ExternalEntityLink}`);
        this.world.whileWaiting?.();
        return {};
      case "CodeBuild": {
        const { of = pipeline } = this.world;
        const buildspec = of.projects[0]?.buildspec ?? assert.fail("there is no build");
        const given: { name: string; value: string }[] = JSON.parse(EnvironmentVariables);
        const { succeeded, exported } = runBuildspec(this.machine, buildspec, {
          ...Object.fromEntries(given.map(({ name, value }) => [name, value])),
          CODEBUILD_BUILD_ARN: "arn:aws:codebuild:eu-central-1:111122223333:build/shop:1a",
          AWS_REGION: "eu-central-1",
        });
        return succeeded ? exported : undefined;
      }
      case "Commands":
        return commands.every(
          (line) => spawnSync("bash", ["-c", line], { env: machineEnvironment(this.machine) }).status === 0,
        )
          ? {}
          : undefined;
      default:
        if (ActionMode === "CHANGE_SET_REPLACE") {
          this.prepare(ChangeSetName);
          return {};
        }
        return this.execute(ChangeSetName) ? {} : undefined;
    }
  }

  run(stages: readonly RenderedStage[] = stagesOf(), start: Start = { executionId: "1a" }) {
    return runPipeline(stages, (action) => this.perform(action), start);
  }
}

describe("an execution that deploys a stack by its change set", () => {
  let machine: BuildMachine;
  beforeEach(() => {
    machine = makeBuildMachine();
  });
  afterEach(() => machine.remove());

  it("executes the change set that the approval showed", () => {
    const stack = new PlayedStack(machine);
    const { succeeded, steps } = stack.run();
    assert.equal(succeeded, true);
    assert.deepEqual(steps.slice(1), [
      "Plan/Stack",
      "Plan/Stack-describe",
      "ApprovePlan/Plan",
      "Deploy/Stack-check",
      "Deploy/Stack",
    ]);
    const [id = ""] = stack.executed;
    assert.match(
      stack.approved[0] ?? "",
      new RegExp(`^Deploys commit ${commit}: 1 to create, .* no permission becomes wider`),
    );
    assert.ok(stack.approved[0]?.includes(`changeSetId=${encodeURIComponent(id)}`));
  });

  for (const changes of [undefined, []]) {
    it(`reads ${changes ? "and deletes an empty change set" : "the change set"} in another account with roles of that account`, () => {
      machine.write("state/stack-account", "333344445555");
      const of = pipelineTo({ account: "333344445555" });
      const stack = new PlayedStack(machine, { of, ...(changes && { changes }) });
      const { succeeded } = stack.run(stagesOf(of));
      assert.deepEqual([succeeded, stack.executed.length], [true, changes ? 0 : 1]);
      const role = (stage: string, action: string) =>
        `by arn:aws:iam::333344445555:role/shop+${stage}+target+Stack-${action}+eu-central-1 in`;
      const described = `aws cloudformation describe-change-set ${role("Plan", "describe")} eu-central-1`;
      assert.deepEqual(
        machine.identities(),
        changes
          ? [described, `aws cloudformation delete-change-set ${role("Plan", "describe")} eu-central-1`]
          : [
              described,
              "aws sts assume-role by build in no region",
              `aws cloudformation describe-change-set ${role("Deploy", "check")} no region`,
            ],
      );
      // The account of the pipeline cannot read the stack.
      assert.equal(new PlayedStack(machine).run().succeeded, false);
    });
  }

  it("asks nobody about an empty change set, and executes nothing", () => {
    const stack = new PlayedStack(machine, { changes: [] });
    const { succeeded, steps } = stack.run();
    assert.deepEqual(
      [succeeded, stack.approved, stack.executed, steps.slice(-2)],
      [true, [], [], ["ApprovePlan skipped", "Deploy skipped"]],
    );
  });

  const replace = (name: string) => {
    const stack: PlayedStack = new PlayedStack(machine, { whileWaiting: () => stack.prepare(name) });
    return stack;
  };

  it("executes nothing if somebody replaced the change set meanwhile", () => {
    const stack = replace("plan-1a");
    assert.deepEqual([stack.run().steps.at(-1), stack.executed], ["Deploy failed", []]);
  });

  it("keeps its change set while another execution makes one, which the execution then makes void", () => {
    const stack = replace("plan-2b");
    assert.deepEqual([stack.run().succeeded, stack.executed.length], [true, 1]);
    const variables = { "Stack-plan.CHANGE_SET_ID": "x", "Stack-plan.CHANGE_COUNT": "1" };
    const later = stack.run(stagesOf(), { executionId: "2b", from: "Deploy", variables });
    assert.deepEqual([later.succeeded, stack.executed.length], [false, 1]);
  });

  it("brings no older change set back by a rollback of the deployment", () => {
    const stack = new PlayedStack(machine);
    const { variables } = stack.run();
    const again = stack.run(stagesOf(), { executionId: "2b", from: "Deploy", variables });
    assert.deepEqual([again.succeeded, stack.executed.length], [false, 1]);
  });

  it("shows it if somebody deletes the check, or the condition of the deployment", () => {
    const withoutCheck = stagesOf();
    withoutCheck.at(-1)?.actions.shift();
    const stack = replace("plan-1a");
    stack.run(withoutCheck);
    assert.deepEqual(
      stack.executed.map((id) => id.split("/").at(-1)),
      ["2"],
    );
    const unconditional = stagesOf();
    delete unconditional.at(-1)?.beforeEntry;
    assert.equal(new PlayedStack(machine, { changes: [] }).run(unconditional).succeeded, false);
  });
});
