import assert from "node:assert/strict";
import { translated } from "../../../../policy/lib/facts/translations";
import { iamNoStarAction } from "../../../../policy/rules/iam/no-star-action";
import { s3NoPublicAcl } from "../../../../policy/rules/s3/no-public-acl";
import { judgeStack } from "../../support/judging";

const document = { Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };

describe("a resource of another provider", () => {
  it("is read in the form of the classic provider", () => {
    assert.deepEqual(translated("aws-native:iam:RolePolicy", { roleName: "build", policyDocument: document }), [
      {
        type: "aws:iam/rolePolicy:RolePolicy",
        props: { role: "build", policy: document },
        names: { role: "roleName", policy: "policyDocument" },
      },
    ]);
  });

  it("is read in Cloud Control's desired state as well", () => {
    const desiredState = JSON.stringify({ RoleName: "build", PolicyDocument: document });
    const [role] = translated("aws:cloudcontrol/resource:Resource", { typeName: "AWS::IAM::RolePolicy", desiredState });
    assert.deepEqual(role?.props, { role: "build", policy: document });
  });

  it("may be two resources: a bucket and its public access block", () => {
    const bucket = { bucketName: "shop", publicAccessBlockConfiguration: { blockPublicAcls: true } };
    assert.deepEqual(
      translated("aws-native:s3:Bucket", bucket).map(({ type, props }) => [type, props]),
      [
        ["aws:s3/bucket:Bucket", { bucket: "shop" }],
        ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", { bucket: "shop", blockPublicAcls: true }],
      ],
    );
  });

  it("is nothing where no rule knows its type", () => {
    assert.deepEqual(translated("aws-native:iot:Thing", {}), []);
  });

  it("is judged by the rules of the classic type, with the names of its own properties", () => {
    const entries = [
      { name: "user", type: "aws-native:iam:UserPolicy", props: { userName: "ci", policyDocument: document } },
      { name: "site", type: "aws-native:s3:Bucket", props: { bucketName: "site", accessControl: "PublicRead" } },
      { name: "quiet", type: "aws-native:s3:Bucket", props: { bucketName: "quiet", accessControl: "Private" } },
    ];
    const said = [iamNoStarAction, s3NoPublicAcl].map((rule) => judgeStack(rule, entries));
    assert.deepEqual(
      said.flat().map((verdict) => (typeof verdict === "string" ? verdict : [verdict.urn, verdict.text.split(" ")[0]])),
      [
        ["user", "policyDocument.Statement[0].Action"],
        ["site", "acl"],
      ],
    );
  });

  it("is a permission set as well, with an inline policy of its own", () => {
    const inlinePolicy = JSON.stringify(document);
    const set = { name: "admins", type: "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy" };
    const [verdict] = [judgeStack(iamNoStarAction, [{ ...set, props: { inlinePolicy } }])].flat();
    assert.equal(
      typeof verdict === "string" ? verdict : verdict?.text.split(" ")[0],
      "inlinePolicy.Statement[0].Action",
    );
  });
});
