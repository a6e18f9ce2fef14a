import assert from "node:assert/strict";
import { includes, isEveryResource, reaches } from "../../../policy/iam/arn";

const target = "arn:*:codebuild:*:123456789012:project/shop-destroy";

describe("patterns of ARNs and a target", () => {
  for (const pattern of [
    "*",
    "arn:*",
    "arn:aws:codebuild:*",
    "arn:aws:codebuild:eu-west-1:123456789012:project/shop-destroy",
    "arn:aws:codebuild:eu-*:*:project/*",
    "arn:aws:*:*:*:*destroy",
    "arn:aws:codebuild:eu-west-1:123456789012:project/shop-??stroy",
  ]) {
    it(`meet in ${pattern}`, () => assert.equal(reaches(pattern, target), true));
  }
  for (const pattern of [
    "",
    "arn:aws:s3:::*",
    "arn:aws:s3:::bucket/*",
    "arn:aws:codebuild:eu-west-1:210987654321:project/shop-destroy",
    "arn:aws:codebuild:eu-west-1:123456789012:project/shop-destroy-preview",
    "arn:aws:codebuild:eu-west-1:123456789012:report-group/*",
  ]) {
    it(`do not meet in ${pattern}`, () => assert.equal(reaches(pattern, target), false));
  }

  it("are taken in whole only by what stands for all of the known target", () => {
    assert.equal(includes("arn:aws:codebuild:eu-west-1:123456789012:project/shop-*", target), true);
    assert.equal(includes("arn:aws:codebuild:eu-west-1:123456789012:project/shop-destroy", target), true);
    assert.equal(includes("arn:aws:codebuild:eu-west-1:123456789012:project/other-*", target), false);
    assert.equal(
      includes("arn:aws:codebuild:eu-west-1:123456789012:project/a", "arn:*:codebuild:*:*:project/*"),
      false,
    );
  });
});

const every = [
  "*",
  "**",
  "arn:*",
  "arn*",
  "a*",
  "?*",
  "*:*",
  "arn:aws:*",
  "arn:aws:*:*",
  "arn:aws:s3*",
  "arn:aws:s3:*",
  "arn:aws:s3:::*",
  "arn:aws:s3:::*/*",
  "arn:*:iam::*:*",
  "arn:aws:logs:eu-west-1:*",
  "arn:aws:logs:eu-west-1:*:*",
  "*:*:*:*:*:*",
];
const some = [
  "",
  "arn:aws:s3:::shop",
  "arn:aws:s3:::shop*",
  "arn:aws:s3:::*-logs",
  "arn:aws:logs:eu-west-1:123456789012:*",
  "arn:aws:kms:eu-west-1:123456789012:key/*",
  "arn:aws:iam::*:role/shop",
  "arn:aws:iam::*:role/*",
  "*shop*",
  "shop*",
  "arn:aws:*shop*",
  "arn:aws:iam::1234*",
  "arn:aws:s3",
  "arn:aws:iam::123456789012",
];

describe("isEveryResource", () => {
  for (const pattern of every) {
    it(`says that ${pattern} is everything, or all of a service in any account`, () => {
      assert.equal(isEveryResource(pattern), true);
    });
  }
  for (const pattern of some) {
    it(`says that "${pattern}" is something in particular`, () => {
      assert.equal(isEveryResource(pattern), false);
    });
  }
});
