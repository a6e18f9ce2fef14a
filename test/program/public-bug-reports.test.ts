import assert from "node:assert/strict";
import { actionSchema, actionTypeOf } from "../../components/actions/catalogue";
import { cloudFormationAction } from "../../components/actions/cloudformation/action";
import { artifactAttribute } from "../../components/actions/cloudformation/parameter-overrides";
import { codeBuildAction } from "../../components/actions/codebuild/action";
import { codeDeployToEcsAction } from "../../components/actions/codedeploy/to-ecs";
import { ecsAction } from "../../components/actions/ecs/action";
import { manualApprovalAction } from "../../components/actions/manual-approval";
import { s3DeployAction } from "../../components/actions/s3/deploy";
import { keyPolicy } from "../../components/iam/key-policy";
import { policyDocument, type Statement } from "../../components/iam/statement";
import { type PipelineDefinition, pipelineSchema } from "../../components/pipelines/definition/schema";
import { artifactKeyUsers } from "../../components/pipelines/plan/artifact-users";
import { otherAccountUsers } from "../../components/pipelines/plan/other-accounts";
import { planPipeline } from "../../components/pipelines/plan/plan";
import { planProjectPermissions } from "../../components/pipelines/plan/project-permissions";
import { readPipeline as readDefinition } from "../../components/pipelines/validation/validate-pipeline";
import { buckets, buildAction, connectionArn, context, sourceAction } from "../support/pipelines";
import { scope } from "../support/scopes";
import { decide, type Request } from "./iam/simulate";

type AnyAction = Parameters<typeof actionSchema.parse>[0];

function roleOf(action: AnyAction): Statement[] {
  const read = actionSchema.parse(action);
  return actionTypeOf(read).permissions(read, context);
}

function decisions(statements: readonly Statement[], requests: readonly Request[]): Promise<string[]> {
  const policy = JSON.parse(policyDocument(statements));
  const environment = { stack: "any", account: scope.account, roles: [], resourcePolicies: new Map() };
  const role = { name: "action", arn: `arn:aws:iam::${scope.account}:role/action`, trust: undefined, policy };
  return Promise.all(requests.map((request) => decide(environment, role, request)));
}

interface Report {
  /** The public report. */
  readonly report: string;
  /** The behaviour that holds here, in words that follow "an action". */
  readonly holds: string;
  readonly statements: readonly Statement[];
  readonly allowed?: readonly Request[];
  readonly denied?: readonly Request[];
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

const reports: readonly Report[] = [
  {
    report: "https://github.com/cloudposse/terraform-aws-ecs-codepipeline/pull/75",
    holds: "uses a connection without naming its repository, under both names of the service",
    statements: roleOf(sourceAction()),
    allowed: [
      { action: "codeconnections:UseConnection", resource: connectionArn },
      { action: "codestar-connections:UseConnection", resource: formerArn },
    ],
    denied: [
      {
        action: "codeconnections:UseConnection",
        resource: connectionArn,
        context: { "codeconnections:FullRepositoryId": "acme/payroll" },
      },
    ],
  },
  {
    report: "https://github.com/aws/aws-cdk/issues/29400",
    holds: "tags the task definition that it registers",
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
    report: "https://github.com/aws/aws-cdk/issues/25768",
    holds: "tags the task definition of a blue/green deployment",
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
    report: "https://github.com/aws/aws-cdk/issues/8303",
    holds: "passes the roles of its tasks and no others",
    statements: roleOf(ecs),
    allowed: [{ action: "iam:PassRole", resource: taskRole, context: toTasks }],
    denied: [
      { action: "iam:PassRole", resource: "arn:aws:iam::111122223333:role/admin", context: toTasks },
      { action: "iam:PassRole", resource: taskRole, context: { "iam:PassedToService": "ec2.amazonaws.com" } },
    ],
  },
  {
    report: "https://github.com/aws/aws-cdk/issues/9894",
    holds: "needs no role for an approval that tells nobody",
    statements: roleOf(manualApprovalAction({ name: "Release" })),
    denied: [{ action: "sns:Publish", resource: "arn:aws:sns:eu-central-1:111122223333:ops" }],
  },
  {
    report: "https://github.com/aws/aws-cdk/pull/13018",
    holds: "starts, reads and stops batches of its project",
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
    report: "https://github.com/aws/aws-cdk/issues/14045",
    holds: "uploads objects under the customer key that it names",
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
];

const stackRole = "arn:aws:iam::111122223333:role/shop-stack";
const foreignStackRole = "arn:aws:iam::444455556666:role/shop-stack";

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
  for (const { report, holds, statements, allowed = [], denied = [] } of reports) {
    it(`an action ${holds} (${report})`, async () => {
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

  for (const report of ["5183", "5207"]) {
    it(`the artifact key lets the role of a stack read (https://github.com/aws/aws-cdk/issues/${report})`, () => {
      const users = artifactKeyUsers(pipelineWith(deployment(stackRole)), context);
      assert.deepEqual(users.readers, [stackRole]);
      assert.ok(keyPolicy(scope, users).includes(stackRole));
    });
  }

  it("the bucket lets the role of a stack in another account read (https://github.com/aws/aws-cdk/issues/3765)", () => {
    const roleArn = "arn:aws:iam::444455556666:role/deployer";
    const elsewhere = pipelineWith(deployment(foreignStackRole, { roleArn }));
    assert.deepEqual(otherAccountUsers(elsewhere, scope).read, [roleArn, foreignStackRole]);
  });

  it("a build with a full clone may use the connection (https://github.com/data-dot-all/dataall/pull/1813)", async () => {
    const model = pipelineSchema.parse(pipelineWith(buildAction(), { OutputArtifactFormat: "CODEBUILD_CLONE_REF" }));
    const [project] = planProjectPermissions(model, context, buckets);
    const request = {
      action: "codeconnections:UseConnection",
      resource: connectionArn,
      context: { "codeconnections:FullRepositoryId": "acme/shop" },
    };
    assert.deepEqual(await decisions(project?.statements ?? [], [request]), ["Allowed"]);
  });

  it("the role of a pipeline of 100 actions fits into IAM (https://github.com/aws/aws-cdk/issues/4465)", () => {
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
});
