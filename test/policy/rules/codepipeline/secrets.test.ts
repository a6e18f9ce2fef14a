import { codepipelineNoSecretsInConfiguration } from "../../../../policy/rules/codepipeline/no-secrets-in-configuration";
import { pipeline } from "../../../fixtures/policy/resources";
import { itJudges } from "../../support/cases";
import { mandatory, unknownList, unknownObject, unknownText, unknownVerdict } from "../../support/judging";
import { build, pipelineOf, source, stackAction } from "../../support/pipelines";

const first = "stages[0].actions[0]";
const oldGitHub = { ...source, owner: "ThirdParty", provider: "GitHub", configuration: { Owner: "acme" } };

describe("codepipeline-no-secrets-in-configuration", () => {
  const rule = codepipelineNoSecretsInConfiguration;
  const path = `${first}.configuration`;
  const token = `ghp_${"a".repeat(36)}`;
  const variables = (...list: readonly object[]) =>
    pipelineOf({ Build: [build("Image", "shop", { EnvironmentVariables: JSON.stringify(list) })] });
  const parameters = (ParameterOverrides: unknown) =>
    pipelineOf({
      Deploy: [{ ...stackAction("CREATE_UPDATE"), configuration: { ParameterOverrides } }],
    });
  const variable = (index: number) => [
    mandatory(
      `${path}.EnvironmentVariables[${index}] should not give a secret in plain text: use type PARAMETER_STORE or SECRETS_MANAGER`,
    ),
  ];
  const parameter = (name: string) => [
    mandatory(
      `${path}.ParameterOverrides.${name} should not be a secret in plain text: let the template resolve it from a store`,
    ),
  ];
  const credential = (place: string) => [
    mandatory(`${place} should not contain a credential: keep it in a store, and revoke this one`),
  ];

  itJudges(rule, "accepts a pipeline without secrets", pipeline, {}, []);
  itJudges(
    rule,
    "accepts variables that are none, or kept elsewhere",
    variables(
      { name: "STAGE", value: "dev" },
      { name: "DB_PASSWORD", value: "/shop/db", type: "PARAMETER_STORE" },
      { name: "DB_PASSWORD", value: "" },
      { name: "API_TOKEN", value: "#{Login.TOKEN}" },
    ),
    {},
    [],
  );
  itJudges(
    rule,
    "refuses a secret by its name",
    variables({ name: "STAGE", value: "dev" }, { name: "DB_PASSWORD", value: "hunter2" }),
    {},
    variable(1),
  );
  itJudges(
    rule,
    "refuses one beside a reference",
    variables({ name: "API_TOKEN", value: "#{Login.TOKEN}hunter2" }),
    {},
    variable(0),
  );
  itJudges(
    rule,
    "refuses one by its value",
    variables({ name: "X", value: token, type: "PLAINTEXT" }),
    {},
    variable(0),
  );
  itJudges(
    rule,
    "refuses variables that nobody can read",
    variables(),
    {
      [`${path}.EnvironmentVariables`]: "DB_PASSWORD=hunter2",
    },
    [mandatory(`${path}.EnvironmentVariables should be a JSON list of variables, each with name, value and type`)],
  );
  itJudges(
    rule,
    "cannot judge variables that are not known",
    variables(),
    {
      [`${path}.EnvironmentVariables`]: unknownText,
    },
    [unknownVerdict(`${path}.EnvironmentVariables`)],
  );
  itJudges(
    rule,
    "refuses a parameter by its name",
    parameters('{"DbPassword":"hunter2"}'),
    {},
    parameter("DbPassword"),
  );
  itJudges(rule, "refuses one by its value", parameters(JSON.stringify({ Key: token })), {}, parameter("Key"));
  itJudges(
    rule,
    "accepts parameters that are looked up",
    parameters(
      JSON.stringify({
        DbPassword: { "Fn::GetParam": ["source", "params.json", "password"] },
        ApiKey: "{{resolve:secretsmanager:shop}}",
        ApiToken: "#{Login.TOKEN}",
      }),
    ),
    {},
    [],
  );
  itJudges(
    rule,
    "refuses a credential in parameters that nobody can read",
    parameters(`DbPassword=${token}`),
    {},
    credential(`${path}.ParameterOverrides`),
  );
  const skill = (configuration: object) =>
    pipelineOf({
      Deploy: [{ name: "Skill", category: "Deploy", owner: "ThirdParty", provider: "AlexaSkillsKit", configuration }],
    });
  const plain = (key: string) =>
    mandatory(`${path}.${key} should not be a secret in plain text: let the action read it from a store`);
  itJudges(
    rule,
    "refuses the secrets of a provider's own keys, by what they are called",
    skill({ ClientId: "amzn1.application", ClientSecret: "hunter2", RefreshToken: "Atzr|1", SkillId: "amzn1.ask" }),
    {},
    [plain("ClientSecret"), plain("RefreshToken")],
  );
  itJudges(rule, "says once of one that it is a credential", skill({ RefreshToken: token }), {}, [
    ...credential(`${path}.RefreshToken`),
  ]);
  itJudges(
    rule,
    "accepts keys that say where a secret is, and secrets that are none",
    skill({ ClientSecretArn: "arn:aws:secretsmanager:x", ClientSecret: "", TokenUrl: "https://x", Secretary: "x" }),
    {},
    [],
  );
  itJudges(rule, "cannot judge secrets that are not known", skill({ ClientSecret: unknownText }), {}, [
    unknownVerdict(`${path}.ClientSecret`),
  ]);
  itJudges(rule, "cannot judge parameters that are not known", parameters(unknownText), {}, [
    unknownVerdict(`${path}.ParameterOverrides`),
  ]);
  itJudges(
    rule,
    "refuses a credential in what a function is given",
    pipelineOf({ Invoke: [{ ...build("Run"), configuration: { UserParameters: `{"token":"${token}"}` } }] }),
    {},
    credential(`${path}.UserParameters`),
  );
  itJudges(
    rule,
    "refuses a credential in inline commands",
    pipelineOf({ Run: [{ ...build("Run"), commands: ["npm ci", `curl -H "Authorization: ${token}"`] }] }),
    {},
    credential(`${first}.commands[1]`),
  );
  itJudges(
    rule,
    "leaves GitHub's token to its own rule",
    pipelineOf({
      Source: [{ ...oldGitHub, configuration: { OAuthToken: token } }],
    }),
    {},
    [],
  );
  itJudges(
    rule,
    "cannot judge a configuration that is not known",
    pipeline,
    {
      [`${first}.configuration`]: unknownObject,
    },
    [unknownVerdict(`${first}.configuration`)],
  );
  itJudges(rule, "cannot judge actions that are not known", pipeline, { "stages[0].actions": unknownList }, [
    unknownVerdict("stages[0].actions"),
  ]);
});
