import { approval, build } from "./pipelines";
import { account, arn, documentOf, keyArn, type ProgramResource, resource, roleArn } from "./resource";

const name = "shop-destroy";
const run = "shop-destroy-run";

function role(id: string, trust: object, permissions: object): ProgramResource[] {
  const policy = `arn:aws:iam::${account}:policy/${id}`;
  return [
    resource(id, "iam/role:Role", {
      name: id,
      maxSessionDuration: 3600,
      permissionsBoundary: `arn:aws:iam::${account}:policy/boundary`,
      assumeRolePolicy: documentOf({ Effect: "Allow", Action: "sts:AssumeRole", ...trust }),
    }),
    resource(id, "iam/policy:Policy", { name: id, policy: documentOf({ Effect: "Allow", ...permissions }) }),
    resource(id, "iam/rolePolicyAttachment:RolePolicyAttachment", { role: id, policyArn: policy }),
  ];
}

const builds = {
  Principal: { Service: "codebuild.amazonaws.com" },
  Condition: {
    StringEquals: { "aws:SourceAccount": account },
    ArnEquals: { "aws:SourceArn": arn("codebuild", `project/${run}`) },
  },
};

const ofPipelines = {
  Principal: { Service: "codepipeline.amazonaws.com" },
  Condition: { StringEquals: { "aws:SourceAccount": account } },
};

/** A pipeline that destroys behind an approval, and things that start something else by themselves. */
export const destroying = [
  ...role(name, ofPipelines, { Action: "sts:AssumeRole", Resource: roleArn(`${name}-start`) }),
  ...role(
    `${name}-start`,
    { Principal: { AWS: roleArn(name) } },
    { Action: ["codebuild:BatchGetBuilds", "codebuild:StartBuild"], Resource: arn("codebuild", `project/${run}`) },
  ),
  ...role(run, builds, { Action: "s3:DeleteBucket", Resource: "arn:aws:s3:::shop-old" }),
  resource(run, "codebuild/project:Project", {
    name: run,
    serviceRole: roleArn(run),
    encryptionKey: keyArn,
    artifacts: { type: "CODEPIPELINE" },
    cache: { type: "NO_CACHE" },
    logsConfig: { cloudwatchLogs: { status: "ENABLED", groupName: `/aws/codebuild/${run}` } },
    source: {
      type: "CODEPIPELINE",
      buildspec: "version: 0.2\nphases:\n  build:\n    commands:\n      - pulumi destroy --yes --skip-preview\n",
    },
    vpcConfig: { vpcId: "vpc-1", subnets: ["subnet-1"], securityGroupIds: ["sg-1"] },
    environment: { image: "aws/codebuild/standard:7.0" },
  }),
  resource(name, "codepipeline/pipeline:Pipeline", {
    name,
    roleArn: roleArn(name),
    pipelineType: "V2",
    executionMode: "QUEUED",
    artifactStores: [{ type: "S3", location: "shop-artifacts", encryptionKey: { type: "KMS", id: keyArn } }],
    stages: [
      {
        name: "Source",
        actions: [
          {
            name: "Data",
            category: "Source",
            owner: "AWS",
            provider: "S3",
            version: "1",
            configuration: { S3Bucket: "shop-artifacts", S3ObjectKey: "stack.zip", PollForSourceChanges: "false" },
          },
        ],
      },
      { name: "Approve", actions: [{ ...approval, name: "Approve" }] },
      {
        name: "Destroy",
        actions: [{ ...build, name: "Run", roleArn: roleArn(`${name}-start`), configuration: { ProjectName: run } }],
      },
    ],
  }),
  resource(name, "codestarnotifications/notificationRule:NotificationRule", {
    name,
    detailType: "BASIC",
    eventTypeIds: ["codepipeline-pipeline-pipeline-execution-failed"],
    resource: arn("codepipeline", name),
    targets: [{ address: arn("sns", "shop-approvals") }],
  }),
  resource("orders", "pipes/pipe:Pipe", { name: "shop-orders", target: arn("codebuild", "project/shop-image") }),
  resource("nightly", "scheduler/schedule:Schedule", {
    name: "shop-nightly",
    target: {
      arn: "arn:aws:scheduler:::aws-sdk:codebuild:startBuild",
      input: JSON.stringify({ ProjectName: "shop-image" }),
      roleArn: roleArn("shop-start"),
    },
  }),
  resource("flow", "sfn/stateMachine:StateMachine", {
    name: "shop-flow",
    roleArn: roleArn("shop-start"),
    definition: JSON.stringify({
      StartAt: "Build",
      States: {
        Build: {
          Type: "Task",
          Resource: "arn:aws:states:::codebuild:startBuild.sync",
          Parameters: { ProjectName: "shop-image" },
          End: true,
        },
      },
    }),
  }),
];
