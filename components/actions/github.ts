import { z } from "zod";
import { allowedKeys } from "../schema/vocabulary";
import { actionShape } from "./base/action-shape";
import { actionType, movesNoArtifacts } from "./base/action-type";

const reason =
  "GitHub, the source by an OAuth app, is refused: its configuration holds a token that reads every repository of a " +
  "person, and its changes come by polling or by a webhook with a shared secret; read the repository through a " +
  "connection, provider CodeStarSourceConnection, and revoke the token";

export const gitHubSchema = allowedKeys({
  ...actionShape,
  /** Always refused: `CodeStarSourceConnection` reads the repository. */
  provider: z.literal("GitHub").refine(() => false, { error: reason }),
  owner: z.literal("ThirdParty").optional(),
  category: z.literal("Source").default("Source"),
  /** Nothing of it is looked at. */
  configuration: z.record(z.string(), z.unknown()).default({}),
});

/**
 * Always refused. AWS's first source for GitHub is known here so that whoever brings it learns the way out:
 * `CodeStarSourceConnection`.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/update-github-action-connections.html
 */
export const gitHub = actionType(gitHubSchema, {
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
  artifactUse: movesNoArtifacts,
  validate: () => [],
  permissions: () => [],
});
