import assert from "node:assert/strict";
import { guardUpdater, updateEnvironment } from "../../../../components/iam/environment-access";
import { guardBuild } from "../../../../components/iam/gate-tag";
import type { Rule } from "../../../../policy/lib/rule/rule";
import { iamNoGateReach as rule } from "../../../../policy/rules/iam/no-gate-reach";
import { iamPassroleScoped } from "../../../../policy/rules/iam/passrole-scoped";
import { iamPermissionsManagementScoped } from "../../../../policy/rules/iam/permissions-management-scoped";
import { type GateReachCase, harmlessGrants, reachingGrants } from "../../../support/gate-reach-cases";
import { scope } from "../../../support/scopes";
import { document, itJudges, itJudgesStatement } from "../../support/cases";
import { judgeResource, mandatory } from "../../support/judging";

const account = "111122223333";
const regional = (service: string, resource: string) => `arn:aws:${service}:eu-central-1:${account}:${resource}`;
const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const grant = (Action: string, Resource: string, Condition?: object) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...(Condition && { Condition }),
});
const reaches = (actions: string, place = "Resource") =>
  mandatory(`policy.Statement[0].${place} should name each resource in full: by ${actions} it reaches every gate`);

const rolePolicy = { type: "aws:iam/rolePolicy:RolePolicy", props: { role: "build" } };

describe("iam-no-gate-reach", () => {
  const mandatoryOf = (rules: readonly Rule[], { action, resource, conditions }: GateReachCase) =>
    rules.flatMap((each) => {
      const policy = document(grant(action, resource, conditions));
      const verdicts = judgeResource(each, rolePolicy.type, { ...rolePolicy.props, policy });
      return [verdicts].flat().filter((verdict) => typeof verdict === "string" || verdict.level === "mandatory");
    });
  describe("of the role that updates an environment", () => {
    const named = {
      name: "shop-prod",
      tags: { application: "shop", environment: "prod" },
      pipelineName: "shop-prod-pipeline",
      projectNames: ["shop-prod-deploy"],
      roleArns: [role("shop-prod-deploy-eu-central-1")],
      logGroupArns: [regional("logs", "log-group:/aws/codebuild/shop-prod-deploy")],
      topicNames: ["shop-prod-approvals", "shop-prod-notifications"],
      ruleBeginnings: ["shop-prod-notifications-", "shop-prod-pipeline-change-", "shop-prod-pipeline-schedule-"],
      alarmsName: "shop-prod-notifications-alarms",
      bucketNames: ["shop-prod-artifacts-111122223333-eu-central-1"],
      repositoryName: "shop-prod",
      connectionArns: [],
      boundaryArn: `arn:aws:iam::${account}:policy/delivery`,
    };
    const judgeUpdater = (environment: typeof named, isGuarded = true) => {
      const updater = { gateName: "self-update-shop-prod", stateObjects: [] };
      const guard = isGuarded ? guardUpdater(environment, updater, scope) : [];
      const policy = document(...updateEnvironment(scope, environment), ...guard);
      return [judgeResource(rule, rolePolicy.type, { ...rolePolicy.props, policy })].flat().length;
    };

    it("accepts the names of one environment", () => {
      assert.equal(judgeUpdater(named), 0);
    });

    const lookAlikes: Readonly<Record<string, Partial<typeof named>>> = {
      "a pattern of pipelines": { pipelineName: "shop-prod-*" },
      "a pattern of projects": { projectNames: ["shop-prod-*"] },
      "a pattern of roles": { roleArns: [role("shop-prod-*")] },
    };
    for (const [what, changes] of Object.entries(lookAlikes)) {
      it(`refuses ${what}, which its guard leaves open for one gate, and without the guard`, () => {
        assert.ok(judgeUpdater({ ...named, ...changes }) > 0);
        assert.ok(judgeUpdater({ ...named, ...changes }, false) > 0);
      });
    }
  });

  // Rules of their own judge roles that are passed, and actions that manage permissions.
  const together = [rule, iamPassroleScoped, iamPermissionsManagementScoped];
  const named = ({ action, resource, conditions }: GateReachCase) =>
    `${action} on ${resource}${conditions ? ` under ${JSON.stringify(conditions)}` : ""}`;
  for (const each of reachingGrants) {
    it(`refuses, as components do, ${named(each)}`, () => {
      assert.notDeepEqual(mandatoryOf(together, each), []);
    });
  }
  for (const each of harmlessGrants) {
    it(`accepts, as components do, ${named(each)}`, () => {
      assert.deepEqual(mandatoryOf(together, each), []);
    });
  }

  itJudgesStatement(
    rule,
    "says which actions reach every gate",
    grant("codebuild:StartBuild", regional("codebuild", "project/shop-prod-*")),
    [reaches("codebuild:StartBuild")],
  );
  itJudgesStatement(rule, "knows the action in other letters", grant("codebuild:startbuild", "*"), [
    reaches("codebuild:StartBuild"),
  ]);
  itJudgesStatement(rule, "knows the actions of a pattern", grant("codebuild:Start*", "*"), [
    reaches("codebuild:StartBuild, codebuild:StartBuildBatch, codebuild:StartSandbox"),
  ]);
  itJudgesStatement(
    rule,
    "refuses all resources but some",
    { Effect: "Allow", Action: "sts:AssumeRole", NotResource: role("x") },
    [reaches("sts:AssumeRole", "NotResource")],
  );
  itJudges(
    rule,
    "accepts a grant of everything beside the guard of this package, which denies gates by their tag",
    rolePolicy,
    { policy: document(grant("codebuild:*", "*"), ...guardBuild(scope, [])) },
    [],
  );
  itJudges(
    rule,
    "refuses it beside a Deny of some other tag",
    rolePolicy,
    {
      policy: document(grant("codebuild:RetryBuild", "*"), {
        Effect: "Deny",
        Action: "codebuild:*",
        Resource: "*",
        Condition: { Null: { "aws:ResourceTag/team": "false" } },
      }),
    },
    [reaches("codebuild:RetryBuild")],
  );
});
