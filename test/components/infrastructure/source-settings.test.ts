import assert from "node:assert/strict";
import { sourceSchema } from "../../../components/infrastructure/source-settings";
import { schemaProblems } from "../../../components/schema/vocabulary";

const connectionArn = "arn:aws:codeconnections:eu-central-1:111122223333:connection/1a2b";
const source = { connectionArn, repository: "acme/shop" };

describe("the source of a pipeline", () => {
  for (const [what, settings] of [
    ["a repository behind a connection", source],
    ["a branch", { ...source, branch: "release/1.2" }],
    [
      "a connection of the old name",
      { ...source, connectionArn: connectionArn.replace("codeconnections", "codestar-connections") },
    ],
    ["a repository in groups", { ...source, repository: "acme/shop/web" }],
    ["the longest branch", { ...source, branch: "b".repeat(255) }],
  ] as const) {
    it(`may be ${what}`, () => {
      assert.deepEqual(schemaProblems(sourceSchema, settings), []);
    });
  }

  for (const [what, settings, path] of [
    ["a connection by name", { ...source, connectionArn: "github" }, "connectionArn"],
    ["a repository without its owner", { ...source, repository: "shop" }, "repository"],
    ["a repository by address", { ...source, repository: "https://github.com/acme/shop" }, "repository"],
    ["an empty branch", { ...source, branch: "" }, "branch"],
    ["a branch of 256 characters", { ...source, branch: "b".repeat(256) }, "branch"],
    ["no repository", { connectionArn }, "repository"],
    ["an owner of its own", { ...source, owner: "acme" }, "owner"],
  ] as const) {
    it(`must not be ${what}`, () => {
      assert.deepEqual(
        schemaProblems(sourceSchema, settings).map((problem) => problem.path),
        [path],
      );
    });
  }
});
