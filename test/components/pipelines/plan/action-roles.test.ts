import assert from "node:assert/strict";
import { type ActionRole, planActionRoles } from "../../../../components/pipelines/plan/action-roles";
import { ownersStatements } from "../../../../components/pipelines/plan/pipeline-role";
import {
  buildAction,
  checkRule,
  context,
  pipelineOf,
  pipelineUnder,
  planOf,
  readPipeline,
  sourceAction,
} from "../../../support/pipelines";
import { keyArn, scope } from "../../../support/scopes";

const buckets = { "eu-central-1": "store", "us-east-1": "further" };
const deployer = "arn:aws:iam::222233334444:role/deployer";
const own = "arn:aws:iam::111122223333:role/platform/deployer";

/** The role of the action or rule of that name. */
function roleOf(name: string, definition: unknown): ActionRole | undefined {
  return planActionRoles(readPipeline(definition), context, buckets).find(({ actionName }) => actionName === name);
}

function sourceOf(changes: Record<string, unknown>) {
  const [, ...later] = pipelineOf([buildAction()]).stages;
  return { stages: [{ name: "Source", actions: [sourceAction(changes)] }, ...later] };
}

const under = (rule: Record<string, unknown>) =>
  pipelineUnder({ beforeEntry: { result: "FAIL", rules: [checkRule(rule)] } });

describe("the role of an action", () => {
  it("in another region is about that region, and called after the pipeline's", () => {
    const role = roleOf("Image", pipelineOf([buildAction({ region: "us-east-1" })]));
    assert.deepEqual(role?.place, { ...scope, region: "us-east-1" });
    assert.equal(role.roleName, "shop+Stage1+Image+eu-central-1");
    assert.equal(role.exists, false);
    assert.deepEqual(
      role.statements.map(({ Resource }) => Resource),
      [["arn:aws:codebuild:us-east-1:111122223333:project/shop-image"]],
    );
  });

  it("has the further permissions that the action lists", () => {
    const actions = ["kms:Decrypt"];
    const permissions = [{ actions, resources: [keyArn], conditions: { Bool: { "aws:SecureTransport": "true" } } }];
    assert.deepEqual(roleOf("Image", pipelineOf([buildAction({ permissions })]))?.statements.at(-1), {
      Sid: "Granted1",
      Effect: "Allow",
      Action: ["kms:Decrypt"],
      Resource: [keyArn],
      Condition: { Bool: { "aws:SecureTransport": "true" } },
    });
  });

  it("has no further permission with a wildcard in an action", () => {
    const permissions = [{ actions: ["kms:*"], resources: [keyArn] }];
    assert.throws(() => readPipeline(pipelineOf([buildAction({ permissions })])), /wildcards grant/);
  });

  it("has no further permission that reaches a gate", () => {
    const permissions = [{ actions: ["codebuild:StartBuild"], resources: ["*"] }];
    const { problems } = planOf(pipelineOf([buildAction({ permissions })]));
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["Stage1/Image.permissions[0].resources[0]"],
    );
  });

  it("that is there already is taken as it is, and told what it needs", () => {
    const role = roleOf("Repository", sourceOf({ roleArn: own }));
    assert.deepEqual([role?.roleArn, role?.exists], [own, true]);
    assert.deepEqual(role?.place, scope);
    assert.deepEqual(
      role?.statements.map(({ Sid }) => Sid),
      ["ArtifactStore", "Artifacts", "UseConnection", "UseConnectionFormerName"],
    );
  });

  it("of another account acts on what is there, and moves artifacts in buckets of the pipeline's account", () => {
    const role = roleOf("Image", pipelineOf([buildAction({ roleArn: deployer, region: "us-east-1" })]));
    assert.deepEqual(role?.place, { partition: "aws", account: "222233334444", region: "us-east-1" });
    assert.deepEqual(
      role?.statements.map(({ Resource }) => Resource),
      [["arn:aws:codebuild:us-east-1:222233334444:project/shop-image"]],
    );
    const source = roleOf("Repository", sourceOf({ roleArn: deployer }));
    assert.deepEqual(source?.statements[1], {
      Sid: "Artifacts",
      Effect: "Allow",
      Action: ["s3:PutObject", "s3:PutObjectAcl"],
      Resource: ["arn:aws:s3:::store/*"],
      Condition: { StringEquals: { "aws:ResourceAccount": "111122223333" } },
    });
  });
});

describe("the role of a rule", () => {
  it("is none where the rule needs nothing", () => {
    assert.equal(roleOf("beforeEntry-Wanted", under({})), undefined);
  });

  it("that is there already is found by the kind of its condition and its name", () => {
    const role = roleOf("beforeEntry-Wanted", under({ roleArn: deployer, region: "us-east-1" }));
    assert.deepEqual(role, {
      stageName: "Stage1",
      actionName: "beforeEntry-Wanted",
      place: { partition: "aws", account: "222233334444", region: "us-east-1" },
      roleName: "shop+Stage1+beforeEntry+Wanted+eu-central-1",
      roleArn: deployer,
      exists: true,
      statements: [],
      managedPolicies: [],
      artifactUse: { read: false, write: false },
      manualSteps: undefined,
      notifiedTopic: undefined,
    });
  });
});

describe("ownersStatements", () => {
  const elsewhere = roleOf("Repository", sourceOf({ roleArn: deployer }));
  const here = roleOf("Repository", sourceOf({ roleArn: own }));
  assert.ok(elsewhere && here);
  const keys = (artifacts: Record<string, string>) => ({ artifacts });
  const encrypt = ["Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey", "ReEncryptFrom", "ReEncryptTo"];
  const use = (arn: string) => ({
    Sid: "Key",
    Effect: "Allow",
    Action: encrypt.map((action) => `kms:${action}`),
    Resource: [arn],
  });

  it("name the key in another account, whose id is left open while AWS has not chosen it", () => {
    assert.deepEqual(ownersStatements(scope, elsewhere, keys({})).slice(4), [
      use("arn:aws:kms:eu-central-1:111122223333:key/<the id of the key>"),
    ]);
    assert.deepEqual(ownersStatements(scope, elsewhere, keys({ "eu-central-1": keyArn })).slice(4), [use(keyArn)]);
  });

  it("name a key in the pipeline's own account only if it exists already", () => {
    assert.deepEqual(ownersStatements(scope, here, keys({})), here.statements);
    assert.deepEqual(ownersStatements(scope, here, keys({ "eu-central-1": keyArn })).slice(4), [use(keyArn)]);
    assert.deepEqual(ownersStatements(scope, here, keys({ "us-east-1": keyArn })), here.statements);
  });
});
