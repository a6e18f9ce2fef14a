import assert from "node:assert/strict";
import fc from "fast-check";
import { judgeCase, type PackCase } from "./cases/judge-case";

// Each kind of attack has a property. A rule of the kind finds every member that the generator makes, and does not find
// the same member made harmless.

const account = "111122223333";
const foreign = "999988887777";
const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

type Resources = PackCase["resources"];
type CaseResource = Resources[number];

function made(type: string, props: CaseResource["props"], name = "it"): CaseResource {
  return { type, name, props };
}

function document(...Statement: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

/** The rules among some that have a finding about resources. */
function speaking(resources: Resources, rules: readonly string[]): string[] {
  const findings = judgeCase({ id: "made", expect: "found", resources });
  return [...new Set(findings.map(({ rule }) => rule))].filter((rule) => rules.includes(rule));
}

/** Holds that a rule finds each attack, and none finds its harmless twin. */
function itFinds<T>(
  kind: string,
  rules: readonly string[],
  members: fc.Arbitrary<T>,
  make: (member: T) => { readonly attack: Resources; readonly twin: Resources },
) {
  it(kind, () => {
    fc.assert(
      fc.property(members, (member) => {
        const { attack, twin } = make(member);
        assert.notDeepEqual(speaking(attack, rules), [], "the attack is silent");
        assert.deepEqual(speaking(twin, rules), [], "the twin is found");
      }),
      { numRuns: 40 },
    );
  });
}

const word = fc.stringMatching(/^[a-z]{3,10}$/);
const buildTrust = document({
  Effect: "Allow",
  Principal: { Service: "codebuild.amazonaws.com" },
  Action: "sts:AssumeRole",
  Condition: { StringEquals: { "aws:SourceAccount": account } },
});

function role(trust: string): Resources {
  return [made("aws:iam/role:Role", { name: "shop", assumeRolePolicy: trust })];
}

function policy(...statements: readonly object[]): Resources {
  return [made("aws:iam/policy:Policy", { name: "shop", policy: document(...statements) })];
}

function project(buildspec: string | undefined, environment: object = {}): CaseResource {
  return made(
    "aws:codebuild/project:Project",
    {
      name: "build",
      serviceRole: `arn:aws:iam::${account}:role/build`,
      source: { type: "CODEPIPELINE", buildspec },
      artifacts: { type: "CODEPIPELINE" },
      environment: { type: "LINUX_CONTAINER", image: "aws/codebuild/standard:7.0", ...environment },
    },
    "project",
  );
}

function pipeline(...actions: readonly object[]): CaseResource {
  const source = { name: "Source", category: "Source", owner: "AWS", provider: "S3", version: "1" };
  const stages = [[source], ...actions.map((action) => [action])];
  return made(
    "aws:codepipeline/pipeline:Pipeline",
    {
      name: "shop",
      pipelineType: "V2",
      roleArn: `arn:aws:iam::${account}:role/pipeline`,
      stages: stages.map((each, index) => ({ name: `Stage${index}`, actions: each })),
    },
    "pipeline",
  );
}

const build = {
  ...{ name: "Run", category: "Build", owner: "AWS", provider: "CodeBuild", version: "1" },
  configuration: { ProjectName: "build" },
};

describe("every member of a kind of attack is found, and its harmless twin is not:", () => {
  itFinds(
    "1, a build that the repository decides may delete what holds data",
    ["codepipeline-approval-before-destroy"],
    fc.record({
      action: fc.constantFrom(
        ...["rds:DeleteDBInstance", "s3:DeleteBucket", "dynamodb:DeleteTable", "kms:ScheduleKeyDeletion"],
        ...["cloudformation:DeleteStack", "ecr:DeleteRepository", "eks:DeleteCluster", "rds:Delete*"],
      ),
      buildspec: fc.oneof(
        fc.constantFrom(undefined, "ci/build.yml"),
        word.map((script) => `version: 0.2\nphases:\n  build:\n    commands:\n      - ./${script}.sh\n`),
      ),
    }),
    ({ action, buildspec }) => {
      const holding = (name: string): Resources => [
        made("aws:iam/role:Role", { name: "build", assumeRolePolicy: buildTrust }, "role"),
        made(
          "aws:iam/rolePolicy:RolePolicy",
          { role: "build", policy: document({ Effect: "Allow", Action: name, Resource: `arn:aws:x:::${name}` }) },
          "policy",
        ),
        project(buildspec),
        pipeline(build),
      ];
      return { attack: holding(action), twin: holding(action.replace(/:\w+\*?$/, ":DescribeNothing")) };
    },
  );

  itFinds(
    "2, a condition that binds nobody",
    ["s3-no-public-policy", "sqs-no-public-policy", "sns-no-public-policy"],
    fc.record({
      type: fc.constantFrom(
        ...["aws:s3/bucketPolicy:BucketPolicy", "aws:sqs/queuePolicy:QueuePolicy", "aws:sns/topicPolicy:TopicPolicy"],
      ),
      key: fc.constantFrom("aws:PrincipalAccount", "aws:PrincipalOrgID", "aws:SourceAccount"),
      loose: fc.constantFrom<(key: string, value: string) => object>(
        (key) => ({ StringEquals: { [key]: `\${${key}}` } }),
        (key) => ({ StringLike: { [key]: "*" } }),
        (key, value) => ({ StringEqualsIfExists: { [key]: value } }),
        (key, value) => ({ "ForAllValues:StringEquals": { [key]: value } }),
        (key, value) => ({ StringNotEquals: { [key]: value } }),
        (key) => ({ Null: { [key]: "false" } }),
        (key, value) => ({ StringLike: { [key]: [value, "*"] } }),
      ),
    }),
    ({ type, key, loose }) => {
      const value = key === "aws:PrincipalOrgID" ? "o-abcde12345" : account;
      const open = (Condition: object): Resources => [
        made(type, {
          bucket: "shop",
          arn: `arn:aws:sns:eu-west-1:${account}:shop`,
          queueUrl: `https://sqs.eu-west-1.amazonaws.com/${account}/shop`,
          policy: document({ Effect: "Allow", Principal: "*", Action: "x:Use", Resource: "*", Condition }),
        }),
      ];
      return { attack: open(loose(key, value)), twin: open({ StringEquals: { [key]: value } }) };
    },
  );

  const issuers: readonly (readonly [
    host: string,
    wide: (owner: string) => string,
    bound: (owner: string) => string,
  ])[] = [
    [
      "token.actions.githubusercontent.com",
      (owner) => `repo:${owner}/*`,
      (owner) => `repo:${owner}/shop:ref:refs/heads/main`,
    ],
    [
      "gitlab.com",
      (owner) => `project_path:${owner}/*`,
      (owner) => `project_path:${owner}/shop:ref_type:branch:ref:main`,
    ],
    [
      "app.terraform.io",
      (owner) => `organization:${owner}:*`,
      (owner) => `organization:${owner}:project:x:workspace:prod:*`,
    ],
    ["agent.buildkite.com", (owner) => `organization:${owner}:*`, (owner) => `organization:${owner}:pipeline:shop:*`],
    [
      "oidc.eks.eu-west-1.amazonaws.com/id/ABCDEF",
      () => "system:serviceaccount:*",
      (owner) => `system:serviceaccount:${owner}:deploy`,
    ],
  ];
  itFinds(
    "3, a token of any workload",
    ["iam-trust-oidc-scoped"],
    fc.record({ issuer: fc.constantFrom(...issuers), owner: word, none: fc.boolean() }),
    ({ issuer: [host, wide, bound], owner, none }) => {
      const trusting = (subject: object): Resources =>
        role(
          document({
            Effect: "Allow",
            Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${host}` },
            Action: "sts:AssumeRoleWithWebIdentity",
            Condition: { StringEquals: { [`${host}:aud`]: "sts.amazonaws.com" }, ...subject },
          }),
        );
      return {
        attack: trusting(none ? {} : { StringLike: { [`${host}:sub`]: wide(owner) } }),
        twin: trusting({ StringLike: { [`${host}:sub`]: bound(owner) } }),
      };
    },
  );

  const scopeRules = ["iam-write-scoped", "iam-no-data-exfiltration", "iam-no-credentials-exposure"];
  itFinds(
    "4, a few letters in the place of a name",
    scopeRules,
    fc.record({
      service: fc.constantFrom(
        ["secretsmanager:GetSecretValue", `arn:aws:secretsmanager:eu-west-1:${account}:secret:`] as const,
        ["sts:AssumeRole", `arn:aws:iam::${account}:role/`] as const,
        ["lambda:UpdateFunctionCode", `arn:aws:lambda:eu-west-1:${account}:function:`] as const,
        ["s3:PutObject", "arn:aws:s3:::"] as const,
      ),
      letters: fc.stringMatching(/^[a-z]{0,2}$/),
      shape: fc.constantFrom<(letters: string) => string>(
        (letters) => `${letters}*`,
        (letters) => `*${letters}*`,
        (letters) => `?${letters}*`,
        (letters) => `\${aws:PrincipalTag/x}${letters}*`,
      ),
      name: word,
    }),
    ({ service: [action, start], letters, shape, name }) => {
      const on = (pattern: string) => policy({ Effect: "Allow", Action: action, Resource: `${start}${pattern}` });
      return { attack: on(shape(letters)), twin: on(action === "s3:PutObject" ? `${name}/*` : `shop-${name}`) };
    },
  );

  itFinds(
    "5, rights by a managed policy of AWS",
    [...scopeRules, "iam-no-admin-managed-policy", "iam-no-service-wildcard", "iam-permissions-management-scoped"],
    fc.record({
      name: fc.constantFrom(
        ...[
          "AdministratorAccess",
          "PowerUserAccess",
          "AmazonS3FullAccess",
          "SecretsManagerReadWrite",
          "ReadOnlyAccess",
        ],
        ...["AWSCodeCommitFullAccess", "AmazonDynamoDBFullAccess", "AWSOrganizationsFullAccess", "IAMFullAccess"],
      ),
      partition: fc.constantFrom("aws", "aws-cn", "aws-us-gov"),
      how: fc.constantFrom<(arn: string) => CaseResource>(
        (policyArn) => made("aws:iam/rolePolicyAttachment:RolePolicyAttachment", { role: "shop", policyArn }),
        (policyArn) => made("aws:iam/userPolicyAttachment:UserPolicyAttachment", { user: "shop", policyArn }),
        (arn) => made("aws:iam/role:Role", { name: "shop", assumeRolePolicy: buildTrust, managedPolicyArns: [arn] }),
        (arn) => made("aws-native:iam:Role", { roleName: "shop", managedPolicyArns: [arn] }),
        (managedPolicyArn) =>
          made("aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment", { managedPolicyArn }),
      ),
    }),
    ({ name, partition, how }) => ({
      attack: [how(`arn:${partition}:iam::aws:policy/${name}`)],
      twin: [how(`arn:${partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole`)],
    }),
  );

  itFinds(
    "6, an action that stops or deletes records",
    ["audit-log-no-tampering"],
    fc.constantFrom(
      ["logs:DeleteLogGroup", "arn:aws:logs:eu-west-1:1:log-group:/aws/codebuild/*", "logs:PutLogEvents"] as const,
      ["logs:PutRetentionPolicy", "*", "logs:DescribeLogGroups"] as const,
      ["cloudtrail:StopLogging", "*", "cloudtrail:LookupEvents"] as const,
      ["cloudtrail:*", "*", "cloudtrail:Get*"] as const,
      ["config:StopConfigurationRecorder", "*", "config:DescribeConfigRules"] as const,
      ["guardduty:DeleteDetector", "*", "guardduty:GetDetector"] as const,
      ["s3:DeleteObject", "arn:aws:s3:::acme-cloudtrail/*", "s3:PutObject"] as const,
    ),
    ([action, resource, harmless]) => ({
      attack: policy({ Effect: "Allow", Action: action, Resource: resource }),
      twin: policy({ Effect: "Allow", Action: harmless, Resource: resource }),
    }),
  );

  const secretPlaces: readonly ((name: string, value: string) => Resources)[] = [
    (name, value) => [project("ci/build.yml", { environmentVariables: [{ name, value, type: "PLAINTEXT" }] })],
    (name, value) => [project(JSON.stringify({ version: 0.2, env: { variables: { [name]: value } }, phases: {} }))],
    (name, value) => [
      pipeline({
        ...build,
        configuration: { ProjectName: "build", EnvironmentVariables: JSON.stringify([{ name, value }]) },
      }),
    ],
    (name, value) => [
      made("aws:lambda/function:Function", { name: "f", environment: { variables: { [name]: value } } }),
    ],
    (name, value) => [
      made("aws:ecs/taskDefinition:TaskDefinition", {
        family: "f",
        containerDefinitions: JSON.stringify([{ name: "c", image: "i", environment: [{ name, value }] }]),
      }),
    ],
  ];
  itFinds(
    "7, a secret in plain text",
    [
      ...["codebuild-no-plaintext-secrets", "codepipeline-no-secrets-in-configuration", "ecs-no-plaintext-secrets"],
      "lambda-no-plaintext-credentials",
    ],
    fc.record({
      place: fc.constantFrom(...secretPlaces),
      name: fc.constantFrom("DB_PASSWORD", "NPM_TOKEN", "dbPassword", "CLIENT_SECRET", "API_KEY"),
      value: fc.stringMatching(/^[a-zA-Z0-9]{6,12}x[0-9][A-Z]$/),
      harmless: fc.constantFrom("3600", "true", "/shop/prod/password", "$OTHER", "arn:aws:secretsmanager:x:1:secret:y"),
    }),
    ({ place, name, value, harmless }) => ({ attack: place(name, value), twin: place(name, harmless) }),
  );

  itFinds(
    "8, an open document of a type of another provider, of Cloud Control or of a template",
    ["s3-no-public-policy", "iam-trust-no-public", "sqs-no-public-policy", "iam-no-admin"],
    fc.record({
      resource: fc.constantFrom<(principal: string, action: string) => readonly [type: string, properties: object]>(
        (Principal) => [
          "AWS::S3::BucketPolicy",
          {
            Bucket: "shop",
            PolicyDocument: { Statement: [{ Effect: "Allow", Principal, Action: "s3:GetObject", Resource: "*" }] },
          },
        ],
        (Principal) => [
          "AWS::IAM::Role",
          { AssumeRolePolicyDocument: { Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }] } },
        ],
        (Principal) => [
          "AWS::SQS::QueuePolicy",
          {
            Queues: ["q"],
            PolicyDocument: { Statement: [{ Effect: "Allow", Principal, Action: "sqs:SendMessage", Resource: "*" }] },
          },
        ],
        (_, Action) => [
          "AWS::IAM::ManagedPolicy",
          { PolicyDocument: { Statement: [{ Effect: "Allow", Action, Resource: "arn:aws:s3:::shop" }] } },
        ],
      ),
      form: fc.constantFrom<(type: string, properties: object) => CaseResource>(
        (typeName, properties) =>
          made("aws:cloudcontrol/resource:Resource", { typeName, desiredState: JSON.stringify(properties) }),
        (type, properties) => made(native(type), smallNames(properties)),
        (Type, Properties) =>
          made("aws:cloudformation/stack:Stack", {
            templateBody: JSON.stringify({ Resources: { It: { Type, Properties } } }),
          }),
        (Type, Properties) =>
          made("aws:cloudformation/stackSet:StackSet", {
            templateBody: JSON.stringify({ Resources: { It: { Type, Properties } } }),
          }),
      ),
    }),
    ({ resource, form }) => ({
      attack: [form(...resource("*", "*"))].map(starOnAll),
      twin: [form(...resource(`arn:aws:iam::${account}:role/shop`, "s3:ListBucket"))],
    }),
  );

  itFinds(
    "9, a part that replaces what a bucket or topic elsewhere had",
    ["s3-tls-only", "s3-versioning", "s3-kms-encryption", "sns-tls-only"],
    fc.record({
      name: word,
      part: fc.constantFrom<(name: string, isRight: boolean) => CaseResource>(
        (bucket, isRight) =>
          made("aws:s3/bucketPolicy:BucketPolicy", {
            bucket,
            policy: overTls(`arn:aws:s3:::${bucket}`, "s3:*", isRight),
          }),
        (bucket, isRight) =>
          made("aws:s3/bucketVersioning:BucketVersioning", {
            bucket,
            versioningConfiguration: { status: isRight ? "Enabled" : "Suspended" },
          }),
        (bucket, isRight) =>
          made("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", {
            bucket,
            rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: isRight ? "aws:kms" : "AES256" } }],
          }),
        (name, isRight) => {
          const arn = `arn:aws:sns:eu-west-1:${account}:${name}`;
          return made("aws:sns/topicPolicy:TopicPolicy", { arn, policy: overTls(arn, "sns:Publish", isRight) });
        },
      ),
    }),
    ({ name, part }) => ({ attack: [part(name, false)], twin: [part(name, true)] }),
  );

  const read = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::shop/*" };
  itFinds(
    "10, a document that AWS refuses",
    ["iam-valid-document"],
    fc.record({
      name: word,
      change: fc.constantFrom<(name: string) => readonly object[]>(
        (Sid) => [
          { ...read, Sid },
          { ...read, Sid },
        ],
        (name) => [{ ...read, Sid: `${name} ${name}` }],
        (name) => [{ ...read, Action: `s3:${name}Nothing` }],
        (name) => [{ ...read, [name]: {} }],
        (name) => [{ ...read, Condition: { [`String${name}`]: { "aws:PrincipalArn": "x" } } }],
        () => [{ ...read, Principal: "*" }],
        (name) => [{ ...read, Resource: name }],
        (name) => Array.from({ length: 100 }, (_, index) => ({ ...read, Resource: `arn:aws:s3:::${name}-${index}/*` })),
        (name) => [{ ...read, Action: "kms:Decrypt", Resource: `arn:aws:kms:eu-west-1:${account}:alias/${name}` }],
      ),
    }),
    ({ name, change }) => ({ attack: policy(...change(name)), twin: policy({ ...read, Sid: name }) }),
  );

  itFinds(
    "11, an unknown document of a critical rule",
    ["iam-no-admin", "iam-trust-no-public", "s3-no-public-policy", "kms-no-public-principal", "ecr-no-public-policy"],
    fc.constantFrom<(policy: string) => CaseResource>(
      (policy) => made("aws:iam/rolePolicy:RolePolicy", { role: "shop", policy }),
      (assumeRolePolicy) => made("aws:iam/role:Role", { name: "shop", assumeRolePolicy }),
      (policy) => made("aws:s3/bucketPolicy:BucketPolicy", { bucket: "shop", policy }),
      (policy) => made("aws:kms/keyPolicy:KeyPolicy", { keyId: "1", policy }),
      (policy) => made("aws:ecr/repositoryPolicy:RepositoryPolicy", { repository: "shop", policy }),
    ),
    (holding) => ({
      attack: [holding(unknownText)],
      twin: [
        holding(document({ ...read, Principal: { AWS: `arn:aws:iam::${account}:role/ci` }, Action: "sts:AssumeRole" })),
      ],
    }),
  );

  const events = "PULL_REQUEST_CREATED,PULL_REQUEST_UPDATED";
  itFinds(
    "12, a webhook whose filter lets everybody in",
    ["codebuild-webhook-pr-guarded", "codebuild-webhook-anchored-patterns"],
    fc.record({
      id: fc.integer({ min: 1000, max: 99_999_999 }),
      loose: fc.constantFrom<(id: number) => string>(
        () => "^\\d*$",
        () => "^.+$",
        (id) => `^(${id}|.*)$`,
        (id) => `${id}`,
        (id) => `^${id}$|^`,
        (id) => `^(${id})?.*$`,
      ),
    }),
    ({ id, loose }) => {
      const filtered = (pattern: string): Resources => [
        made("aws:codebuild/webhook:Webhook", {
          projectName: "build",
          filterGroups: [
            {
              filters: [
                { type: "EVENT", pattern: events },
                { type: "ACTOR_ACCOUNT_ID", pattern },
              ],
            },
          ],
        }),
      ];
      return { attack: filtered(loose(id)), twin: filtered(`^${id}$`) };
    },
  );

  itFinds(
    "13, a key of a build that the policies of its account open",
    ["kms-account-use", "kms-no-public-principal"],
    fc.record({
      action: fc.constantFrom(
        "kms:Decrypt",
        "kms:*",
        "kms:GenerateDataKey*",
        "kms:ReEncrypt*",
        "kms:Sign",
        "kms:Create*",
      ),
      principal: fc.constantFrom<string | object>({ AWS: `arn:aws:iam::${account}:root` }, { AWS: account }, "*"),
      loose: fc.constantFrom(
        {},
        { StringLike: { "aws:PrincipalArn": "*" } },
        { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${account}:role/*` } },
        { ArnEqualsIfExists: { "aws:PrincipalArn": `arn:aws:iam::${account}:role/build` } },
        { "ForAllValues:ArnEquals": { "aws:PrincipalArn": `arn:aws:iam::${account}:role/build` } },
        { StringEquals: { "aws:PrincipalAccount": account } },
        { StringEquals: { "kms:CallerAccount": account } },
        { StringLike: { "kms:ViaService": "*" } },
      ),
    }),
    ({ action, principal, loose }) => {
      const open = (Condition: object): Resources => [
        made("aws:kms/keyPolicy:KeyPolicy", {
          keyId: `arn:aws:kms:eu-west-1:${account}:key/1111`,
          policy: document({ Effect: "Allow", Principal: principal, Action: action, Resource: "*", Condition }),
        }),
        made("aws:codebuild/project:Project", { encryptionKey: `arn:aws:kms:eu-west-1:${account}:key/1111` }, "build"),
      ];
      const twin = { ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${account}:role/build` } };
      return { attack: open(loose), twin: open(twin) };
    },
  );

  itFinds(
    "2, the root of another account in the policy of a resource",
    ["sqs-no-public-policy", "ecr-no-public-policy", "secret-no-public-policy", "kms-no-public-principal"],
    fc.constantFrom<readonly [type: string, owner: object]>(
      ["aws:sqs/queuePolicy:QueuePolicy", { queueUrl: `https://sqs.eu-west-1.amazonaws.com/${account}/q` }],
      ["aws:ecr/repositoryPolicy:RepositoryPolicy", { repository: "shop" }],
      ["aws:secretsmanager/secretPolicy:SecretPolicy", { secretArn: "arn:aws:secretsmanager:x:1:secret:y" }],
      ["aws:kms/keyPolicy:KeyPolicy", { keyId: `arn:aws:kms:eu-west-1:${account}:key/1` }],
    ),
    ([type, owner]) => {
      const sharing = (principal: string): Resources => [
        made(type, {
          ...owner,
          policy: document({ Effect: "Allow", Principal: { AWS: principal }, Action: "x:Use", Resource: "*" }),
        }),
      ];
      return {
        attack: sharing(`arn:aws:iam::${foreign}:root`),
        twin: sharing(`arn:aws:iam::${foreign}:role/deploy`),
      };
    },
  );
});

/** `aws-native:iam:Role` of `AWS::IAM::Role`. */
function native(type: string): string {
  const [, service = "", kind = ""] = type.split("::");
  return `aws-native:${service.toLowerCase()}:${kind}`;
}

function smallNames(properties: object): CaseResource["props"] {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
  );
}

/** An administrator's statement names every resource. */
function starOnAll({ props, ...resource }: CaseResource): CaseResource {
  return { ...resource, props: JSON.parse(JSON.stringify(props).replaceAll("arn:aws:s3:::shop", "*")) };
}

function overTls(arn: string, Action: string, isRight: boolean): string {
  return document({
    Effect: "Deny",
    Principal: "*",
    Action,
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { [isRight ? "aws:SecureTransport" : "aws:ViaAWSService"]: "false" } },
  });
}
