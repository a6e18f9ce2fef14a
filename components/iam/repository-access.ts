import { codeCommitRepositoryArn } from "../aws/arn";
import { type AwsScope, regionalService } from "../aws/scope";
import { allowStatement, deny, type Statement } from "./statement";

const reading = [
  "codecommit:BatchGetCommits",
  "codecommit:BatchGetPullRequests",
  "codecommit:BatchGetRepositories",
  "codecommit:DescribeMergeConflicts",
  "codecommit:DescribePullRequestEvents",
  "codecommit:EvaluatePullRequestApprovalRules",
  "codecommit:GetBlob",
  "codecommit:GetBranch",
  "codecommit:GetComment",
  "codecommit:GetCommentsForComparedCommit",
  "codecommit:GetCommentsForPullRequest",
  "codecommit:GetCommit",
  "codecommit:GetCommitHistory",
  "codecommit:GetCommitsFromMergeBase",
  "codecommit:GetDifferences",
  "codecommit:GetFile",
  "codecommit:GetFolder",
  "codecommit:GetMergeCommit",
  "codecommit:GetMergeConflicts",
  "codecommit:GetMergeOptions",
  "codecommit:GetObjectIdentifier",
  "codecommit:GetPullRequest",
  "codecommit:GetPullRequestApprovalStates",
  "codecommit:GetPullRequestOverrideState",
  "codecommit:GetReferences",
  "codecommit:GetRepository",
  "codecommit:GetTree",
  "codecommit:GitPull",
  "codecommit:ListBranches",
  "codecommit:ListFileCommitHistory",
  "codecommit:ListPullRequests",
];

/** Changes of branches without a pull request. */
const changing = [
  "codecommit:CreateCommit",
  "codecommit:DeleteBranch",
  "codecommit:DeleteFile",
  "codecommit:GitPush",
  "codecommit:MergeBranchesByFastForward",
  "codecommit:MergeBranchesBySquash",
  "codecommit:MergeBranchesByThreeWay",
  "codecommit:PutFile",
];

/** Work with pull requests. Nobody here changes or overrides an approval rule. */
const proposing = [
  "codecommit:CreateBranch",
  "codecommit:CreatePullRequest",
  "codecommit:CreateUnreferencedMergeCommit",
  "codecommit:MergePullRequestByFastForward",
  "codecommit:MergePullRequestBySquash",
  "codecommit:MergePullRequestByThreeWay",
  "codecommit:PostCommentForComparedCommit",
  "codecommit:PostCommentForPullRequest",
  "codecommit:PostCommentReply",
  "codecommit:PutCommentReaction",
  "codecommit:UpdateComment",
  "codecommit:UpdatePullRequestApprovalState",
  "codecommit:UpdatePullRequestDescription",
  "codecommit:UpdatePullRequestStatus",
  "codecommit:UpdatePullRequestTitle",
];

/** A CodeCommit repository. */
export interface SourceRepository {
  readonly repositoryName: string;
  /** Branches that change by pull requests alone. */
  readonly protectedBranches: readonly string[];
  /** The ARN of the customer key that encrypts the repository, if it is known. */
  readonly keyArn?: string | undefined;
}

/**
 * Returns the statements to read one CodeCommit repository, or to contribute to it. Contributors push to other branches
 * and merge pull requests; protected branches change in no other way.
 *
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/auth-and-access-control-permissions-reference.html
 */
export function accessRepository(
  scope: AwsScope,
  repository: SourceRepository,
  access: "read" | "contribute",
): Statement[] {
  const resources = [codeCommitRepositoryArn(scope, repository.repositoryName)];
  return [
    allowStatement({ sid: "ReadRepository", actions: reading, resources }),
    ...(access === "read"
      ? []
      : [
          allowStatement({ sid: "Contribute", actions: [...changing, ...proposing], resources }),
          ...protectBranches(scope, repository),
        ]),
    ...useRepositoryKey(scope, repository, access),
  ];
}

/**
 * Denies changes of protected branches without a pull request, for every writer. The first request of a push names no
 * branch, which the Null condition lets pass.
 *
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-conditional-branch.html
 */
export function protectBranches(
  scope: AwsScope,
  { repositoryName, protectedBranches }: Pick<SourceRepository, "repositoryName" | "protectedBranches">,
): Statement[] {
  return protectedBranches.length === 0
    ? []
    : [
        deny({
          sid: "ProtectBranches",
          actions: changing,
          resources: [codeCommitRepositoryArn(scope, repositoryName)],
          conditions: {
            StringEqualsIfExists: { "codecommit:References": protectedBranches.map((name) => `refs/heads/${name}`) },
            Null: { "codecommit:References": "false" },
          },
        }),
      ];
}

/** @see https://docs.aws.amazon.com/codecommit/latest/userguide/encryption.html */
function useRepositoryKey(scope: AwsScope, { keyArn }: SourceRepository, access: "read" | "contribute"): Statement[] {
  const writes = [
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
  ];
  return keyArn === undefined
    ? []
    : [
        allowStatement({
          sid: "RepositoryKey",
          actions: ["kms:Decrypt", "kms:DescribeKey", ...(access === "read" ? [] : writes)],
          resources: [keyArn],
          conditions: { StringEquals: { "kms:ViaService": regionalService(scope, "codecommit") } },
        }),
      ];
}
