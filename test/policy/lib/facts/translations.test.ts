import assert from "node:assert/strict";
import { type Properties, unknownValue } from "../../../../policy/iam/value";
import { translated } from "../../../../policy/lib/facts/translations";
import { iamNoStarAction } from "../../../../policy/rules/iam/no-star-action";
import { s3NoPublicAcl } from "../../../../policy/rules/s3/no-public-acl";
import { s3NoPublicPolicy } from "../../../../policy/rules/s3/no-public-policy";
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

  it("is judged by a rule that also judges the whole stack", () => {
    const Statement = [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" }];
    const opened = { name: "opened", type: "aws-native:s3:BucketPolicy", props: { policyDocument: { Statement } } };
    const [verdict] = [judgeStack(s3NoPublicPolicy, [opened])].flat();
    assert.ok(typeof verdict === "object");
    assert.deepEqual([verdict.urn, verdict.text.split(" ")[0]], ["opened", "policyDocument.Statement[0].Principal"]);
  });

  const statement = { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" };
  const policy = { Statement: [statement] };
  const forms: readonly (readonly [type: string, props: Properties, as: string, Properties])[] = [
    [
      "iam:User",
      { userName: "ci", policies: [{ policyName: "p", policyDocument: policy }] },
      "aws:iam/userPolicy:UserPolicy",
      { user: "ci", policy },
    ],
    [
      "iam:Group",
      { groupName: "ops", managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] },
      "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive",
      { groupName: "ops", policyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] },
    ],
    [
      "sso:PermissionSet",
      { name: "admin", managedPolicies: ["arn:aws:iam::aws:policy/AdministratorAccess"] },
      "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
      { roleName: "admin", policyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] },
    ],
    [
      "codeartifact:Domain",
      { domainName: "shop", permissionsPolicyDocument: policy },
      "aws:codeartifact/domainPermissions:DomainPermissions",
      { domain: "shop", policyDocument: policy },
    ],
    [
      "codeartifact:Repository",
      { repositoryName: "npm", permissionsPolicyDocument: policy },
      "aws:codeartifact/repositoryPermissionsPolicy:RepositoryPermissionsPolicy",
      { repository: "npm", policyDocument: policy },
    ],
    ["ecr:RegistryPolicy", { policyText: policy }, "aws:ecr/registryPolicy:RegistryPolicy", { policy }],
    [
      "lambda:LayerVersionPermission",
      { action: "lambda:GetLayerVersion", principal: "*" },
      "aws:lambda/layerVersionPermission:LayerVersionPermission",
      { action: "lambda:GetLayerVersion", principal: "*" },
    ],
    [
      "logs:ResourcePolicy",
      { policyName: "p", policyDocument: "{}" },
      "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
      { policyName: "p", policyDocument: "{}" },
    ],
    [
      "logs:Destination",
      { destinationName: "d", destinationPolicy: "{}" },
      "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy",
      { destinationName: "d", accessPolicy: "{}" },
    ],
    [
      "events:EventBusPolicy",
      { eventBusName: "b", statement },
      "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
      { eventBusName: "b", policy },
    ],
    [
      "scheduler:Schedule",
      { name: "s", target: { arn: "arn:aws:scheduler:::aws-sdk:cloudformation:deleteStack" } },
      "aws:scheduler/schedule:Schedule",
      { name: "s", target: { arn: "arn:aws:scheduler:::aws-sdk:cloudformation:deleteStack" } },
    ],
    [
      "stepfunctions:StateMachine",
      { stateMachineName: "s", roleArn: "r", definition: { StartAt: "a" } },
      "aws:sfn/stateMachine:StateMachine",
      { name: "s", roleArn: "r", definition: '{"StartAt":"a"}' },
    ],
    [
      "ecs:TaskDefinition",
      { family: "web", containerDefinitions: [{ name: "a" }] },
      "aws:ecs/taskDefinition:TaskDefinition",
      { family: "web", containerDefinitions: '[{"name":"a"}]' },
    ],
    [
      "ecs:TaskDefinition",
      { family: "web", containerDefinitions: [{ name: unknownValue }] },
      "aws:ecs/taskDefinition:TaskDefinition",
      { family: "web", containerDefinitions: unknownValue },
    ],
    ["sqs:Queue", { queueName: "q", kmsMasterKeyId: "k" }, "aws:sqs/queue:Queue", { name: "q", kmsMasterKeyId: "k" }],
    ["ssm:Parameter", { name: "n", type: "String" }, "aws:ssm/parameter:Parameter", { name: "n", type: "String" }],
    ["secretsmanager:Secret", { name: "n" }, "aws:secretsmanager/secret:Secret", { name: "n" }],
  ];

  for (const [type, props, as, expected] of forms) {
    it(`may be ${type}, read as ${as}`, () => {
      const form = translated(`aws-native:${type}`, props).find((each) => each.type === as);
      assert.deepEqual(form?.props, expected);
    });
  }

  it("is no inline policy where a user has none", () => {
    assert.deepEqual(
      translated("aws-native:iam:User", { userName: "ci" }).map(({ type }) => type),
      ["aws:iam/user:User"],
    );
  });

  it("is an access point of several Regions as well", () => {
    const [form] = translated("aws:s3control/multiRegionAccessPointPolicy:MultiRegionAccessPointPolicy", {
      details: { policy: "{}" },
    });
    assert.deepEqual([form?.type, form?.props.policy], ["aws:s3control/accessPointPolicy:AccessPointPolicy", "{}"]);
  });
});
