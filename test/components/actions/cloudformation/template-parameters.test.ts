import assert from "node:assert/strict";
import {
  capabilities,
  exposedParameterProblems,
  templateParameterName,
} from "../../../../components/actions/cloudformation/template-parameters";
import { schemaProblems } from "../../../../components/schema/vocabulary";

const key = `AKIA${"A".repeat(16)}`;
const fix =
  "and everybody who sees the pipeline sees it: give {{resolve:secretsmanager:<name>}}, or let the template look it up";

describe("the name of a template's parameter", () => {
  for (const [name, isAccepted] of [
    ["Stage2", true],
    ["a".repeat(255), true],
    ["a".repeat(256), false],
    ["", false],
    ["My-Stage", false],
    ["AWS::Region", false],
  ] as const) {
    it(`${isAccepted ? "may" : "must not"} be ${JSON.stringify(name.slice(-12))} of ${name.length} characters`, () => {
      const problems = schemaProblems(templateParameterName, name);
      const shown = name.length > 78 ? `"${name.slice(0, 76)}...` : JSON.stringify(name);
      assert.deepEqual(
        problems,
        isAccepted ? [] : [{ path: "", reason: `is ${shown}: name parameters in letters and digits` }],
      );
    });
  }
});

describe("the value of a template's parameter", () => {
  for (const [name, value, secret] of [
    ["DbPassword", "hunter2", "has the name of a secret"],
    ["dbPassword", "hunter2", "has the name of a secret"],
    ["GitHubToken", "ghp", "has the name of a secret"],
    ["ApiKey", "abc", "has the name of a secret"],
    ["Stage", key, "has the value of a credential"],
    ["Stage", "-----BEGIN RSA PRIVATE KEY-----", "has the value of a credential"],
  ] as const) {
    it(`must not be a secret in plain text, such as ${name}`, () => {
      const path = `configuration.ParameterOverrides.${name}`;
      const problems = exposedParameterProblems(path, name, value);
      assert.deepEqual(problems, [{ path, reason: `${secret}, ${fix}` }]);
      assert.ok(!problems[0]?.reason.includes(value));
    });
  }

  for (const [what, name, value] of [
    ["plain", "Stage", "prod"],
    ["the place of a secret", "DbPassword", "{{resolve:secretsmanager:shop/db:SecretString:password}}"],
    ["a variable", "DbPassword", "#{secrets.password}"],
    ["the name of something about a secret", "TokenUrl", "https://login.acme.example"],
    ["empty", "DbPassword", ""],
  ] as const) {
    it(`may be ${what}`, () => {
      assert.deepEqual(exposedParameterProblems("Parameters", name, value), []);
    });
  }

  it("must not add a secret in plain text to a variable", () => {
    assert.equal(exposedParameterProblems("Parameters", "DbPassword", "hunter2#{variables.n}").length, 1);
  });
});

describe("the capabilities of a template", () => {
  it("are the ones that CloudFormation knows", () => {
    assert.deepEqual([...capabilities], ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]);
  });
});
