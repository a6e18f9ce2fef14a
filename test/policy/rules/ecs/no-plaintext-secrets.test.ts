import { ecsNoPlaintextSecrets } from "../../../../policy/rules/ecs/no-plaintext-secrets";
import { mandatory, unknownText, unknownVerdict } from "../../support/judging";
import { itJudgesEach } from "../../support/tables";

const containers = (...environments: readonly object[][]) => ({
  containerDefinitions: JSON.stringify(environments.map((environment, index) => ({ name: `c${index}`, environment }))),
});
const refused = (place: string, name: string) =>
  mandatory(`${place} should not give ${name} in plain text: use secrets and valueFrom`);

describe("ecs-no-plaintext-secrets", () => {
  itJudgesEach(ecsNoPlaintextSecrets, "aws:ecs/taskDefinition:TaskDefinition", [
    ["accepts plain settings", containers([{ name: "STAGE", value: "dev" }])],
    ["accepts secrets from a store", { containerDefinitions: '[{"secrets":[{"name":"TOKEN","valueFrom":"arn:x"}]}]' }],
    ["accepts a container without variables", { containerDefinitions: '[{"name":"app"}]' }],
    ["accepts a secret's name without a value", containers([{ name: "DB_PASSWORD", value: "" }])],
    [
      "refuses a secret by its name, in each container",
      containers(
        [{ name: "DB_PASSWORD", value: "hunter2!" }],
        [
          { name: "A", value: "b" },
          { name: "API_TOKEN", value: "x9-y8-z7" },
        ],
      ),
      refused("containerDefinitions[0].environment[0]", "DB_PASSWORD"),
      refused("containerDefinitions[1].environment[1]", "API_TOKEN"),
    ],
    [
      "refuses a secret by its value",
      containers([{ name: "NOTE", value: ["AKIA", "IOSFODNN7EXAMPLE"].join("") }]),
      refused("containerDefinitions[0].environment[0]", "NOTE"),
    ],
    [
      "refuses a credential in a command",
      {
        containerDefinitions: JSON.stringify([
          {
            name: "app",
            command: ["serve", `--token=${["npm", "a1B".repeat(12)].join("_")}`],
            entryPoint: ["sh", "-c"],
          },
        ]),
      },
      mandatory(
        "containerDefinitions[0].command[1] should not contain a credential: keep it in a store, and revoke this one",
      ),
    ],
    ["accepts a command with a variable", { containerDefinitions: '[{"command":["serve","--token=$TOKEN"]}]' }],
    [
      "refuses credentials of AWS whatever their value is",
      containers([{ name: "AWS_SECRET_ACCESS_KEY", value: "true" }]),
      refused("containerDefinitions[0].environment[0]", "AWS_SECRET_ACCESS_KEY"),
    ],
    [
      "cannot judge definitions that are not known",
      { containerDefinitions: unknownText },
      unknownVerdict("containerDefinitions"),
    ],
    ["accepts text that is no JSON: AWS refuses it", { containerDefinitions: "[" }],
  ]);
});
