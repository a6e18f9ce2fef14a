import { z } from "zod";
import { codeCommitRepositoryArn } from "../aws/arn";
import { codeCommitRepositoryName } from "../aws/names";
import { allowStatement, type Statement } from "../iam/statement";
import { allowedKeys, shown } from "../schema/vocabulary";
import { actionShape } from "./base/action-shape";
import { type ActionContext, defineAction } from "./base/action-type";
import {
  changeDetection,
  crossAccountEvents,
  isEventDriven,
  polling,
  pollingProblems,
  pollsByDefault,
} from "./base/change-detection";
import { branchName, isClone, outputFormat } from "./base/clone-reference";

export const codeCommitSchema = allowedKeys({
  ...actionShape,
  ...changeDetection,
  provider: z.literal("CodeCommit"),
  category: z.literal("Source").default("Source"),
  configuration: allowedKeys({
    /** The name of the repository, 1 to 100 letters, digits or the characters `. - _`. */
    RepositoryName: codeCommitRepositoryName,
    /** The branch that the action reads, at most 256 characters. */
    BranchName: branchName(256).regex(/^(?!.*#\{)/, {
      error: ({ input }) => `is ${shown(input)}: give the name of the branch: what starts the pipeline names it`,
    }),
    ...polling,
    ...outputFormat,
  }),
});

type Action = z.output<typeof codeCommitSchema>;

/**
 * Reads a CodeCommit repository.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeCommit.html
 */
export const codeCommit = defineAction({
  schema: codeCommitSchema,
  outputArtifacts: 1,
  outputVariables: ["AuthorDate", "BranchName", "CommitId", "CommitMessage", "CommitterDate", "RepositoryName"],
  crossRegion: false,
  awsDefaults: pollsByDefault,
  validate: pollingProblems,
  permissions,
  // The build that reads a clone reference clones the repository itself.
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
  requiredGrants: (action) => (isEventDriven(action) ? crossAccountEvents(action) : []),
  changeEvent: (action, { scope }) =>
    isEventDriven(action)
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

/** Returns an action that reads a CodeCommit repository. */
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
