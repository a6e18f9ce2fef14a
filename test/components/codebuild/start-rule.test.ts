import assert from "node:assert/strict";
import { ComponentResource } from "@pulumi/pulumi";
import { planBuildStart } from "../../../components/codebuild/build-starts";
import { createStartRule } from "../../../components/codebuild/start-rule";
import { only, record } from "../../support/recorder";
import { scope } from "../../support/scopes";

describe("createStartRule", () => {
  it("makes a rule, its role, and a target that waits for the role and hands on parts of the event", async () => {
    const start = planBuildStart(scope, "shop", {
      name: "changes",
      description: "Starts a build",
      when: { eventPattern: "{}" },
    });
    const inputTransformer = { inputPaths: { id: "$.detail.id" }, inputTemplate: '{"id":<id>}' };
    const target = { targetId: "project", arn: "arn:aws:codebuild:eu-central-1:111122223333:project/shop" };
    const recorded = await record({ preview: true }, (opts) => {
      const parent = new ComponentResource("test:index:Parent", "parent", {}, opts);
      createStartRule("shop-changes", scope, start, { ...target, inputTransformer }, {}, { parent, dependsOn: parent });
    });
    assert.deepEqual(only(recorded, "aws:cloudwatch/eventRule:EventRule", "shop-changes").inputs, {
      region: "eu-central-1",
      name: "shop-builds-changes",
      description: "Starts a build",
      eventPattern: "{}",
      tags: {},
    });
    const { inputs, dependsOn } = only(recorded, "aws:cloudwatch/eventTarget:EventTarget", "shop-changes-target");
    assert.deepEqual(inputs, {
      region: "eu-central-1",
      rule: "shop-builds-changes",
      ...target,
      inputTransformer,
      roleArn: "arn:aws:iam::111122223333:role/shop+builds-changes+eu-central-1",
    });
    assert.deepEqual(dependsOn, ["parent", "shop-changes-role", "shop-changes-role-policy"]);
  });
});
