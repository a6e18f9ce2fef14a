import assert from "node:assert/strict";
import {
  findRuleType,
  ruleCatalogue,
  ruleConfigurationSchemaOf,
  ruleSchema,
  ruleTypeOf,
} from "../../../../components/actions/rules/catalogue";
import { schemaProblems } from "../../../../components/schema/vocabulary";
import { sampleRules } from "../../../support/sample-rules";

describe("the catalogue of rules", () => {
  it("knows each provider once, in the order of the alphabet", () => {
    assert.deepEqual(
      ruleCatalogue.map(({ provider, inputArtifacts: { min, max }, canSkipStage }) => [
        provider,
        min,
        max,
        canSkipStage,
      ]),
      [
        ["CloudWatchAlarm", 0, 0, false],
        ["CodeBuild", 1, 5, false],
        ["Commands", 0, 10, false],
        ["DeploymentWindow", 0, 0, false],
        ["LambdaInvoke", 0, 5, true],
        ["VariableCheck", 0, 0, true],
      ],
    );
  });

  it("has a sample of every provider, which its schema reads and whose type it finds", () => {
    const rules = sampleRules.map((rule) => ruleSchema.parse(rule));
    assert.deepEqual(
      rules.map((rule) => ruleTypeOf(rule)),
      ruleCatalogue,
    );
  });

  it("finds a provider by its exact name, and nothing under another one", () => {
    assert.equal(findRuleType("Commands")?.provider, "Commands");
    for (const provider of ["commands", "ManualApproval", "constructor", ""]) {
      assert.equal(findRuleType(provider), undefined, provider);
      assert.equal(ruleConfigurationSchemaOf(provider), undefined, provider);
    }
  });

  it("has the schema of the configuration of each provider", () => {
    const schema = ruleConfigurationSchemaOf("DeploymentWindow");
    assert.equal(schema?._zod.def.type, "object");
    assert.deepEqual(
      ruleCatalogue.filter(({ provider }) => ruleConfigurationSchemaOf(provider) === undefined),
      [],
    );
  });

  it("refuses a provider of actions", () => {
    assert.deepEqual(schemaProblems(ruleSchema, { name: "Ask", provider: "Manual", configuration: {} }), [
      {
        path: "provider",
        reason:
          'is "Manual": allowed are CloudWatchAlarm, CodeBuild, Commands, DeploymentWindow, LambdaInvoke, VariableCheck',
      },
    ]);
  });
});
