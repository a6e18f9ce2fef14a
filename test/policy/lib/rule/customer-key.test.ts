import assert from "node:assert/strict";
import { unknownValue } from "../../../../policy/iam/value";
import { customerKeyConfig, isCustomerKey, toKey } from "../../../../policy/lib/rule/customer-key";

const keyArn = "arn:aws:kms:eu-west-1:123456789012:key/99999999-2222-3333-4444-555555555555";

describe("a customer managed key", () => {
  for (const [key, expected] of [
    [keyArn, true],
    ["alias/shop", true],
    ["arn:aws:kms:eu-west-1:123456789012:alias/shop", true],
    // The program makes the key that an unknown value comes from.
    [unknownValue, true],
    ["alias/aws/s3", false],
    ["arn:aws:kms:eu-west-1:123456789012:alias/aws/s3", false],
    ["alias/awsome", true],
    ["", false],
    [undefined, false],
  ] as const) {
    it(`is ${expected ? "" : "not "}named by ${String(key) || "empty text"}`, () => {
      assert.equal(isCustomerKey(key), expected);
    });
  }

  it("is set by a remediation only where the configuration has one", () => {
    assert.deepEqual(toKey("kmsKeyId", { keyArn }), { kmsKeyId: keyArn });
    assert.equal(toKey("kmsKeyId", customerKeyConfig.defaults), undefined);
  });

  it("is configured by the ARN of a key, or left out", () => {
    const { pattern } = customerKeyConfig.properties.keyArn;
    assert.ok(pattern !== undefined);
    const matches = (text: string) => new RegExp(pattern).test(text);
    assert.deepEqual(["", keyArn, keyArn.replace("aws", "aws-cn")].map(matches), [true, true, true]);
    assert.deepEqual(
      ["alias/shop", keyArn.replace("key/", "alias/"), keyArn.replace("123456789012", "*"), `x${keyArn}`].map(matches),
      [false, false, false, false],
    );
  });
});
