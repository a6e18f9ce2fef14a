import assert from "node:assert/strict";
import {
  createEventRule,
  createEventTarget,
  type EventRuleArgs,
  type EventTargetArgs,
} from "../../../components/notifications/event-rule";
import { only, record } from "../../support/recorder";

const region = "eu-central-1";
const topic = "arn:aws:sns:eu-central-1:111122223333:shop";
const queue = "arn:aws:sqs:eu-central-1:111122223333:lost";
const transformer = { inputPaths: { state: "$.detail.state" }, inputTemplate: '"<state>"' };

async function created(rule: Partial<EventRuleArgs>, target: Partial<EventTargetArgs>) {
  const recorded = await record({ preview: false }, (opts) => {
    const made = createEventRule(
      "shop-runs",
      {
        ...{ region, ruleName: "shop-runs", description: "Runs of shop", tags: { owner: "acme" } },
        pattern: { source: ["aws.codepipeline"] },
        ...rule,
      },
      opts,
    );
    createEventTarget("shop-runs-mail", made, region, { key: "mail", arn: topic, ...target }, opts);
  });
  return {
    rule: only(recorded, "aws:cloudwatch/eventRule:EventRule", "shop-runs").inputs,
    target: only(recorded, "aws:cloudwatch/eventTarget:EventTarget", "shop-runs-mail").inputs,
  };
}

describe("a rule of notifications and its target", () => {
  it("have what they are given, and nothing else", async () => {
    assert.deepEqual(await created({}, {}), {
      rule: {
        region,
        name: "shop-runs",
        description: "Runs of shop",
        eventPattern: '{"source":["aws.codepipeline"]}',
        tags: { owner: "acme" },
      },
      target: { region, rule: "shop-runs", targetId: "mail", arn: topic },
    });
  });

  it("see calls that read, write a text, send with a role, and keep what nobody received", async () => {
    const roleArn = "arn:aws:iam::111122223333:role/events";
    const { rule, target } = await created({ seesReads: true }, { transformer, roleArn, deadLetterQueueArn: queue });
    assert.equal(rule.state, "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
    assert.deepEqual(target, {
      region,
      rule: "shop-runs",
      targetId: "mail",
      arn: topic,
      inputTransformer: transformer,
      roleArn,
      deadLetterConfig: { arn: queue },
    });
  });

  it("name the target in the characters and the length of EventBridge", async () => {
    const { target } = await created({}, { key: `a@acme.example ${"x".repeat(64)}` });
    assert.match(String(target.targetId), /^a-acme\.example-x+-[0-9a-f]{8}$/);
    assert.equal(String(target.targetId).length, 64);
  });
});
