import assert from "node:assert/strict";
import { BuildProject } from "../../../components/codebuild/build-project";
import { Pipeline } from "../../../components/pipelines/pipeline";
import { artifactKeyUsers } from "../../../components/pipelines/plan/artifact-users";
import { ArtifactBucket, type ArtifactBucketArgs } from "../../../components/storage/artifact-bucket";
import { type Decision, decide, decideForOther, type Request } from "../../program/iam/simulate";
import { inEncryptionContext, isOfContext } from "../../support/encryption-context";
import { buildAction, context, sourceAction } from "../../support/pipelines";
import { only, type Recorded, record } from "../../support/recorder";
import { scope } from "../../support/scopes";

// A program that creates a store of its own, and passes the key on as an output.
const stages = [
  { name: "Source", actions: [sourceAction()] },
  { name: "Build", actions: [buildAction({ outputArtifacts: ["built"] })] },
];

function program(args: Partial<ArtifactBucketArgs> = {}): Promise<Recorded[]> {
  return record({ preview: true }, (opts) => {
    const store = new ArtifactBucket("shop-artifacts", { ...scope, bucketName: "store", ...args }, opts);
    const encryptionKeyArn = store.keyArn;
    const buildspec = { phases: { build: { commands: ["npm test"] } } };
    const build = new BuildProject("shop-image", { ...scope, buildspec, encryptionKeyArn }, opts);
    new Pipeline("shop", { ...scope, artifactBucketName: "store", encryptionKeyArn, stages, builds: [build] }, opts);
  });
}

const keyArn = "arn:aws:kms:eu-central-1:111122223333:key/made";
const throughStore = {
  "kms:ViaService": "s3.eu-central-1.amazonaws.com",
  "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::store",
};

/** The key policy of a program for one encryption context. */
function keyPolicyFor(recorded: Recorded[], context: Request["context"] = {}): unknown {
  const { policy } = only(recorded, "aws:kms/key:Key", "shop-artifacts-key").inputs;
  return inEncryptionContext(JSON.parse(String(policy)), context);
}

/** Simulates a use of the key of a program by a role of the program, or by another role without permissions. */
function use(recorded: Recorded[], roleName: string, request: Omit<Request, "resource">): Promise<Decision> {
  const policy = keyPolicyFor(recorded, request.context);
  const [account = ""] = [request.context?.["kms:CallerAccount"] ?? []].flat();
  const arn = `arn:aws:iam::${account}:role/${roleName}`;
  const documents = recorded
    .filter(({ type, inputs }) => type === "aws:iam/rolePolicy:RolePolicy" && inputs.role === roleName)
    .flatMap(({ inputs }) => JSON.parse(String(inputs.policy)).Statement);
  const role = { name: roleName, arn, trust: undefined, policy: { Version: "2012-10-17", Statement: documents } };
  const environment = {
    stack: "any",
    account: scope.account,
    roles: [],
    resourcePolicies: new Map([[keyArn, policy]]),
  };
  return decide(environment, role, {
    action: request.action,
    resource: keyArn,
    context: { "aws:PrincipalArn": arn, ...withoutEncryptionContext(request.context) },
  });
}

function withoutEncryptionContext(context: Request["context"] = {}): Record<string, string | string[]> {
  return Object.fromEntries(Object.entries(context).filter(([key]) => !isOfContext(key)));
}

const ours = { ...throughStore, "kms:CallerAccount": "111122223333" };
const roles = ["shop+eu-central-1", "shop+Source+Repository+eu-central-1", "shop-image-eu-central-1"];

describe("the key of an artifact bucket that a program creates by itself", () => {
  it("works for the pipeline, its actions and its builds through the bucket", async () => {
    const recorded = await program();
    for (const role of roles) {
      for (const action of ["kms:Decrypt", "kms:GenerateDataKey"]) {
        assert.equal(await use(recorded, role, { action, context: ours }), "Allowed", `${role} ${action}`);
      }
    }
  });

  it("works for nobody outside the bucket: neither directly, nor through another bucket, nor for another account", async () => {
    const recorded = await program();
    const [pipeline = ""] = roles;
    const contexts = [
      { "kms:CallerAccount": "111122223333" },
      { ...ours, "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::payroll" },
      { ...ours, "kms:ViaService": "ec2.eu-central-1.amazonaws.com" },
      { ...throughStore, "kms:CallerAccount": "444455556666" },
    ];
    for (const context of contexts) {
      assert.notEqual(await use(recorded, pipeline, { action: "kms:Decrypt", context }), "Allowed");
    }
  });

  it("encrypts the log groups of builds, and no other log group", async () => {
    const recorded = await program();
    const logGroup = String(only(recorded, "aws:cloudwatch/logGroup:LogGroup", "shop-image-logs").inputs.name);
    const decisions = [logGroup, "/aws/lambda/payroll"].map((name) => {
      const policy = keyPolicyFor(recorded, {
        "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:eu-central-1:111122223333:log-group:${name}`,
      });
      const resourcePolicies = new Map([[keyArn, policy]]);
      const environment = { stack: "any", account: scope.account, roles: [], resourcePolicies };
      const request = { action: "kms:GenerateDataKey", resource: keyArn };
      return decideForOther(environment, "logs.eu-central-1.amazonaws.com", request);
    });
    assert.deepEqual(await Promise.all(decisions), ["Allowed", "ImplicitlyDenied"]);
  });

  it("works for the roles of other accounts that the bucket allows", async () => {
    const deployer = "arn:aws:iam::444455556666:role/deployer";
    const recorded = await program({ otherAccountRoles: { read: [deployer], write: [], tag: [] } });
    const { policy } = only(recorded, "aws:kms/key:Key", "shop-artifacts-key").inputs;
    const { Statement } = JSON.parse(String(policy));
    assert.deepEqual(Statement.at(-1).Principal, { AWS: "arn:aws:iam::444455556666:root" });
    assert.deepEqual(Statement.at(-1).Condition, { ArnEquals: { "aws:PrincipalArn": [deployer] } });
  });

  it("works for the users alone that the program names", async () => {
    const keyUsers = artifactKeyUsers({ stages }, context);
    const recorded = await program({ keyUsers });
    for (const role of roles) {
      assert.equal(await use(recorded, role, { action: "kms:Decrypt", context: ours }), "Allowed", role);
    }
    assert.equal(await use(recorded, "payroll", { action: "kms:Decrypt", context: ours }), "ImplicitlyDenied");
  });
});
