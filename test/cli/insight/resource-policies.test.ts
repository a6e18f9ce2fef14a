import assert from "node:assert/strict";
import { resourcePoliciesOf } from "../../../cli/insight/resource-policies";
import { UNKNOWN } from "../../../cli/preview/base/property-value";
import { resource } from "../preview/support/resource";

const policy = JSON.stringify({ Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }] });

describe("the policies of resources", () => {
  it("are named after the resource that carries them, with the service of their actions", () => {
    const subjects = [
      resource("aws:s3/bucketPolicy:BucketPolicy", "a", { inputs: { bucket: "data", policy } }),
      resource("aws:kms/keyPolicy:KeyPolicy", "b", { inputs: { keyId: UNKNOWN, policy } }),
      resource("aws:sns/topicPolicy:TopicPolicy", "c", { inputs: { arn: "arn:aws:sns:x:1:news", policy } }),
      resource("aws:ecr/repositoryPolicy:RepositoryPolicy", "d", { inputs: { repository: "shop", policy } }),
      resource("aws:sns/topic:Topic", "f", { inputs: { name: "alerts", policy } }),
      resource("aws:kms/key:Key", "e", { inputs: { description: "no policy" } }),
      resource("aws:kms/key:Key", "shop-key", { inputs: { description: "Encrypts shop", policy } }),
    ];
    assert.deepEqual(
      resourcePoliciesOf(subjects).map(({ label, service, statements }) => [label, service, statements.length]),
      [
        ["bucket data", "s3", 1],
        ["key b", "kms", 1],
        ["topic news", "sns", 1],
        ["image repository shop", "ecr", 1],
        ["topic alerts", "sns", 1],
        ["key shop-key", "kms", 1],
      ],
    );
  });

  it("include the permissions of functions, with their sources as conditions", () => {
    const [permission] = resourcePoliciesOf([
      resource("aws:lambda/permission:Permission", "p", {
        inputs: {
          function: "smoke",
          action: "lambda:InvokeFunction",
          principal: "events.amazonaws.com",
          sourceArn: "arn:aws:events:x:1:rule/r",
        },
      }),
    ]);
    assert.equal(permission?.label, "function smoke");
    const [statement] = permission?.statements ?? [];
    assert.deepEqual(
      [statement?.principals.map(({ type, value }) => [type, value]), statement?.conditions[0]?.key],
      [[["Service", "events.amazonaws.com"]], "aws:sourcearn"],
    );
  });

  it("are unknown where the program does not know the document", () => {
    const [unknown] = resourcePoliciesOf([
      resource("aws:s3/bucketPolicy:BucketPolicy", "a", { inputs: { bucket: "data", policy: UNKNOWN } }),
    ]);
    assert.deepEqual([unknown?.statements, unknown?.isUnknown], [[], true]);
  });
});
