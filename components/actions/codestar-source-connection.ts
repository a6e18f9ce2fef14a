import { z } from "zod";
import { connectionArnSchema } from "../aws/names";
import { type ConnectedRepository, useConnection } from "../iam/connection-access";
import { allowedKeys, matching } from "../schema/vocabulary";
import { actionShape } from "./base/action-shape";
import { defineAction } from "./base/action-type";
import { branchName, isClone, outputFormat } from "./base/clone-reference";
import { samePlaceProblems } from "./base/same-region-account";

// The role's condition names the repository. IAM reads $ and { as a variable, and * and ? as wildcards.
const repositoryId = /^[^\s/*?#${}]+( [^\s/*?#${}]+)*(\/[^\s/*?#${}]+( [^\s/*?#${}]+)*)+$/;

export const codeStarSourceConnectionSchema = allowedKeys({
  ...actionShape,
  provider: z.literal("CodeStarSourceConnection"),
  category: z.literal("Source").default("Source"),
  configuration: allowedKeys({
    /** The ARN of the connection to the host of the repository. */
    ConnectionArn: connectionArnSchema,
    /**
     * The owner and the name of the repository, in the host's own upper and lower case: `acme/shop`. GitLab puts all
     * groups first, `acme/web/shop`. Azure DevOps puts the project first, and both names may hold spaces.
     */
    FullRepositoryId: matching(repositoryId, "give the owner and the name of the repository, such as acme/shop"),
    /** The branch that the action reads, at most 255 characters. A trigger may name other branches. */
    BranchName: branchName(255),
    ...outputFormat,
    /**
     * Whether a push to the branch starts the pipeline.
     * @default true, and false for a source that a trigger watches
     */
    DetectChanges: z.boolean().optional(),
  }),
});

type Action = z.output<typeof codeStarSourceConnectionSchema>;

/**
 * Reads a repository of GitHub, GitHub Enterprise Server, Bitbucket, GitLab, GitLab self-managed or Azure DevOps through
 * a connection.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html
 */
export const codeStarSourceConnection = defineAction({
  schema: codeStarSourceConnectionSchema,
  outputArtifacts: 1,
  outputVariables: ["AuthorDate", "BranchName", "CommitId", "CommitMessage", "ConnectionArn", "FullRepositoryName"],
  crossRegion: false,
  changeDetectionKey: "DetectChanges",
  // A connection may be of another region, or shared by another account.
  validate: ({ configuration }, place) =>
    samePlaceProblems("configuration.ConnectionArn", configuration.ConnectionArn, place, []),
  permissions: (action) => useConnection(connectedRepository(action), "StringEqualsIfExists"),
  // The build that reads a clone reference clones through the connection itself.
  makesCloneReference: isClone,
  consumerPermissions: (action) => (isClone(action) ? useConnection(connectedRepository(action), "StringEquals") : []),
});

/** Returns an action that reads a repository through a connection. */
export function codeStarSourceConnectionAction(
  action: Omit<z.input<typeof codeStarSourceConnectionSchema>, "provider">,
): z.input<typeof codeStarSourceConnectionSchema> {
  return { ...action, provider: "CodeStarSourceConnection" };
}

/**
 * CodePipeline also calls UseConnection without the repository, so the role of the action compares the key only if
 * present. A build runs the code of the repository, so its role always compares.
 */
function connectedRepository({ configuration }: Action): ConnectedRepository {
  return { connectionArn: configuration.ConnectionArn, repositoryId: configuration.FullRepositoryId };
}
