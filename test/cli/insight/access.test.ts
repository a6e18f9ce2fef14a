import assert from "node:assert/strict";
import { accessMapOf, whoCan } from "../../../cli/insight/access";
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
  whoCan(act, target, accessMapOf(resources, pipelinesOf(resources, {}))).map((access) => access.role.name);

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
      found.map(({ role: { name }, conditions, reachedBy }) => [name, conditions, reachedBy]),
      [
        [
          "build",
          ["aws:resourceaccount stringequals 111122223333"],
          ["build project shop-image ← Build/Image of pipeline shop ← push to acme/shop, branch main"],
        ],
        ["starter", [], ["role pipeline-role ← pipeline shop ← push to acme/shop, branch main"]],
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
    assert.deepEqual(accessMapOf([existing, unknown], []).roles[0]?.notKnown, [
      "managed policy arn:aws:iam::aws:policy/ReadOnlyAccess",
      "document later",
      "permissions boundary arn:aws:iam::1:policy/org",
    ]);
  });
});
