import assert from "node:assert/strict";
import { z } from "zod";
import { defineRule, ruleShape } from "../../../../components/actions/rules/rule-type";
import { allowedKeys, schemaProblems } from "../../../../components/schema/vocabulary";
import { context } from "../../../support/pipelines";

const schema = allowedKeys({ ...ruleShape, provider: z.literal("Probe"), configuration: allowedKeys({}) });
const rule = { name: "Check", provider: "Probe", configuration: {} } as const;

describe("defineRule", () => {
  it("describes a rule that takes nothing, needs nothing and skips no stage", () => {
    const type = defineRule({ schema });
    const read = schema.parse(rule);
    assert.equal(type.provider, "Probe");
    assert.equal(type.canSkipStage, false);
    assert.deepEqual(type.inputArtifacts, { min: 0, max: 0 });
    assert.deepEqual(type.validate(read), []);
    assert.deepEqual(type.permissions(read, context), []);
    assert.equal(type.startedProject, undefined);
    assert.equal(type.requiredGrants, undefined);
  });

  it("reads its input artifacts, where it has some, and writes none", () => {
    const type = defineRule({ schema, inputArtifacts: { min: 0, max: 1 } });
    assert.deepEqual(type.inputArtifacts, { min: 0, max: 1 });
    assert.deepEqual(type.artifactUse(schema.parse({ ...rule, inputArtifacts: ["source"] })), {
      read: true,
      write: false,
    });
    assert.deepEqual(type.artifactUse(schema.parse(rule)), { read: false, write: false });
  });

  it("takes every fact of the provider", () => {
    const statement = { Sid: "A", Effect: "Allow", Action: ["a:B"], Resource: ["*"] } as const;
    const type = defineRule({
      schema,
      inputArtifacts: 2,
      canSkipStage: true,
      artifactUse: () => ({ read: false, write: true }),
      validate: ({ name }) => [{ path: "name", reason: name }],
      permissions: () => [{ ...statement, Action: ["a:B"], Resource: ["*"] }],
    });
    const read = schema.parse(rule);
    assert.deepEqual(type.inputArtifacts, { min: 2, max: 2 });
    assert.equal(type.canSkipStage, true);
    assert.deepEqual(type.artifactUse(read), { read: false, write: true });
    assert.deepEqual(type.validate(read), [{ path: "name", reason: "Check" }]);
    assert.deepEqual(type.permissions(read, context), [statement]);
  });
});

describe("the keys of every rule", () => {
  for (const [what, keys] of [
    ["the shortest wait", { timeoutInMinutes: 5 }],
    ["the longest wait", { timeoutInMinutes: 86_400 }],
    ["a place and a role", { region: "us-east-1", roleArn: "arn:aws:iam::111122223333:role/check" }],
  ] as const) {
    it(`may be ${what}`, () => {
      assert.deepEqual(schemaProblems(schema, { ...rule, ...keys }), []);
    });
  }

  for (const [key, value, reason] of [
    ["name", "a b", 'is "a b": give 1 to 100 letters, digits or the characters . @ - _'],
    ["timeoutInMinutes", 4, "is 4: give at least 5"],
    ["timeoutInMinutes", 86_401, "is 86401: give at most 86400"],
    ["region", "eu", 'is "eu": give a region, such as eu-central-1'],
    ["provider", "Probes", 'is "Probes". Did you mean Probe? Allowed are Probe'],
    [
      "outputArtifacts",
      ["out"],
      "is not known here. Did you mean inputArtifacts? Allowed are name, inputArtifacts, region, roleArn, timeoutInMinutes, provider, configuration",
    ],
  ] as const) {
    it(`must not have the ${key} ${JSON.stringify(value)}`, () => {
      assert.deepEqual(schemaProblems(schema, { ...rule, [key]: value }), [{ path: key, reason }]);
    });
  }
});
