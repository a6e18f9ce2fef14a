import { z } from "zod";
import { allowStatement, type Statement } from "../iam/statement";
import { allowedKeys, matching } from "../schema/vocabulary";
import { actionShape } from "./base/action-shape";
import { actionType, movesArtifacts } from "./base/action-type";
import { branchName } from "./base/branch-name";
import { isClone, outputFormat } from "./base/clone-reference";
import { samePlaceProblems } from "./base/same-region-account";

// The role's condition names the repository: IAM would read $ and { as a variable, and nothing may stand for several.
const repositoryId = /^[^\s/*?#${}]+( [^\s/*?#${}]+)*(\/[^\s/*?#${}]+( [^\s/*?#${}]+)*)+$/;

export const codeStarSourceConnectionSchema = allowedKeys({
  ...actionShape,
  provider: z.literal("CodeStarSourceConnection"),
  category: z.literal("Source").default("Source"),
  configuration: allowedKeys({
    /** The ARN of the connection to the host of the repository. */
    ConnectionArn: matching(
      /^arn:aws[\w-]*:(codeconnections|codestar-connections):[\w-]+:\d{12}:connection\/[\w-]+$/,
      "give the ARN of a connection, arn:aws:codeconnections:<region>:<account>:connection/<id>",
    ),
    /**
     * The owner and the name of the repository, in the host's own upper and lower case: `acme/shop`. With GitLab all
     * groups come first, `acme/web/shop`; with Azure DevOps the project does, and both may hold spaces.
     */
    FullRepositoryId: matching(repositoryId, "give the owner and the name of the repository, such as acme/shop"),
    /** The branch whose commits the action reads, at most 255 characters; a trigger may name others. */
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
export const codeStarSourceConnection = actionType(codeStarSourceConnectionSchema, {
  provider: "CodeStarSourceConnection",
  owner: "AWS",
  version: "1",
  categories: ["Source"],
  inputArtifacts: { min: 0, max: 0 },
  outputArtifacts: { min: 1, max: 1 },
  outputVariables: ["AuthorDate", "BranchName", "CommitId", "CommitMessage", "ConnectionArn", "FullRepositoryName"],
  pipelineTypes: ["V1", "V2"],
  crossRegion: false,
  artifactUse: movesArtifacts,
  detectsChangesBy: "DetectChanges",
  // A connection may be of another region, or shared by another account.
  validate: ({ configuration }, place) =>
    samePlaceProblems("configuration.ConnectionArn", configuration.ConnectionArn, place, []),
  permissions: (action) => useConnection(action),
  // A clone reference is a promise that the build redeems with the connection itself.
  makesCloneReference: isClone,
  consumerPermissions: (action) => (isClone(action) ? useConnection(action) : []),
});

/** An action that reads a repository through a connection. */
export function codeStarSourceConnectionAction(
  action: Omit<z.input<typeof codeStarSourceConnectionSchema>, "provider">,
): z.input<typeof codeStarSourceConnectionSchema> {
  return { ...action, provider: "CodeStarSourceConnection" };
}

// AWS renamed the service and authorises under both names, each with a condition key of its own.
function useConnection({ configuration }: Action): Statement[] {
  const prefixes = { UseConnection: "codeconnections", UseConnectionFormerName: "codestar-connections" };
  return Object.entries(prefixes).map(([sid, prefix]) =>
    allowStatement({
      sid,
      actions: [`${prefix}:UseConnection`],
      resources: [configuration.ConnectionArn],
      conditions: { StringEquals: { [`${prefix}:FullRepositoryId`]: configuration.FullRepositoryId } },
    }),
  );
}
