import assert from "node:assert/strict";
import { approvalsOf, groupsOf, pipelinesOf } from "../../../cli/insight/pipelines";
import { UNKNOWN } from "../../../cli/preview/base/property-value";
import { resource } from "../preview/support/resource";
import { action, pipeline, shop } from "./programs";

describe("the pipelines of a program", () => {
  it("have their stages, actions, conditions and targets as CodePipeline will run them", () => {
    const [view] = pipelinesOf([shop, resource("aws:s3/bucket:Bucket", "logs")], {});
    assert.ok(view);
    assert.deepEqual(
      [view.name, view.pipelineType, view.executionMode, view.place],
      ["shop", "V2", "SUPERSEDED", { region: "eu-central-1" }],
    );
    assert.deepEqual(
      view.stages.map(({ name, actions }) => [
        name,
        ...actions.map((each) => `${each.name}: ${each.provider} ${each.target}`),
      ]),
      [
        ["Source", "Repository: CodeStarSourceConnection acme/shop main"],
        ["Build", "Image: CodeBuild shop-image", "Lint: CodeBuild shop-lint"],
        ["Approve", "Release: Manual approvers"],
        ["Deploy", "Service: ECS web shop", "Smoke: Lambda smoke"],
      ],
    );
    assert.deepEqual(view.stages[1]?.conditions, [
      { when: "before entry", result: "SKIP", rules: [{ name: "OnlyMain", provider: "VariableCheck" }] },
    ]);
    const [image] = view.stages[1]?.actions ?? [];
    assert.deepEqual([image?.namespace, image?.reads, image?.inputArtifacts], ["Image", ["Repository"], ["source"]]);
  });

  it("name the account and region of an action that works elsewhere", () => {
    const stages = pipelinesOf([shop], { "aws:allowedAccountIds": '["111122223333"]' })[0]?.stages ?? [];
    const [service, smoke] = stages[3]?.actions ?? [];
    assert.deepEqual([service?.account, service?.region], ["222233334444", "eu-west-1"]);
    assert.deepEqual([smoke?.account, smoke?.region], [undefined, undefined]);
  });

  it("are in the account of the caller, or of their own role", () => {
    const foreign = "arn:aws:iam::222233334444:role/deploy";
    const stages = [{ name: "Deploy", actions: [action("Service", "ECS", { roleArn: foreign })] }];
    const accountsOf = (given: object, account?: string) => {
      const [view] = pipelinesOf([pipeline("shop", stages, { ...given })], {}, account);
      return [view?.place.account, view?.stages[0]?.actions[0]?.account];
    };
    assert.deepEqual(accountsOf({ roleArn: "arn:aws:iam::111122223333:role/shop" }), ["111122223333", "222233334444"]);
    assert.deepEqual(accountsOf({ roleArn: UNKNOWN }, "111122223333"), ["111122223333", "222233334444"]);
    assert.deepEqual(accountsOf({ roleArn: UNKNOWN }, "222233334444"), ["222233334444", undefined]);
    assert.deepEqual(accountsOf({ roleArn: UNKNOWN }), [undefined, "222233334444"]);
  });

  it("are in the account that the trust policy of their role names", () => {
    const placeWith = (condition: object) => {
      const assumeRolePolicy = JSON.stringify({
        Statement: {
          ...{ Effect: "Allow", Principal: { Service: "codepipeline.amazonaws.com" }, Action: "sts:AssumeRole" },
          Condition: condition,
        },
      });
      const role = resource("aws:iam/role:Role", "role", { inputs: { name: "role", assumeRolePolicy } });
      const owner = resource("aws:codepipeline/pipeline:Pipeline", "shop", {
        inputs: { name: "shop", roleArn: UNKNOWN, stages: [] },
        propertyDependencies: { roleArn: [role.urn] },
      });
      return pipelinesOf([role, owner], {})[0]?.place.account;
    };
    assert.equal(placeWith({ StringEquals: { "aws:SourceAccount": "111122223333" } }), "111122223333");
    assert.equal(placeWith({ StringEquals: { "aws:SourceAccount": ["111122223333", "222233334444"] } }), undefined);
    assert.equal(placeWith({ StringNotEquals: { "aws:SourceAccount": "111122223333" } }), undefined);
  });

  it("wait for each approval, seven days where the action sets no timeout", () => {
    const manual = action("Ok", "Manual", { category: "Approval" });
    const waits = (view: ReturnType<typeof pipelinesOf>[number] | undefined) =>
      view &&
      approvalsOf(view).map(({ stage, action: { name, approvalMinutes } }) => [stage.name, name, approvalMinutes]);
    assert.deepEqual(waits(pipelinesOf([shop], {})[0]), [["Approve", "Release", 2880]]);
    assert.deepEqual(waits(pipelinesOf([pipeline("p", [{ name: "Gate", actions: [manual] }])], {})[0]), [
      ["Gate", "Ok", 10080],
    ]);
  });

  it("run the actions of one run order together", () => {
    const view = pipelinesOf([shop], {})[0];
    const names = (index: number) => {
      const stage = view?.stages[index];
      return stage && groupsOf(stage).map((group) => group.map(({ name }) => name));
    };
    assert.deepEqual([names(1), names(3)], [[["Image", "Lint"]], [["Service"], ["Smoke"]]]);
  });

  it("are V1 without a type, and keep what only AWS knows unknown", () => {
    const bare = resource("aws:codepipeline/pipeline:Pipeline", "bare", {
      inputs: { name: UNKNOWN, stages: [{ name: UNKNOWN, actions: [action("A", UNKNOWN)] }] },
    });
    const [view] = pipelinesOf([bare], {});
    assert.deepEqual([view?.name, view?.pipelineType], ["[unknown]", "V1"]);
    assert.deepEqual([view?.stages[0]?.name, view?.stages[0]?.actions[0]?.provider], ["[unknown]", "[unknown]"]);
  });
});
