import assert from "node:assert/strict";
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
