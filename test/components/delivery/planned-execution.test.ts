import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { scopeOf } from "../../../components/aws/scope";
import { planDelivery } from "../../../components/delivery/plan";
import { type RenderedStage, renderStages } from "../../../components/pipelines/render/pipeline";
import { stackSettings } from "../../support/delivery-settings";
import { type ActionRun, type Execution, runPipeline, type Start } from "../../support/run-pipeline";

const settings = stackSettings("prod");
const { pipeline } = planDelivery(scopeOf(settings), "shop-prod", settings);
const rendered = JSON.stringify(renderStages(pipeline));
const stagesOf = (): RenderedStage[] => JSON.parse(rendered);

/** Behaviour of people, builds and the stack in one execution. */
interface World {
  /** Names of approvals that are rejected, `Approve/Release`. */
  readonly rejects?: string;
  /** Changes that the plan finds. */
  readonly changes?: readonly string[];
  /** Changes that the deployment finds. */
  readonly changesLater?: readonly string[];
  /** Action that fails. */
  readonly fails?: string;
}

/** Plays the builds as their recipes behave, and people who read what the approvals say. */
class Delivery {
  readonly applied: string[] = [];
  /** Text of each approval that was given. */
  readonly approved: string[] = [];
  readonly asked: string[] = [];
  private readonly plans = new Map<string, string>();

  perform(world: World, { name, provider, configuration }: ActionRun): Record<string, string> | undefined {
    const given: { name: string; value: string }[] = JSON.parse(configuration.EnvironmentVariables ?? "[]");
    const env = new Map(given.map((variable) => [variable.name, variable.value]));
    const { changes = ["update web"] } = world;
    if (name === world.fails) {
      return undefined;
    }
    if (provider === "CodeStarSourceConnection") {
      return { CommitId: commit };
    }
    if (provider === "Manual") {
      this.asked.push(name);
      if (name === world.rejects) {
        return undefined;
      }
      this.approved.push(configuration.CustomData ?? "");
      return {};
    }
    if (configuration.ProjectName === "shop-prod-plan") {
      const execution = env.get("EXECUTION_ID");
      if (execution === undefined) {
        return undefined;
      }
      const plan = JSON.stringify([execution, commit, changes]);
      this.plans.set(execution, plan);
      return {
        CHANGE_COUNT: String(changes.length),
        PLAN_SUMMARY: summaryOf(changes),
        PLAN_DIGEST: digestOf(plan),
        PREVIEW_LINK: "https://log",
      };
    }
    if (configuration.ProjectName === "shop-prod-deploy") {
      const approved = this.plans.get(env.get("EXECUTION_ID") ?? "");
      const later = world.changesLater ?? changes;
      const present = JSON.stringify([env.get("EXECUTION_ID"), commit, later]);
      const isBound =
        approved !== undefined &&
        digestOf(approved) === env.get("APPROVED_DIGEST") &&
        summaryOf(changes) === env.get("APPROVED_SUMMARY");
      if (!isBound || approved !== present) {
        return undefined;
      }
      this.applied.push(digestOf(present));
    }
    return {};
  }

  run(stages: readonly RenderedStage[], world: World = {}, start: Start = { executionId: "1" }): Execution {
    return runPipeline(stages, (action) => this.perform(world, action), start);
  }
}

const commit = "4f1d9b1c0e5a4b8f9d2c7a6b5e4f3d2c1b0a9f8e";

function digestOf(text: string) {
  return createHash("sha256").update(text).digest("hex");
}

function summaryOf(changes: readonly string[]) {
  return `${changes.length} to update`;
}

/** A property of every execution, as problems; none if it holds. */
const properties: Readonly<Record<string, (stages: RenderedStage[]) => boolean>> = {
  "deploys after both approvals": (stages) => {
    const delivery = new Delivery();
    const { steps, succeeded } = delivery.run(stages);
    const expected = [
      "Source/Repository",
      "Approve/Release",
      "Build/Image",
      "Plan/Preview",
      "ApprovePlan/Plan",
      "Deploy/Infrastructure",
    ];
    return succeeded && delivery.applied.length === 1 && steps.join() === expected.join();
  },
  "runs nothing of a commit before an approval that names it": (stages) => {
    const delivery = new Delivery();
    const { steps } = delivery.run(stages, { rejects: "Approve/Release" });
    const named = new Delivery();
    named.run(stages);
    return steps.join() === "Source/Repository,Approve failed" && named.approved[0]?.includes(commit) === true;
  },
  "applies a plan only after an approval that shows its digest and its summary": (stages) => {
    const delivery = new Delivery();
    delivery.run(stages);
    const [digest] = delivery.applied;
    return delivery.approved.some((text) => text.includes(`: ${summaryOf(["x"])}. Digest of the plan: ${digest}`));
  },
  "applies nothing that people reject": (stages) => {
    const delivery = new Delivery();
    const { steps } = delivery.run(stages, { rejects: "ApprovePlan/Plan" });
    return delivery.applied.length === 0 && steps.at(-1) === "ApprovePlan failed";
  },
  "applies nothing that changed meanwhile": (stages) => {
    const delivery = new Delivery();
    const { succeeded } = delivery.run(stages, { changesLater: ["delete web"] });
    return !succeeded && delivery.applied.length === 0;
  },
  "asks nobody about an empty plan, and deploys nothing": (stages) => {
    const delivery = new Delivery();
    const { steps, succeeded } = delivery.run(stages, { changes: [] });
    return (
      succeeded &&
      delivery.applied.length === 0 &&
      delivery.asked.join() === "Approve/Release" &&
      steps.slice(-2).join() === "ApprovePlan skipped,Deploy skipped"
    );
  },
  "ends with a build or a plan that fails": (stages) =>
    ["Build/Image", "Plan/Preview"].every((fails) => {
      const delivery = new Delivery();
      const { succeeded } = delivery.run(stages, { fails });
      return !succeeded && delivery.applied.length === 0 && delivery.asked.join() === "Approve/Release";
    }),
  "brings no older plan back by a rollback of the deployment": (stages) => {
    const delivery = new Delivery();
    const { variables } = delivery.run(stages);
    const { succeeded } = delivery.run(stages, {}, { executionId: "2", from: "Deploy", variables });
    return !succeeded && delivery.applied.length === 1;
  },
};

function broken(stages: RenderedStage[]): string[] {
  return Object.entries(properties)
    .filter(([, holds]) => {
      try {
        return !holds(JSON.parse(JSON.stringify(stages)));
      } catch {
        return true;
      }
    })
    .map(([name]) => name);
}

function stage(stages: RenderedStage[], name: string) {
  const found = stages.find((one) => one.name === name);
  assert.ok(found, `there is no stage ${name}`);
  return found;
}

function configure(stages: RenderedStage[], name: string, change: (configuration: Record<string, string>) => void) {
  const configuration = stage(stages, name).actions[0]?.configuration;
  assert.ok(configuration, `${name} has no configuration`);
  const before = JSON.stringify(configuration);
  change(configuration);
  assert.notEqual(JSON.stringify(configuration), before, `${name} did not change`);
}

function withoutVariable(stages: RenderedStage[], name: string, variable: string) {
  configure(stages, name, (configuration) => {
    const given: { name: string }[] = JSON.parse(configuration.EnvironmentVariables ?? "[]");
    configuration.EnvironmentVariables = JSON.stringify(given.filter((one) => one.name !== variable));
  });
}

/** Guards of the definition. Each function returns stages without one. */
const guards: Readonly<Record<string, (stages: RenderedStage[]) => RenderedStage[] | undefined>> = {
  "the approval of the commit": (stages) => stages.filter(({ name }) => name !== "Approve"),
  "the approval of the plan": (stages) => stages.filter(({ name }) => name !== "ApprovePlan"),
  "the plan": (stages) => stages.filter(({ name }) => name !== "Plan"),
  "the condition of the approval": (stages) => {
    delete stage(stages, "ApprovePlan").beforeEntry;
    return stages;
  },
  "the condition of the deployment": (stages) => {
    delete stage(stages, "Deploy").beforeEntry;
    return stages;
  },
  ...Object.fromEntries(
    ["EXECUTION_ID", "APPROVED_DIGEST", "APPROVED_SUMMARY"].map((variable) => [
      `${variable} of the deployment`,
      (stages: RenderedStage[]) => {
        withoutVariable(stages, "Deploy", variable);
        return stages;
      },
    ]),
  ),
  "EXECUTION_ID of the plan": (stages) => {
    withoutVariable(stages, "Plan", "EXECUTION_ID");
    return stages;
  },
  "the commit in the first approval": (stages) => {
    configure(stages, "Approve", (configuration) => {
      configuration.CustomData = "Look at it.";
    });
    return stages;
  },
  "the digest in the second approval": (stages) => {
    configure(stages, "ApprovePlan", (configuration) => {
      configuration.CustomData = configuration.CustomData?.replace("#{Preview.PLAN_DIGEST}", "") ?? "";
    });
    return stages;
  },
  "the summary in the second approval": (stages) => {
    configure(stages, "ApprovePlan", (configuration) => {
      configuration.CustomData = configuration.CustomData?.replace("#{Preview.PLAN_SUMMARY}", "") ?? "";
    });
    return stages;
  },
  "the bond to this execution": (stages) => {
    configure(stages, "Deploy", (configuration) => {
      configuration.EnvironmentVariables =
        configuration.EnvironmentVariables?.replace("#{codepipeline.PipelineExecutionId}", "1") ?? "";
    });
    return stages;
  },
};

describe("an execution of the production pipeline, played from its rendered definition,", () => {
  for (const name of Object.keys(properties)) {
    it(name, () => {
      assert.ok(!broken(stagesOf()).includes(name));
    });
  }

  for (const [guard, without] of Object.entries(guards)) {
    it(`shows it if somebody deletes ${guard}`, () => {
      assert.notDeepEqual(broken(without(stagesOf()) ?? []), []);
    });
  }
});
