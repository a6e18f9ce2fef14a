import { z } from "zod";
import { codeCommitRepositoryArn } from "../aws/arn";
import { allowStatement, type Statement } from "../iam/statement";
import { allowedKeys, matching, shown } from "../schema/vocabulary";
import { actionShape } from "./base/action-shape";
import { type ActionContext, actionType, movesArtifacts } from "./base/action-type";
import { branchName } from "./base/branch-name";
import { changeDetection, polling, pollingProblems, pollsUnlessSaid, tellsChanges } from "./base/change-detection";
import { isClone, outputFormat } from "./base/clone-reference";
import { crossRegionEvents } from "./base/cross-region-events";

export const codeCommitSchema = allowedKeys({
  ...actionShape,
  ...changeDetection,
  provider: z.literal("CodeCommit"),
  category: z.literal("Source").default("Source"),
  configuration: allowedKeys({
    /** The name of the repository, 1 to 100 letters, digits or the characters `. - _`. */
    RepositoryName: matching(
      /^[\w.-]{1,100}$/,
      "give the name of a repository, 1 to 100 letters, digits or the characters . - _",
    ),
    /** The branch whose commits the action reads, at most 256 characters. */
    BranchName: branchName(256).regex(/^(?!.*#\{)/, {
      error: ({ input }) => `is ${shown(input)}: give the name of the branch: what starts the pipeline names it`,
    }),
    ...polling,
    ...outputFormat,
  }),
});

type Action = z.output<typeof codeCommitSchema>;

/**
 * Reads a repository of CodeCommit.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeCommit.html
 */
export const codeCommit = actionType(codeCommitSchema, {
  provider: "CodeCommit",
  owner: "AWS",
  version: "1",
  categories: ["Source"],
  inputArtifacts: { min: 0, max: 0 },
  outputArtifacts: { min: 1, max: 1 },
  outputVariables: ["AuthorDate", "BranchName", "CommitId", "CommitMessage", "CommitterDate", "RepositoryName"],
  pipelineTypes: ["V1", "V2"],
  crossRegion: false,
  unlessSaid: pollsUnlessSaid,
  artifactUse: movesArtifacts,
  validate: pollingProblems,
  permissions,
  // A clone reference is a promise that the build redeems with the repository itself.
  makesCloneReference: isClone,
  consumerPermissions: (action, { scope }) =>
    isClone(action)
      ? [
          allowStatement({
            sid: "Clone",
            actions: ["codecommit:GitPull"],
            resources: [codeCommitRepositoryArn(scope, action.configuration.RepositoryName)],
          }),
        ]
      : [],
  asksOthers: (action) => (tellsChanges(action) ? crossRegionEvents(action) : []),
  changeEvent: (action, { scope }) =>
    tellsChanges(action)
      ? {
          source: ["aws.codecommit"],
          detailType: ["CodeCommit Repository State Change"],
          resources: [codeCommitRepositoryArn(scope, action.configuration.RepositoryName)],
          detail: {
            event: ["referenceCreated", "referenceUpdated"],
            referenceType: ["branch"],
            referenceName: [action.configuration.BranchName],
          },
        }
      : undefined,
});

/** An action that reads a repository of CodeCommit. */
export function codeCommitAction(
  action: Omit<z.input<typeof codeCommitSchema>, "provider">,
): z.input<typeof codeCommitSchema> {
  return { ...action, provider: "CodeCommit" };
}

function permissions(action: Action, { scope }: ActionContext): Statement[] {
  return [
    allowStatement({
      sid: "Repository",
      actions: [
        "codecommit:CancelUploadArchive",
        "codecommit:GetBranch",
        "codecommit:GetCommit",
        ...(isClone(action) ? ["codecommit:GetRepository"] : []),
        "codecommit:GetUploadArchiveStatus",
        "codecommit:UploadArchive",
      ],
      resources: [codeCommitRepositoryArn(scope, action.configuration.RepositoryName)],
    }),
  ];
}
