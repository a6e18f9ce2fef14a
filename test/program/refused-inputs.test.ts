import assert from "node:assert/strict";
import { type ComponentResourceOptions, RunError } from "@pulumi/pulumi";
import { cloudFormationAction } from "../../components/actions/cloudformation/action";
import { BuildProject, type BuildProjectArgs } from "../../components/codebuild/build-project";
import { CodeCommitRepository } from "../../components/codecommit/repository";
import { DeploymentGroup, type DeploymentGroupArgs } from "../../components/codedeploy/deployment-group";
import { DeliveryEnvironment, type DeliveryEnvironmentArgs } from "../../components/delivery/delivery-environment";
import { DestroyPipeline, type DestroyPipelineArgs } from "../../components/destroy/destroy-pipeline";
import { BuildNetwork } from "../../components/network";
import { Pipeline, type PipelineArgs } from "../../components/pipelines/pipeline";
import { ArtifactBucket } from "../../components/storage/artifact-bucket";
import { deliverySettings } from "../support/delivery-settings";
import { destroySettings } from "../support/destroy-settings";
import { buildAction, pipelineOf, sourceAction } from "../support/pipelines";
import { record } from "../support/recorder";
import { keyArn, scope } from "../support/scopes";

type Make = (opts: ComponentResourceOptions) => unknown;

const buildspec = { phases: { build: { commands: ["npm test"] } } };
const project = (changes: object): Make => {
  const args = { ...scope, encryptionKeyArn: keyArn, buildspec, ...changes } as BuildProjectArgs;
  return (opts) => new BuildProject("shop", args, opts);
};
const pipeline = (changes: object, ...stages: readonly (readonly unknown[])[]): Make => {
  const args = {
    ...scope,
    artifactBucketName: "store",
    encryptionKeyArn: keyArn,
    ...pipelineOf(...stages),
    ...changes,
  };
  return (opts) => new Pipeline("shop", args as PipelineArgs, opts);
};
const environment = (changes: Record<string, unknown>): Make => {
  const args = deliverySettings(changes) as unknown as DeliveryEnvironmentArgs;
  return (opts) => new DeliveryEnvironment("shop-dev", args, opts);
};
const repository = (changes: object): Make => {
  const args = { ...scope, encryptionKeyArn: keyArn, ...changes };
  return (opts) => new CodeCommitRepository("shop", args, opts);
};
const group = (changes: object): Make => {
  const args = { ...scope, target: { platform: "Server", autoScalingGroupNames: ["web"] }, ...changes };
  return (opts) => new DeploymentGroup("shop", args as DeploymentGroupArgs, opts);
};
const network = (changes: object): Make => {
  const args = { ...scope, encryptionKeyArn: keyArn, ...changes };
  return (opts) => new BuildNetwork("builds", args, opts);
};
const arm = "aws/codebuild/amazonlinux-aarch64-standard:3.0";
const stack = (RoleArn: string) =>
  cloudFormationAction({
    name: "Stack",
    inputArtifacts: ["source"],
    configuration: { ActionMode: "CREATE_UPDATE", StackName: "shop", TemplatePath: "source::t.yml", RoleArn },
  });
const reference = "https://docs.aws.amazon.com";

/** Inputs that previewed clean once and that AWS refuses half-way through an update, with the page that says so. */
const cases: readonly (readonly [what: string, page: string, make: Make, message: RegExp])[] = [
  [
    "variables of more than 64 KiB",
    `${reference}/codebuild/latest/userguide/build-env-ref-env-vars.html`,
    project({ environmentVariables: { BIG: { value: "x".repeat(70_000) } } }),
    /environmentVariables: hold 70003 bytes/,
  ],
  [
    "a report group of more than 128 characters",
    `${reference}/codebuild/latest/userguide/report-group-naming.html`,
    project({
      projectName: "p".repeat(100),
      buildspec: { ...buildspec, reports: { ["r".repeat(40)]: { files: ["junit.xml"] } } },
    }),
    /buildspec\.reports/,
  ],
  [
    "a value of a tag of more than 255 characters at CodeBuild",
    `${reference}/codebuild/latest/APIReference/API_Tag.html`,
    project({ tags: { team: "x".repeat(256) } }),
    /tags\.team/,
  ],
  [
    "a tag of AWS",
    `${reference}/tag-editor/latest/userguide/tagging.html`,
    pipeline({ tags: { "aws:team": "web" } }, [buildAction()]),
    /tags\.aws:team/,
  ],
  [
    "a character of a tag that no service takes",
    `${reference}/tag-editor/latest/userguide/tagging.html`,
    pipeline({ tags: { "bad*key": "web" } }, [buildAction()]),
    /tags\.bad\*key/,
  ],
  [
    "an ARM image on x86",
    `${reference}/codebuild/latest/userguide/build-env-ref-available.html`,
    project({ image: arm }),
    /image: is "aws\/codebuild\/amazonlinux-aarch64/,
  ],
  [
    "a GPU with a medium machine",
    `${reference}/codebuild/latest/userguide/build-env-ref-compute-types.html`,
    project({ environmentType: "LINUX_GPU_CONTAINER", computeType: "BUILD_GENERAL1_MEDIUM" }),
    /computeType: is "BUILD_GENERAL1_MEDIUM"/,
  ],
  [
    "an ARM image for the x86 builds of an environment",
    `${reference}/codebuild/latest/userguide/build-env-ref-available.html`,
    environment({ builds: { image: arm } }),
    /builds\.image: is "aws\/codebuild\/amazonlinux-aarch64/,
  ],
  [
    "a bucket with the end of an access point's alias",
    `${reference}/AmazonS3/latest/userguide/bucketnamingrules.html`,
    (opts) => new ArtifactBucket("shop", { ...scope, bucketName: "shop-s3alias" }, opts),
    /bucketName: is "shop-s3alias"/,
  ],
  ...(
    [
      ["a project", project({ region: "us-esat-1" })],
      ["a pipeline", pipeline({ region: "us-esat-1" }, [buildAction()])],
      ["an action", pipeline({}, [buildAction({ region: "us-esat-1" })])],
      ["an environment", environment({ region: "us-esat-1" })],
      ["a bucket", (opts) => new ArtifactBucket("shop", { ...scope, region: "us-esat-1" }, opts)],
      [
        "a destroy pipeline",
        (opts) =>
          new DestroyPipeline(
            "shop-dev-destroy",
            { ...scope, ...destroySettings(), region: "us-esat-1" } as DestroyPipelineArgs,
            opts,
          ),
      ],
      ["a repository", repository({ region: "us-esat-1" })],
      ["a deployment group", group({ region: "us-esat-1" })],
      ["a network", network({ region: "us-esat-1" })],
    ] as const satisfies readonly (readonly [string, Make])[]
  ).map(
    ([what, make]) =>
      [
        `a region that does not exist, of ${what}`,
        `${reference}/global-infrastructure/latest/regions/aws-regions.html`,
        make,
        /region: is "us-esat-1"/,
      ] as const,
  ),
  [
    "a ref instead of a branch, of an action",
    `${reference}/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html`,
    pipeline({ stages: [{ name: "Source", actions: [sourceAction({}, { BranchName: "refs/heads/main" })] }] }),
    /BranchName: is "refs\/heads\/main"/,
  ],
  [
    "a ref instead of a branch, of an environment",
    `${reference}/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html`,
    environment({
      source: {
        connectionArn:
          "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f",
        repository: "acme/shop",
        branch: "refs/heads/main",
      },
    }),
    /source\.branch: is "refs\/heads\/main"/,
  ],
  [
    "a role of another account that CloudFormation shall assume",
    `${reference}/IAM/latest/UserGuide/id_roles_use_passrole.html`,
    pipeline({}, [stack("arn:aws:iam::999988887777:role/stack")]),
    /RoleArn: .*999988887777/,
  ],
  [
    "a statement with characters beyond Latin 1",
    `${reference}/IAM/latest/APIReference/API_PutRolePolicy.html`,
    project({
      permissions: [{ Sid: "Read", Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::日本/*"] }],
    }),
    /permissions: hold the character "日"/,
  ],
  [
    "a protected branch with characters beyond Latin 1, which the policies of roles name",
    `${reference}/IAM/latest/APIReference/API_PutRolePolicy.html`,
    repository({
      protectedBranches: ["本番"],
      access: { dev: { permission: "contribute", principals: ["arn:aws:iam::111122223333:role/dev"], mfa: false } },
    }),
    /protectedBranches: hold the character "本": IAM takes characters up to U\+00FF/,
  ],
  [
    "an alarm with characters beyond Latin 1, which the policy of a deployment group names",
    `${reference}/IAM/latest/APIReference/API_PutRolePolicy.html`,
    group({ alarmNames: ["エラー"] }),
    /alarmNames\[0\]: IAM policies take characters up to U\+00FF: rename the alarm/,
  ],
  [
    "an Auto Scaling group with characters beyond Latin 1",
    `${reference}/IAM/latest/APIReference/API_PutRolePolicy.html`,
    group({ target: { platform: "Server", autoScalingGroupNames: ["網"] } }),
    /autoScalingGroupNames\[0\]: is "網": .*up to U\+00FF/,
  ],
  [
    "the alias of a key for the logs of a network",
    `${reference}/AmazonCloudWatchLogs/latest/APIReference/API_AssociateKmsKey.html`,
    network({ encryptionKeyArn: keyArn.replace(/key\/.*/, "alias/logs") }),
    /encryptionKeyArn: is ".*alias\/logs": give the ARN of a key/,
  ],
  [
    "a statement without a service",
    `${reference}/IAM/latest/UserGuide/reference_policies_grammar.html`,
    project({ permissions: [{ Sid: "Read", Effect: "Allow", Action: ["GetObject"], Resource: ["*"] }] }),
    /permissions\[0\]\.Action: is "GetObject"/,
  ],
  [
    "files of a push without its branches",
    `${reference}/codepipeline/latest/userguide/pipelines-triggers.html`,
    pipeline({ triggers: [{ sourceAction: "Repository", push: [{ filePaths: { includes: ["src/**"] } }] }] }, [
      buildAction(),
    ]),
    /names files without branches/,
  ],
];

describe("inputs that AWS refuses", () => {
  for (const [what, page, make, message] of cases) {
    it(`are refused before: ${what}`, async () => {
      assert.ok(page.startsWith(reference));
      await assert.rejects(
        record({ preview: true }, (opts) => make(opts)),
        (problem) => problem instanceof RunError && message.test(problem.message),
      );
    });
  }
});
