import assert from "node:assert/strict";
import { isSameRepository, no, together, undecided, yes } from "../../../cli/insight/change";
import { UNKNOWN_TEXT } from "../../../cli/insight/known";
import { PIPELINE_TYPE, PROJECT_TYPE, ROLE_TYPE } from "../../../cli/insight/resource-types";
import * as aws from "../../../cli/preview/engine/urn";

describe("filters that must hold together", () => {
  it("start a run where all of them do, for all of their reasons", () => {
    assert.deepEqual(together([yes("branch main"), yes(""), yes("file a.ts")]), yes("branch main, file a.ts"));
    assert.deepEqual(together([]), yes("its trigger has no filter"));
  });

  it("start none where one fails, whatever else is undecided", () => {
    assert.deepEqual(together([yes("a"), undecided("b"), no("c"), no("d")]), no("c"));
  });

  it("are undecided where one is, and none fails", () => {
    assert.deepEqual(together([yes("a"), undecided("b"), undecided("c")]), undecided("b"));
  });
});

describe("the repository of a change", () => {
  const same = (repository: string | undefined, own: string | undefined) =>
    isSameRepository({ kind: "push", ...(repository === undefined ? {} : { repository }) }, own);

  it("is the one that both name, or any where one leaves it open", () => {
    assert.equal(same("acme/shop", "acme/shop"), true);
    assert.equal(same("acme/shop", "acme/other"), false);
    assert.equal(same(undefined, "acme/shop"), true);
    assert.equal(same("acme/shop", undefined), true);
    assert.equal(same("acme/shop", `acme/${UNKNOWN_TEXT}`), true);
  });
});

describe("the types of resources that say what a program means", () => {
  it("are tokens of the AWS provider", () => {
    assert.deepEqual([PIPELINE_TYPE, PROJECT_TYPE, ROLE_TYPE].map(aws.packageOf), ["aws", "aws", "aws"]);
    assert.deepEqual(
      [PIPELINE_TYPE, PROJECT_TYPE, ROLE_TYPE],
      ["aws:codepipeline/pipeline:Pipeline", "aws:codebuild/project:Project", "aws:iam/role:Role"],
    );
  });
});
