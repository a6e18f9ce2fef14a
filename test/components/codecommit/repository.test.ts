import assert from "node:assert/strict";
import { runSimulation } from "@cloud-copilot/iam-simulate";
import { RunError } from "@pulumi/pulumi";
import { CodeCommitRepository, type CodeCommitRepositoryArgs } from "../../../components/codecommit/repository";
import { counts, only, record, resolved } from "../../support/recorder";
import { keyArn } from "../../support/scopes";

const run = "arn:aws:lambda:eu-central-1:111122223333:function:run";
const topic = "arn:aws:sns:eu-central-1:111122223333:shop";
const least: CodeCommitRepositoryArgs = {
  account: "111122223333",
  region: "eu-central-1",
  encryptionKeyArn: keyArn,
};

const made: CodeCommitRepository[] = [];
const build = (args: Partial<CodeCommitRepositoryArgs> = {}, said: string[] = []) =>
  record({ preview: true }, (opts) => made.push(new CodeCommitRepository("shop", { ...least, ...args }, opts)), said);

describe("CodeCommitRepository", () => {
  it("is a repository under the customer key, and nothing else by default", async () => {
    const recorded = await build();
    assert.deepEqual(counts(recorded), { "aws:codecommit/repository:Repository": 1 });
    assert.deepEqual(only(recorded, "aws:codecommit/repository:Repository", "shop").inputs, {
      region: "eu-central-1",
      repositoryName: "shop",
      kmsKeyId: keyArn,
    });
    assert.equal(made.at(-1)?.name, "shop");
    assert.equal(made.at(-1)?.cloneAddress, "codecommit::eu-central-1://shop");
  });

  it("requires approvals, for the repository by a template of its own", async () => {
    const recorded = await build({ approvals: { approvers: ["arn:aws:iam::111122223333:role/reviewers"] } });
    const { content, name } = only(
      recorded,
      "aws:codecommit/approvalRuleTemplate:ApprovalRuleTemplate",
      "shop-approvals",
    ).inputs;
    assert.equal(name, "shop-approvals");
    assert.equal(JSON.parse(String(content)).Statements[0].NumberOfApprovalsNeeded, 2);
    assert.deepEqual(
      only(
        recorded,
        "aws:codecommit/approvalRuleTemplateAssociation:ApprovalRuleTemplateAssociation",
        "shop-approvals-association",
      ).inputs,
      { region: "eu-central-1", approvalRuleTemplateName: "shop-approvals", repositoryName: "shop" },
    );
  });

  it("makes roles that people assume with what the settings ask of them", async () => {
    const mary = "arn:aws:iam::444455556666:user/mary";
    const recorded = await build({
      access: { partner: { permission: "contribute", principals: [mary], mfa: true, externalId: "acme-1" } },
    });
    const role = only(recorded, "aws:iam/role:Role", "shop-access-partner").inputs;
    assert.equal(role.name, "shop+access-partner+eu-central-1");
    assert.deepEqual(JSON.parse(String(role.assumeRolePolicy)).Statement, [
      {
        Sid: "People",
        Effect: "Allow",
        Principal: { AWS: [mary] },
        Action: "sts:AssumeRole",
        Condition: {
          Bool: { "aws:MultiFactorAuthPresent": "true" },
          StringEquals: { "sts:ExternalId": "acme-1" },
        },
      },
    ]);
    const { policy } = only(recorded, "aws:iam/rolePolicy:RolePolicy", "shop-access-partner-policy").inputs;
    const sids = JSON.parse(String(policy)).Statement.map(({ Sid }: { Sid: string }) => Sid);
    assert.deepEqual(sids, ["ReadRepository", "Contribute", "ProtectBranches", "RepositoryKey"]);
    assert.deepEqual(made.at(-1)?.accessRoleArns, {
      partner: "arn:aws:iam::111122223333:role/shop+access-partner+eu-central-1",
    });
  });

  it("lets the named people assume a role, with a second factor and the external id alone", async () => {
    const mary = "arn:aws:iam::444455556666:user/mary";
    const recorded = await build({
      access: { partner: { permission: "read", principals: [mary], mfa: true, externalId: "acme-1" } },
    });
    const trust = JSON.parse(
      String(only(recorded, "aws:iam/role:Role", "shop-access-partner").inputs.assumeRolePolicy),
    );
    const answerTo = async (principal: string, contextVariables: Record<string, string>) => {
      const all = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }] };
      const result = await runSimulation(
        {
          request: {
            principal,
            action: "sts:AssumeRole",
            resource: { resource: "arn:aws:iam::111122223333:role/partner", accountId: "111122223333" },
            contextVariables,
          },
          identityPolicies: [{ name: "all", policy: all }],
          serviceControlPolicies: [],
          resourceControlPolicies: [],
          resourcePolicy: trust,
        },
        {},
      );
      return result.resultType === "error" ? JSON.stringify(result.errors) : result.overallResult;
    };
    const asked = { "aws:MultiFactorAuthPresent": "true", "sts:ExternalId": "acme-1" };
    assert.equal(await answerTo(mary, asked), "Allowed");
    const refused = [
      answerTo(mary, { ...asked, "aws:MultiFactorAuthPresent": "false" }),
      answerTo(mary, { "sts:ExternalId": "acme-1" }),
      answerTo(mary, { ...asked, "sts:ExternalId": "acme-2" }),
      answerTo(mary, { "aws:MultiFactorAuthPresent": "true" }),
      answerTo("arn:aws:iam::444455556666:user/john", asked),
    ];
    assert.deepEqual(
      await Promise.all(refused),
      refused.map(() => "ImplicitlyDenied"),
    );
  });

  it("calls functions by triggers and event rules, each of which may do so alone", async () => {
    const recorded = await build({
      triggers: { run: { destinationArn: run, branches: ["main"] } },
      notify: { hook: { destinationArn: run, events: ["push", "pull-request-created"], branches: ["main"] } },
    });
    assert.deepEqual(counts(recorded), {
      "aws:codecommit/repository:Repository": 1,
      "aws:codecommit/trigger:Trigger": 1,
      "aws:cloudwatch/eventRule:EventRule": 2,
      "aws:cloudwatch/eventTarget:EventTarget": 2,
      "aws:lambda/permission:Permission": 3,
    });
    const trigger = only(recorded, "aws:codecommit/trigger:Trigger", "shop-triggers");
    assert.deepEqual(trigger.inputs.triggers, [
      { name: "run", destinationArn: run, events: ["all"], branches: ["main"] },
    ]);
    assert.deepEqual(trigger.dependsOn, ["shop-trigger-run"]);
    const permission = only(recorded, "aws:lambda/permission:Permission", "shop-hook-branches-permission").inputs;
    assert.equal(permission.sourceArn, "arn:aws:events:eu-central-1:111122223333:rule/shop-hook-branches");
    assert.equal(permission.sourceAccount, "111122223333");
  });

  it("prints what the owner of a topic must add", async () => {
    const said: string[] = [];
    await build({ notify: { team: { destinationArn: topic, events: ["comment-on-commit"] } } }, said);
    assert.equal(said.length, 1);
    assert.match(said[0] ?? "", /Add to the policy of arn:aws:sns:eu-central-1:111122223333:shop:[\s\S]*EventRules/);
  });

  it("gives the ARN of the repository", async () => {
    await record({ preview: false }, (opts) => made.push(new CodeCommitRepository("shop", least, opts)));
    const last = made.at(-1);
    assert.ok(last);
    assert.equal(await resolved(last.repositoryArn), "arn:aws:made:::shop");
  });

  it("refuses wrong settings with their paths", async () => {
    await assert.rejects(
      build({ repositoryName: "my shop", rolePath: "people" }),
      (error) =>
        error instanceof RunError &&
        /^CodeCommitRepository shop has 2 problems:\n {2}repositoryName: is "my shop".*\n {2}rolePath:/.test(
          error.message,
        ),
    );
  });
});
