import assert from "node:assert/strict";
import { nameOf, previewOf } from "./support/preview";

// Expected findings when the dev stack is broken in one way: each rule with the resource it names, without the prefix
// of the environment.
const ways: Readonly<Record<string, readonly string[]>> = {
  "public-bucket": [
    // Once for each of the two settings that permit a public policy.
    "s3-public-access-block-complete :: artifacts-store-public-access",
    "s3-public-access-block-complete :: artifacts-store-public-access",
  ],
  "plaintext-secret": ["codebuild-no-plaintext-secrets :: deploy"],
  "wildcard-action": ["iam-no-service-wildcard :: image-role-policy"],
  "old-key": ["kms-rotation :: artifacts-key"],
  "unguarded-trust": ["iam-trust-confused-deputy :: deploy-role"],
};

describe("a stack that somebody broke", () => {
  for (const [way, expected] of Object.entries(ways)) {
    it(`fails for ${way} by the right rule, and by it alone`, async () => {
      const { policies, status } = await previewOf(way, "test/fixtures/program/broken");
      const found = policies.flatMap(({ name, violations }) =>
        violations
          .filter(({ level }) => level === "mandatory")
          .map(({ urn }) => `${name} :: ${nameOf(urn).replace(`shop-${way}-`, "")}`),
      );
      assert.deepEqual(found, expected);
      assert.equal(status, 1);
    });
  }

  it("registers every resource of the unbroken one: a transform changes inputs, not what there is", async () => {
    const names = async (stack: string, program?: string) =>
      (await previewOf(stack, program)).resources
        .map(({ type, urn }) => `${type} ${nameOf(urn).replace(stack, "")}`)
        .sort();
    assert.deepEqual(await names("old-key", "test/fixtures/program/broken"), await names("dev"));
  });
});
