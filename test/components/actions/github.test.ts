import assert from "node:assert/strict";
import { gitHub } from "../../../components/actions/github";
import { validatePipeline } from "../../../components/pipelines/validation/validate-pipeline";
import { buildAction, pipelineOf } from "../../support/pipelines";
import { factsOf } from "../../support/provider-cases";

const token = "ghp_0123456789abcdefghij0123456789abcdefgh";
const action = {
  name: "Repository",
  provider: "GitHub",
  outputArtifacts: ["source"],
  configuration: { Owner: "acme", Repo: "shop", Branch: "main", OAuthToken: token },
};
const reason =
  "GitHub, the source by an OAuth app, is refused: its configuration holds a token that reads every repository of a person, and its changes come by polling or by a webhook with a shared secret; read the repository through a connection, provider CodeStarSourceConnection, and revoke the token";

function problems(source: unknown) {
  const { stages } = pipelineOf([buildAction()]);
  const [, build] = stages;
  return validatePipeline({ stages: [{ name: "Source", actions: [source] }, build] });
}

describe("the source of GitHub by an OAuth app", () => {
  it("is known as AWS has it", () => {
    assert.deepEqual(factsOf(gitHub), {
      provider: "GitHub",
      owner: "ThirdParty",
      version: "1",
      categories: ["Source"],
      inputArtifacts: { min: 0, max: 0 },
      outputArtifacts: { min: 1, max: 1 },
      outputVariables: [
        "AuthorDate",
        "BranchName",
        "CommitId",
        "CommitMessage",
        "CommitUrl",
        "CommitterDate",
        "RepositoryName",
      ],
      pipelineTypes: ["V1", "V2"],
      crossRegion: false,
    });
  });

  for (const [what, changes] of [
    ["as it is written", {}],
    ["with its owner", { owner: "ThirdParty", category: "Source" }],
    ["without a configuration", { configuration: undefined }],
  ] as const) {
    it(`is refused ${what}, for one reason, with the way out and without its token`, () => {
      const found = problems({ ...action, ...changes });
      assert.deepEqual(found, [{ path: "stages[0].actions[0].provider", reason }]);
      assert.ok(!JSON.stringify(found).includes(token));
    });
  }
});
