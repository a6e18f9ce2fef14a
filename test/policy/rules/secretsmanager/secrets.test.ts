import assert from "node:assert/strict";
import { secretCmk } from "../../../../policy/rules/secretsmanager/cmk";
import { secretRotation } from "../../../../policy/rules/secretsmanager/rotation";
import { key } from "../../../fixtures/policy/resources";
import { itJudges } from "../../support/cases";
import { advisory, judgeStack, remediated, type StackEntry, unknownText } from "../../support/judging";

const secret = {
  type: "aws:secretsmanager/secret:Secret",
  props: { name: "shop/docker", kmsKeyId: key },
};

describe("secret-cmk", () => {
  const refused = [advisory("kmsKeyId should be the ARN of a customer managed KMS key")];

  itJudges(secretCmk, "accepts a key", secret, {}, []);
  itJudges(secretCmk, "accepts an alias of one's own", secret, { kmsKeyId: "alias/shop" }, []);
  itJudges(secretCmk, "accepts a key that is not known", secret, { kmsKeyId: unknownText }, []);
  for (const kmsKeyId of [undefined, "", "alias/aws/secretsmanager"]) {
    itJudges(
      secretCmk,
      `refuses ${kmsKeyId === undefined ? "no key" : `"${kmsKeyId}"`}`,
      secret,
      { kmsKeyId },
      refused,
    );
  }
  it("sets the configured key", async () => {
    assert.deepEqual(await remediated(secretCmk, secret.type, { name: "shop/docker" }, { keyArn: key }), secret.props);
  });
});

describe("secret-rotation", () => {
  const arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/docker-a1b2c3";
  const made = { name: "secret", ...secret };
  const rotation = (secretId: string, more: object = {}): StackEntry => ({
    name: "rotation",
    type: "aws:secretsmanager/secretRotation:SecretRotation",
    props: { secretId },
    ...more,
  });
  const refused = [
    { level: "disabled", text: "name should have a SecretRotation: add one for the secret", urn: "secret" },
  ];
  const cases: readonly [title: string, stack: readonly StackEntry[], expected: readonly object[]][] = [
    ["refuses none", [made], refused],
    ["accepts one by name", [made, rotation("shop/docker")], []],
    ["accepts one by ARN", [{ ...made, props: { ...made.props, arn } }, rotation(arn)], []],
    [
      "accepts one whose secret comes from the resource",
      [
        { ...made, props: { ...made.props, arn: unknownText } },
        rotation(unknownText, { from: { secretId: ["secret"] } }),
      ],
      [],
    ],
    ["refuses that of another secret", [made, rotation("shop/other")], refused],
    ["refuses one that comes from elsewhere", [made, rotation(unknownText)], refused],
  ];
  for (const [title, stack, expected] of cases) {
    it(title, () => assert.deepEqual(judgeStack(secretRotation, stack), expected));
  }
});
