import assert from "node:assert/strict";
import { planActionRoles } from "../../../../components/pipelines/plan/action-roles";
import { actionRoleStatements, pipelineRoleStatements } from "../../../../components/pipelines/plan/pipeline-role";
import { objectsStatement, storeStatement } from "../../../support/artifact-statements";
import {
  approvalAction,
  buckets,
  buildAction,
  connectionArn,
  context,
  pipelineOf,
  readPipeline,
  topicArn,
} from "../../../support/pipelines";
import { keyArn, scope } from "../../../support/scopes";

const roleArn = (action: string) => `arn:aws:iam::111122223333:role/shop+${action}+eu-central-1`;

function useConnection(sid: string, service: string) {
  return {
    Sid: sid,
    Effect: "Allow",
    Action: [`${service}:UseConnection`],
    Resource: [connectionArn, connectionArn.replace(":codeconnections:", ":codestar-connections:")],
    Condition: { StringEqualsIfExists: { [`${service}:FullRepositoryId`]: "acme/shop" } },
  };
}

const everyUse = [
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];

const noKeys = { artifacts: {} };
const homeKey = { artifacts: { "eu-central-1": keyArn } };

const model = readPipeline(
  pipelineOf([buildAction()], [approvalAction(), approvalAction({ name: "Told" }, { NotificationArn: topicArn })]),
);
const roles = planActionRoles(model, context, buckets);

describe("planActionRoles", () => {
  it("gives each action that needs AWS a role with exactly what it needs, and the others none", () => {
    assert.deepEqual(roles, [
      {
        stageName: "Source",
        actionName: "Repository",
        place: scope,
        exists: false,
        managedPolicies: [],
        roleName: "shop+Source+Repository+eu-central-1",
        roleArn: roleArn("Source+Repository"),
        statements: [
          storeStatement,
          objectsStatement("s3:PutObject", "s3:PutObjectAcl"),
          useConnection("UseConnection", "codeconnections"),
          useConnection("UseConnectionFormerName", "codestar-connections"),
        ],
        artifactUse: { read: false, write: true },
        manualSteps: undefined,
        notifiedTopic: undefined,
      },
      {
        stageName: "Stage1",
        actionName: "Image",
        place: scope,
        exists: false,
        managedPolicies: [],
        roleName: "shop+Stage1+Image+eu-central-1",
        roleArn: roleArn("Stage1+Image"),
        statements: [
          {
            Sid: "Build",
            Effect: "Allow",
            Action: ["codebuild:BatchGetBuilds", "codebuild:StartBuild", "codebuild:StopBuild"],
            Resource: ["arn:aws:codebuild:eu-central-1:111122223333:project/shop-image"],
            Condition: { StringEqualsIfExists: { "aws:ResourceTag/aws-pipelines:gate": ["shop"] } },
          },
        ],
        artifactUse: { read: false, write: false },
        manualSteps: undefined,
        notifiedTopic: undefined,
      },
      {
        stageName: "Stage2",
        actionName: "Told",
        place: scope,
        exists: false,
        managedPolicies: [],
        roleName: "shop+Stage2+Told+eu-central-1",
        roleArn: roleArn("Stage2+Told"),
        statements: [{ Sid: "TellApprovers", Effect: "Allow", Action: ["sns:Publish"], Resource: [topicArn] }],
        artifactUse: { read: false, write: false },
        manualSteps: undefined,
        notifiedTopic: topicArn,
      },
    ]);
  });
});

describe("pipelineRoleStatements", () => {
  it("lets the pipeline move artifacts and act through the roles of its actions, and nothing else", () => {
    assert.deepEqual(pipelineRoleStatements(scope, buckets, roles, noKeys), [
      storeStatement,
      objectsStatement("s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:PutObjectAcl"),
      {
        Sid: "ActThroughActionRoles",
        Effect: "Allow",
        Action: ["sts:AssumeRole"],
        Resource: [roleArn("Source+Repository"), roleArn("Stage1+Image"), roleArn("Stage2+Told")],
      },
    ]);
  });

  it("names a key that is there already, and assumes no role where there is none", () => {
    assert.deepEqual(pipelineRoleStatements(scope, buckets, [], homeKey).slice(2), [
      { Sid: "Key", Effect: "Allow", Action: everyUse, Resource: [keyArn] },
    ]);
  });
});

describe("actionRoleStatements", () => {
  const [source, build] = roles;
  assert.ok(source && build);

  it("adds nothing for a key that lets roles use it by its own policy", () => {
    assert.deepEqual(actionRoleStatements(source, noKeys), source.statements);
  });

  it("lets an action that writes artifacts encrypt under a key that is there already", () => {
    assert.deepEqual(actionRoleStatements(source, homeKey), [
      ...source.statements,
      { Sid: "Key", Effect: "Allow", Action: everyUse, Resource: [keyArn] },
    ]);
  });

  it("lets an action that only reads artifacts decrypt", () => {
    const reader = { ...source, artifactUse: { read: true, write: false } };
    assert.deepEqual(actionRoleStatements(reader, homeKey).at(-1), {
      Sid: "Key",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:DescribeKey"],
      Resource: [keyArn],
    });
  });

  it("leaves the key alone where an action touches no artifacts itself", () => {
    assert.deepEqual(actionRoleStatements(build, homeKey), build.statements);
  });

  it("lets an approval publish under the key of its topic, and use no other", () => {
    const told = roles[2];
    assert.ok(told);
    assert.deepEqual(actionRoleStatements(told, homeKey), told.statements);
    assert.deepEqual(actionRoleStatements(told, { ...noKeys, topics: keyArn }), [
      ...told.statements,
      { Sid: "Key", Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: [keyArn] },
    ]);
  });
});
