import assert from "node:assert/strict";
import { readDocument } from "../../../../policy/iam/document";
import { type Properties, unknownValue } from "../../../../policy/iam/value";
import { bindsKeyCaller, isForAwsResource, isRefusedToOthers } from "../../../../policy/lib/iam/key-callers";

const role = "arn:aws:iam::111122223333:role/deploy";
const s3 = "s3.eu-west-1.amazonaws.com";

function statements(...Statement: readonly Properties[]) {
  return readDocument({ path: "policy", value: { Statement } }).statements;
}

function conditions(Condition: Properties) {
  return statements({ Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Condition }).flatMap(
    (it) => it.conditions,
  );
}

describe("conditions of a key policy", () => {
  for (const [title, condition, expected] of [
    ["bind to a role", { ArnEquals: { "aws:PrincipalArn": role } }, true],
    ["bind to a family of roles", { ArnLike: { "aws:PrincipalArn": `${role}-*` } }, true],
    ["bind to a role in any account", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/deploy" } }, true],
    ["bind to a service", { StringEquals: { "kms:ViaService": s3 } }, true],
    ["bind to a service of any region", { StringLike: { "kms:ViaService": "s3.*.amazonaws.com" } }, true],
    ["bind to grants for AWS resources", { Bool: { "kms:GrantIsForAWSResource": true } }, true],
    ["do not bind to grants for others", { Bool: { "kms:GrantIsForAWSResource": "false" } }, false],
    ["do not bind without the key", { BoolIfExists: { "kms:GrantIsForAWSResource": "true" } }, false],
    ["do not bind to any role", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/*" } }, false],
    ["do not bind to one role or any", { ArnLike: { "aws:PrincipalArn": [role, "*"] } }, false],
    ["do not bind the caller to itself", { StringEquals: { "aws:PrincipalArn": `\${aws:PrincipalArn}` } }, false],
    [
      "do not bind a part of the ARN to the caller",
      { ArnLike: { "aws:PrincipalArn": `${role}\${aws:username}` } },
      false,
    ],
    ["do not bind if the key is absent", { ArnEqualsIfExists: { "aws:PrincipalArn": role } }, false],
    ["do not bind for no value", { "ForAllValues:ArnEquals": { "aws:PrincipalArn": role } }, false],
    ["do not bind to any service", { StringLike: { "kms:ViaService": "*.amazonaws.com" } }, false],
    ["do not bind to the account", { StringEquals: { "aws:PrincipalAccount": "111122223333" } }, false],
    ["do not bind by a negation", { ArnNotEquals: { "aws:PrincipalArn": role } }, false],
    ["may bind to an unknown role", { ArnEquals: { "aws:PrincipalArn": unknownValue } }, unknownValue],
    ["may bind by unknown keys", { ArnEquals: unknownValue }, unknownValue],
  ] as const) {
    it(title, () => assert.equal(bindsKeyCaller(conditions(condition)), expected));
  }

  it("tell the grants of services by the one key that only grants have", () => {
    assert.equal(isForAwsResource(conditions({ Bool: { "kms:GrantIsForAWSResource": "true" } })), true);
    assert.equal(isForAwsResource(conditions({ Bool: { "aws:SecureTransport": "true" } })), false);
    assert.equal(isForAwsResource(conditions({ Bool: { "kms:GrantIsForAWSResource": [] } })), false);
  });
});

describe("a Deny of a key policy", () => {
  const deny = {
    Effect: "Deny",
    Principal: "*",
    Action: "kms:*",
    Condition: { ArnNotEquals: { "aws:PrincipalArn": role } },
  };
  for (const [title, change, expected] of [
    ["refuses an action to all but a role", {}, true],
    ["refuses it to each AWS principal", { Principal: { AWS: "*" } }, true],
    ["refuses it outside a service", { Condition: { StringNotEquals: { "kms:ViaService": s3 } } }, true],
    ["refuses it without the key as well", { Condition: { ArnNotLikeIfExists: { "aws:PrincipalArn": role } } }, true],
    ["refuses others nothing by another effect", { Effect: "Allow" }, false],
    ["refuses others nothing of another action", { Action: "kms:Sign" }, false],
    ["refuses others nothing but one role", { Principal: { AWS: role } }, false],
    ["refuses others nothing except all", { Condition: { ArnNotLike: { "aws:PrincipalArn": "*" } } }, false],
    ["refuses others nothing by the role alone", { Condition: { ArnEquals: { "aws:PrincipalArn": role } } }, false],
    [
      "refuses others nothing where a second condition holds",
      { Condition: { ArnNotEquals: { "aws:PrincipalArn": role }, Bool: { "aws:SecureTransport": "false" } } },
      false,
    ],
    ["refuses everybody, which no condition limits", { Condition: {} }, false],
  ] as const) {
    it(title, () => assert.equal(isRefusedToOthers(statements({ ...deny, ...change }), "kms:Decrypt"), expected));
  }
});
