import assert from "node:assert/strict";
import { actionVariable, actionVariableProblems } from "../../../../components/actions/codebuild/variables";

function problems(variable: Readonly<Record<string, string>>) {
  return actionVariableProblems([actionVariable.parse({ name: "FIRST", value: "1" }), actionVariable.parse(variable)]);
}

const named = "and the role of the build must name what it reads: write the name";

const refused: [what: string, variable: Readonly<Record<string, string>>, reason: string][] = [
  [
    "a secret by a reference",
    { name: "A", value: "#{variables.s}", type: "SECRETS_MANAGER" },
    `is "#{variables.s}", ${named} or the ARN of the secret, without a reference`,
  ],
  [
    "a parameter by a reference in its path",
    { name: "A", value: "/shop/#{variables.Stage}/host", type: "PARAMETER_STORE" },
    `is "/shop/#{variables.Stage}/host", ${named} of the parameter, without a reference`,
  ],
  [
    "a secret beside a reference",
    { name: "TOKEN", value: "#{Repo.CommitId}hunter2" },
    "has the name of a secret, and everyone who can read the project sees it: give a parameter or a secret",
  ],
];

describe("the variables that an action gives to a build", () => {
  for (const [what, variable, reason] of refused) {
    it(`are not ${what}`, () => {
      assert.deepEqual(problems(variable), [{ path: "[1].value", reason }]);
    });
  }

  it("may be called a secret and be a reference, which is none", () => {
    assert.deepEqual(problems({ name: "TOKEN", value: "#{Repo.CommitId}" }), []);
  });
});
