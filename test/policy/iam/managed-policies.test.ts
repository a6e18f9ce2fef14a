import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { expand } from "../../../policy/iam/action-table";
import { readDocument } from "../../../policy/iam/document";
import { isForService, managedPolicyDocument } from "../../../policy/iam/managed-policies";
import { textOf } from "../../../policy/iam/value";
import { managedPoliciesFile, managedPoliciesText } from "../../tools/managed-policies";

const text = readFileSync(managedPoliciesFile, "utf8");
const table = JSON.parse(text);

function actionsOf(path: string): string[] {
  const { statements } = readDocument({ path, value: managedPolicyDocument(path) });
  return statements.flatMap(({ actions }) => actions.map(({ value }) => textOf(value)));
}

describe("the table of AWS managed policies", () => {
  it("is written as its tool writes it", () => assert.equal(text, managedPoliciesText(table)));

  it("has documents that can be read, with actions that AWS has", () => {
    for (const path of Object.keys(table.policies)) {
      const { statements, problems } = readDocument({ path, value: managedPolicyDocument(path) });
      assert.deepEqual(problems, []);
      const allowed = statements.filter(({ effect }) => effect === "Allow").flatMap(({ actions }) => actions);
      assert.deepEqual(
        allowed.filter(({ value }) => expand(textOf(value)).length === 0),
        [],
        path,
      );
    }
  });

  it("knows the policies that read secrets, grant or escalate", () => {
    assert.deepEqual(actionsOf("AmazonS3FullAccess"), ["s3:*", "s3-object-lambda:*"]);
    assert.ok(actionsOf("SecretsManagerReadWrite").includes("secretsmanager:*"));
    assert.ok(actionsOf("AdministratorAccess-Amplify").includes("iam:PutRolePolicy"));
    assert.ok(actionsOf("ReadOnlyAccess").includes("s3:Get*"));
    assert.ok(actionsOf("job-function/SystemAdministrator").includes("s3:*"));
  });

  it("knows a policy by its name without its path, too", () => {
    assert.deepEqual(
      managedPolicyDocument("AmazonEC2RoleforSSM"),
      managedPolicyDocument("service-role/AmazonEC2RoleforSSM"),
    );
    assert.notEqual(managedPolicyDocument("AmazonEC2RoleforSSM"), undefined);
  });

  it("has none of the policies that grant nothing sensitive, or that another rule refuses", () => {
    for (const path of [
      "service-role/AWSLambdaBasicExecutionRole",
      "service-role/AmazonECSTaskExecutionRolePolicy",
      "service-role/AWSCodeDeployRole",
      "CloudWatchAgentServerPolicy",
      "AmazonEKSClusterPolicy",
      "AWSXRayDaemonWriteAccess",
      "AdministratorAccess",
      "PowerUserAccess",
      "IAMFullAccess",
      "constructor",
    ]) {
      assert.equal(managedPolicyDocument(path), undefined, path);
    }
  });
});

describe("isForService", () => {
  for (const path of [
    "service-role/AWSGlueServiceRole",
    "AmazonSSMManagedInstanceCore",
    "EC2InstanceProfileForImageBuilder",
  ]) {
    it(`says that AWS attaches ${path} to a service or an instance`, () => assert.equal(isForService(path), true));
  }
  for (const path of [
    "AmazonS3FullAccess",
    "ReadOnlyAccess",
    "SecretsManagerReadWrite",
    "job-function/SystemAdministrator",
  ]) {
    it(`says that people attach ${path}`, () => assert.equal(isForService(path), false));
  }
});
