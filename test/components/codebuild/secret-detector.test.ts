import assert from "node:assert/strict";
import { detectSecret } from "../../../components/codebuild/secret-detector";

describe("detectSecret", () => {
  for (const name of ["DB_PASSWORD", "token", "GITHUB_TOKEN", "ApiKey", "AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"]) {
    it(`takes ${name} for the name of a secret`, () => {
      assert.equal(detectSecret(name, "x"), "has the name of a secret");
    });
  }

  for (const name of ["TOKEN_URL", "SECRET_ARN", "PASSWORD_FILE", "KEYBOARD", "MONKEY", "TOKENIZER", "PATH"]) {
    it(`takes ${name} for an ordinary name`, () => {
      assert.equal(detectSecret(name, "x"), undefined);
    });
  }

  it("lets a secret be empty, as PULUMI_CONFIG_PASSPHRASE may be", () => {
    assert.equal(detectSecret("PULUMI_CONFIG_PASSPHRASE", ""), undefined);
    assert.equal(detectSecret("PULUMI_CONFIG_PASSPHRASE", "x"), "has the name of a secret");
  });

  // Put together here, so that no scanner of this repository takes them for real ones.
  const values = [
    ["an AWS access key", `AKIA${"A1".repeat(8)}`],
    ["a temporary AWS access key in a text", `key=ASIA${"A1".repeat(8)};`],
    ["a GitHub token", `ghp_${"a1".repeat(18)}`],
    ["a fine-grained GitHub token", `github_pat_${"a1".repeat(11)}`],
    ["a Slack token", `xoxb-${"1".repeat(10)}`],
    ["a private key", `-----BEGIN RSA PRIVATE ${"KEY"}-----`],
  ] as const;
  for (const [what, value] of values) {
    it(`recognises ${what} under any name`, () => {
      assert.equal(detectSecret("HARMLESS", value), "has the value of a credential");
    });
  }

  for (const value of ["AKIA", "eu-central-1", "ghp_short", "xoxo", 7, undefined]) {
    it(`takes ${JSON.stringify(value)} for an ordinary value`, () => {
      assert.equal(detectSecret("HARMLESS", value), undefined);
    });
  }
});
