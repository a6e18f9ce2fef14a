import assert from "node:assert/strict";
import { planApplication, readApplication } from "../../../components/delivery/application-plan";
import { leadTimeActions } from "../../../components/delivery/lead-time";
import { planDelivery } from "../../../components/delivery/plan";
import { deliverySettings, readSettings } from "../../support/delivery-settings";
import { scope } from "../../support/scopes";

const emails = ["team@acme.example"];
const place = { pipelineName: "shop-prod-pipeline", input: "source", runOrder: 2 };
const history = { emails, alarms: { history: true } };

describe("the action that publishes the lead time", () => {
  it("is there with a history alone, because a custom metric costs money", () => {
    const counts = [undefined, false as const, { emails }, { emails, alarms: {} }, history].map(
      (notify) => leadTimeActions(scope, notify, place).length,
    );
    assert.deepEqual(counts, [0, 0, 0, 0, 1]);
  });

  it("reads the executions of its pipeline, and publishes to one namespace", () => {
    const [action] = leadTimeActions(scope, history, place);
    assert.deepEqual(action?.permissions, [
      {
        actions: ["codepipeline:ListActionExecutions"],
        resources: ["arn:aws:codepipeline:eu-central-1:111122223333:shop-prod-pipeline"],
      },
      {
        actions: ["cloudwatch:PutMetricData"],
        resources: ["*"],
        conditions: { StringEquals: { "cloudwatch:namespace": "aws-pipelines" } },
      },
    ]);
    assert.match(action?.commands[0] ?? "", /pipelineExecutionId=#\{codepipeline\.PipelineExecutionId\}/);
  });

  it("follows the deployment of an environment, and of an application", () => {
    const { pipeline } = planDelivery(scope, "shop-prod", readSettings(deliverySettings({ notify: history })));
    const actions = pipeline.definition.stages.flatMap((stage) =>
      stage.actions.map(({ name, runOrder = 1 }) => `${stage.name} ${name} ${runOrder}`),
    );
    assert.deepEqual(actions.slice(-2), ["Deploy Infrastructure 1", "Deploy LeadTime 2"]);
    const { deploy: _, ...base } = deliverySettings({ notify: history }) as unknown as Record<string, unknown>;
    const deployments = [{ name: "Queue", tool: "cloudformation", stackName: "queue" }];
    const { value } = readApplication({ ...base, deployments });
    const read = { readFile: () => assert.fail(), accounts: [] };
    const { plan, problems } = planApplication(scope, "shop-prod", value ?? assert.fail(), read);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      plan?.pipeline.definition.stages.at(-1)?.actions.map(({ name, runOrder }) => [name, runOrder]),
      [
        ["Queue", 1],
        ["LeadTime", 2],
      ],
    );
  });
});
