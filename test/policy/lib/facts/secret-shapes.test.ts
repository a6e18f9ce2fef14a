import assert from "node:assert/strict";
import fc from "fast-check";
import { isSecret, isSecretValue } from "../../../../policy/lib/facts/secret-shapes";
import { credentials, secretCases } from "../../../fixtures/secrets";

describe("a secret in a variable", () => {
  for (const { name, value, isSecret: expected } of secretCases) {
    it(`${expected ? "is" : "is not"} ${name}=${value.slice(0, 20)}`, () => {
      assert.equal(isSecret(name, value), expected);
    });
  }

  it("is a credential in any text around it", () => {
    const around = fc.stringMatching(/^[a-z ]{0,20}$/);
    fc.assert(
      fc.property(fc.constantFrom(...credentials), around, around, (credential, before, after) =>
        isSecretValue(`${before} ${credential} ${after}`),
      ),
    );
  });

  it("is no word, number or path under any name", () => {
    const harmless = fc.oneof(
      fc.stringMatching(/^\d{1,6}$/),
      fc.stringMatching(/^(\/[a-z]{1,8}){1,4}$/),
      fc.constantFrom("true", "false", "yes", "no", "on", "off"),
    );
    fc.assert(fc.property(harmless, (value) => !isSecret("DB_PASSWORD", value)));
  });
});
