import assert from "node:assert/strict";
import type { Statement } from "../../../../policy/iam/document";
import { type Properties, unknownValue, type Value } from "../../../../policy/iam/value";
import { type Finding, unknownAt, violation } from "../../../../policy/lib/facts/finding";
import {
  grantedAllows,
  grantTypes,
  identityAllows,
  identityDocumentsOf,
  identityTypes,
  judgeAllows,
  policyAllows,
  problemFindings,
  trustAllows,
  trustDocumentsOf,
  trustTypes,
} from "../../../../policy/lib/iam/documents";

const allow: Properties = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
const document = (...Statement: readonly Value[]): Properties => ({ Statement });
const refuse = ({ path }: Statement): Finding[] => [violation(path, "is refused")];
const paths = (findings: readonly Finding[]) => findings.map(({ message }) => message.split(" ")[0]);

describe("the documents of an identity", () => {
  it("are in the policy of five resources, and in each inline policy of a role", () => {
    for (const type of ["policy:Policy", "rolePolicy:RolePolicy", "userPolicy:UserPolicy", "groupPolicy:GroupPolicy"]) {
      assert.deepEqual(identityDocumentsOf({ type: `aws:iam/${type}`, props: { policy: "{}", inlinePolicies: [] } }), [
        { path: "policy", value: "{}" },
      ]);
    }
    const inlinePolicies = [{ name: "a", policy: "{}" }, { name: "b" }, { policy: unknownValue }] as const;
    assert.deepEqual(identityDocumentsOf({ type: "aws:iam/role:Role", props: { inlinePolicies, policy: "{}" } }), [
      { path: "inlinePolicies[0].policy", value: "{}" },
      { path: "inlinePolicies[2].policy", value: unknownValue },
    ]);
    assert.equal(identityTypes.length, 5);
  });

  it("are none of other resources, and none without a value", () => {
    assert.deepEqual(identityDocumentsOf({ type: "aws:s3/bucketPolicy:BucketPolicy", props: { policy: "{}" } }), []);
    assert.deepEqual(identityDocumentsOf({ type: "aws:iam/policy:Policy", props: {} }), []);
  });

  it("of trust are those of roles", () => {
    assert.deepEqual(trustDocumentsOf({ type: "aws:iam/role:Role", props: { assumeRolePolicy: "{}" } }), [
      { path: "assumeRolePolicy", value: "{}" },
    ]);
    assert.deepEqual(trustDocumentsOf({ type: "aws:iam/policy:Policy", props: { assumeRolePolicy: "{}" } }), []);
    assert.deepEqual(trustTypes, ["aws:iam/role:Role"]);
  });

  it("and managed policies grant permissions, each type once", () => {
    assert.equal(new Set(grantTypes).size, grantTypes.length);
    assert.deepEqual(
      identityTypes.filter((type) => !grantTypes.includes(type)),
      [],
    );
    assert.equal(grantTypes.includes("aws:iam/rolePolicyAttachment:RolePolicyAttachment"), true);
  });
});

describe("the statements of documents that allow something", () => {
  it("are judged, and no others", () => {
    const value = document({ ...allow, Effect: "Deny" }, allow, allow);
    assert.deepEqual(paths(judgeAllows([{ path: "p", value }], refuse, {})), ["p.Statement[1]", "p.Statement[2]"]);
    assert.deepEqual(judgeAllows([], refuse, {}), []);
  });

  it("come after what could not be read", () => {
    const value = document(allow, unknownValue, { Effect: "Perhaps" });
    assert.deepEqual(judgeAllows([{ path: "p", value }], refuse, {}), [
      unknownAt("p.Statement[1]"),
      violation("p.Statement[2].Effect", "should be Allow or Deny"),
      violation("p.Statement[0]", "is refused"),
    ]);
    assert.deepEqual(problemFindings({ problems: [] }), []);
  });

  it("are judged with the configuration", () => {
    const judge = identityAllows<string>(({ path }, config) => [violation(path, config)]);
    assert.deepEqual(judge({ type: "aws:iam/policy:Policy", props: { policy: document(allow) } }, "as configured"), [
      violation("policy.Statement[0]", "as configured"),
    ]);
  });

  it("are found in trusts and in any policy", () => {
    const owner = { type: "aws:iam/role:Role", props: { assumeRolePolicy: document(allow), policy: document(allow) } };
    assert.deepEqual(paths(trustAllows(refuse)(owner, {})), ["assumeRolePolicy.Statement[0]"]);
    assert.deepEqual(paths(policyAllows(refuse)(owner, {})), ["policy.Statement[0]"]);
    assert.deepEqual(policyAllows(refuse)({ type: "x", props: { policy: "" } }, {}), []);
    assert.deepEqual(policyAllows(refuse)({ type: "x", props: {} }, {}), []);
  });
});

describe("the statements of an attached AWS managed policy", () => {
  const attached = (policyArn: Value) =>
    grantedAllows(refuse)({ type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment", props: { policyArn } }, {});

  it("are one finding, at the attachment", () => {
    const [finding, ...more] = attached("arn:aws:iam::aws:policy/AWSBackupFullAccess");
    assert.deepEqual(more, []);
    assert.equal(finding?.kind, "violation");
    assert.match(
      finding?.message ?? "",
      /^policyArn should name a policy of your own: AWSBackupFullAccess\.Statement\S* is refused$/,
    );
  });

  it("are advice where AWS's set-up pages attach the policy to a service's role", () => {
    const [finding] = attached("arn:aws:iam::aws:policy/service-role/AWSCodeDeployRoleForLambda");
    assert.equal(finding?.kind, "advice");
  });

  it("are not judged of other policies", () => {
    assert.deepEqual(attached("arn:aws:iam::123456789012:policy/AWSBackupFullAccess"), []);
    assert.deepEqual(attached("arn:aws:iam::aws:policy/NoSuchPolicy"), []);
    assert.deepEqual(attached(unknownValue), []);
  });
});
