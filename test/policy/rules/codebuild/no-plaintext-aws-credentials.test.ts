import { codebuildNoPlaintextAwsCredentials as rule } from "../../../../policy/rules/codebuild/no-plaintext-aws-credentials";
import { project } from "../../../fixtures/policy/resources";
import { itJudges } from "../../support/cases";
import { mandatory, unknownList, unknownText, unknownVerdict } from "../../support/judging";

const first = "environment.environmentVariables[0]";

function refused(name: string) {
  return [
    mandatory(`${first} should not give ${name} in plain text: remove it and let the project's role grant access`),
  ];
}

describe("codebuild-no-plaintext-aws-credentials", () => {
  itJudges(rule, "accepts variables of other names", project, {}, []);
  itJudges(rule, "accepts a project without variables", project, { environment: undefined }, []);
  itJudges(
    rule,
    "accepts a key from Parameter Store",
    project,
    {
      [first]: { name: "AWS_ACCESS_KEY_ID", value: "/key", type: "PARAMETER_STORE" },
    },
    [],
  );
  for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "aws_session_token"]) {
    itJudges(
      rule,
      `refuses ${name} in plain text`,
      project,
      {
        [first]: { name, value: "x", type: "PLAINTEXT" },
      },
      refused(name),
    );
  }
  itJudges(
    rule,
    "takes a variable without a type as plain text, as AWS does",
    project,
    {
      [first]: { name: "AWS_ACCESS_KEY_ID", value: "x" },
    },
    refused("AWS_ACCESS_KEY_ID"),
  );
  itJudges(
    rule,
    "refuses a key whose value is not known",
    project,
    {
      [first]: { name: "AWS_ACCESS_KEY_ID", value: unknownText },
    },
    refused("AWS_ACCESS_KEY_ID"),
  );
  itJudges(
    rule,
    "cannot judge a name that is not known",
    project,
    {
      [first]: { name: unknownText, value: "x" },
    },
    [unknownVerdict(`${first}.name`)],
  );
  itJudges(
    rule,
    "need not know the name of what is no plain text",
    project,
    {
      [first]: { name: unknownText, value: "x", type: "SECRETS_MANAGER" },
    },
    [],
  );
  itJudges(
    rule,
    "cannot judge a key whose type is not known",
    project,
    {
      [first]: { name: "AWS_ACCESS_KEY_ID", value: "x", type: unknownText },
    },
    [unknownVerdict(`${first}.type`)],
  );
  itJudges(
    rule,
    "cannot judge a list that is not known",
    project,
    {
      "environment.environmentVariables": unknownList,
    },
    [unknownVerdict("environment.environmentVariables.name")],
  );
});
