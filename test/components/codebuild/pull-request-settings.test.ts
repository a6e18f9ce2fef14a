import assert from "node:assert/strict";
import {
  type CheckSettings,
  checkProblems,
  checkProjectNames,
} from "../../../components/codebuild/pull-request-settings";

const phases = { build: { commands: ["npm test"] } };
const least: CheckSettings = { source: { type: "GITHUB" }, baseBranches: ["main"], buildspec: { phases } };
const within = "would be within reach of the code of a pull request: remove it, or read it after the merge";

const refused: [settings: Partial<CheckSettings>, path: string, reason: string][] = [
  [{ environmentVariables: { TOKEN: { secret: "shop/token" } } }, "environmentVariables.TOKEN", within],
  [{ environmentVariables: { HOST: { parameter: "/shop/host" } } }, "environmentVariables.HOST", within],
  [{ buildspec: { env: { "secrets-manager": { A: "shop/a" } }, phases } }, "buildspec.env.secrets-manager", within],
  [{ buildspec: { env: { "parameter-store": { A: "/a" } }, phases } }, "buildspec.env.parameter-store", within],
  [{ baseBranches: [] }, "baseBranches", "is []: give at least 1 entry"],
  [
    { source: { type: "BITBUCKET" }, comment: { secret: "shop/token" } },
    "comment",
    "is given, and CodeBuild does not tell the pull request of BITBUCKET: remove it, and see the reported status",
  ],
];

describe("the settings of checks", () => {
  for (const [settings, path, reason] of refused) {
    it(`refuse ${JSON.stringify(settings)}`, () => {
      assert.deepEqual(checkProblems({ ...least, ...settings }), [{ path, reason }]);
    });
  }

  it("name the project of the comment after the checks, within the limit of CodeBuild", () => {
    assert.deepEqual(checkProjectNames("shop-checks"), { checks: "shop-checks", comments: "shop-checks-comment" });
    const { checks, comments } = checkProjectNames("a".repeat(200));
    assert.deepEqual([checks.length <= 150, comments.length <= 150, checks === comments], [true, true, false]);
  });

  it("accept plain variables and a comment on GitHub", () => {
    const settings = { environmentVariables: { CI: { value: "1" } }, comment: { secret: "shop/token:value" } };
    assert.deepEqual(checkProblems({ ...least, ...settings }), []);
  });
});
