import assert from "node:assert/strict";
import { actionIn, approval, problemsIn, propertiesOf } from "../../../support/aws-definition";

const at = "stages[1].actions[0]";
const build = { Category: "Build", Owner: "AWS", Provider: "CodeBuild", Version: "1" };
const custom = { Category: "Test", Owner: "Custom", Provider: "Jenkins", Version: "1" };
const check = { Category: "Rule", Owner: "AWS", Provider: "VariableCheck", Version: "1" };

function problemsOf(changes: object) {
  const action = {
    Name: "Image",
    ActionTypeId: { ...build, ...changes },
    InputArtifacts: [{ Name: "source" }],
    Configuration: { ProjectName: "shop-image" },
  };
  return problemsIn(propertiesOf([action]));
}

function ruleProblems(changes: object) {
  const rule = {
    Name: "Wanted",
    RuleTypeId: { ...check, ...changes },
    Configuration: { Variable: "#{Repository.CommitMessage}", Operator: "EQ", Value: "x" },
  };
  return problemsIn(propertiesOf([approval], { OnSuccess: { Conditions: [{ Result: "FAIL", Rules: [rule] }] } }));
}

describe("the type of an action", () => {
  it("is one that the catalogue has, in the version that it has; its version may be a number or unsaid", () => {
    assert.deepEqual(problemsOf({}), []);
    assert.deepEqual(problemsOf({ Version: 1 }), []);
    assert.deepEqual(problemsOf({ Version: undefined }), []);
  });

  for (const [what, changes, path, reason] of [
    ["another version", { Version: "2" }, "version", 'is "2": allowed are 1'],
    ["another version as a number", { Version: 2 }, "version", "is 2: allowed are 1"],
    ["a version that is no whole number", { Version: 1.5 }, "version", "is 1.5: allowed are 1"],
    ["another owner", { Owner: "ThirdParty" }, "owner", 'is "ThirdParty": allowed are AWS'],
    ["an owner that AWS has not", { Owner: "Acme" }, "owner", 'is "Acme": allowed are AWS, ThirdParty, Custom'],
    ["another category", { Category: "Deploy" }, "category", 'is "Deploy": allowed are Build, Test'],
    [
      "a key that types have not",
      { Region: "eu-central-1" },
      "region",
      "is not known here: a type has provider, category, owner, version",
    ],
  ] as const) {
    it(`is refused with ${what}`, () => {
      assert.deepEqual(problemsOf(changes), [{ path: `${at}.${path}`, reason }]);
    });
  }

  it("has any version that the account registered, where the account keeps it", () => {
    const versioned = (Version: unknown) =>
      propertiesOf([{ Name: "Unit", ActionTypeId: { ...custom, Version }, Configuration: { Job: 7 } }]);
    for (const version of ["2", 2]) {
      assert.deepEqual(actionIn(versioned(version)), {
        name: "Unit",
        owner: "Custom",
        provider: "Jenkins",
        category: "Test",
        version: "2",
        runOrder: 1,
        inputArtifacts: [],
        outputArtifacts: [],
        configuration: { Job: "7" },
      });
    }
    assert.deepEqual(problemsIn(versioned(1.5)), [
      { path: `${at}.version`, reason: 'is "1.5": give 1 to 9 letters, digits or the characters - _' },
    ]);
  });
});

describe("the type of a rule", () => {
  it("is AWS's own, in its first version", () => {
    assert.deepEqual(ruleProblems({}), []);
    assert.deepEqual(ruleProblems({ Version: 1 }), []);
    assert.deepEqual(ruleProblems({ Owner: undefined, Version: undefined }), []);
  });

  it("is refused where anything else is said, all at once", () => {
    const rule = "stages[1].onSuccess.rules[0]";
    assert.deepEqual(ruleProblems({ Category: "Test", Owner: "Custom", Version: "2", Name: "x" }), [
      { path: `${rule}.category`, reason: 'is "Test": allowed are Rule' },
      { path: `${rule}.owner`, reason: 'is "Custom": allowed are AWS' },
      { path: `${rule}.version`, reason: 'is "2": allowed are 1' },
      { path: `${rule}.name`, reason: "is not known here: a type has provider, category, owner, version" },
    ]);
  });
});
