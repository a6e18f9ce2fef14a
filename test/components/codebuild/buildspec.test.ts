import assert from "node:assert/strict";
import { findSecretReference } from "../../../components/codebuild/buildspec";

const secretArn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:app/db-a1B2c3";

describe("findSecretReference", () => {
  const cases = [
    ["app/db", { secretId: "app/db" }],
    ["app/db:user", { secretId: "app/db", jsonKey: "user" }],
    ["app/db:user:AWSPREVIOUS", { secretId: "app/db", jsonKey: "user", versionStage: "AWSPREVIOUS" }],
    ["app/db:::1a2b", { secretId: "app/db", versionId: "1a2b" }],
    [secretArn, { secretId: secretArn }],
    [`${secretArn}:user name::1a2b`, { secretId: secretArn, jsonKey: "user name", versionId: "1a2b" }],
    ["", undefined],
    ["app/db:user:stage:id", undefined],
    ["app/db:user:stage::more", undefined],
    ["$SECRET", undefined],
  ] as const;
  for (const [text, expected] of cases) {
    it(`reads ${JSON.stringify(text)} as ${JSON.stringify(expected) ?? "no reference"}`, () => {
      assert.deepEqual(findSecretReference(text), expected);
    });
  }
});
