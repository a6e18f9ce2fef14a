import type { StackName } from "./environment";
import { gateOf, resourcesOf } from "./resources";
import type { Request } from "./simulate";

/** A way around the approval, as requests, with the only roles that may make them. */
export interface Attempt {
  readonly way: string;
  readonly requests: readonly Request[];
  /** Suffixes of the names of the roles whose work includes the requests. */
  readonly work: readonly string[];
  /** How deny statements keep build roles from it, whatever the settings grant: by names and the tag, or by the tag. */
  readonly guarded: "name" | "tag" | false;
}

/** All ways around the approval that IAM can close. */
export function attemptsOn(stack: StackName): Attempt[] {
  const own = resourcesOf(stack);
  const gate = gateOf(stack);
  const second = gateOf(stack, "second");
  const run = gate.project("destroy-run");
  const runRole = gate.role("destroy-run-us-east-1");
  const starter = gate.role("destroy-pipeline+Destroy+Destroy+us-east-1");
  const leads = ["shop-leads", "platform-leads"].map((name) => `arn:aws:iam::${gate.account}:role/${name}`);
  const people = `arn:aws:iam::${gate.account}:saml-provider/people`;
  const state = `arn:aws:s3:::acme-state-${gate.account}-us-east-1`;
  const logs = ["preview", "run"].map((name) => gate.logStream(`destroy-${name}`));
  const tls = { "aws:ResourceAccount": gate.account, "aws:SecureTransport": "true" };
  const upload = {
    ...tls,
    "s3:x-amz-server-side-encryption": "aws:kms",
    "s3:x-amz-server-side-encryption-aws-kms-key-id": gate.key,
  };
  const aliased = { "kms:ResourceAliases": [`alias/shop-${stack}-destroy-artifacts`] };
  const passed = (service: string) => ({ "iam:PassedToService": `${service}.amazonaws.com` });
  return [
    attempt("starts the build that destroys", each(["codebuild:StartBuild"], run), [
      "destroy-pipeline+Destroy+Destroy+us-east-1",
    ]),
    attempt(
      "starts it as a batch, or once more",
      each(["StartBuildBatch", "RetryBuild", "RetryBuildBatch"].map(build), run),
    ),
    attempt("opens a sandbox with its role", each([build("StartSandbox")], run)),
    attempt("starts the pipeline without a commit", each([pipe("StartPipelineExecution")], gate.pipeline)),
    attempt("retries the stage that destroys", each([pipe("RetryStageExecution")], `${gate.pipeline}/Destroy`)),
    attempt("rolls back to a run that was approved", each([pipe("RollbackStage")], `${gate.pipeline}/Destroy`)),
    attempt(
      "overrides the condition on the message",
      each([pipe("OverrideStageCondition")], `${gate.pipeline}/Preview`),
    ),
    attempt(
      "puts a revision of its own into the source",
      each([pipe("PutActionRevision")], `${gate.pipeline}/Source/Repository`),
    ),
    attempt("gives the first approval", each([pipe("PutApprovalResult")], `${gate.pipeline}/Approve/First`), [
      "shop-leads",
    ]),
    attempt("gives the second approval", each([pipe("PutApprovalResult")], `${gate.pipeline}/ApproveAgain/Second`), [
      "platform-leads",
    ]),
    attempt(
      "takes the approval out of the pipeline",
      each([pipe("UpdatePipeline"), pipe("DeletePipeline")], gate.pipeline),
    ),
    attempt("changes the buildspec or the role of the project", each([build("UpdateProject")], run)),
    attempt("starts the project by a webhook", each([build("CreateWebhook"), build("UpdateWebhook")], run)),
    attempt("shares the project", each([build("PutResourcePolicy")], run)),
    attempt("becomes the role that destroys", each(["sts:AssumeRole"], runRole)),
    attempt("becomes the role that starts it", each(["sts:AssumeRole"], starter), ["destroy-pipeline+us-east-1"]),
    attempt("makes itself trusted by the role that destroys", each(["iam:UpdateAssumeRolePolicy"], runRole)),
    attempt("grants the role that destroys more", each(["iam:PutRolePolicy", "iam:AttachRolePolicy"], runRole)),
    attempt("takes the boundary of that role away", each(["iam:DeleteRolePermissionsBoundary"], runRole)),
    attempt("hands the role that destroys to another project", each(["iam:PassRole"], runRole, passed("codebuild"))),
    attempt("lets EventBridge start the build with its role", each(["iam:PassRole"], starter, passed("events"))),
    attempt(
      "becomes an approver",
      leads.flatMap((role) => each(["sts:AssumeRole"], role)),
    ),
    attempt(
      "grants an approver, or trusts it to itself",
      leads.flatMap((role) => each(["iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy"], role)),
    ),
    {
      ...attempt("signs in as an approver by a provider of its own", each(["iam:UpdateSAMLProvider"], people)),
      guarded: "tag",
    },
    attempt(
      "joins the approvers in the directory that people sign in by",
      each(["identitystore:CreateGroupMembership", "sso:CreateAccountAssignment", "ds:ResetUserPassword"], "*"),
    ),
    attempt("hears of approvals in their place", each(["sns:Subscribe", "sns:SetTopicAttributes"], second.topic)),
    attempt("replaces the plan that was approved", each(["s3:PutObject"], gate.object, upload), [
      "destroy-pipeline+us-east-1",
      "destroy-pipeline+Source+Repository+us-east-1",
      "destroy-preview-us-east-1",
    ]),
    attempt("deletes what was approved", each(["s3:DeleteObject", "s3:DeleteObjectVersion"], gate.object, tls)),
    attempt("opens the bucket of the plan", each(["s3:PutBucketPolicy", "s3:DeleteBucketPolicy"], gate.bucket, tls)),
    attempt("lets itself use the key", each(["kms:PutKeyPolicy", "kms:CreateGrant"], gate.key, aliased)),
    attempt("deletes the logs that show what happened", [
      ...logs.flatMap((log) => each(["logs:DeleteLogStream"], log)),
      ...logs.flatMap((log) => each(["logs:DeleteLogGroup", "logs:PutRetentionPolicy"], groupOf(log))),
    ]),
    attempt("forges the log that approvers read", each(["logs:PutLogEvents"], gate.logStream("destroy-preview")), [
      "destroy-preview-us-east-1",
    ]),
    attempt("forges the log of destroying", each(["logs:PutLogEvents"], gate.logStream("destroy-run")), [
      "destroy-run-us-east-1",
    ]),
    attempt("empties or forges the access log of the plan", [
      ...each(["s3:DeleteObject", "s3:DeleteObjectVersion"], `${gate.bucket}-logs/log`, tls),
      ...each(["s3:PutObject"], `${gate.bucket}-logs/log`, tls),
      ...each(["s3:DeleteBucket", "s3:PutLifecycleConfiguration", "s3:PutBucketPolicy"], `${gate.bucket}-logs`, tls),
    ]),
    attempt(
      "replaces or deletes the token",
      ["pulumi-access-token", "pulumi-read-token"].flatMap((name) =>
        each(["PutSecretValue", "UpdateSecret", "DeleteSecret", "PutResourcePolicy"].map(secret), own.secret(name)),
      ),
    ),
    attempt(
      "copies the token to another region",
      each([secret("ReplicateSecretToRegions")], own.secret("pulumi-access-token")),
    ),
    attempt("opens the bucket of a state, or deletes older states", [
      ...each(["s3:PutBucketPolicy", "s3:PutBucketVersioning", "s3:PutLifecycleConfiguration"], state, tls),
      ...each(["s3:DeleteObjectVersion"], `${state}/shop/prod.tfstate`, tls),
    ]),
    attempt(
      "masks the logs of the account, or replicates images into it",
      each(["logs:PutAccountPolicy", "ecr:PutReplicationConfiguration", "ecr:PutRegistryPolicy"], "*"),
    ),
    ...(stack === "prod" ? [...imageAttempts(own), ...deliveryAttempts(own), ...planAttempts(own, upload)] : []),
    attempt(
      "cuts the connection, or moves it to another installation",
      each(["codeconnections:DeleteConnection", "codeconnections:UpdateConnectionInstallation"], own.connection),
    ),
    attempt("takes the tag of the gate away", [
      ...each([pipe("UntagResource"), pipe("TagResource")], gate.pipeline),
      ...each(["iam:UntagRole", "iam:TagRole"], runRole),
      ...each(["sns:UntagResource", "sns:TagResource"], gate.topic),
      ...each(["kms:UntagResource", "kms:TagResource"], gate.key, aliased),
      ...each(["logs:UntagResource", "logs:TagResource"], groupOf(gate.logStream("destroy-preview"))),
      ...each(["codeconnections:UntagResource", "codeconnections:TagResource"], own.connection),
      ...each(["UntagResource", "TagResource"].map(secret), own.secret("pulumi-access-token")),
      ...leads.flatMap((role) => each(["iam:UntagRole", "iam:TagRole"], role)),
    ]),
    {
      ...attempt(
        "reads the token that writes the state",
        each([secret("GetSecretValue")], own.secret("pulumi-access-token")),
        [`${stack}-deploy-us-east-1`, "destroy-run-us-east-1"],
      ),
      guarded: false,
    },
    {
      ...attempt(
        "replaces the source that is delivered",
        each(["s3:PutObject"], own.object, { ...upload, "s3:x-amz-server-side-encryption-aws-kms-key-id": own.key }),
        [`${stack}-pipeline+us-east-1`, `${stack}-pipeline+Source+Repository+us-east-1`],
      ),
    },
  ];
}

/** An environment with an approval is a gate: what it deploys is a part of it. Its own deployment may change images. */
function imageAttempts(own: ReturnType<typeof resourcesOf>): Attempt[] {
  return [
    {
      ...attempt("pushes or tags an image that production pulls", each(["ecr:PutImage"], own.repository), [
        `prod-image-us-east-1`,
      ]),
      guarded: false,
    },
    {
      ...attempt(
        "opens the repository of the images, or makes it anew",
        each(
          ["SetRepositoryPolicy", "DeleteRepository", "UntagResource"].map((name) => `ecr:${name}`),
          own.repository,
        ),
      ),
      guarded: false,
    },
  ];
}

/** Ways to show the approvers of the delivery another plan. The approved digest holds in any case. */
function planAttempts(own: ReturnType<typeof resourcesOf>, upload: Request["context"]): Attempt[] {
  const key = { "s3:x-amz-server-side-encryption-aws-kms-key-id": own.key };
  return [
    attempt("replaces the plan of the delivery", each(["s3:PutObject"], own.plan, { ...upload, ...key }), [
      "prod-pipeline+us-east-1",
      "prod-pipeline+Source+Repository+us-east-1",
      "prod-plan-us-east-1",
    ]),
    {
      ...attempt("forges the log of that plan", each(["logs:PutLogEvents"], own.logStream("plan")), [
        "prod-plan-us-east-1",
      ]),
      guarded: false,
    },
    {
      ...attempt(
        "approves the plan of the delivery",
        each([pipe("PutApprovalResult")], `${own.pipeline}/ApprovePlan/Plan`),
      ),
      guarded: "tag",
    },
  ];
}

/** Ways around the approval of the delivery. */
function deliveryAttempts(own: ReturnType<typeof resourcesOf>): Attempt[] {
  const { pipeline } = own;
  const starter = "pipeline+Deploy+Infrastructure+us-east-1";
  const ways: readonly (readonly [way: string, requests: readonly Request[], work?: string])[] = [
    ["takes the approval out of the delivery", each([pipe("UpdatePipeline"), pipe("DeletePipeline")], pipeline)],
    [
      "starts the delivery with a revision of its own",
      each([pipe("StartPipelineExecution")], pipeline),
      "Start-shop-prod+us-east-1",
    ],
    ["delivers an older execution again", each([pipe("RollbackStage")], `${pipeline}/Deploy`)],
    ["starts the deployment", each([build("StartBuild")], own.project("deploy")), starter],
    ["changes the deployment", each([build("UpdateProject"), build("CreateWebhook")], own.project("deploy"))],
    ["becomes the role that deploys", each(["sts:AssumeRole"], own.role("deploy-us-east-1"))],
    ["grants the role that deploys more", each(["iam:PutRolePolicy"], own.role("deploy-us-east-1"))],
    ["hears of that approval in place of the approvers", each(["sns:Subscribe"], own.topic)],
  ];
  return ways.map(([way, requests, work]) => ({
    ...attempt(way, requests, work === undefined ? [] : [work]),
    guarded: "tag",
  }));
}

function attempt(way: string, requests: readonly Request[], work: readonly string[] = []): Attempt {
  return { way, requests, work, guarded: "name" };
}

function each(actions: readonly string[], resource: string, context: Request["context"] = {}): Request[] {
  return actions.map((action) => ({ action, resource, context }));
}

function build(action: string): string {
  return `codebuild:${action}`;
}

function secret(action: string): string {
  return `secretsmanager:${action}`;
}

function pipe(action: string): string {
  return `codepipeline:${action}`;
}

function groupOf(logStream: string): string {
  return logStream.replace(/:log-stream:.*/, "");
}
