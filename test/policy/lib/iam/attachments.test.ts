import assert from "node:assert/strict";
import { unknownValue, type Value } from "../../../../policy/iam/value";
import { attachmentTypes, awsManagedPolicy, managedPoliciesOf } from "../../../../policy/lib/iam/attachments";

const arn = "arn:aws:iam::aws:policy/ReadOnlyAccess";

describe("the managed policies that a resource attaches", () => {
  for (const [type, property] of [
    ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", "policyArn"],
    ["aws:iam/policyAttachment:PolicyAttachment", "policyArn"],
    ["aws:iam/userPolicyAttachment:UserPolicyAttachment", "policyArn"],
    ["aws:iam/groupPolicyAttachment:GroupPolicyAttachment", "policyArn"],
  ] as const) {
    it(`is the one of ${type}`, () => {
      assert.deepEqual(managedPoliciesOf({ type, props: { [property]: arn } }), [{ path: property, value: arn }]);
    });
  }

  for (const [type, property] of [
    ["aws:iam/role:Role", "managedPolicyArns"],
    ["aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", "policyArns"],
    ["aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive", "policyArns"],
    ["aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive", "policyArns"],
  ] as const) {
    it(`are those of ${type}`, () => {
      assert.deepEqual(managedPoliciesOf({ type, props: { [property]: [arn, unknownValue] } }), [
        { path: `${property}[0]`, value: arn },
        { path: `${property}[1]`, value: unknownValue },
      ]);
    });
  }

  it("are none of other resources, and none where none are stated", () => {
    assert.deepEqual(managedPoliciesOf({ type: "aws:iam/policy:Policy", props: { policyArn: arn } }), []);
    assert.deepEqual(managedPoliciesOf({ type: "aws:iam/role:Role", props: {} }), []);
    assert.equal(attachmentTypes.length, 8);
  });
});

describe("the path of an AWS managed policy", () => {
  const pathOf = (value: Value) => awsManagedPolicy({ path: "policyArn", value });
  for (const [value, expected] of [
    [arn, "ReadOnlyAccess"],
    ["arn:aws-cn:iam::aws:policy/service-role/AWSCodeDeployRole", "service-role/AWSCodeDeployRole"],
    ["arn:aws:iam::123456789012:policy/ReadOnlyAccess", undefined],
    ["arn:aws:iam::aws:policy/", undefined],
    ["ReadOnlyAccess", undefined],
    [unknownValue, undefined],
  ] as const) {
    it(`is ${expected ?? "none"} in ${String(value)}`, () => assert.equal(pathOf(value), expected));
  }
});
