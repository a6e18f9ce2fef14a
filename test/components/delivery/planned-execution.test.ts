import assert from "node:assert/strict";
import { scopeOf } from "../../../components/aws/scope";
import { planApplication, readApplication } from "../../../components/delivery/application-plan";
import { planDelivery } from "../../../components/delivery/plan";
import type { PipelinePlan } from "../../../components/pipelines/plan/plan";
import { type RenderedStage, renderStages } from "../../../components/pipelines/render/pipeline";
import { prodWithoutPromotion } from "../../support/delivery-settings";
import { commit } from "../../support/planned-update";
import { PlayedDelivery, type PlayedProjects, previewLink, summaryOf } from "../../support/play-delivery";

const settings = prodWithoutPromotion();
const { deploy, plan: _, test: __, destroy: ___, builds: ____, ...application } = settings;

/** The pipeline of the settings of prod, with its deployments as an application lists them. */
function pipelineOf(names: readonly string[]): PipelinePlan {
  const deployments = names.map((name) => ({ ...deploy, name }));
  const { value, problems } = readApplication({ ...application, image: settings.image ?? {}, deployments });
  assert.deepEqual(problems, []);
  const noFile = (): string => assert.fail("reads a file");
  const { plan, problems: refused } = planApplication(scopeOf(settings), "shop-prod", value ?? assert.fail(), {
    readFile: noFile,
    accounts: [],
  });
  assert.deepEqual(refused, []);
  return plan?.pipeline ?? assert.fail("there is no plan");
}

/** A pipeline, and the names that its parts have. */
interface PlayedPipeline extends PlayedProjects {
  readonly stages: () => RenderedStage[];
  /** Names of the actions that plan and deploy. */
  readonly planAction: string;
  readonly deployAction: string;
  readonly namespace: string;
}

function playedPipeline(pipeline: PipelinePlan, names: Omit<PlayedPipeline, "stages">): PlayedPipeline {
  const rendered = JSON.stringify(renderStages(pipeline));
  return { ...names, stages: () => JSON.parse(rendered) };
}

const environment = playedPipeline(planDelivery(scopeOf(settings), "shop-prod", settings).pipeline, {
  plans: { "shop-prod-plan": "" },
  deploys: { "shop-prod-deploy": "" },
  planAction: "Plan/Preview",
  deployAction: "Deploy/Infrastructure",
  namespace: "Preview",
});

const ofApplication = playedPipeline(pipelineOf(["Program"]), {
  plans: { "shop-prod-Plan-Program": "" },
  deploys: { "shop-prod-Deploy-Program": "" },
  planAction: "Plan/Program",
  deployAction: "Deploy/Program",
  namespace: "Program-plan",
});

/** Texts that the program of a commit could export instead of those of its plan. */
const forgeries: readonly Readonly<Record<string, string>>[] = [
  { PLAN_SUMMARY: '1 to update"},{"name":"IMAGE_DIGEST","value":"sha256:0' },
  { PLAN_SUMMARY: "1 to update\nApproved by staging" },
  { PLAN_SUMMARY: "1 to update\\" },
  { PLAN_DIGEST: `${"0".repeat(64)}","type":"PLAINTEXT` },
  { PREVIEW_LINK: "https://eu-central-1.console.aws.amazon.com.example/codesuite/codebuild/111122223333/projects/x" },
  { PREVIEW_LINK: `${previewLink}#"` },
];

/** A property of every execution, as problems; none if it holds. */
const properties: Readonly<Record<string, (stages: RenderedStage[], pipeline: PlayedPipeline) => boolean>> = {
  "deploys after both approvals": (stages, pipeline) => {
    const delivery = new PlayedDelivery(pipeline);
    const { steps, succeeded } = delivery.run(stages);
    const expected = [
      "Source/Repository",
      "Approve/Release",
      "Build/Image",
      pipeline.planAction,
      "ApprovePlan/Plan",
      pipeline.deployAction,
    ];
    return succeeded && delivery.applied.length === 1 && steps.join() === expected.join();
  },
  "runs nothing of a commit before an approval that names it": (stages, pipeline) => {
    const delivery = new PlayedDelivery(pipeline);
    const { steps } = delivery.run(stages, { rejects: "Approve/Release" });
    const named = new PlayedDelivery(pipeline);
    named.run(stages);
    return steps.join() === "Source/Repository,Approve failed" && named.approved[0]?.includes(commit) === true;
  },
  "applies a plan only after an approval that shows its digest and its summary": (stages, pipeline) => {
    const delivery = new PlayedDelivery(pipeline);
    delivery.run(stages);
    const [digest] = delivery.applied;
    return delivery.approved.some((text) => text.includes(`: ${summaryOf(["x"])}. Digest of the plan: ${digest}`));
  },
  "applies nothing that people reject": (stages, pipeline) => {
    const delivery = new PlayedDelivery(pipeline);
    const { steps } = delivery.run(stages, { rejects: "ApprovePlan/Plan" });
    return delivery.applied.length === 0 && steps.at(-1) === "ApprovePlan failed";
  },
  "applies nothing that changed meanwhile": (stages, pipeline) => {
    const delivery = new PlayedDelivery(pipeline);
    const { succeeded } = delivery.run(stages, { changesLater: ["delete web"] });
    return !succeeded && delivery.applied.length === 0;
  },
  "asks nobody about an empty plan, and deploys nothing": (stages, pipeline) => {
    const delivery = new PlayedDelivery(pipeline);
    const { steps, succeeded } = delivery.run(stages, { changes: [] });
    return (
      succeeded &&
      delivery.applied.length === 0 &&
      delivery.asked.join() === "Approve/Release" &&
      steps.slice(-2).join() === "ApprovePlan skipped,Deploy skipped"
    );
  },
  "asks nobody about texts that a program forged, and deploys nothing": (stages, pipeline) =>
    forgeries.every((forged) => {
      const delivery = new PlayedDelivery(pipeline);
      const { steps } = delivery.run(stages, { forged });
      return (
        delivery.applied.length === 0 &&
        delivery.asked.join() === "Approve/Release" &&
        steps.slice(-2).join() === "ApprovePlan skipped,Deploy skipped"
      );
    }),
  "ends with a build or a plan that fails": (stages, pipeline) =>
    ["Build/Image", pipeline.planAction].every((fails) => {
      const delivery = new PlayedDelivery(pipeline);
      const { succeeded } = delivery.run(stages, { fails });
      return !succeeded && delivery.applied.length === 0 && delivery.asked.join() === "Approve/Release";
    }),
  "brings no older plan back by a rollback of the deployment": (stages, pipeline) => {
    const delivery = new PlayedDelivery(pipeline);
    const { variables } = delivery.run(stages);
    const { succeeded } = delivery.run(stages, {}, { executionId: "2", from: "Deploy", variables });
    return !succeeded && delivery.applied.length === 1;
  },
};

function broken(stages: RenderedStage[], pipeline: PlayedPipeline): string[] {
  return Object.entries(properties)
    .filter(([, holds]) => {
      try {
        return !holds(JSON.parse(JSON.stringify(stages)), pipeline);
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
const guards: Readonly<Record<string, (stages: RenderedStage[], namespace: string) => RenderedStage[]>> = {
  "the approval of the commit": (stages) => stages.filter(({ name }) => name !== "Approve"),
  "the approval of the plan": (stages) => stages.filter(({ name }) => name !== "ApprovePlan"),
  "the plan": (stages) => stages.filter(({ name }) => name !== "Plan"),
  "the condition of the approval": (stages) => {
    delete stage(stages, "ApprovePlan").beforeEntry;
    return stages;
  },
  ...Object.fromEntries(
    ["PlainDigest", "PlainSummary", "LinkToBuild"].map((rule) => [
      `the rule ${rule}`,
      (stages: RenderedStage[]) => {
        for (const name of ["ApprovePlan", "Deploy"]) {
          const condition = stage(stages, name).beforeEntry?.condition;
          assert.ok(condition);
          condition.rules = condition.rules.filter((one) => one.name !== rule);
        }
        return stages;
      },
    ]),
  ),
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
  "the digest in the second approval": (stages, namespace) => {
    configure(stages, "ApprovePlan", (configuration) => {
      configuration.CustomData = configuration.CustomData?.replace(`#{${namespace}.PLAN_DIGEST}`, "") ?? "";
    });
    return stages;
  },
  "the summary in the second approval": (stages, namespace) => {
    configure(stages, "ApprovePlan", (configuration) => {
      configuration.CustomData = configuration.CustomData?.replace(`#{${namespace}.PLAN_SUMMARY}`, "") ?? "";
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

const pipelines = { "an environment": environment, "an application": ofApplication };

for (const [name, pipeline] of Object.entries(pipelines)) {
  describe(`an execution of the production pipeline of ${name}, played from its rendered definition,`, () => {
    for (const property of Object.keys(properties)) {
      it(property, () => {
        assert.ok(!broken(pipeline.stages(), pipeline).includes(property));
      });
    }

    for (const [guard, without] of Object.entries(guards)) {
      it(`shows it if somebody deletes ${guard}`, () => {
        assert.notDeepEqual(broken(without(pipeline.stages(), pipeline.namespace), pipeline), []);
      });
    }
  });
}

describe("an execution with two planned deployments", () => {
  const names = ["Network", "Service"];
  const projects = (stage: string) =>
    Object.fromEntries(names.map((name) => [`shop-prod-${stage}-${name}-${name}`, name]));
  const pipeline = playedPipeline(pipelineOf(names), {
    plans: projects("Plan"),
    deploys: projects("Deploy"),
    planAction: "",
    deployAction: "",
    namespace: "",
  });
  const stepsOf = (...[world]: Parameters<PlayedDelivery["run"]> extends [unknown, ...infer Rest] ? Rest : never) => {
    const delivery = new PlayedDelivery(pipeline);
    const { steps } = delivery.run(pipeline.stages(), world);
    return { steps: steps.slice(3), applied: delivery.applied.length };
  };

  it("plans the second one after the first one is applied", () => {
    assert.deepEqual(stepsOf({}), {
      steps: [
        "Plan-Network/Network",
        "ApprovePlan-Network/Plan",
        "Deploy-Network/Network",
        "Plan-Service/Service",
        "ApprovePlan-Service/Plan",
        "Deploy-Service/Service",
      ],
      applied: 2,
    });
  });

  it("skips the one without changes, and deploys the other one", () => {
    assert.deepEqual(stepsOf({ changesOf: { Network: [] } }), {
      steps: [
        "Plan-Network/Network",
        "ApprovePlan-Network skipped",
        "Deploy-Network skipped",
        "Plan-Service/Service",
        "ApprovePlan-Service/Plan",
        "Deploy-Service/Service",
      ],
      applied: 1,
    });
  });

  it("runs nothing of the second one after people reject the first one", () => {
    assert.deepEqual(stepsOf({ rejects: "ApprovePlan-Network/Plan" }), {
      steps: ["Plan-Network/Network", "ApprovePlan-Network failed"],
      applied: 0,
    });
  });
});
