import { z } from "zod";
import { allowedKeys } from "../schema/vocabulary";
import { actionShape } from "./base/action-shape";
import { defineAction, movesNoArtifacts } from "./base/action-type";

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
  /** Any configuration; the action is refused without reading it. */
  configuration: z.record(z.string(), z.unknown()).default({}),
});

/**
 * Always refused. The message names the replacement of AWS's first GitHub source: `CodeStarSourceConnection`.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/update-github-action-connections.html
 */
export const gitHub = defineAction({
  schema: gitHubSchema,
  outputArtifacts: 1,
  outputVariables: [
    "AuthorDate",
    "BranchName",
    "CommitId",
    "CommitMessage",
    "CommitUrl",
    "CommitterDate",
    "RepositoryName",
  ],
  crossRegion: false,
  artifactUse: movesNoArtifacts,
});
