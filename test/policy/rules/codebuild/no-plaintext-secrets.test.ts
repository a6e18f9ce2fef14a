import assert from "node:assert/strict";
import { codebuildNoPlaintextSecrets as rule } from "../../../../policy/rules/codebuild/no-plaintext-secrets";
import { project } from "../../../fixtures/policy/resources";
import { changed, itJudges } from "../../support/cases";
import { judgeResource, mandatory, unknownText, unknownVerdict } from "../../support/judging";

const first = "environment.environmentVariables[0]";

function refused(variable: string) {
  return [mandatory(`${first} should not give ${variable} in plain text: use type PARAMETER_STORE or SECRETS_MANAGER`)];
}

describe("codebuild-no-plaintext-secrets", () => {
  itJudges(rule, "accepts plain values and references", project, {}, []);
  itJudges(rule, "accepts a project without variables", project, { "environment.environmentVariables": undefined }, []);
  itJudges(
    rule,
    "refuses a secret's name with a value",
    project,
    {
      [first]: { name: "DB_PASSWORD", value: "hunter2", type: "PLAINTEXT" },
    },
    refused("DB_PASSWORD"),
  );
  itJudges(
    rule,
    "takes a variable without a type as plain text",
    project,
    {
      [first]: { name: "npmToken", value: "x" },
    },
    refused("npmToken"),
  );
  itJudges(
    rule,
    "accepts a secret's name without a value",
    project,
    { [first]: { name: "DB_PASSWORD", value: "" } },
    [],
  );
  itJudges(
    rule,
    "accepts a name that says where the secret is",
    project,
    {
      [first]: { name: "DB_SECRET_ARN", value: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db" },
    },
    [],
  );
  itJudges(
    rule,
    "refuses a token's shape under any name",
    project,
    {
      [first]: { name: "STAGE", value: `ghp_${"a".repeat(36)}` },
    },
    refused("STAGE"),
  );
  itJudges(
    rule,
    "refuses a secret's name even when the value is not known: it will stand there",
    project,
    {
      [first]: { name: "DB_PASSWORD", value: unknownText },
    },
    refused("DB_PASSWORD"),
  );
  itJudges(
    rule,
    "accepts an unknown value under another name: nobody pasted it",
    project,
    {
      [first]: { name: "BUCKET", value: unknownText },
    },
    [],
  );
  itJudges(
    rule,
    "refuses a token's shape under a name that is not known",
    project,
    {
      [first]: { name: unknownText, value: `AKIA${"A".repeat(16)}` },
    },
    refused("a credential"),
  );
  itJudges(rule, "cannot judge a name that is not known", project, { [first]: { name: unknownText, value: "x" } }, [
    unknownVerdict(`${first}.name`),
  ]);
  itJudges(
    rule,
    "cannot judge a secret whose type is not known",
    project,
    {
      [first]: { name: "DB_PASSWORD", value: "x", type: unknownText },
    },
    [unknownVerdict(`${first}.type`)],
  );
  itJudges(
    rule,
    "need not know the type of what is no secret",
    project,
    {
      [first]: { name: "STAGE", value: "dev", type: unknownText },
    },
    [],
  );
  itJudges(
    rule,
    "leaves the names of AWS credentials to another rule",
    project,
    {
      [first]: { name: "AWS_SECRET_ACCESS_KEY", value: "x" },
    },
    [],
  );
  it("never repeats the value", () => {
    const props = changed(project.props, { [first]: { name: "DB_PASSWORD", value: "hunter2" } });
    assert.doesNotMatch(JSON.stringify(judgeResource(rule, project.type, props)), /hunter2/);
  });
});
