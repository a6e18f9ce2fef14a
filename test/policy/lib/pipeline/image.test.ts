import assert from "node:assert/strict";
import { isManagedImage, isPinnedImage } from "../../../../policy/lib/pipeline/image";

const digest = "0123456789abcdef".repeat(4);

describe("an image that AWS maintains", () => {
  it("has a name that begins with aws/codebuild/", () => {
    assert.equal(isManagedImage("aws/codebuild/standard:7.0"), true);
    assert.equal(isManagedImage("public.ecr.aws/codebuild/amazonlinux2-x86_64-standard:5.0"), false);
    assert.equal(isManagedImage("evil.example/aws/codebuild/standard:7.0"), false);
  });
});

describe("an image is pinned", () => {
  for (const [image, expected] of [
    ["aws/codebuild/standard:7.0", true],
    ["node:22.11.0-slim", true],
    [`node@sha256:${digest}`, true],
    [`registry.example:5000/team/node:22@sha256:${digest}`, true],
    ["node", false],
    ["node:latest", false],
    ["registry.example:5000/team/node", false],
    ["registry.example:5000/team/node:22", true],
    [`node@sha256:${digest.slice(1)}`, false],
    [`node@sha256:${digest}0`, false],
    [`node@sha256:${digest.toUpperCase()}`, false],
    [`node@md5:${digest}`, false],
    ["node:22@", false],
    ["node:", false],
    ["node:-22", false],
    ["", false],
  ] as const) {
    it(`${expected ? "in" : "not in"} ${image || "empty text"}`, () => assert.equal(isPinnedImage(image), expected));
  }
});
