import assert from "node:assert/strict";
import { detectSecret } from "../../../components/codebuild/secret-detector";
import { credentials, secretCases } from "../../fixtures/secrets";

describe("detectSecret", () => {
  for (const { name, value, isSecret } of secretCases) {
    // A credential itself stays out of the report.
    const shown = credentials.includes(value) ? `${value.slice(0, 6)}…` : value;
    it(`takes ${name}=${JSON.stringify(shown)} for ${isSecret ? "a secret" : "an ordinary variable"}`, () => {
      assert.equal(detectSecret(name, value) !== undefined, isSecret);
    });
  }

  it("says whether the name or the value is that of a secret, and never the value", () => {
    assert.equal(detectSecret("DB_PASSWORD", "hunter2"), "has the name of a secret");
    assert.equal(detectSecret("HARMLESS", `ghp_${"a1".repeat(18)}`), "has the value of a credential");
  });

  it("reads a text that no variable holds", () => {
    assert.equal(
      detectSecret("", `curl -H "Authorization: Bearer ${"a1B2".repeat(6)}"`),
      "has the value of a credential",
    );
    assert.equal(detectSecret("", "npm test"), undefined);
  });

  it("takes a value that is no text for an ordinary one", () => {
    for (const value of [7, true, undefined, null]) {
      assert.equal(detectSecret("TOKEN", value), undefined);
    }
  });
});
