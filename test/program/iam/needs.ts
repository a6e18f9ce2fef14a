import { accounts, type StackName } from "./environment";
import { gateOf, inRegion, type Resources, resourcesOf } from "./resources";
import type { Request } from "./simulate";

type Needs = readonly Request[];

/** All requests that the work of each role makes, by role name. No other request may be allowed. */
export function needsOf(stack: StackName): ReadonlyMap<string, Needs> {
  const own = resourcesOf(stack);
  const tested = stack === "staging";
  const approved = stack === "prod";
  const brought = approved ? "pipeline+Copy+Image" : "pipeline+Build+Image";
  const actionRoles = [
    ...[
      "pipeline+Source+Repository",
      ...(approved ? ["pipeline+Verify+Verify", "pipeline+Plan+Preview", "pipeline+ApprovePlan+Plan"] : []),
      brought,
      "pipeline+Deploy+Infrastructure",
      ...(tested ? ["pipeline+Test+Integration", "pipeline+Promote+Record"] : []),
    ].map((name) => own.role(inRegion(name))),
    ...(tested ? [startRole.replace(own.account, accounts.prod)] : []),
  ];
  const roles: Record<string, Needs> = {
    pipeline: [...readArtifacts(own), ...writeArtifacts(own), ...onEach(["sts:AssumeRole"], actionRoles)],
    "pipeline+Source+Repository": [...writeArtifacts(own), ...useConnection(own)],
    [brought]: startBuild(own.project("image")),
    "pipeline+Deploy+Infrastructure": startBuild(own.project("deploy")),
    ...(approved && {
      "pipeline+Verify+Verify": startBuild(own.project("verify")),
      // Requests to resources of staging are simulated with both accounts' policies.
      verify: [...readArtifacts(own), ...writeLogs(own, "verify")],
      "pipeline+Plan+Preview": startBuild(own.project("plan")),
      "pipeline+ApprovePlan+Plan": askForApproval(own),
      plan: [...readArtifacts(own), ...writeLogs(own, "plan"), ...plan(own)],
    }),
    ...(tested && {
      "pipeline+Test+Integration": startBuild(own.project("test")),
      "pipeline+Promote+Record": startBuild(own.project("release")),
      release: [...readArtifacts(own), ...writeLogs(own, "release"), ...recordRelease(own)],
    }),
    image: [...readArtifacts(own), ...writeLogs(own, "image"), ...(approved ? copyImage(own) : buildImage(own))],
    deploy: [...readArtifacts(own), ...writeLogs(own, "deploy"), ...deploy(own)],
    ...(tested && { test: [...readArtifacts(own), ...writeLogs(own, "test"), ...test(own)] }),
    ...destroying(stack),
  };
  return new Map([
    ...Object.entries(roles).map(
      ([name, needs]) => [`shop-${stack}-${inRegion(name)}`, distinct(needs)] as [string, Needs],
    ),
    ...(approved ? [[nameOf(startRole), startPipeline(own)] as [string, Needs]] : []),
  ]);
}

/** The role by which the pipeline of staging starts that of prod, in the account of prod. */
const startRole = resourcesOf("staging").role(inRegion("pipeline+Promote+Start-shop-prod"));

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

function startPipeline({ pipeline }: Resources): Needs {
  return onEach(["codepipeline:StartPipelineExecution"], [pipeline]);
}

/** The context of a request to sign, or to verify. */
export const signing = { "kms:MessageType": "RAW", "kms:SigningAlgorithm": "ECDSA_SHA_256" };

function recordRelease({ account, releaseStore, releaseKey, signingKey, repository, pipeline }: Resources): Needs {
  const tls = { "aws:ResourceAccount": account, "aws:SecureTransport": "true" };
  return [
    ...onEach(["s3:PutObject"], [`${releaseStore}/releases/commit/digest.json`], tls),
    ...onEach(
      ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"],
      [releaseKey],
    ),
    ...onEach(["kms:Sign", "kms:Verify"], [signingKey], signing),
    ...copyImage({ repository }),
    ...onEach(["codepipeline:GetPipelineExecution", "codepipeline:GetPipelineState"], [pipeline]),
  ];
}

function copyImage({ repository }: Pick<Resources, "repository">): Needs {
  const pushes = ["CompleteLayerUpload", "InitiateLayerUpload", "PutImage", "UploadLayerPart"];
  return [
    ...onEach(["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:DescribeImages"], [repository]),
    ...pushes.flatMap((action) => onEach([`ecr:${action}`], [repository])),
  ];
}

/** Roles of the destroy pipeline. */
function destroying(stack: StackName): Record<string, Needs> {
  const gate = gateOf(stack);
  const twice = stack === "prod";
  const pipeline = "destroy-pipeline";
  const actions = ["Source+Repository", "Preview+Preview", "Approve+First", "Destroy+Destroy"];
  const actionRoles = [...actions, ...(twice ? ["ApproveAgain+Second"] : [])].map((name) =>
    gate.role(inRegion(`${pipeline}+${name}`)),
  );
  const token = (name: string) => onEach(["secretsmanager:GetSecretValue"], [gate.secret(`pulumi-${name}-token`)]);
  const preview = writeLogs(gate, "destroy-preview");
  return {
    [pipeline]: [...readArtifacts(gate), ...writeArtifacts(gate), ...onEach(["sts:AssumeRole"], actionRoles)],
    [`${pipeline}+Source+Repository`]: [...writeArtifacts(gate), ...useConnection(gate)],
    [`${pipeline}+Preview+Preview`]: startBuild(gate.project("destroy-preview")),
    [`${pipeline}+Approve+First`]: askForApproval(gate),
    ...(twice && { [`${pipeline}+ApproveAgain+Second`]: askForApproval(gateOf(stack, "second")) }),
    [`${pipeline}+Destroy+Destroy`]: startBuild(gate.project("destroy-run")),
    "destroy-preview": [...readArtifacts(gate), ...writeArtifacts(gate), ...preview, ...token("read")],
    "destroy-run": [...readArtifacts(gate), ...writeLogs(gate, "destroy-run"), ...token("access"), ...destroy(gate)],
  };
}

/** Grants of each stack's settings to its destroy build. */
function destroy({ service }: Resources): Needs {
  return [
    ...onEach(["ecs:DeleteService", "ecs:DescribeServices", "ecs:UpdateService"], [service]),
    ...onEach(["ecs:DescribeTaskDefinition", "ecs:DeregisterTaskDefinition"], ["*"]),
  ];
}

function readArtifacts(own: Resources): Needs {
  return [
    ...artifactStore(own),
    ...onEach(["s3:GetObject", "s3:GetObjectVersion"], [own.object], overTls(own)),
    ...onEach(["kms:Decrypt", "kms:DescribeKey"], [own.key]),
  ];
}

function upload(own: Resources) {
  return {
    ...overTls(own),
    "s3:x-amz-server-side-encryption": "aws:kms",
    "s3:x-amz-server-side-encryption-aws-kms-key-id": own.key,
  };
}

function writeArtifacts(own: Resources): Needs {
  return [
    ...artifactStore(own),
    ...onEach(["s3:PutObject", "s3:PutObjectAcl"], [own.object], upload(own)),
    ...useKey(own),
  ];
}

function artifactStore(own: Resources): Needs {
  return onEach(["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"], [own.bucket], overTls(own));
}

function useKey({ key }: Resources): Needs {
  const encrypt = ["kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"];
  return onEach(["kms:Decrypt", "kms:DescribeKey", ...encrypt], [key]);
}

// The former name of the service is not simulated: AWS's data has no new connection under it.
function useConnection({ connection }: Resources): Needs {
  return onEach(["codeconnections:UseConnection"], [connection], { "codeconnections:FullRepositoryId": "acme/shop" });
}

function startBuild(project: string): Needs {
  return onEach(["codebuild:BatchGetBuilds", "codebuild:StartBuild", "codebuild:StopBuild"], [project]);
}

function askForApproval(own: Resources): Needs {
  return [
    ...onEach(["sns:Publish"], [own.topic], { "aws:SecureTransport": "true" }),
    ...onEach(["kms:Decrypt", "kms:GenerateDataKey"], [own.key]),
  ];
}

function writeLogs({ logStream }: Resources, project: string): Needs {
  return onEach(["logs:CreateLogStream", "logs:PutLogEvents"], [logStream(project)]);
}

function buildImage({ parameter, repository }: Resources): Needs {
  const pushes = ["CompleteLayerUpload", "InitiateLayerUpload", "PutImage", "UploadLayerPart"];
  return [
    ...onEach(["ssm:GetParameters"], [parameter("username"), parameter("token")]),
    ...onEach(["ecr:GetAuthorizationToken"], ["*"]),
    ...onEach(["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage"], [repository]),
    ...pushes.flatMap((action) => onEach([`ecr:${action}`], [repository])),
  ];
}

/** Grants of each stack's settings to its deployment. */
function deploy({ secret, service, taskDefinition, role }: Resources): Needs {
  const toTasks = { "iam:PassedToService": "ecs-tasks.amazonaws.com" };
  return [
    ...onEach(["secretsmanager:GetSecretValue"], [secret("pulumi-access-token")]),
    ...onEach(["ecs:DescribeServices", "ecs:UpdateService"], [service]),
    ...onEach(["ecs:DescribeTaskDefinition", "ecs:DeregisterTaskDefinition"], ["*"]),
    ...onEach(["ecs:RegisterTaskDefinition"], [taskDefinition]),
    ...onEach(["iam:PassRole"], [role("web-execution"), role("web-task")], toTasks),
  ];
}

/** The plan reads with a part of the deployment's grants, and keeps itself in the store that its build reads. */
function plan(own: Resources): Needs {
  return [
    ...onEach(["secretsmanager:GetSecretValue"], [own.secret("pulumi-read-token")]),
    ...onEach(["ecs:DescribeServices"], [own.service]),
    ...onEach(["ecs:DescribeTaskDefinition"], ["*"]),
    ...onEach(["s3:GetObject", "s3:GetObjectVersion"], [own.plan], overTls(own)),
    ...onEach(["s3:PutObject"], [own.plan], upload(own)),
    ...useKey(own),
  ];
}

function test({ secret, reports }: Resources): Needs {
  const report = ["BatchPutTestCases", "CreateReport", "CreateReportGroup", "UpdateReport"];
  return [
    ...onEach(["secretsmanager:GetSecretValue"], [secret("test-user")]),
    ...report.flatMap((action) => onEach([`codebuild:${action}`], [reports])),
  ];
}

function overTls({ account }: Resources) {
  return { "aws:ResourceAccount": account, "aws:SecureTransport": "true" };
}

function onEach(actions: readonly string[], resources: readonly string[], context: Request["context"] = {}): Needs {
  return actions.flatMap((action) => resources.map((resource) => ({ action, resource, context })));
}

function distinct(needs: Needs): Needs {
  return [...new Map(needs.map((need) => [`${need.action} ${need.resource}`, need])).values()];
}
