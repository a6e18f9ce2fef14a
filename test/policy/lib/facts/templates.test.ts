import assert from "node:assert/strict";
import { type Properties, unknownValue, type Value } from "../../../../policy/iam/value";
import { hasTemplate, templateResources } from "../../../../policy/lib/facts/templates";
import { iamNoStarAction } from "../../../../policy/rules/iam/no-star-action";
import { iamTrustConfusedDeputy } from "../../../../policy/rules/iam/trust-confused-deputy";
import { s3NoPublicPolicy } from "../../../../policy/rules/s3/no-public-policy";
import { s3TlsOnly } from "../../../../policy/rules/s3/tls-only";
import { advisory, judgeStack, mandatory } from "../../support/judging";

const stackType = "aws:cloudformation/stack:Stack";

/** The properties of one resource with a value in it, beside a bucket `Data`, a named role and two parameters. */
function resolvedIn(value: unknown, parameters: Properties = {}): Value {
  const templateBody = JSON.stringify({
    Parameters: { Env: { Type: "String", Default: "dev" }, Key: { Type: "String" } },
    Resources: {
      Data: { Type: "AWS::S3::Bucket" },
      Deploy: { Type: "AWS::IAM::Role", Properties: { RoleName: "deploy" } },
      Queue: { Type: "AWS::SQS::Queue" },
      It: { Type: "AWS::SNS::Topic", Properties: { Value: value } },
    },
  });
  const found = templateResources({ templateBody, parameters })?.find(({ id }) => id === "It");
  return found?.properties.Value;
}

describe("the resources of a template", () => {
  it("have their type and properties, and the name in the template where AWS names them", () => {
    const templateBody = { Resources: { Data: { Type: "AWS::S3::Bucket", Properties: { Tags: [] } } } };
    assert.deepEqual(templateResources({ templateBody }), [
      { id: "Data", type: "AWS::S3::Bucket", properties: { Tags: [], BucketName: "Data" } },
    ]);
  });

  it("are read from YAML with CloudFormation's tags", () => {
    const templateBody = [
      "AWSTemplateFormatVersion: 2010-09-09",
      "Resources:",
      "  Topic:",
      "    Type: AWS::SNS::Topic",
      "    Properties:",
      `      TopicName: !Sub 'shop-\${AWS::Region}'`,
      "      DisplayName: !Join ['-', [a, !Ref AWS::AccountId]]",
      "      KmsMasterKeyId: !ImportValue key",
    ].join("\n");
    assert.deepEqual(templateResources({ templateBody })?.[0]?.properties, {
      TopicName: "Topic",
      DisplayName: "a-000000000000",
      KmsMasterKeyId: unknownValue,
    });
  });

  for (const [title, props] of [
    ["no template", {}],
    ["an unknown template", { templateBody: unknownValue }],
    ["text that is no template", { templateBody: "{" }],
    ["YAML that is no template", { templateBody: "a: [" }],
    ["a template without resources", { templateBody: "{}" }],
    ["a template elsewhere", { templateUrl: "https://s3.amazonaws.com/x/y.yml" }],
  ] as const) {
    it(`are unknown for ${title}`, () => assert.equal(templateResources(props), undefined));
  }

  it("stand in stacks and stack sets of both providers", () => {
    for (const type of ["aws:cloudformation/stack:Stack", "aws:cloudformation/stackSet:StackSet"]) {
      assert.equal(hasTemplate(type), true);
      assert.equal(hasTemplate(type.replace(/^aws:cloudformation\/\w+/, "aws-native:cloudformation")), true);
    }
    assert.equal(hasTemplate("aws:cloudformation/stackSetInstance:StackSetInstance"), false);
  });
});

describe("a function of CloudFormation", () => {
  const cases: readonly (readonly [title: string, value: unknown, expected: Value])[] = [
    ["refers to a resource by its name", { Ref: "Deploy" }, "deploy"],
    ["refers to a resource that AWS names by its name in the template", { Ref: "Data" }, "Data"],
    ["gives the default of a parameter", { Ref: "Env" }, "dev"],
    ["is unknown for a parameter without a value", { Ref: "Key" }, unknownValue],
    ["is unknown for a name that the template lacks", { Ref: "Nothing" }, unknownValue],
    ["gives the ARN of a role", { "Fn::GetAtt": ["Deploy", "Arn"] }, "arn:aws:iam::000000000000:role/deploy"],
    ["gives the ARN of a bucket", { "Fn::GetAtt": "Data.Arn" }, "arn:aws:s3:::Data"],
    ["gives the ARN of a queue", { "Fn::GetAtt": "Queue.Arn" }, "arn:aws:sqs:us-east-1:000000000000:Queue"],
    ["is unknown for another attribute", { "Fn::GetAtt": "Queue.QueueUrl" }, unknownValue],
    ["puts values into text", { "Fn::Sub": `arn:\${AWS::Partition}:s3:::\${Data}/*` }, "arn:aws:s3:::Data/*"],
    ["puts its own values first", { "Fn::Sub": [`\${Env}-\${X}`, { X: { Ref: "Env" } }] }, "dev-dev"],
    ["puts attributes into text", { "Fn::Sub": `\${Data.Arn}/*` }, "arn:aws:s3:::Data/*"],
    ["keeps a literal dollar", { "Fn::Sub": `\${!aws:username}` }, `\${aws:username}`],
    ["is unknown with an unknown value in its text", { "Fn::Sub": `x-\${Key}` }, unknownValue],
    ["joins values", { "Fn::Join": [":", ["a", { Ref: "Env" }]] }, "a:dev"],
    ["is unknown with an unknown value among the joined", { "Fn::Join": [":", ["a", { Ref: "Key" }]] }, unknownValue],
    ["drops what has no value", { A: { Ref: "AWS::NoValue" }, B: 1 }, { B: 1 }],
    ["is unknown where the stack decides", { "Fn::If": ["IsProd", "a", "b"] }, unknownValue],
  ];
  for (const [title, value, expected] of cases) {
    it(title, () => assert.deepEqual(resolvedIn(value), expected));
  }

  it("gives the value of the stack's parameter", () => {
    assert.equal(resolvedIn({ Ref: "Key" }, { Key: "k" }), "k");
    assert.equal(resolvedIn({ Ref: "Env" }, { Env: "prod" }), "prod");
  });
});

describe("the rules about the resources of a template", () => {
  const stack = (resources: object) => [
    { name: "stack", type: stackType, props: { name: "x", templateBody: JSON.stringify({ Resources: resources }) } },
  ];
  const bucketPolicy = (Statement: object) => ({
    Type: "AWS::S3::BucketPolicy",
    Properties: { Bucket: { Ref: "Data" }, PolicyDocument: { Version: "2012-10-17", Statement } },
  });
  const open = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: { "Fn::Sub": `\${Data.Arn}/*` } };

  it("find what they find in a program, and name the resource", () => {
    assert.deepEqual(
      judgeStack(s3NoPublicPolicy, stack({ Data: { Type: "AWS::S3::Bucket" }, Open: bucketPolicy(open) })),
      [
        mandatory(
          "templateBody.Resources.Open: policy.Statement.Principal should name its principals, or Condition the account, organization or source: * is anyone",
          "stack",
        ),
      ],
    );
  });

  it("say as an advisory that a function decides", () => {
    const role = {
      Type: "AWS::IAM::ManagedPolicy",
      Properties: {
        PolicyDocument: {
          Statement: [{ Effect: "Allow", Action: { "Fn::If": ["A", "*", "s3:GetObject"] }, Resource: "*" }],
        },
      },
    };
    assert.deepEqual(judgeStack(iamNoStarAction, stack({ Policy: role }), { failOnUnknown: true }), [
      advisory(
        "templateBody.Resources.Policy: policy.Statement[0].Action is decided by the template, so this rule cannot judge it",
        "stack",
      ),
    ]);
  });

  it("link the resources of a template, and not those of two templates", () => {
    const deny = {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [{ "Fn::GetAtt": "Data.Arn" }, { "Fn::Sub": `\${Data.Arn}/*` }],
      Condition: { Bool: { "aws:SecureTransport": false } },
    };
    const bucket = { Type: "AWS::S3::Bucket" };
    assert.deepEqual(judgeStack(s3TlsOnly, stack({ Data: bucket, Policy: bucketPolicy(deny) })), []);
    assert.equal(judgeStack(s3TlsOnly, stack({ Data: bucket })).length, 1);
  });

  it("take the account of the stack for the template's own", () => {
    const trust = (Condition?: object) => ({
      Type: "AWS::IAM::Role",
      Properties: {
        AssumeRolePolicyDocument: {
          Statement: [
            { Effect: "Allow", Principal: { Service: "codebuild.amazonaws.com" }, Action: "sts:AssumeRole", Condition },
          ],
        },
      },
    });
    const bound = trust({ StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } });
    assert.deepEqual(judgeStack(iamTrustConfusedDeputy, stack({ Role: bound })), []);
    assert.equal(judgeStack(iamTrustConfusedDeputy, stack({ Role: trust() })).length, 1);
  });
});
