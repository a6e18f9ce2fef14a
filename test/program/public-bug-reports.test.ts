import assert from "node:assert/strict";
import { type ActionInput, actionSchema, actionTypeOf } from "../../components/actions/catalogue";
import { cloudFormationAction } from "../../components/actions/cloudformation/action";
import { artifactAttribute } from "../../components/actions/cloudformation/parameter-overrides";
import { codeBuildAction } from "../../components/actions/codebuild/action";
import { codeDeployToEcsAction } from "../../components/actions/codedeploy/to-ecs";
import { commandsAction } from "../../components/actions/commands/action";
import { ecrAction } from "../../components/actions/ecr/source";
import { ecsAction } from "../../components/actions/ecs/action";
import { manualApprovalAction } from "../../components/actions/manual-approval";
import { s3DeployAction } from "../../components/actions/s3/deploy";
import { s3SourceAction } from "../../components/actions/s3/source";
import { stepFunctionsAction } from "../../components/actions/step-functions";
import { actionRoleName, pipelineRoleName, projectRoleName } from "../../components/aws/role-names";
import { renderEnvironment } from "../../components/codebuild/build-environment";
import { buildStatements } from "../../components/codebuild/build-role";
import type { Buildspec } from "../../components/codebuild/buildspec";
import {
  type BuildProjectSettings,
  buildProjectSchema,
  readBuildProject,
} from "../../components/codebuild/project-schema";
import { artifactBucketPolicy } from "../../components/iam/bucket-policy";
import { reportJobResults } from "../../components/iam/job-access";
import { keyPolicy, publishersUse } from "../../components/iam/key-policy";
import { policyDocument, type Statement } from "../../components/iam/statement";
import { type PipelineDefinition, pipelineSchema } from "../../components/pipelines/definition/schema";
import { artifactKeyUsers } from "../../components/pipelines/plan/artifact-users";
import { otherAccountUsers } from "../../components/pipelines/plan/other-accounts";
import { planPipeline } from "../../components/pipelines/plan/plan";
import { planProjectPermissions } from "../../components/pipelines/plan/project-permissions";
import { planStarts } from "../../components/pipelines/plan/starts";
import {
  readPipeline as readDefinition,
  validatePipeline,
} from "../../components/pipelines/validation/validate-pipeline";
import { buckets, buildAction, connectionArn, context, pipelineOf, planOf, sourceAction } from "../support/pipelines";
import { scope } from "../support/scopes";
import type { Environment } from "./iam/environment";
import { decide, decideForOther, type Request } from "./iam/simulate";

const account = scope.account;
const other = "444455556666";

function roleOf(action: ActionInput): Statement[] {
  const read = actionSchema.parse(action);
  return actionTypeOf(read).permissions(read, context);
}

const environment: Environment = {
  stack: "any",
  account,
  roles: [],
  // The owner of a secret of another account lets this account in.
  resourcePolicies: new Map([
    [
      `arn:aws:secretsmanager:eu-central-1:${other}:secret:shop/login-AbCdEf`,
      {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::${account}:root` },
            Action: "secretsmanager:*",
            Resource: "*",
          },
        ],
      },
    ],
  ]),
};

function decisions(statements: readonly Statement[], requests: readonly Request[]): Promise<string[]> {
  const policy = JSON.parse(policyDocument(statements));
  const role = { name: "action", arn: `arn:aws:iam::${account}:role/action`, trust: undefined, policy };
  return Promise.all(requests.map((request) => decide(environment, role, request)));
}

/** The statements of the role of a project. */
function buildOf(settings: BuildProjectSettings, buildspec?: Buildspec): Statement[] {
  return buildStatements(scope, {
    projectName: "shop-test",
    logGroupName: "/aws/codebuild/shop-test",
    model: buildProjectSchema.parse(settings),
    network: undefined,
    buildspec,
    permissions: [],
    existingKeyArn: undefined,
    keyUse: "decrypt",
  });
}

/** The pattern of the event that starts a pipeline with a source. */
function patternOf(action: unknown): unknown {
  const model = pipelineSchema.parse({
    stages: [
      { name: "Source", actions: [action] },
      { name: "Build", actions: [buildAction()] },
    ],
  } as PipelineDefinition);
  const [start] = planStarts(model, context);
  return start !== undefined && "eventPattern" in start.when ? JSON.parse(String(start.when.eventPattern)) : undefined;
}

const taskRole = "arn:aws:iam::111122223333:role/shop-task";
const taskDefinition = "arn:aws:ecs:eu-central-1:111122223333:task-definition/shop:7";
const toTasks = { "iam:PassedToService": "ecs-tasks.amazonaws.com" };
const formerArn = connectionArn.replace(":codeconnections:", ":codestar-connections:");
const project = "arn:aws:codebuild:eu-central-1:111122223333:project/shop";
const siteKey = "arn:aws:kms:eu-central-1:111122223333:key/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f";

const ecs = ecsAction({
  name: "Web",
  inputArtifacts: ["built"],
  taskDefinitionFamily: "shop",
  passRoleArns: [taskRole],
  configuration: { ClusterName: "prod", ServiceName: "shop" },
});

const blueGreen = codeDeployToEcsAction({
  name: "Web",
  inputArtifacts: ["built"],
  taskDefinitionFamily: "shop",
  passRoleArns: [taskRole],
  configuration: {
    ApplicationName: "shop",
    DeploymentGroupName: "web",
    TaskDefinitionTemplateArtifact: "built",
    AppSpecTemplateArtifact: "built",
  },
});

const commit = "111122223333.dkr.ecr.eu-central-1.amazonaws.com";
const image = `${other}.dkr.ecr.eu-central-1.amazonaws.com/ci/node:22`;
const subnet = "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-0a1b2c3d";
const group = "arn:aws:ec2:eu-central-1:111122223333:security-group/sg-0a1b2c3d";
const networkInterface = "arn:aws:ec2:eu-central-1:111122223333:network-interface/eni-0a1b2c3d";
const vpc = { vpcId: "vpc-0a1b2c3d", subnetIds: ["subnet-0a1b2c3d"], securityGroupIds: ["sg-0a1b2c3d"] };
const reportGroup = "arn:aws:codebuild:eu-central-1:111122223333:report-group/shop-test-unit";
const coverageGroup = "arn:aws:codebuild:eu-central-1:111122223333:report-group/shop-test-coverage";
const stack = "arn:aws:cloudformation:eu-central-1:111122223333:stack/shop/1a2b";
const machine = "arn:aws:states:eu-central-1:111122223333:stateMachine:deploy";
const execution = "arn:aws:states:eu-central-1:111122223333:execution:deploy:run-1";
const secretKey = `arn:aws:kms:eu-central-1:${other}:key/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f`;
const secret = `arn:aws:secretsmanager:eu-central-1:${other}:secret:shop/login-AbCdEf`;

const tested: Buildspec = {
  phases: { build: { commands: ["npm test"] } },
  reports: {
    unit: { files: ["junit.xml"] },
    coverage: { files: ["cobertura.xml"], "file-format": "COBERTURAXML" },
  },
};

const inVpc = commandsAction({
  name: "Shell",
  inputArtifacts: ["source"],
  commands: ["make"],
  configuration: { VpcId: vpc.vpcId, Subnets: vpc.subnetIds, SecurityGroupIds: vpc.securityGroupIds },
});

const attach = {
  action: "ec2:CreateNetworkInterfacePermission",
  resource: networkInterface,
  context: { "ec2:AuthorizedService": "codebuild.amazonaws.com", "ec2:Subnet": subnet },
};

const join: readonly Request[] = [subnet, group, networkInterface].map((resource) => ({
  action: "ec2:CreateNetworkInterface",
  resource,
}));

const describeGroups = {
  action: "ec2:DescribeSecurityGroups",
  resource: "*",
  context: { "ec2:Region": "eu-central-1" },
};

/** The ways of CloudFormation to change a stack. */
function stackAction(ActionMode: "CHANGE_SET_REPLACE" | "CHANGE_SET_EXECUTE" | "CREATE_UPDATE"): ActionInput {
  const hasTemplate = ActionMode !== "CHANGE_SET_EXECUTE";
  return cloudFormationAction({
    name: "Stack",
    inputArtifacts: hasTemplate ? ["source"] : [],
    configuration: {
      ActionMode,
      StackName: "shop",
      ...(ActionMode !== "CREATE_UPDATE" && { ChangeSetName: "release" }),
      ...(hasTemplate && { RoleArn: stackRole, TemplatePath: "source::template.yml" }),
    },
  });
}

const stackRole = "arn:aws:iam::111122223333:role/shop-stack";
const foreignStackRole = `arn:aws:iam::${other}:role/shop-stack`;

/** A public report about permissions of a role. */
interface Report {
  /** The report's own subject. */
  readonly subject: string;
  readonly url: string;
  readonly statements: readonly Statement[];
  readonly allowed?: readonly Request[];
  readonly denied?: readonly Request[];
}

const useOfConnection: readonly Request[] = [
  { action: "codeconnections:UseConnection", resource: connectionArn },
  { action: "codestar-connections:UseConnection", resource: formerArn },
];

const cdk = "https://github.com/aws/aws-cdk";

const reports: readonly Report[] = [
  {
    subject: "Fix CodeStar policy condition",
    url: "https://github.com/cloudposse/terraform-aws-ecs-codepipeline/pull/75",
    statements: roleOf(sourceAction()),
    allowed: useOfConnection,
    denied: [
      {
        action: "codeconnections:UseConnection",
        resource: connectionArn,
        context: { "codeconnections:FullRepositoryId": "acme/payroll" },
      },
    ],
  },
  {
    subject:
      "AWSAccelerator-PipelineSt-PipelinePipelineRole require codestar connections UseConnection permission update",
    url: "https://github.com/awslabs/landing-zone-accelerator-on-aws/issues/828",
    statements: roleOf(sourceAction({}, { ConnectionArn: formerArn })),
    allowed: [
      { action: "codestar-connections:UseConnection", resource: formerArn },
      { action: "codeconnections:UseConnection", resource: connectionArn },
    ],
  },
  {
    subject: "codepipeline: EcsDeployAction missing ecs:TagResource",
    url: `${cdk}/issues/29400`,
    statements: roleOf(ecs),
    allowed: [
      {
        action: "ecs:TagResource",
        resource: taskDefinition,
        context: { "ecs:CreateAction": "RegisterTaskDefinition" },
      },
    ],
  },
  {
    subject:
      "aws-codepipeline-actions: Lack of CodePipeline permissions when ECS Resource Tagging Authorization is enabled",
    url: `${cdk}/issues/25768`,
    statements: roleOf(blueGreen),
    allowed: [
      {
        action: "ecs:TagResource",
        resource: taskDefinition,
        context: { "ecs:CreateAction": "RegisterTaskDefinition" },
      },
    ],
  },
  {
    subject: "Privilege escalation in codepipeline ecs deploy action",
    url: `${cdk}/issues/8303`,
    statements: roleOf(ecs),
    allowed: [{ action: "iam:PassRole", resource: taskRole, context: toTasks }],
    denied: [
      { action: "iam:PassRole", resource: "arn:aws:iam::111122223333:role/admin", context: toTasks },
      { action: "iam:PassRole", resource: taskRole, context: { "iam:PassedToService": "ec2.amazonaws.com" } },
    ],
  },
  {
    subject: "[codepipeline] Issues with default created roles for actions",
    url: `${cdk}/issues/9894`,
    statements: roleOf(manualApprovalAction({ name: "Release" })),
    denied: [{ action: "sns:Publish", resource: "arn:aws:sns:eu-central-1:111122223333:ops" }],
  },
  {
    subject: "fix(codepipeline-actions): use BatchGetBuildBatches permission for batch builds",
    url: `${cdk}/pull/13018`,
    statements: roleOf(
      codeBuildAction({
        name: "Matrix",
        inputArtifacts: ["source"],
        configuration: { ProjectName: "shop", BatchEnabled: true },
      }),
    ),
    allowed: ["StartBuildBatch", "BatchGetBuildBatches", "StopBuildBatch"].map((name) => ({
      action: `codebuild:${name}`,
      resource: project,
    })),
  },
  {
    subject: "(@aws-cdk/aws-codepipeline-actions): Not able to deploy to s3 bucket with KMS encryption",
    url: `${cdk}/issues/14045`,
    statements: roleOf(
      s3DeployAction({
        name: "Site",
        inputArtifacts: ["built"],
        configuration: { BucketName: "shop-site", Extract: true, KMSEncryptionKeyARN: siteKey },
      }),
    ),
    allowed: [
      {
        action: "kms:GenerateDataKey",
        resource: siteKey,
        context: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" },
      },
    ],
    denied: [{ action: "kms:GenerateDataKey", resource: siteKey }],
  },
  {
    subject: "build.Project role requires ec2:CreateNetworkInterfacePermission",
    url: `${cdk}/issues/12705`,
    statements: buildOf({ vpc }),
    allowed: [attach, ...join],
    denied: [{ ...attach, context: { ...attach.context, "ec2:AuthorizedService": "lambda.amazonaws.com" } }],
  },
  {
    subject: "Bug? in default policy created by CodeBuild with VPC config",
    url: `${cdk}/issues/2335`,
    statements: buildOf({ vpc }),
    allowed: [describeGroups, attach],
    denied: [
      { action: "ec2:CreateNetworkInterface", resource: subnet.replace("0a1b", "9a9b") },
      { ...attach, context: { ...attach.context, "ec2:Subnet": subnet.replace("0a1b", "9a9b") } },
    ],
  },
  {
    subject: "CodeBuild: CDK produces incorrect IAM role and results in failed build",
    url: `${cdk}/issues/2605`,
    statements: roleOf(inVpc),
    allowed: [describeGroups, attach, ...join],
  },
  {
    subject: "CodeBuild buildspec reports — Not authorized to perform: codebuild:CreateReportGroup",
    url: `${cdk}/issues/7367`,
    statements: buildOf({}, tested),
    allowed: [
      { action: "codebuild:CreateReportGroup", resource: reportGroup },
      { action: "codebuild:BatchPutTestCases", resource: reportGroup },
    ],
  },
  {
    subject: "[codebuild] Default IAM role created by codebuild does not add codebuild:BatchPutCodeCoverages",
    url: `${cdk}/issues/10750`,
    statements: buildOf({}, tested),
    allowed: [{ action: "codebuild:BatchPutCodeCoverages", resource: coverageGroup }],
  },
  {
    subject: "(codebuild): ReportGroup grants test permissions when set to CODE_COVERAGE",
    url: `${cdk}/issues/21534`,
    statements: buildOf({}, tested),
    denied: [
      { action: "codebuild:BatchPutTestCases", resource: coverageGroup },
      { action: "codebuild:BatchPutCodeCoverages", resource: reportGroup },
    ],
  },
  {
    subject: "Request to support CodeBuild Reports",
    url: "https://github.com/awslabs/aws-deployment-framework/issues/434",
    statements: buildOf({}, tested),
    denied: [{ action: "codebuild:CreateReport", resource: reportGroup.replace("shop-test", "payroll") }],
  },
  {
    subject: "fix(codebuild): missing permissions for SecretsManager environment variables",
    url: `${cdk}/pull/12121`,
    statements: buildOf({ environmentVariables: { LOGIN: { secret: "shop/login:user" } } }),
    allowed: [
      {
        action: "secretsmanager:GetSecretValue",
        resource: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop/login-GXyUCE",
      },
    ],
  },
  {
    subject: "(CodeBuild): Add KMS decrypt to policy for secrets from another account",
    url: `${cdk}/issues/14043`,
    statements: buildOf({ environmentVariables: { LOGIN: { secret, keyArn: secretKey } } }),
    allowed: [
      { action: "secretsmanager:GetSecretValue", resource: secret },
      {
        action: "kms:Decrypt",
        resource: secretKey,
        context: { "kms:ViaService": "secretsmanager.eu-central-1.amazonaws.com" },
      },
    ],
    denied: [{ action: "kms:Decrypt", resource: secretKey }],
  },
  {
    subject: "fix(codebuild): project didn't have permissions to retrieve secret of image with credentials",
    url: `${cdk}/pull/8845`,
    statements: buildOf({ image: "registry.example.com/ci/node:22", registryCredential: { secret: "shop/registry" } }),
    allowed: [
      {
        action: "secretsmanager:GetSecretValue",
        resource: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop/registry-GXyUCE",
      },
    ],
  },
  {
    subject: "CodeBuild can't pull images to build them",
    url: "https://github.com/everything2/everything2/issues/2562",
    statements: buildOf({ image: `${commit}/ci/node:22` }),
    allowed: [
      { action: "ecr:BatchGetImage", resource: "arn:aws:ecr:eu-central-1:111122223333:repository/ci/node" },
      { action: "ecr:GetAuthorizationToken", resource: "*" },
    ],
    denied: [{ action: "ecr:BatchGetImage", resource: "arn:aws:ecr:eu-central-1:111122223333:repository/ci/other" }],
  },
  {
    subject: "CodePipeline: CloudFormation ExecuteChangeSet Action doesn't have correct permissions",
    url: `${cdk}/issues/3160`,
    statements: roleOf(stackAction("CHANGE_SET_EXECUTE")),
    allowed: ["ExecuteChangeSet", "DescribeStacks", "DescribeChangeSet"].map((name) => ({
      action: `cloudformation:${name}`,
      resource: stack,
      context: { "cloudformation:ChangeSetName": "release" },
    })),
  },
  {
    subject: "codepipeline: DescribeChangeSet permissions too restrictive for PipelineCreateReplaceChangeSetAction",
    url: `${cdk}/issues/1034`,
    statements: roleOf(stackAction("CHANGE_SET_REPLACE")),
    allowed: [{ action: "cloudformation:DescribeChangeSet", resource: stack }],
  },
  {
    subject: "rTeamCodePipeline isn't able to show CloudFormation error details",
    url: "https://github.com/aws-solutions-library-samples/data-lakes-on-aws/issues/245",
    statements: roleOf(stackAction("CREATE_UPDATE")),
    allowed: [{ action: "cloudformation:DescribeStackEvents", resource: stack }],
  },
  {
    subject: "Invalid resource for policy template: CodePipelineLambdaExecutionPolicy",
    url: "https://github.com/aws/serverless-application-model/issues/389",
    statements: reportJobResults(),
    allowed: ["PutJobSuccessResult", "PutJobFailureResult"].map((name) => ({
      action: `codepipeline:${name}`,
      resource: "*",
    })),
  },
  {
    subject: "(aws-codepipeline-actions): Invalid ARN for DescribeExecution in StepFunctionInvokeAction IAM role",
    url: `${cdk}/issues/11688`,
    statements: roleOf(stepFunctionsAction({ name: "Deploy", configuration: { StateMachineArn: machine } })),
    allowed: [
      { action: "states:StartExecution", resource: machine },
      { action: "states:DescribeExecution", resource: execution },
    ],
    denied: [{ action: "states:DescribeExecution", resource: execution.replace("deploy", "payroll") }],
  },
  {
    subject: "(codepipeline-actions): BitBucketSourceAction requires s3:PutObjectAcl permissions",
    url: `${cdk}/issues/13557`,
    statements: planOf(pipelineOf([buildAction()])).roles[0]?.statements ?? [],
    allowed: ["s3:PutObject", "s3:PutObjectAcl"].map((action) => ({
      action,
      resource: "arn:aws:s3:::store/shop/source/AbCdEf",
      context: { "aws:ResourceAccount": account },
    })),
  },
];

function deployment(roleArn: string, changes: Partial<Parameters<typeof cloudFormationAction>[0]> = {}) {
  return cloudFormationAction({
    name: "Stack",
    inputArtifacts: ["source"],
    configuration: {
      ActionMode: "CREATE_UPDATE",
      StackName: "shop",
      RoleArn: roleArn,
      TemplatePath: "source::template.yml",
      ParameterOverrides: { Bucket: artifactAttribute("source", "BucketName") },
    },
    ...changes,
  });
}

function pipelineWith(action: Parameters<typeof actionSchema.parse>[0], source: Record<string, unknown> = {}) {
  return {
    stages: [
      { name: "Source", actions: [sourceAction({}, source)] },
      { name: "Deploy", actions: [action] },
    ],
  } as PipelineDefinition;
}

describe("a public bug report does not hold here:", () => {
  for (const { subject, url, statements, allowed = [], denied = [] } of reports) {
    it(`${subject} (${url})`, async () => {
      assert.deepEqual(
        await decisions(statements, allowed),
        allowed.map(() => "Allowed"),
      );
      assert.deepEqual(
        await decisions(statements, denied),
        denied.map(() => "ImplicitlyDenied"),
      );
    });
  }

  for (const [subject, number] of [
    ["Generated permissions insufficient to deploy to Lambda", "5183"],
    ["codepipeline.Artifact's KMS key policy missing statement", "5207"],
  ]) {
    it(`${subject} (${cdk}/issues/${number})`, () => {
      const users = artifactKeyUsers(pipelineWith(deployment(stackRole)), context);
      assert.deepEqual(users.readers, [stackRole]);
      assert.ok(keyPolicy(scope, users).includes(stackRole));
    });
  }

  it(`Cross-account pipeline doesn't generate sufficient permissions to deploy lambda in another account (${cdk}/issues/3765)`, () => {
    const roleArn = `arn:aws:iam::${other}:role/deployer`;
    const elsewhere = pipelineWith(deployment(foreignStackRole, { roleArn }));
    assert.deepEqual(otherAccountUsers(elsewhere, scope).read, [roleArn, foreignStackRole]);
  });

  it(`(CdkPipeline): CdkPipeline source stage fails in a cross account setup (${cdk}/issues/14156)`, async () => {
    const writer = `arn:aws:iam::${other}:role/source`;
    const policy = JSON.parse(artifactBucketPolicy(scope, "store", undefined, { read: [], write: [writer], tag: [] }));
    const store: Environment = { ...environment, resourcePolicies: new Map([["arn:aws:s3:::store", policy]]) };
    const upload = (action: string, acl: string) =>
      decideForOther(store, writer, {
        action,
        resource: "arn:aws:s3:::store/shop/source/AbCdEf",
        context: {
          "aws:ResourceAccount": account,
          "aws:SecureTransport": "true",
          "s3:x-amz-acl": acl,
          "s3:x-amz-server-side-encryption": "aws:kms",
          "s3:x-amz-server-side-encryption-aws-kms-key-id": siteKey,
        },
      });
    assert.equal(await upload("s3:PutObject", "bucket-owner-full-control"), "Allowed");
    assert.equal(await upload("s3:PutObjectAcl", "bucket-owner-full-control"), "Allowed");
    assert.equal(await upload("s3:PutObjectAcl", "public-read"), "ImplicitlyDenied");
  });

  it('[Bug]: DeploymentFrameworkRegionalKMSKey "Allow use of the key" missing permissions for cross-account (https://github.com/awslabs/aws-deployment-framework/issues/756)', () => {
    const elsewhere = pipelineOf([buildAction({ region: "eu-west-1" })]) as PipelineDefinition;
    const { roles } = artifactKeyUsers(elsewhere, context, "eu-west-1");
    const pipelineRole = `arn:aws:iam::${account}:role/${pipelineRoleName("shop", scope.region)}`;
    assert.ok(roles.encrypt.includes(pipelineRole));
    const { Statement: statements } = JSON.parse(keyPolicy(scope, { roles, logGroups: [], imageRepository: false }));
    const encrypt = statements.find(({ Sid }: Statement) => Sid === "Encrypt");
    for (const action of [
      "kms:Encrypt",
      "kms:GenerateDataKey",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
      "kms:Decrypt",
    ]) {
      assert.ok(encrypt.Action.includes(action), action);
    }
  });

  it("git CodeBuild baseline role permissions to use GitHub connection (https://github.com/data-dot-all/dataall/pull/1813)", async () => {
    const model = pipelineSchema.parse(pipelineWith(buildAction(), { OutputArtifactFormat: "CODEBUILD_CLONE_REF" }));
    const [permissions] = planProjectPermissions(model, context, buckets);
    const request = {
      action: "codeconnections:UseConnection",
      resource: connectionArn,
      context: { "codeconnections:FullRepositoryId": "acme/shop" },
    };
    assert.deepEqual(await decisions(permissions?.statements ?? [], [request]), ["Allowed"]);
  });

  it(`CodePipeline/CodeBuild: Maximum policy size of 10240 bytes exceeded for role xxx-role (${cdk}/issues/4465)`, () => {
    const actions = Array.from({ length: 50 }, (_, index) =>
      buildAction({ name: `Build${index}` }, { ProjectName: `shop-build-${index}` }),
    );
    const stages = [
      { name: "Source", actions: [sourceAction()] },
      { name: "One", actions },
      { name: "Two", actions },
    ];
    const plan = planPipeline(
      readDefinition({ stages } as PipelineDefinition, scope),
      context,
      { home: "store", regional: {} },
      { artifacts: {} },
    );
    assert.equal(plan.roles.length, 101);
    assert.deepEqual(plan.problems, []);
  });

  it("Ensure long IAM names do not cause failed deployments (https://github.com/awslabs/ecs-refarch-continuous-deployment/issues/7)", () => {
    const long = "x".repeat(100);
    const names = [
      pipelineRoleName(long, scope.region),
      projectRoleName(long, scope.region),
      actionRoleName(long, `${long}-a`, [`${long}-b`], scope.region),
      actionRoleName(long, `${long}-a`, [`${long}-c`], scope.region),
    ];
    assert.deepEqual(
      names.filter((name) => name.length > 64 || !/^[\w+=,.@-]+$/.test(name)),
      [],
    );
    assert.equal(new Set(names).size, names.length);
  });

  for (const [subject, url] of [
    ["Event Rule for CodePipeline S3 Source Action Missing Event Names", `${cdk}/issues/4634`],
    ["(CodePipeline): use source S3 trigger without cloudtrail", `${cdk}/issues/22828`],
    [
      "S3 pipeline trigger fires on failed uploads due to missing `errorCode` filter in EventBridge rule",
      "https://github.com/aws-solutions/aws-control-tower-customizations/issues/228",
    ],
  ]) {
    it(`${subject} (${url})`, () => {
      // S3 sends this event after every way to create an object, and after successful ones alone.
      const action = s3SourceAction({
        name: "Drop",
        outputArtifacts: ["source"],
        configuration: { S3Bucket: "shop-drop", S3ObjectKey: "shop.zip" },
      });
      assert.deepEqual(patternOf(action), {
        source: ["aws.s3"],
        "detail-type": ["Object Created"],
        detail: { bucket: { name: ["shop-drop"] }, object: { key: ["shop.zip"] } },
      });
    });
  }

  for (const [subject, number] of [
    [
      "(CodePipeline-Actions): Event created from ECR-Action does not use the default value the ECR-Action is using",
      13818,
    ],
    [
      "[aws-ecs] EcrSourceAction with ECR as a source does not trigger pipeline change when the source is updated",
      10901,
    ],
  ]) {
    it(`${subject} (${cdk}/issues/${number})`, () => {
      const action = ecrAction({
        name: "Image",
        outputArtifacts: ["source"],
        configuration: { RepositoryName: "shop" },
      });
      assert.deepEqual(patternOf(action), {
        source: ["aws.ecr"],
        "detail-type": ["ECR Image Action"],
        detail: {
          "action-type": ["PUSH"],
          "image-tag": ["latest"],
          "repository-name": ["shop"],
          result: ["SUCCESS"],
        },
      });
    });
  }

  it("aws managed key alias/aws/sns does not have required permissions to enable compatibility between the event source (AWS CodeStar Notifications) and the encrypted topic. (https://github.com/aws-samples/aws-blog-codepipeline-third-party-git-build-status/issues/2)", () => {
    const topic = "arn:aws:sns:eu-central-1:111122223333:shop-events";
    assert.deepEqual(publishersUse(scope, { services: ["codestar-notifications"], topicArns: [topic] }), [
      {
        Sid: "Topics",
        Effect: "Allow",
        Principal: { Service: ["codestar-notifications.amazonaws.com"] },
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: "*",
        Condition: { StringEquals: { "kms:EncryptionContext:aws:sns:topicArn": [topic] } },
      },
    ]);
  });

  it(`aws-sns: grantPublish should add generateDataKey and decrypt policy for kms key (${cdk}/issues/21892)`, async () => {
    const topic = "arn:aws:sns:eu-central-1:111122223333:shop-approvals";
    const approval = manualApprovalAction({ name: "Release", configuration: { NotificationArn: topic } });
    const { roles } = planOf(pipelineOf([approval]), {}, { artifacts: {}, topics: siteKey });
    const statements = roles.find(({ notifiedTopic }) => notifiedTopic === topic)?.statements ?? [];
    const requests = [
      { action: "sns:Publish", resource: topic },
      { action: "kms:GenerateDataKey", resource: siteKey },
      { action: "kms:Decrypt", resource: siteKey },
    ];
    assert.deepEqual(await decisions(statements, requests), ["Allowed", "Allowed", "Allowed"]);
  });

  for (const [subject, url] of [
    ["CodeBuild project environment should support ImagePullCredentialsType", `${cdk}/issues/2175`],
    [
      "Allow specifying of image_pull_credentials_type",
      "https://github.com/cloudposse/terraform-aws-codebuild/issues/107",
    ],
  ]) {
    it(`${subject} (${url})`, () => {
      const { value, problems } = readBuildProject({ image });
      assert.deepEqual(problems, []);
      assert.equal(
        renderEnvironment(scope, { ...value, environmentType: "LINUX_CONTAINER" }).imagePullCredentialsType,
        "SERVICE_ROLE",
      );
      const statement = buildOf({ image }).find(({ Sid }) => Sid === "PullBuildImage");
      assert.deepEqual(statement?.Resource, [`arn:aws:ecr:eu-central-1:${other}:repository/ci/node`]);
    });
  }

  it("AWS CodePipeline: CloudFormation Deploy CreateChangeSet, role_arn empty (https://github.com/hashicorp/terraform-provider-aws/issues/13121)", () => {
    const action = deployment(stackRole);
    const { RoleArn: _, ...configuration } = action.configuration;
    assert.deepEqual(validatePipeline(pipelineWith({ ...action, configuration } as ActionInput)), [
      {
        path: "stages[1].actions[0].configuration.RoleArn",
        reason: "is missing, and CREATE_UPDATE needs it: add it",
      },
    ]);
  });

  it("Doesn't catch CodePipeline OutputArtifacts need to be uniquely named (https://github.com/aws-cloudformation/cfn-lint/issues/1688)", () => {
    const build = (name: string) => buildAction({ name, outputArtifacts: ["built"] });
    assert.deepEqual(validatePipeline(pipelineOf([build("One"), build("Two")])), [
      {
        path: "stages[1].actions[1].outputArtifacts[0]",
        reason: '"built" is made by stages[1].actions[0] already; give every output artifact a name of its own',
      },
    ]);
  });

  it(`codepipeline: v2 pipelines generate invalid cfn if artifacts specify a filename with a non-compute action (${cdk}/issues/38843)`, () => {
    const action = buildAction({ outputArtifacts: ["built"], outputFiles: ["app.apk"] });
    const [problem] = validatePipeline(pipelineOf([action]));
    assert.equal(problem?.path, "stages[1].actions[0].outputFiles");
    assert.match(problem.reason, /^is not known here/);
  });
});
