import assert from "node:assert/strict";
import { type Properties, unknownValue, type Value } from "../../../../policy/iam/value";
import { destroys, hiddenIn, ownScripts } from "../../../../policy/lib/destroy/actions";
import { stepOf, stepsOf } from "../../support/steps";

const build: Properties = { name: "Run", category: "Build", provider: "CodeBuild" };
const withConfiguration = (configuration: Properties, more: Properties = {}): Properties => ({
  ...build,
  ...more,
  configuration,
});

describe("an action destroys", () => {
  const alone = (action: Properties, pipeline: Properties = {}) => {
    const step = stepOf(action);
    return destroys(step, [step], pipeline);
  };
  const variables = (...given: readonly object[]) => withConfiguration({ EnvironmentVariables: JSON.stringify(given) });

  const cases: readonly (readonly [title: string, verdict: boolean, expected: boolean])[] = [
    ["by its name", alone({ ...build, name: "DestroyShop" }), true],
    ["by the name of its project", alone(withConfiguration({ ProjectName: "shop-destroy" })), true],
    ["by the name of its function", alone(withConfiguration({ FunctionName: "teardown" })), true],
    ["by the name of its state machine", alone(withConfiguration({ StateMachineArn: "arn:x:destroy" })), true],
    ["by the name of its pipeline", alone(withConfiguration({ PipelineName: "shop-destroy" })), true],
    ["by the project of another name: not", alone(withConfiguration({ ProjectName: "shop" })), false],
    ["by a preview's name: not", alone({ ...build, name: "DestroyPreview" }), false],
    ["by an inline command", alone({ ...build, commands: ["npm ci", "pulumi destroy --yes"] }), true],
    ["by a variable in an inline command", alone({ ...build, commands: ["export ACTION=destroy"] }), true],
    [
      "by an override of the buildspec",
      alone(withConfiguration({ BuildspecOverride: "version: 0.2\nx: terraform destroy" })),
      true,
    ],
    ["by inline commands of something else: not", alone({ ...build, commands: ["pulumi up --yes"] }), false],
    ["by a variable", alone(variables({ name: "COMMAND", value: "destroy" })), true],
    ["by a variable of something else: not", alone(variables({ name: "COMMAND", value: "up" })), false],
    ["by the input of a function", alone(withConfiguration({ UserParameters: '{"do":["destroy"]}' })), true],
    ["by a command in an input", alone(withConfiguration({ Input: "pulumi destroy" })), true],
    ["by the input of something else: not", alone(withConfiguration({ Input: '{"do":"up"}' })), false],
    ["as a source: not", alone({ name: "Destroy", category: "Source" }), false],
    ["as an approval: not", alone({ name: "ApproveDestroy", category: "Approval" }), false],
    ["as an unknown action: not known", alone({ ...build, name: unknownValue }), false],
  ];
  for (const [title, verdict, expected] of cases) {
    it(title, () => assert.equal(verdict, expected));
  }

  it("by a variable whose value is the default of a pipeline variable", () => {
    const action = variables({ name: "COMMAND", value: "#{variables.DO}" });
    const pipeline = (defaultValue: Value): Properties => ({ variables: [{ name: "DO", defaultValue }] });
    assert.equal(alone(action, pipeline("destroy")), true);
    assert.equal(alone(action, pipeline("up")), false);
    assert.equal(alone(action, pipeline(undefined)), false);
    assert.equal(alone(action), false);
  });

  it("by applying a plan that an earlier action made, and not a later one", () => {
    const plan = { ...build, commands: ["terraform plan -destroy -out plan.bin"] };
    const apply = { ...build, commands: ["terraform apply plan.bin"] };
    const verdictOf = (index: number, ...steps: ReturnType<typeof stepsOf>) => {
      const step = steps[index];
      assert.ok(step);
      return destroys(step, steps, {});
    };
    assert.equal(verdictOf(1, ...stepsOf([plan], [apply])), true);
    assert.equal(verdictOf(0, ...stepsOf([apply], [plan])), false);
    assert.equal(verdictOf(1, ...stepsOf([plan, apply])), false);
    assert.equal(verdictOf(0, ...stepsOf([apply])), false);
  });

  it("by the scripts that it is known to run", () => {
    const step = stepOf(build);
    assert.equal(
      destroys(step, [step], {}, () => ["cdk destroy"]),
      true,
    );
    assert.equal(
      destroys(step, [step], {}, () => []),
      false,
    );
  });
});

describe("an action that deletes a stack destroys", () => {
  const stack = (ActionMode: string, StackName: Value = "shop-test", more: Properties = {}): Properties => ({
    name: "Stack",
    category: "Deploy",
    configuration: { ActionMode, StackName },
    ...more,
  });
  const lastDestroys = (...stages: readonly (readonly Properties[])[]) => {
    const steps = stepsOf(...stages);
    return destroys(steps.at(-1) ?? assert.fail(), steps, { region: "eu-west-1" });
  };
  const remove = stack("DELETE_ONLY");

  const cases: readonly (readonly [title: string, verdict: boolean, expected: boolean])[] = [
    ["one that it did not create", lastDestroys([remove]), true],
    ["one that it only updates later", lastDestroys([stack("CREATE_UPDATE", "other")], [remove]), true],
    [
      "one of production",
      lastDestroys([stack("CREATE_UPDATE", "shop-prod")], [stack("DELETE_ONLY", "shop-prod")]),
      true,
    ],
    [
      "one of another region",
      lastDestroys([stack("CREATE_UPDATE", "shop-test", { region: "us-east-1" })], [remove]),
      true,
    ],
    [
      "one of an unknown name",
      lastDestroys([stack("CREATE_UPDATE", unknownValue)], [stack("DELETE_ONLY", unknownValue)]),
      true,
    ],
    ["one beside its creation", lastDestroys([stack("CREATE_UPDATE"), remove]), true],
    ["one that it only looked at", lastDestroys([stack("CHANGE_SET_REPLACE")], [remove]), true],
    ["but not a test stack that it created", lastDestroys([stack("CREATE_UPDATE")], [remove]), false],
    ["but not one that it replaced", lastDestroys([stack("REPLACE_ON_FAILURE")], [remove]), false],
    ["production where it replaces a failed stack", lastDestroys([stack("REPLACE_ON_FAILURE", "shop-prod")]), true],
    ["but not by updating production", lastDestroys([stack("CREATE_UPDATE", "shop-prod")]), false],
    ["but not by replacing a failed test stack", lastDestroys([stack("REPLACE_ON_FAILURE", "shop-test")]), false],
    ["but not one of an executed change set", lastDestroys([stack("CHANGE_SET_EXECUTE")], [remove]), false],
  ];
  for (const [title, verdict, expected] of cases) {
    it(title, () => assert.equal(verdict, expected));
  }
});

describe("the scripts of an action", () => {
  it("are its override and its commands", () => {
    const action = { configuration: { BuildspecOverride: "a" }, commands: ["b", "", unknownValue, "c"] } as const;
    assert.deepEqual(ownScripts(stepOf(action)), ["a", "b", "c"]);
    assert.deepEqual(ownScripts(stepOf({})), []);
  });

  const cases: readonly (readonly [hidden: string | undefined, action: Value])[] = [
    ["stages[0].actions[0].configuration.BuildspecOverride", withConfiguration({ BuildspecOverride: unknownValue })],
    [
      "stages[0].actions[0].configuration.EnvironmentVariables",
      withConfiguration({ EnvironmentVariables: unknownValue }),
    ],
    ["stages[0].actions[0].commands", { commands: ["a", unknownValue] }],
    ["stages[0].actions[0].configuration.BuildspecOverride", { configuration: unknownValue }],
    ["stages[0].actions[0].configuration.BuildspecOverride", unknownValue],
    [undefined, withConfiguration({ ProjectName: unknownValue })],
    [undefined, {}],
  ];
  for (const [hidden, action] of cases) {
    it(`are ${hidden === undefined ? "known" : `hidden in ${hidden}`} in ${JSON.stringify(action, (_, value) => (value === unknownValue ? "unknown" : value))}`, () => {
      assert.equal(hiddenIn(stepOf(action)), hidden);
    });
  }
});
