import assert from "node:assert/strict";
import { z } from "zod";
import { actionShape, artifactName } from "../../../../components/actions/base/action-shape";
import { allowedKeys, schemaProblems } from "../../../../components/schema/vocabulary";

const schema = allowedKeys(actionShape);
const nameRule = "give 1 to 100 letters, digits or the characters . @ - _";
const artifactRule = "give 1 to 100 letters, digits or the characters - _";
const namespaceRule = "give 1 to 100 letters, digits or the characters @ - _; codepipeline and variables are reserved";
const roleRule = "give the ARN of a role, arn:aws:iam::<account>:role/<name>";

describe("the keys of every action", () => {
  it("have defaults for the order of the action and its artifacts", () => {
    assert.deepEqual(schema.parse({ name: "Deploy" }), {
      name: "Deploy",
      runOrder: 1,
      inputArtifacts: [],
      outputArtifacts: [],
    });
  });

  for (const [what, keys] of [
    ["the longest name", { name: "a".repeat(100) }],
    ["every character of a name", { name: "Az09.@-_" }],
    ["the first place", { runOrder: 1 }],
    ["the last place", { runOrder: 999 }],
    ["a region of its own", { region: "us-gov-west-1" }],
    ["a role of another account", { roleArn: "arn:aws-cn:iam::444455556666:role/path/deploy" }],
    ["the longest namespace", { namespace: "n".repeat(100) }],
    ["a namespace that only starts with a reserved word", { namespace: "variables2" }],
    ["AWS as the owner", { owner: "AWS" }],
  ] as const) {
    it(`may be ${what}`, () => {
      assert.deepEqual(schemaProblems(schema, { name: "Deploy", ...keys }), []);
    });
  }

  for (const [key, value, reason] of [
    ["name", "", `is "": ${nameRule}`],
    ["name", "Deploy it", `is "Deploy it": ${nameRule}`],
    ["name", "Deploy\n", `is "Deploy\\n": ${nameRule}`],
    ["name", "#{variables.name}", `is "#{variables.name}": ${nameRule}`],
    ["owner", "ThirdParty", 'is "ThirdParty": allowed are AWS'],
    ["runOrder", 0, "is 0: give at least 1"],
    ["runOrder", 1000, "is 1000: give at most 999"],
    ["runOrder", 1.5, "is 1.5: give a whole number"],
    ["runOrder", "1", 'is "1": give a number'],
    ["inputArtifacts", "source", 'is "source": give a list'],
    ["region", "Frankfurt", 'is "Frankfurt": give a region, such as eu-central-1'],
    ["roleArn", "deploy", `is "deploy": ${roleRule}`],
    ["roleArn", "arn:aws:iam::111122223333:role/*", `is "arn:aws:iam::111122223333:role/*": ${roleRule}`],
    ["namespace", "codepipeline", `is "codepipeline": ${namespaceRule}`],
    ["namespace", "variables", `is "variables": ${namespaceRule}`],
    ["namespace", "build.1", `is "build.1": ${namespaceRule}`],
  ] as const) {
    it(`must not have the ${key} ${JSON.stringify(value)}`, () => {
      assert.deepEqual(schemaProblems(schema, { name: "Deploy", [key]: value }), [{ path: key, reason }]);
    });
  }
});

describe("the name of an artifact", () => {
  it("is at most 100 letters, digits, hyphens and underscores", () => {
    for (const name of ["s", "Source_1-a", "a".repeat(100)]) {
      assert.deepEqual(schemaProblems(artifactName, name), []);
    }
    const lists = allowedKeys({ outputArtifacts: z.array(artifactName) });
    assert.deepEqual(schemaProblems(lists, { outputArtifacts: ["a.b", "a::b", "a".repeat(101)] }), [
      { path: "outputArtifacts[0]", reason: `is "a.b": ${artifactRule}` },
      { path: "outputArtifacts[1]", reason: `is "a::b": ${artifactRule}` },
      { path: "outputArtifacts[2]", reason: `is "${"a".repeat(76)}...: ${artifactRule}` },
    ]);
  });
});
