import {
  account,
  actionRole,
  allow,
  approvalArn,
  arn,
  document,
  entry,
  inline,
  name,
  pipelineArn,
  projectArn,
  region,
  role,
  roleArn,
  runner,
} from "../../../fixtures/policy/destroy";
import { itRefuses, withChanged, withMore } from "../../support/destroying";

const deploys = `shop-prod-deploy-${region}`;
const own = `${runner}-${region}`;
const starter = actionRole(name, "Destroy", "Destroy");
const pipelines = `${name}-${region}`;

const start = (actions: string) =>
  `policy.Statement[0] should not allow ${actions} on a project that destroys: only the role with which its pipeline runs it may`;
const change = (actions: string) =>
  `policy.Statement[0] should not allow ${actions} on a project that destroys: nobody of this stack has to`;
const detour = (actions: string) =>
  `policy.Statement[0] should not allow ${actions} on a pipeline that destroys: it leads round the approval`;
const become = (actions: string, of: string) =>
  `policy.Statement[0] should not allow ${actions} on the role ${of}: it would let its holder destroy`;
const self = (actions: string, at = 0) =>
  `policy.Statement[${at}] should not allow codepipeline:PutApprovalResult for what destroys to who also has ${actions}: nobody approves for themselves`;
const started = "should not start a project that destroys: only a pipeline can ask for an approval first";
const alone = (path: string, whom: string) =>
  `${path} should be ${whom} alone: who has this role destroys, or has another one do it`;
const unbound =
  "assumeRolePolicy.Statement[0].Condition should require aws:SourceArn of the project that destroys and aws:SourceAccount: its role is for its builds alone";

/** Additional statements of the deploy role, in a policy of their own. */
const more = (...statements: readonly object[]) =>
  withMore(
    entry("more", "iam/policy:Policy", { name: "more", policy: document(...statements) }),
    entry("more-attached", "iam/rolePolicyAttachment:RolePolicyAttachment", {
      role: deploys,
      policyArn: `arn:aws:iam::${account}:policy/more`,
    }),
  );

describe("ways round the approval: to start the project", () => {
  itRefuses(
    "a deploy role that starts it",
    more(allow("codebuild:StartBuild", projectArn)),
    `more: ${start("codebuild:StartBuild")}`,
  );
  itRefuses(
    "a deploy role that starts all projects",
    more(allow("codebuild:StartBuild", arn("codebuild", "project/*"))),
    `more: ${start("codebuild:StartBuild")}`,
  );
  itRefuses(
    "a role with wildcards in the action and the ARN",
    more(allow("codebuild:Start*", "arn:aws:codebuild:*:*:project/shop-*")),
    `more: ${start("codebuild:StartBuild, codebuild:StartBuildBatch")}`,
    `more: ${change("codebuild:StartSandbox")}`,
  );
  itRefuses(
    "a role that retries builds of it",
    more(allow(["codebuild:RetryBuild", "codebuild:RetryBuildBatch"], projectArn)),
    `more: ${start("codebuild:RetryBuild, codebuild:RetryBuildBatch")}`,
  );
  itRefuses(
    "a statement for all but something else, of which another one forbids to start the pipeline",
    more({ Effect: "Allow", NotAction: "iam:*", NotResource: "arn:aws:s3:::shop-prod-web" }),
    `more: ${start("codebuild:StartBuild, codebuild:StartBuildBatch, codebuild:RetryBuild, codebuild:RetryBuildBatch")}`,
    `more: ${change("codebuild:UpdateProject, codebuild:CreateWebhook, codebuild:UpdateWebhook, codebuild:StartSandbox")}`,
    `more: ${become("sts:AssumeRole", "of a project that destroys")}`,
    `more: ${detour("codepipeline:UpdatePipeline, codepipeline:RollbackStage")}`,
    `more: ${become("sts:AssumeRole", "of a pipeline that destroys")}`,
    `more: ${become("sts:AssumeRole", "that starts what destroys")}`,
    `more: ${self(
      "codepipeline:RetryStageExecution, codepipeline:OverrideStageCondition, codepipeline:EnableStageTransition, codepipeline:PutActionRevision, codepipeline:UpdatePipeline, codepipeline:RollbackStage",
    )}`,
  );
  itRefuses(
    "the role of the preview, which has another action",
    withMore(inline(`${name}-preview-${region}`, allow("codebuild:StartBuild", projectArn))),
    `${name}-preview-${region}-policy: ${start("codebuild:StartBuild")}`,
  );
  itRefuses(
    "the project's own role, which starts it again",
    withMore(inline(own, allow("codebuild:StartBuild", projectArn))),
    `${own}-policy: ${start("codebuild:StartBuild")}`,
  );
  itRefuses(
    "a person of the stack",
    withMore(
      entry("robot", "iam/userPolicy:UserPolicy", {
        user: "robot",
        policy: document(allow("codebuild:StartBuild", projectArn)),
      }),
    ),
    `robot: ${start("codebuild:StartBuild")}`,
  );
  itRefuses(
    "AWS's own policy for developers",
    withMore(
      entry("developers", "iam/rolePolicyAttachment:RolePolicyAttachment", {
        role: "developers",
        policyArn: "arn:aws:iam::aws:policy/AWSCodeBuildDeveloperAccess",
      }),
    ),
    "developers: policyArn.Statement[0] should not allow codebuild:StartBuild, codebuild:StartBuildBatch on a project that destroys: only the role with which its pipeline runs it may",
  );
  itRefuses(
    "a webhook, which starts it on a push",
    withMore(entry("hook", "codebuild/webhook:Webhook", { projectName: runner })),
    `hook: projectName ${started}`,
  );
  itRefuses(
    "a schedule of EventBridge",
    withMore(entry("nightly", "cloudwatch/eventTarget:EventTarget", { rule: "nightly", arn: projectArn })),
    `nightly: arn ${started}`,
  );
  itRefuses(
    "EventBridge Scheduler, by the request that it sends",
    withMore(
      entry("later", "scheduler/schedule:Schedule", {
        target: {
          arn: "arn:aws:scheduler:::aws-sdk:codebuild:startBuild",
          input: JSON.stringify({ ProjectName: runner }),
        },
      }),
    ),
    `later: target.input ${started}`,
  );
  itRefuses(
    "a state machine",
    withMore(
      entry("machine", "sfn/stateMachine:StateMachine", {
        definition: JSON.stringify({
          States: {
            Go: {
              Type: "Task",
              Resource: "arn:aws:states:::codebuild:startBuild.sync",
              Parameters: { ProjectName: runner },
            },
          },
        }),
      }),
    ),
    `machine: definition ${started}`,
  );
});

describe("ways round the approval: to change what is run, or to have its role", () => {
  itRefuses(
    "a role that updates the project",
    more(allow(["codebuild:UpdateProject", "codebuild:CreateWebhook"], arn("codebuild", "project/shop-*"))),
    `more: ${change("codebuild:UpdateProject, codebuild:CreateWebhook")}`,
  );
  itRefuses(
    "a role that passes the project's role to another build",
    more(
      allow("iam:PassRole", roleArn(own), {
        Condition: { StringEquals: { "iam:PassedToService": "codebuild.amazonaws.com" } },
      }),
    ),
    `more: ${become("iam:PassRole", "of a project that destroys")}`,
  );
  itRefuses(
    "a role that passes every role",
    more(allow("iam:PassRole", "*")),
    `more: ${become("iam:PassRole", "of a project that destroys")}`,
    `more: ${become("iam:PassRole", "of a pipeline that destroys")}`,
  );
  itRefuses(
    "a role that assumes the project's",
    more(allow("sts:AssumeRole", roleArn(own))),
    `more: ${become("sts:AssumeRole", "of a project that destroys")}`,
  );
  itRefuses(
    "a role that assumes that of the action",
    more(allow("sts:AssumeRole", roleArn(starter))),
    `more: ${become("sts:AssumeRole", "that starts what destroys")}`,
  );
  itRefuses(
    "a role that rewrites who is trusted",
    more(allow("iam:UpdateAssumeRolePolicy", [roleArn(own), roleArn(starter)])),
    `more: ${become("iam:UpdateAssumeRolePolicy", "of a project that destroys")}`,
    `more: ${become("iam:UpdateAssumeRolePolicy", "that starts what destroys")}`,
  );
  itRefuses(
    "a project's role that trusts a deploy role as well",
    withChanged(own, {
      assumeRolePolicy: role("x", { Principal: { Service: "codebuild.amazonaws.com", AWS: roleArn(deploys) } }).props
        .assumeRolePolicy,
    }),
    `${own}: ${alone("assumeRolePolicy.Statement[0].Principal.AWS", "codebuild.amazonaws.com")}`,
    `${own}: ${unbound}`,
  );
  itRefuses(
    "a project's role that every project of the account assumes",
    withChanged(own, {
      assumeRolePolicy: role("x", {
        Principal: { Service: "codebuild.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceAccount": account } },
      }).props.assumeRolePolicy,
    }),
    `${own}: ${unbound}`,
  );
  itRefuses(
    "a project's role that all projects assume whose name starts alike",
    withChanged(own, {
      assumeRolePolicy: role("x", {
        Principal: { Service: "codebuild.amazonaws.com" },
        Condition: {
          StringEquals: { "aws:SourceAccount": account },
          ArnLike: { "aws:SourceArn": arn("codebuild", "project/shop-*") },
        },
      }).props.assumeRolePolicy,
    }),
    `${own}: ${unbound}`,
  );
  itRefuses(
    "an action's role that trusts the account",
    withChanged(starter, {
      assumeRolePolicy: role("x", { Principal: { AWS: `arn:aws:iam::${account}:root` } }).props.assumeRolePolicy,
    }),
    `${starter}: ${alone("assumeRolePolicy.Statement[0].Principal.AWS", "the role of its pipeline")}`,
  );
  itRefuses(
    "an action's role that trusts everybody",
    withChanged(starter, { assumeRolePolicy: role("x", { Principal: { AWS: "*" } }).props.assumeRolePolicy }),
    `${starter}: ${alone("assumeRolePolicy.Statement[0].Principal.AWS", "the role of its pipeline")}`,
  );
  itRefuses(
    "a pipeline's role that trusts CodeBuild as well",
    withChanged(pipelines, {
      assumeRolePolicy: role("x", { Principal: { Service: ["codepipeline.amazonaws.com", "codebuild.amazonaws.com"] } })
        .props.assumeRolePolicy,
    }),
    `${pipelines}: ${alone("assumeRolePolicy.Statement[0].Principal.Service[1]", "codepipeline.amazonaws.com")}`,
  );
});

describe("ways round the approval: in the pipeline, and by approving for oneself", () => {
  itRefuses(
    "a role that updates the pipeline",
    more(allow("codepipeline:UpdatePipeline", pipelineArn)),
    `more: ${detour("codepipeline:UpdatePipeline")}`,
  );
  itRefuses(
    "a role that rolls back to an earlier run",
    more(allow("codepipeline:RollbackStage", `${pipelineArn}/Destroy`)),
    `more: ${detour("codepipeline:RollbackStage")}`,
  );
  const startsToo = "codepipeline:StartPipelineExecution";
  itRefuses(
    "an approver who starts the pipeline",
    more(allow("codepipeline:PutApprovalResult", approvalArn), allow(startsToo, pipelineArn)),
    `more: ${self(startsToo)}`,
  );
  itRefuses(
    "an approver who retries its stages, by another policy",
    withMore(inline("approvers", allow("codepipeline:RetryStageExecution", "*"))),
    `approvers: ${self("codepipeline:RetryStageExecution")}`,
  );
  itRefuses(
    "an approver of everything who overrides conditions",
    more(allow("codepipeline:*Stage*", "*"), allow("codepipeline:Put*", "*")),
    `more: ${detour("codepipeline:RollbackStage")}`,
    `more: ${self(
      "codepipeline:RetryStageExecution, codepipeline:OverrideStageCondition, codepipeline:EnableStageTransition, codepipeline:RollbackStage, codepipeline:PutActionRevision",
      1,
    )}`,
  );
  itRefuses(
    "who starts the pipeline and becomes an approver",
    withMore(inline("operators", allow(startsToo, pipelineArn), allow("sts:AssumeRole", roleArn("approvers")))),
    `operators-policy: ${self(startsToo, 1)}`,
  );
});
