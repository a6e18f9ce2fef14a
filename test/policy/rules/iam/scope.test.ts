import { iamNoCredentialsExposure } from "../../../../policy/rules/iam/no-credentials-exposure";
import { iamNoDataExfiltration } from "../../../../policy/rules/iam/no-data-exfiltration";
import { iamPermissionsManagementScoped } from "../../../../policy/rules/iam/permissions-management-scoped";
import { iamWriteScoped } from "../../../../policy/rules/iam/write-scoped";
import { itJudges, itJudgesStatement } from "../../support/cases";
import { advisory, mandatory, unknownObject, unknownText, unknownVerdict } from "../../support/judging";

const path = "policy.Statement[0]";
const account = "eu-west-1:123456789012";
const allow = (action: unknown, resource: unknown, condition?: unknown) => ({
  Effect: "Allow",
  Action: action,
  Resource: resource,
  Condition: condition,
});
const policy = (statement: object) => ({
  type: "aws:iam/policy:Policy",
  props: { policy: { Version: "2012-10-17", Statement: [statement] } },
});

describe("iam-write-scoped", () => {
  const rule = iamWriteScoped;
  const projects = `arn:aws:codebuild:${account}:project/*`;
  const refused = (names: string, place = "Resource") =>
    mandatory(`${path}.${place} should name what ${names} may change, or a Condition compare its tags`);
  const start = allow("codebuild:StartBuild", projects);

  itJudgesStatement(
    rule,
    "accepts a named resource",
    allow("codebuild:StartBuild", projects.replace("*", "shop-*")),
    [],
  );
  itJudgesStatement(rule, "accepts reading all of a type", allow("codebuild:BatchGetBuilds", projects), []);
  itJudgesStatement(rule, "accepts actions that take no resource", allow("ec2:ModifyVpcEndpointConnection", "*"), []);
  itJudgesStatement(
    rule,
    "leaves the use of keys and roles to the rules about them",
    allow(["kms:Decrypt", "kms:GenerateDataKey*", "kms:ReEncryptTo", "sts:AssumeRole"], "*"),
    [],
  );
  itJudgesStatement(rule, "refuses all of a type", start, [refused("codebuild:StartBuild")]);
  const apis = "arn:aws:apigateway:eu-west-1::/apis/*";
  const named = { "apigateway:Request/ApiName": "shop*", "apigateway:Resource/ApiName": "shop*" };
  const half = { "apigateway:Request/ApiName": "shop*" };
  const open = { "apigateway:Request/ApiName": "*", "apigateway:Resource/ApiName": "*" };
  itJudgesStatement(
    rule,
    "accepts the APIs of a name, which AWS sends with some requests only",
    allow("apigateway:PATCH", apis, { StringLikeIfExists: named }),
    [],
  );
  for (const [what, actions, condition] of [
    ["no name", "apigateway:PATCH", undefined],
    ["half a name", "apigateway:PATCH", { StringLikeIfExists: half }],
    ["any name", "apigateway:PATCH", { StringLikeIfExists: open }],
  ] as const) {
    itJudgesStatement(rule, `refuses all APIs with ${what}`, allow(actions, apis, condition), [
      refused("apigateway:PATCH"),
    ]);
  }
  itJudgesStatement(
    rule,
    "refuses names of APIs beside actions of another service",
    allow(["codebuild:StartBuild", "apigateway:PATCH"], projects, { StringLikeIfExists: named }),
    [refused("codebuild:StartBuild")],
  );
  for (const [action, resource] of [
    ["sns:Publish", `arn:aws:sns:${account}:*`],
    ["s3:PutObject", "arn:aws:s3:::*"],
    ["s3:PutObject", "arn:aws:s3:::*/*"],
    ["logs:DeleteLogStream", `arn:aws:logs:${account}:log-group:*:log-stream:*`],
    ["lambda:UpdateFunctionCode", "arn:aws:lambda:*:*:function:*"],
    ["lambda:UpdateFunctionCode", `arn:aws:lambda:${account}:function*`],
    ["codebuild:StartBuild", "*"],
  ] as const) {
    itJudgesStatement(rule, `refuses ${action} on ${resource}`, allow(action, resource), [refused(action)]);
  }
  for (const [action, resource] of [
    ["s3:PutObject", "arn:aws:s3:::shop-artifacts/*"],
    ["codepipeline:PutApprovalResult", `arn:aws:codepipeline:${account}:shop/*`],
    ["logs:PutLogEvents", `arn:aws:logs:${account}:log-group:/aws/codebuild/shop:*`],
    ["ecr:PutImage", `arn:aws:ecr:${account}:repository/shop`],
  ] as const) {
    itJudgesStatement(rule, `accepts ${action} on ${resource}`, allow(action, resource), []);
  }
  itJudgesStatement(
    rule,
    "judges on each resource the actions of its service",
    allow(["codebuild:BatchGetBuilds", "logs:PutLogEvents"], [projects, `arn:aws:logs:${account}:log-group:shop`]),
    [],
  );
  itJudgesStatement(
    rule,
    "judges actions on another service's resources",
    allow("ssm:SendCommand", [`arn:aws:ec2:${account}:instance/*`, `arn:aws:ssm:${account}:document/shop`]),
    [refused("ssm:SendCommand", "Resource[0]")],
  );
  itJudgesStatement(
    rule,
    "accepts making what has no name yet, in one account",
    allow(["ec2:RunInstances", "ec2:CreateVolume"], `arn:aws:ec2:${account}:instance/*`),
    [],
  );
  itJudgesStatement(rule, "refuses making it anywhere", allow("ec2:RunInstances", "*"), [refused("ec2:RunInstances")]);
  for (const [key, value] of [
    ["aws:ResourceTag/team", "shop"],
    ["ec2:ResourceTag/team", "shop"],
    ["kms:ResourceAliases", "alias/shop"],
  ] as const) {
    itJudgesStatement(
      rule,
      `accepts all of a type that ${key} narrows`,
      { ...start, Condition: { StringEquals: { [key]: value } } },
      [],
    );
  }
  for (const condition of [
    { Bool: { "aws:SecureTransport": "true" } },
    { StringEquals: { "aws:RequestedRegion": "eu-west-1" } },
    { StringEqualsIfExists: { "aws:ResourceTag/team": "shop" } },
    { "ForAllValues:StringEquals": { "aws:ResourceTag/team": "shop" } },
    { StringNotEquals: { "aws:ResourceTag/team": "shop" } },
    { StringLike: { "aws:ResourceTag/team": "*" } },
    { StringEquals: { "aws:ResourceTag/team": [] } },
    { StringLike: { "aws:ResourceTag/team": ["shop", "*"] } },
  ]) {
    itJudgesStatement(
      rule,
      `refuses it under ${JSON.stringify(condition)}, which narrows nothing`,
      { ...start, Condition: condition },
      [refused("codebuild:StartBuild")],
    );
  }
  const subnet = `arn:aws:ec2:${account}:subnet/`;
  const detach = allow("ec2:DeleteNetworkInterface", `arn:aws:ec2:${account}:network-interface/*`);
  for (const key of ["ec2:Subnet", "ec2:Vpc"]) {
    itJudgesStatement(
      rule,
      `accepts network interfaces that ${key} narrows`,
      { ...detach, Condition: { ArnEquals: { [key]: [`${subnet}subnet-0a1b2c3d`] } } },
      [],
    );
  }
  itJudgesStatement(
    rule,
    "finds network interfaces of any subnet, which AWS's own page grants",
    { ...detach, Condition: { ArnLike: { "ec2:Subnet": [`${subnet}*`] } } },
    [{ ...refused("ec2:DeleteNetworkInterface"), level: "advisory" }],
  );
  itJudgesStatement(
    rule,
    "refuses them together with an action that AWS scopes",
    { ...detach, Action: ["ec2:DeleteNetworkInterface", "ec2:DetachNetworkInterface"] },
    [refused("ec2:DeleteNetworkInterface, ec2:DetachNetworkInterface")],
  );
  itJudgesStatement(
    rule,
    "accepts records of DNS by name, in each form that AWS documents",
    {
      ...allow("route53:ChangeResourceRecordSets", "arn:aws:route53:::hostedzone/*"),
      Condition: {
        "ForAllValues:StringEquals": { "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["_acme.example.com"] },
      },
    },
    [],
  );
  itJudgesStatement(
    rule,
    "refuses all resources but some",
    { ...start, Resource: undefined, NotResource: ["arn:aws:s3:::shop", "arn:aws:s3:::other"] },
    [refused("codebuild:StartBuild", "NotResource")],
  );
  itJudgesStatement(
    rule,
    "counts what all actions but some may change",
    {
      ...start,
      Action: undefined,
      NotAction: ["codebuild:B*", "codebuild:C*", "codebuild:D*", "codebuild:I*", "codebuild:S*"],
    },
    [refused("codebuild:RetryBuild, codebuild:RetryBuildBatch, codebuild:UpdateFleet and 5 more")],
  );
  itJudgesStatement(rule, "leaves what is denied alone", { ...start, Effect: "Deny" }, []);
  itJudges(
    rule,
    "cannot judge a resource that is not known where some actions write",
    policy(allow(["codebuild:BatchGetBuilds", "codebuild:StartBuild"], unknownText)),
    {},
    [unknownVerdict(`${path}.Resource`)],
  );
  itJudges(rule, "cannot judge a resource that is not known", policy({ ...start, Resource: unknownText }), {}, [
    unknownVerdict(`${path}.Resource`),
  ]);
  itJudges(
    rule,
    "need not know the resource of what only reads",
    policy(allow("codebuild:BatchGetBuilds", unknownText)),
    {},
    [],
  );
  itJudges(
    rule,
    "cannot judge all of a type for actions that are not known",
    policy({ ...start, Action: [unknownText] }),
    {},
    [unknownVerdict(`${path}.Action[0]`)],
  );
  itJudges(
    rule,
    "cannot judge exclusions that are not known",
    policy({ Effect: "Allow", NotAction: ["s3:*", unknownText], Resource: projects }),
    {},
    [unknownVerdict(`${path}.NotAction[1]`)],
  );
  itJudges(rule, "cannot judge a condition that is not known", policy({ ...start, Condition: unknownObject }), {}, [
    unknownVerdict(`${path}.Condition`),
  ]);
  itJudges(
    rule,
    "accepts a tag that is not known yet",
    policy({ ...start, Condition: { StringEquals: { "aws:ResourceTag/team": unknownText } } }),
    {},
    [],
  );
});

describe("iam-permissions-management-scoped", () => {
  const rule = iamPermissionsManagementScoped;
  const roles = "arn:aws:iam::123456789012:role/*";
  const refused = (names: string) =>
    mandatory(`${path}.Resource should name whose permissions ${names} may change, or a Condition bound them`);

  itJudgesStatement(rule, "accepts a named role", allow("iam:PutRolePolicy", roles.replace("*", "shop")), []);
  itJudgesStatement(rule, "refuses every role", allow("iam:PutRolePolicy", roles), [refused("iam:PutRolePolicy")]);
  itJudgesStatement(
    rule,
    "accepts every role within a permissions boundary",
    allow("iam:PutRolePolicy", roles, {
      StringEquals: { "iam:PermissionsBoundary": "arn:aws:iam::123456789012:policy/limit" },
    }),
    [],
  );
  for (const action of ["iam:CreateRole", "iam:CreateAccessKey", "s3:PutBucketPolicy", "kms:PutKeyPolicy"]) {
    itJudgesStatement(rule, `knows that ${action} grants`, allow(action, "*"), [refused(action)]);
  }
  for (const action of ["codebuild:ImportSourceCredentials", "ecr:PutRegistryPolicy"]) {
    itJudgesStatement(rule, `refuses ${action}, which AWS cannot scope`, allow(action, "*"), [refused(action)]);
  }
  itJudgesStatement(
    rule,
    "advises where AWS's own page for the role of a service grants on everything",
    allow("logs:PutResourcePolicy", "*"),
    [{ ...refused("logs:PutResourcePolicy"), level: "advisory" }],
  );
  itJudgesStatement(rule, "leaves passing roles to the rule about it", allow("iam:PassRole", "*"), []);
  itJudgesStatement(rule, "leaves what only writes alone", allow("codebuild:StartBuild", "*"), []);
  itJudgesStatement(rule, "accepts making a key", allow("kms:CreateKey", "*"), []);
  itJudgesStatement(rule, "accepts what the configuration allows, instead", allow("logs:PutResourcePolicy", "*"), [], {
    allowedActions: ["logs:PutResourcePolicy"],
  });
  itJudgesStatement(
    rule,
    "refuses making a key when the configuration does not allow it",
    allow("kms:CreateKey", "*"),
    [refused("kms:CreateKey")],
    { allowedActions: [] },
  );
});

describe("iam-no-data-exfiltration", () => {
  const rule = iamNoDataExfiltration;
  const refused = (names: string) => mandatory(`${path}.Resource should name what ${names} may read`);

  for (const [action, resource] of [
    ["s3:GetObject", "arn:aws:s3:::*"],
    ["s3:GetObjectVersion", "arn:aws:s3:::*/*"],
    ["secretsmanager:GetSecretValue", `arn:aws:secretsmanager:${account}:secret:*`],
    ["ssm:GetParameter", `arn:aws:ssm:${account}:parameter/*`],
    ["ssm:GetParameterHistory", `arn:aws:ssm:${account}:*`],
    ["ssm:GetParameters", "arn:aws:ssm:*:*:parameter/*"],
    ["ssm:GetParametersByPath", "*"],
  ] as const) {
    itJudgesStatement(rule, `refuses ${action} on ${resource}`, allow(action, resource), [refused(action)]);
  }
  itJudgesStatement(
    rule,
    "accepts named objects, parameters and secrets",
    allow(
      ["s3:GetObject", "ssm:GetParameter", "secretsmanager:GetSecretValue"],
      [
        "arn:aws:s3:::shop/*",
        `arn:aws:ssm:${account}:parameter/shop/*`,
        `arn:aws:secretsmanager:${account}:secret:shop-*`,
      ],
    ),
    [],
  );
  itJudgesStatement(
    rule,
    "knows what a pattern of actions reads",
    allow("ssm:Get*", `arn:aws:ssm:${account}:parameter/*`),
    [refused("ssm:GetParameter, ssm:GetParameterHistory, ssm:GetParameters and 1 more")],
  );
  itJudgesStatement(rule, "accepts listing buckets", allow("s3:ListAllMyBuckets", "*"), []);
});

describe("an AWS managed policy", () => {
  const attach = (policy: string) => ({
    type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    props: { role: "shop", policyArn: `arn:aws:iam::aws:policy/${policy}` },
  });
  const instead = "policyArn should name a policy of your own:";
  const reads = (policy: string, actions: string) =>
    `${instead} ${policy}.Statement[0].Resource should name what ${actions} may read`;

  itJudges(iamNoDataExfiltration, "is refused where it reads everything", attach("SecretsManagerReadWrite"), {}, [
    mandatory(reads("SecretsManagerReadWrite", "secretsmanager:GetSecretValue")),
  ]);
  itJudges(
    iamNoDataExfiltration,
    "is advised against where AWS attaches it to instances",
    attach("AmazonSSMManagedInstanceCore"),
    {},
    [advisory(reads("AmazonSSMManagedInstanceCore", "ssm:GetParameter, ssm:GetParameters"))],
  );
  itJudges(
    iamPermissionsManagementScoped,
    "is refused where it grants on everything",
    attach("AWSOrganizationsFullAccess"),
    {},
    [
      mandatory(
        `${instead} AWSOrganizationsFullAccess.Statement[0].Resource should name whose permissions organizations:AttachPolicy, organizations:CreatePolicy, organizations:DeletePolicy and 4 more may change, or a Condition bound them`,
      ),
    ],
  );
  for (const rule of [iamNoDataExfiltration, iamNoCredentialsExposure, iamPermissionsManagementScoped]) {
    itJudges(rule, "is accepted where it grants less", attach("CloudWatchLogsReadOnlyAccess"), {}, []);
    itJudges(rule, "is left to its own rule where it makes an administrator", attach("AdministratorAccess"), {}, []);
  }
});

describe("iam-no-credentials-exposure", () => {
  const rule = iamNoCredentialsExposure;
  const refused = (names: string) => mandatory(`${path}.Resource should name whose credentials ${names} hands out`);

  for (const action of [
    "codeartifact:GetAuthorizationToken",
    "codepipeline:PollForJobs",
    "iam:CreateAccessKey",
    "sts:AssumeRole",
    "sts:GetFederationToken",
    "sts:GetSessionToken",
  ]) {
    itJudgesStatement(rule, `refuses ${action} on *`, allow(action, "*"), [refused(action)]);
  }
  itJudgesStatement(rule, "refuses assuming any role", allow("sts:AssumeRole", "arn:aws:iam::*:role/*"), [
    refused("sts:AssumeRole"),
  ]);
  itJudgesStatement(rule, "accepts assuming a named role", allow("sts:AssumeRole", "arn:aws:iam::1:role/cdk-*"), []);
  itJudgesStatement(
    rule,
    "accepts logging in to registries, which AWS cannot scope",
    allow(["ecr:GetAuthorizationToken", "ecr-public:GetAuthorizationToken", "sts:GetServiceBearerToken"], "*"),
    [],
  );
});
