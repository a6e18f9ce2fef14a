import assert from "node:assert/strict";
import { resourceSource, roleSource } from "../../../policy/iam/sources";

describe("the sources of services", () => {
  it("are known by principal, in every region and partition", () => {
    const page = "https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html";
    for (const principal of [
      "codebuild.amazonaws.com",
      "codebuild.eu-west-1.amazonaws.com",
      "codebuild.amazonaws.com.cn",
    ]) {
      assert.deepEqual(roleSource(principal), { in: "setup", page });
    }
  });

  it("are required only where the set-up page of the service has the condition", () => {
    const required = ["bedrock", "codebuild", "ssm", "states"];
    for (const service of [...required, "events", "eks", "ec2", "lambda", "codedeploy", "constructor"]) {
      const isRequired = roleSource(`${service}.amazonaws.com`)?.in === "setup";
      assert.equal(isRequired, required.includes(service), service);
    }
  });

  it("are unknown for services that send none", () => {
    for (const service of ["ec2", "lambda", "edgelambda", "apigateway", "codedeploy", "cloudformation", "backup"]) {
      assert.equal(roleSource(`${service}.amazonaws.com`), undefined, service);
    }
    assert.equal(resourceSource("rds.amazonaws.com"), undefined);
    assert.equal(resourceSource("s3.amazonaws.com")?.in, "documented");
  });
});
