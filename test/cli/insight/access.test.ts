import assert from "node:assert/strict";
import { accessMapOf, identityAccess, whoCan } from "../../../cli/insight/access";
import { pipelinesOf } from "../../../cli/insight/pipelines";
import { type PropertyMap, UNKNOWN } from "../../../cli/preview/base/property-value";
import type { Resource } from "../../../cli/preview/engine/resource";
import { resource } from "../preview/support/resource";
import { action, pipeline, source } from "./programs";

const document = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (actions: string, resources: string, more: object = {}) => ({
  ...{ Effect: "Allow", Action: actions, Resource: resources },
  ...more,
});
const trust = (principal: object) => document({ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" });
const role = (name: string, principal: object, given: PropertyMap = {}) =>
  resource("aws:iam/role:Role", name, { inputs: { name, assumeRolePolicy: trust(principal), ...given } });
const inline = (name: string, of: Resource, ...statements: object[]) =>
  resource("aws:iam/rolePolicy:RolePolicy", name, {
    inputs: { role: UNKNOWN, policy: document(...statements) },
    propertyDependencies: { role: [of.urn] },
  });

const build = role("build", { Service: "codebuild.amazonaws.com" });
const objects = "arn:aws:s3:::data/*";
const names = (resources: Resource[], act = "s3:PutObject", target: string | undefined = "arn:aws:s3:::data/a") =>
  whoCan(act, target, accessMapOf(resources, pipelinesOf(resources, {}))).map(({ holder }) =>
    holder.replace("role ", ""),
  );

describe("who can do an action", () => {
  it("is a role whose policy allows it on the resource", () => {
    const policy = inline("p", build, allow("s3:Put*", objects));
    assert.deepEqual(names([build, policy]), ["build"]);
    assert.deepEqual(names([build, policy], "s3:GetObject"), []);
    assert.deepEqual(names([build, policy], "s3:PutObject", "arn:aws:s3:::other/a"), []);
    assert.deepEqual(names([build, policy], "s3:PutObject", undefined), ["build"]);
  });

  it("is not a role that denies it without a condition", () => {
    const deny = { Effect: "Deny", Action: "s3:*", Resource: "*" };
    const conditional = { ...deny, Condition: { Bool: { "aws:SecureTransport": "false" } } };
    assert.deepEqual(names([build, inline("p", build, allow("s3:*", objects), deny)]), []);
    assert.deepEqual(names([build, inline("p", build, allow("s3:*", objects), conditional)]), ["build"]);
  });

  it("counts inline policies of the role, and managed policies that the program makes", () => {
    const policy = resource("aws:iam/policy:Policy", "m", {
      inputs: { name: "m", policy: document(allow("s3:*", "*")) },
    });
    const arn = "arn:aws:iam::111122223333:policy/m";
    const byArn = role("by-arn", { Service: "codebuild.amazonaws.com" }, { managedPolicyArns: [arn] });
    const inlined = role(
      "inlined",
      { Service: "codebuild.amazonaws.com" },
      { inlinePolicies: [{ name: "i", policy: document(allow("s3:*", "*")) }] },
    );
    const attachment = resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "a", {
      inputs: { role: "build", policyArn: UNKNOWN },
      propertyDependencies: { policyArn: [policy.urn] },
    });
    assert.deepEqual(names([build, byArn, inlined, policy, attachment]), ["build", "by-arn", "inlined"]);
  });

  it("is not a role whose boundary leaves the action out", () => {
    const boundary = resource("aws:iam/policy:Policy", "b", {
      inputs: { name: "b", policy: document(allow("logs:*", "*")) },
    });
    const bounded = role(
      "bounded",
      { Service: "codebuild.amazonaws.com" },
      { permissionsBoundary: "arn:aws:iam::1:policy/b" },
    );
    assert.deepEqual(names([bounded, boundary, inline("p", bounded, allow("s3:*", "*"), allow("logs:*", "*"))]), []);
    assert.deepEqual(
      names([bounded, boundary, inline("p", bounded, allow("logs:*", "*"))], "logs:PutLogEvents", undefined),
      ["bounded"],
    );
  });

  describe("by the policy of a resource for anyone", () => {
    const deploy = "arn:aws:iam::111122223333:role/build";
    const elsewhere = "arn:aws:iam::444455556666:role/reader";
    const key = (...statements: object[]) =>
      resource("aws:kms/key:Key", "key", { inputs: { policy: document(...statements) } });
    const decrypt = (principal: unknown, condition?: object) => ({
      ...allow("kms:Decrypt", "*"),
      Principal: principal,
      ...(condition && { Condition: condition }),
    });
    const holders: readonly (readonly [
      name: string,
      principal: unknown,
      condition: object | undefined,
      holders: string[],
    ])[] = [
      ["without a condition", "*", undefined, ["anyone"]],
      [
        "with the ARNs of roles",
        { AWS: "*" },
        {
          ArnEquals: { "aws:PrincipalArn": [deploy, elsewhere] },
          StringEquals: { "kms:CallerAccount": "111122223333" },
        },
        ["build", `aws ${elsewhere}`],
      ],
      ["with the ARN as text", "*", { StringEquals: { "AWS:principalarn": deploy } }, ["build"]],
      [
        "with a pattern of ARNs",
        "*",
        { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/b*" } },
        ["build", "aws arn:aws:iam::111122223333:role/b*"],
      ],
      ["with an account", "*", { StringEquals: { "aws:PrincipalAccount": "444455556666" } }, ["account 444455556666"]],
      [
        "with the account of KMS",
        "*",
        { StringEquals: { "kms:CallerAccount": "444455556666" } },
        ["account 444455556666"],
      ],
      ["with an organization", "*", { StringEquals: { "aws:PrincipalOrgID": "o-acme" } }, ["organization o-acme"]],
      ["with a condition that may be absent", "*", { ArnEqualsIfExists: { "aws:PrincipalArn": deploy } }, ["anyone"]],
      ["with a negated condition", "*", { ArnNotEquals: { "aws:PrincipalArn": deploy } }, ["anyone"]],
      [
        "through the account of the role",
        { AWS: "arn:aws:iam::111122223333:root" },
        { ArnEquals: { "aws:PrincipalArn": deploy } },
        ["build"],
      ],
      [
        "through another account than that of the role",
        { AWS: "444455556666" },
        { ArnEquals: { "aws:PrincipalArn": deploy } },
        ["account 444455556666"],
      ],
    ];
    for (const [name, principal, condition, expected] of holders) {
      it(`is said ${name}`, () => {
        assert.deepEqual(names([build, key(decrypt(principal, condition))], "kms:Decrypt", undefined), expected);
      });
    }

    it("counts for the trust of a role too", () => {
      const target = role(
        "target",
        { AWS: "*" },
        {
          assumeRolePolicy: document({
            ...{ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" },
            Condition: { ArnEquals: { "aws:PrincipalArn": deploy } },
          }),
        },
      );
      const { handovers } = accessMapOf([build, target], []);
      assert.deepEqual(
        handovers.map(({ by, role: to, kind }) => [by.name, kind, to.name]),
        [["build", "assumes", "target"]],
      );
    });
  });

  for (const [whom, condition] of [
    ["an organization", { StringEquals: { "aws:PrincipalOrgID": "o-acme" } }],
    ["a part of an organization", { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-acme/*" } }],
    ["the account of the role", { StringEquals: { "aws:PrincipalAccount": `\${aws:ResourceAccount}` } }],
    ["accounts by a pattern", { StringLike: { "aws:PrincipalAccount": "1111*" } }],
  ] as const) {
    it(`counts the roles of the program that a role may trust with ${whom}`, () => {
      const caller = role("caller", { Service: "ec2.amazonaws.com" });
      const target = role(
        "target",
        { AWS: "*" },
        {
          assumeRolePolicy: document({
            ...{ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole", Condition: condition },
          }),
        },
      );
      const may = inline("c", caller, allow("sts:AssumeRole", "*"));
      const { handovers } = accessMapOf([build, caller, target, may], []);
      assert.deepEqual(
        handovers.map(({ by, role: to, kind }) => [by.name, kind, to.name]),
        [["caller", "assumes", "target"]],
      );
    });
  }

  it("shows conditions and the chain from a push to the role", () => {
    const own = role("pipeline-role", { Service: "codepipeline.amazonaws.com" });
    const starter = role("starter", { AWS: "arn:aws:iam::111122223333:role/pipeline-role" });
    const shop = pipeline(
      "shop",
      [
        { name: "Source", actions: [source] },
        { name: "Build", actions: [action("Image", "CodeBuild", { configuration: { ProjectName: "shop-image" } })] },
      ],
      { roleArn: "arn:aws:iam::111122223333:role/pipeline-role" },
    );
    const project = resource("aws:codebuild/project:Project", "shop-image", {
      inputs: { name: "shop-image", serviceRole: UNKNOWN },
      propertyDependencies: { serviceRole: [build.urn] },
    });
    const condition = { StringEquals: { "aws:ResourceAccount": "111122223333" } };
    const resources = [
      ...[build, own, starter, shop, project],
      inline("a", build, allow("s3:PutObject", objects, { Condition: condition })),
      inline("b", starter, allow("s3:PutObject", objects)),
    ];
    const found = whoCan("s3:PutObject", undefined, accessMapOf(resources, pipelinesOf(resources, {})));
    assert.deepEqual(
      found.map(({ holder, conditions, reachedBy }) => [holder, conditions, reachedBy]),
      [
        [
          "role build",
          ["aws:resourceaccount stringequals 111122223333"],
          ["build project shop-image ← Build/Image of pipeline shop ← push to acme/shop, branch main"],
        ],
        ["role starter", [], ["role pipeline-role ← pipeline shop ← push to acme/shop, branch main"]],
      ],
    );
  });

  it("names the service where nothing in the program acts as the role", () => {
    const lambda = role("lambda", { Service: "lambda.amazonaws.com" });
    const [access] = whoCan(
      "s3:PutObject",
      undefined,
      accessMapOf([lambda, inline("p", lambda, allow("s3:*", "*"))], []),
    );
    assert.deepEqual(access?.reachedBy, ["service lambda.amazonaws.com"]);
  });

  it("is a principal that the policy of a resource allows, in the program or outside it", () => {
    const bucket = resource("aws:s3/bucketPolicy:BucketPolicy", "data-policy", {
      inputs: {
        bucket: "data",
        policy: document(
          allow("s3:PutObject", objects, { Sid: "Build", Principal: { AWS: "arn:aws:iam::111122223333:role/build" } }),
          allow("s3:PutObject", objects, {
            Principal: { Service: "logging.s3.amazonaws.com", AWS: "222233334444" },
            Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
          }),
        ),
      },
    });
    const found = whoCan("s3:PutObject", "arn:aws:s3:::data/a", accessMapOf([build, bucket], []));
    assert.deepEqual(
      found.map(({ holder, through, conditions, identity }) => [holder, through, conditions, identity?.name]),
      [
        ["role build", "bucket data", [], "build"],
        ["service logging.s3.amazonaws.com", "bucket data", ["aws:sourceaccount stringequals 111122223333"], undefined],
        ["account 222233334444", "bucket data", ["aws:sourceaccount stringequals 111122223333"], undefined],
      ],
    );
    assert.deepEqual(whoCan("kms:Decrypt", undefined, accessMapOf([build, bucket], [])), []);
  });

  it("is not a role that the policy of the resource denies", () => {
    const deny = (more: object) =>
      resource("aws:s3/bucketPolicy:BucketPolicy", "data-policy", {
        inputs: {
          bucket: "data",
          policy: document({ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: objects, ...more }),
        },
      });
    const policy = inline("p", build, allow("s3:*", "*"));
    assert.deepEqual(names([build, policy, deny({})]), []);
    assert.deepEqual(names([build, policy, deny({})], "s3:PutObject", "arn:aws:s3:::other/a"), ["build"]);
    assert.deepEqual(names([build, policy, deny({ Condition: { Bool: { "aws:SecureTransport": "false" } } })]), [
      "build",
    ]);
  });

  it("is a user or a group by its own and by attached policies", () => {
    const user = resource("aws:iam/user:User", "ann", { inputs: { name: "ann" } });
    const group = resource("aws:iam/group:Group", "devs", { inputs: { name: "devs" } });
    const own = resource("aws:iam/userPolicy:UserPolicy", "p", {
      inputs: { user: "ann", policy: document(allow("s3:PutObject", objects)) },
    });
    const managed = resource("aws:iam/policy:Policy", "m", {
      inputs: { name: "m", policy: document(allow("s3:PutObject", objects)) },
    });
    const shared = resource("aws:iam/policyAttachment:PolicyAttachment", "a", {
      inputs: { groups: ["devs"], policyArn: "arn:aws:iam::111122223333:policy/m" },
    });
    assert.deepEqual(names([user, group, own, managed, shared]), ["user ann", "group devs"]);
  });

  it("is reached through a role that trusts the account, and through one that is passed to a service", () => {
    const open = role("open", { AWS: "arn:aws:iam::111122223333:root" });
    const run = role("run", { Service: "lambda.amazonaws.com" });
    const caller = role("caller", { Service: "ec2.amazonaws.com" });
    const resources = [
      ...[open, run, caller],
      inline("a", open, allow("s3:PutObject", objects)),
      inline("b", run, allow("s3:PutObject", objects)),
      inline("c", caller, allow("sts:AssumeRole", "arn:aws:iam::111122223333:role/open"), {
        ...allow("iam:PassRole", "arn:aws:iam::111122223333:role/run"),
        Condition: { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } },
      }),
    ];
    const found = whoCan("s3:PutObject", undefined, accessMapOf(resources, []));
    assert.deepEqual(
      found.map(({ holder, reachedBy }) => [holder, reachedBy]),
      [
        ["role open", ["role caller ← service ec2.amazonaws.com"]],
        ["role run", ["role caller passes it to a service ← service ec2.amazonaws.com"]],
      ],
    );
  });

  it("takes the shortest way to each of many roles that pass each other", () => {
    const roles = Array.from({ length: 30 }, (_, index) => role(`r${index}`, { Service: "lambda.amazonaws.com" }));
    const policies = roles.map((one, index) => inline(`p${index}`, one, allow("iam:PassRole", "*")));
    const map = accessMapOf([...roles, ...policies], []);
    for (const { reachedBy } of whoCan("iam:PassRole", undefined, map)) {
      assert.equal(reachedBy.length, 29);
      assert.match(reachedBy[0] ?? "", /^role r\d+ passes it to a service ← service lambda\.amazonaws\.com$/);
    }
  });

  it("says what it does not know: existing policies, boundaries and unknown documents", () => {
    const existing = role(
      "existing",
      { Service: "codebuild.amazonaws.com" },
      {
        managedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
        permissionsBoundary: "arn:aws:iam::1:policy/org",
      },
    );
    const unknown = resource("aws:iam/rolePolicy:RolePolicy", "later", {
      inputs: { role: "existing", policy: UNKNOWN },
    });
    assert.deepEqual(accessMapOf([existing, unknown], []).identities[0]?.notKnown, [
      "managed policy arn:aws:iam::aws:policy/ReadOnlyAccess",
      "document later",
      "permissions boundary arn:aws:iam::1:policy/org",
    ]);
  });
});

describe("the access of an identity", () => {
  it("is its trust, its statements, its boundary, and the roles that it reaches", () => {
    const other = role("other", { AWS: "arn:aws:iam::111122223333:role/deploy" });
    const task = role("task", { Service: "ecs-tasks.amazonaws.com" });
    const boundary = resource("aws:iam/policy:Policy", "b", {
      inputs: { name: "b", policy: document({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }) },
    });
    const deploy = role(
      "deploy",
      { Service: "codebuild.amazonaws.com" },
      { permissionsBoundary: "arn:aws:iam::111122223333:policy/b" },
    );
    const policy = inline(
      "rights",
      deploy,
      allow("s3:GetObject", objects, { Sid: "Read", Condition: { Bool: { "aws:SecureTransport": "true" } } }),
      allow("iam:PassRole", "arn:aws:iam::111122223333:role/task"),
      { Effect: "Deny", Action: "s3:Delete*", NotResource: objects },
    );
    const topic = resource("aws:sns/topicPolicy:TopicPolicy", "t", {
      inputs: {
        arn: "arn:aws:sns:eu-central-1:111122223333:news",
        policy: document(allow("sns:Publish", "*", { Principal: { AWS: "arn:aws:iam::111122223333:role/deploy" } })),
      },
    });
    const map = accessMapOf([deploy, other, task, boundary, policy, topic], []);
    const [identity] = map.identities;
    assert.ok(identity);
    const { rights, denies, trustedBy, reachedBy, assumes, passes, fromResources, ...rest } = identityAccess(
      identity,
      map,
    );
    assert.deepEqual(
      [trustedBy, reachedBy, assumes, passes],
      [["service codebuild.amazonaws.com"], ["service codebuild.amazonaws.com"], ["other"], ["task"]],
    );
    assert.deepEqual(rights, [
      {
        actions: ["s3:GetObject"],
        resources: [objects],
        conditions: ["aws:securetransport bool true"],
        source: "rights (Read)",
      },
      {
        actions: ["iam:PassRole"],
        resources: ["arn:aws:iam::111122223333:role/task"],
        conditions: [],
        source: "rights",
      },
    ]);
    assert.deepEqual(denies, [
      { actions: ["s3:Delete*"], resources: [`everything but ${objects}`], conditions: [], source: "rights" },
    ]);
    assert.deepEqual(rest.boundary, [
      { actions: ["every action but iam:*"], resources: ["*"], conditions: [], source: "b" },
    ]);
    assert.deepEqual(fromResources, [
      { actions: ["sns:Publish"], resources: ["*"], conditions: [], source: "topic news" },
    ]);
  });
});
