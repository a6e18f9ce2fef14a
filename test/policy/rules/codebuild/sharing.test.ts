import assert from "node:assert/strict";
import type { Rule } from "../../../../policy/lib/rule/rule";
import { codebuildCacheIsolated } from "../../../../policy/rules/codebuild/cache-isolated";
import { codebuildControlledBuildspec } from "../../../../policy/rules/codebuild/controlled-buildspec";
import { codebuildDedicatedRole } from "../../../../policy/rules/codebuild/dedicated-role";
import { codebuildReportGroupEncrypted } from "../../../../policy/rules/codebuild/report-group-encrypted";
import { codebuildResourcePolicyNotPublic } from "../../../../policy/rules/codebuild/resource-policy-not-public";
import { key, pipeline, project, role, webhook } from "../../../fixtures/policy/resources";
import { changed, document, itJudges } from "../../support/cases";
import {
  advisory,
  judgeStack,
  mandatory,
  notApplicable,
  type StackEntry,
  unknownFlag,
  unknownList,
  unknownObject,
  unknownText,
  unknownVerdict,
} from "../../support/judging";

const pullRequests = [{ filters: [{ type: "EVENT", pattern: "PULL_REQUEST_CREATED" }] }];

/** A project that builds pull requests, as `check` does, or nothing of strangers. */
function build(name: string, changes: object, extra: Partial<StackEntry> = {}): StackEntry {
  return { name, type: project.type, props: changed({ ...project.props, name }, { ...changes }), ...extra };
}

function trigger(projectName: string, filterGroups: unknown = pullRequests): StackEntry {
  return { name: `${projectName}-webhook`, type: webhook.type, props: { projectName, filterGroups } };
}

function itJudgesStack(rule: Rule, title: string, stack: readonly StackEntry[], expected: unknown) {
  it(title, () => assert.deepEqual(judgeStack(rule, stack), expected));
}

describe("codebuild-controlled-buildspec", () => {
  const rule = codebuildControlledBuildspec;
  const refused = [
    advisory(
      "source.buildspec should be the buildspec itself, or the ARN of one in S3: a pull request is built with it",
      "check",
    ),
  ];
  const spec = (buildspec: unknown) => [build("check", { "source.buildspec": buildspec }), trigger("check")];

  for (const text of ["version: 0.2\nphases: {}", '{"version":0.2}', "arn:aws:s3:::specs/check.yml"]) {
    itJudgesStack(rule, `accepts ${JSON.stringify(text)}`, spec(text), []);
  }
  for (const text of [undefined, "", "buildspec.yml", "ci/check.yaml"]) {
    itJudgesStack(rule, `refuses ${text}`, spec(text), refused);
  }
  itJudgesStack(
    rule,
    "lets a project without a webhook keep its buildspec in the repository",
    [build("check", { "source.buildspec": undefined })],
    [],
  );
  itJudgesStack(
    rule,
    "and one that builds pushes",
    [
      build("check", { "source.buildspec": undefined }),
      trigger("check", [{ filters: [{ type: "EVENT", pattern: "PUSH" }] }]),
    ],
    [],
  );
  itJudgesStack(
    rule,
    "and one whose webhook is of another project",
    [build("check", { "source.buildspec": undefined }), trigger("other")],
    [],
  );
  itJudgesStack(
    rule,
    "refuses one that builds pull requests beside pushes",
    [
      build("check", { "source.buildspec": undefined }),
      trigger("check", [{ filters: [{ type: "EVENT", pattern: "PUSH" }] }, ...pullRequests]),
    ],
    refused,
  );
  itJudgesStack(
    rule,
    "takes a webhook without filters for one that builds pull requests",
    [build("check", { "source.buildspec": undefined }), trigger("check", undefined)],
    refused,
  );
  itJudgesStack(
    rule,
    "links a webhook by where its project's name comes from",
    [
      build("check", { "source.buildspec": undefined, name: unknownText }),
      { ...trigger(unknownText), dependsOn: ["check"], from: { projectName: ["check"] } },
    ],
    refused,
  );
  itJudgesStack(rule, "cannot judge a buildspec that is not known", spec(unknownText), [
    unknownVerdict("source.buildspec", "check"),
  ]);
  itJudgesStack(
    rule,
    "cannot judge a webhook whose events are not known",
    [
      build("check", { "source.buildspec": undefined }),
      trigger("check", [{ filters: [{ type: "EVENT", pattern: unknownText }] }]),
    ],
    [unknownVerdict("filterGroups of the project's webhook", "check")],
  );
  itJudgesStack(
    rule,
    "cannot judge a webhook whose filters are not known",
    [build("check", { "source.buildspec": undefined }), trigger("check", unknownList)],
    [unknownVerdict("filterGroups of the project's webhook", "check")],
  );
  itJudgesStack(rule, "has nothing to say without projects", [{ name: "role", ...role }], notApplicable);
});

describe("codebuild-cache-isolated", () => {
  const rule = codebuildCacheIsolated;
  const local = [
    advisory("cache.type should not be LOCAL: builds of pull requests leave it to the next build", "check"),
  ];
  const shared = [advisory("cache.location should be one that no project has that builds something else", "check")];
  const s3 = { type: "S3", location: "caches/shop" };
  const two = (mine: unknown, theirs: unknown, extra: Partial<StackEntry> = {}) => [
    build("check", { cache: mine }, extra),
    build("deploy", { cache: theirs }, extra),
    trigger("check"),
  ];

  itJudgesStack(rule, "accepts projects without a cache", two(undefined, s3), []);
  itJudgesStack(rule, "accepts a cache of its own", two({ ...s3, location: "caches/check" }, s3), []);
  itJudgesStack(rule, "accepts the place of a cache that is off", two(s3, { ...s3, type: "NO_CACHE" }), []);
  itJudgesStack(
    rule,
    "accepts caches without a place, which the provider refuses",
    two({ type: "S3" }, { type: "S3" }),
    [],
  );
  itJudgesStack(rule, "accepts a local cache of other builds", two(undefined, { type: "LOCAL" }), []);
  itJudgesStack(rule, "refuses a local cache", two({ type: "LOCAL" }, undefined), local);
  itJudgesStack(rule, "refuses a cache that a deployment shares", two(s3, s3), shared);
  itJudgesStack(
    rule,
    "refuses one place under two namespaces",
    two({ ...s3, cacheNamespace: "check" }, { ...s3, cacheNamespace: "deploy" }),
    shared,
  );
  const unknownCache = { type: "S3", location: unknownText };
  const caches = { name: "caches", type: "aws:s3/bucket:Bucket", props: {} };
  itJudgesStack(
    rule,
    "refuses a location that comes from one bucket",
    [caches, ...two(unknownCache, unknownCache, { from: { cache: ["caches"] } })],
    shared,
  );
  itJudgesStack(rule, "accepts locations that come from nowhere", two(unknownCache, unknownCache), []);
  itJudgesStack(rule, "accepts what two builds of pull requests share", [...two(s3, s3), trigger("deploy")], []);
  itJudgesStack(rule, "cannot judge a cache of unknown type", two({ type: unknownText }, s3), [
    unknownVerdict("cache.type", "check"),
  ]);
  itJudgesStack(
    rule,
    "cannot judge a webhook whose events are not known",
    [
      build("check", { cache: { type: "LOCAL" } }),
      trigger("check", [{ filters: [{ type: "EVENT", pattern: unknownText }] }]),
    ],
    [unknownVerdict("filterGroups of the project's webhook", "check")],
  );
});

describe("codebuild-dedicated-role", () => {
  const rule = codebuildDedicatedRole;
  const arn = "arn:aws:iam::123456789012:role/build/shop-dev-build";
  const ofPipeline = [advisory("serviceRole should not be the role of a pipeline: make one for the project", "image")];
  const ofOther = [
    advisory("serviceRole should not be the role of a project that builds something else than pull requests", "check"),
  ];
  const withRole = (name: string, serviceRole: unknown, from: readonly string[] = []) =>
    build(name, { serviceRole }, { from: { serviceRole: from } });
  const delivery = (roleArn: unknown, from: readonly string[] = []): StackEntry => ({
    name: "pipeline",
    type: pipeline.type,
    props: { ...pipeline.props, roleArn },
    from: { roleArn: from },
  });
  const made = { name: "role", ...role };

  itJudgesStack(rule, "accepts roles that differ", [withRole("image", arn), delivery(`${arn}-pipeline`), made], []);
  itJudgesStack(
    rule,
    "accepts projects that share one between themselves",
    [withRole("image", arn), withRole("test", arn)],
    [],
  );
  itJudgesStack(rule, "refuses a pipeline's role", [withRole("image", arn), delivery(arn)], ofPipeline);
  itJudgesStack(
    rule,
    "refuses one that both take from one resource",
    [made, withRole("image", unknownText, ["role"]), delivery(unknownText, ["role"])],
    ofPipeline,
  );
  itJudgesStack(
    rule,
    "refuses one that is an output here and an ARN there",
    [made, withRole("image", unknownText, ["role"]), delivery(arn)],
    ofPipeline,
  );
  itJudgesStack(
    rule,
    "accepts roles that come from two resources",
    [
      made,
      { ...made, name: "second", props: { ...role.props, name: "other" } },
      withRole("image", unknownText, ["role"]),
      delivery(unknownText, ["second"]),
    ],
    [],
  );
  itJudgesStack(
    rule,
    "accepts roles that come from nowhere",
    [withRole("image", unknownText), delivery(unknownText)],
    [],
  );
  itJudgesStack(
    rule,
    "refuses the role of another build for pull requests",
    [withRole("check", arn), withRole("deploy", arn), trigger("check")],
    ofOther,
  );
  itJudgesStack(
    rule,
    "cannot judge a webhook whose events are not known",
    [
      withRole("check", arn),
      withRole("deploy", arn),
      trigger("check", [{ filters: [{ type: "EVENT", pattern: unknownText }] }]),
    ],
    [unknownVerdict("filterGroups of the project's webhook", "check")],
  );
  itJudgesStack(
    rule,
    "accepts projects without a role, which the provider refuses",
    [withRole("check", undefined), withRole("deploy", undefined), trigger("check")],
    [],
  );
});

describe("codebuild-report-group-encrypted", () => {
  const rule = codebuildReportGroupEncrypted;
  const group = {
    type: "aws:codebuild/reportGroup:ReportGroup",
    props: { type: "TEST", exportConfig: { type: "S3", s3Destination: { bucket: "reports", encryptionKey: key } } },
  };
  const path = "exportConfig.s3Destination";
  const clear = [mandatory(`${path}.encryptionDisabled should be absent or false: remove it`)];

  itJudges(rule, "accepts an export under a customer managed key", group, {}, []);
  itJudges(rule, "accepts a group that exports nothing", group, { exportConfig: { type: "NO_EXPORT" } }, []);
  itJudges(rule, "accepts a key that is not known yet", group, { [`${path}.encryptionKey`]: unknownText }, []);
  itJudges(rule, "refuses an export in clear", group, { [`${path}.encryptionDisabled`]: true }, clear);
  itJudges(rule, "refuses AWS's key", group, { [`${path}.encryptionKey`]: "alias/aws/s3" }, [
    mandatory(`${path}.encryptionKey should be a customer managed KMS key: alias/aws/s3 is not one`),
  ]);
  itJudges(rule, "cannot judge a flag that is not known", group, { [`${path}.encryptionDisabled`]: unknownFlag }, [
    unknownVerdict(`${path}.encryptionDisabled`),
  ]);
  itJudges(
    rule,
    "cannot judge an export of unknown type",
    group,
    {
      "exportConfig.type": unknownText,
      [`${path}.encryptionDisabled`]: true,
    },
    [unknownVerdict("exportConfig.type")],
  );
  itJudges(rule, "cannot judge an export that is not known", group, { exportConfig: unknownObject }, [
    unknownVerdict("exportConfig.type"),
  ]);
});

describe("codebuild-resource-policy-not-public", () => {
  const rule = codebuildResourcePolicyNotPublic;
  const share = {
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::210987654321:role/reader" },
    Action: "codebuild:BatchGetProjects",
    Resource: "arn:aws:codebuild:eu-west-1:123456789012:project/shop",
  };
  const policyOf = (statement: object) => ({
    type: "aws:codebuild/resourcePolicy:ResourcePolicy",
    props: { policy: document({ ...share, ...statement }), resourceArn: share.Resource },
  });
  const refused = (path: string) => [
    mandatory(
      `policy.Statement[0].${path} should name its principals, or Condition the account, organization or source: * is anyone`,
    ),
  ];

  itJudges(rule, "accepts a role", policyOf({}), {}, []);
  itJudges(rule, "refuses anybody", policyOf({ Principal: "*" }), {}, refused("Principal"));
  itJudges(rule, "refuses any account", policyOf({ Principal: { AWS: ["*"] } }), {}, refused("Principal.AWS[0]"));
  itJudges(rule, "cannot judge a policy that is not known", policyOf({}), { policy: unknownText }, [
    unknownVerdict("policy"),
  ]);
});
