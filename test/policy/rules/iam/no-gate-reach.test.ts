import { guardBuild } from "../../../../components/iam/gate-tag";
import { iamNoGateReach as rule } from "../../../../policy/rules/iam/no-gate-reach";
import { scope } from "../../../support/scopes";
import { document, itJudges, itJudgesStatement } from "../../support/cases";
import { mandatory } from "../../support/judging";

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
const untagged = { Null: { "aws:ResourceTag/aws-pipelines:gate": "true" } };
const bounded = { StringEquals: { "iam:PermissionsBoundary": `arn:aws:iam::${account}:policy/boundary` } };

const rolePolicy = { type: "aws:iam/rolePolicy:RolePolicy", props: { role: "build" } };

describe("iam-no-gate-reach", () => {
  const reaching: readonly (readonly [action: string, resource: string])[] = [
    ["codebuild:StartBuild", regional("codebuild", "project/shop-prod-*")],
    ["codebuild:StartBuildBatch", "*"],
    ["codebuild:RetryBuild", regional("codebuild", "*")],
    ["codebuild:UpdateProject", "arn:aws:codebuild:*:*:project/shop-prod-destroy-ru?"],
    ["codepipeline:StartPipelineExecution", regional("codepipeline", "shop-*")],
    ["codepipeline:UpdatePipeline", regional("codepipeline", "*")],
    ["codepipeline:PutApprovalResult", regional("codepipeline", "*/Approve/First")],
    ["sts:AssumeRole", role("shop-*")],
    ["iam:UpdateAssumeRolePolicy", role("team/*")],
    ["iam:PutRolePolicy", role("*")],
    ["iam:CreatePolicyVersion", `arn:aws:iam::${account}:policy/shop-*`],
  ];
  for (const [action, resource] of reaching) {
    itJudgesStatement(rule, `refuses ${action} on ${resource}`, grant(action, resource), [reaches(action)]);
  }
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
  itJudgesStatement(
    rule,
    "accepts no tag as a limit of an action that writes IAM",
    grant("iam:PutRolePolicy", role("*"), untagged),
    [reaches("iam:PutRolePolicy")],
  );

  const accepted: readonly (readonly [action: string, resource: string, condition?: object])[] = [
    ["codebuild:StartBuild", regional("codebuild", "project/smoke-tests")],
    ["codebuild:BatchGetBuilds", "*"],
    ["codebuild:StartBuild", regional("codebuild", "report-group/*")],
    ["codepipeline:PutApprovalResult", regional("codepipeline", "shop-pipeline/*")],
    ["codepipeline:StartPipelineExecution", "arn:aws:s3:::shop/*"],
    ["codebuild:StartBuild", "*", untagged],
    ["sts:AssumeRole", role("*"), untagged],
    ["iam:PutRolePolicy", role("app-*"), bounded],
    ["iam:GetRole", role("*")],
  ];
  for (const [action, resource, condition] of accepted) {
    const when = condition ? ` under ${Object.keys(condition)}` : "";
    itJudgesStatement(rule, `accepts ${action} on ${resource}${when}`, grant(action, resource, condition), []);
  }

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
