import { z } from "zod";
import { accountOf, codeCommitRepositoryArn, parseArn } from "../aws/arn";
import { codeCommitRepositoryName, functionArnSchema, identityArnSchema, topicArnSchema } from "../aws/names";
import type { AwsScope } from "../aws/scope";
import type { Statement } from "../iam/statement";
import { publishStatement } from "../iam/topic-policy";
import type { Problem } from "../schema/problem";
import { allowedKeys, distinct, matching, nonEmptyText, shown } from "../schema/vocabulary";
import { repositoryEvents } from "./events";

const branch = matching(/^(?!refs\/)[^\s~^:?*[\\]{1,255}$/, "give the name of one branch, such as main");
const branches = distinct(z.array(branch));
const partName = matching(/^[A-Za-z0-9_-]{1,24}$/, "give 1 to 24 letters, digits or the characters - _");

/** A topic or a function of the account and region. */
const destination = z.union([topicArnSchema, functionArnSchema], {
  error: ({ input }) => `is ${shown(input)}: give the ARN of a topic or a function, without a version`,
});

/** Settings of a CodeCommit repository. */
export const repositorySchema = allowedKeys({
  /**
   * The name of the repository, 1 to 100 letters, digits or the characters `. - _`.
   * @default - the name of the component
   */
  repositoryName: codeCommitRepositoryName.optional(),
  /**
   * Description of the repository, at most 1000 characters.
   * @default - none
   */
  description: nonEmptyText.max(1000).optional(),
  /**
   * Branches that change by pull requests alone, for every role of `access`.
   * @default ["main"]
   */
  protectedBranches: branches.default(["main"]),
  /**
   * Approvals that a pull request to a protected branch needs.
   * @default - none
   * @see https://docs.aws.amazon.com/codecommit/latest/userguide/approval-rule-templates.html
   */
  approvals: allowedKeys({
    /**
     * Number of approvals, 1 to 30.
     * @default 2
     */
    count: z.int().min(1).max(30).default(2),
    /** The ARNs of the roles and users whose approvals count. The author's own approval never counts. */
    approvers: distinct(z.array(identityArnSchema).min(1).max(100)),
  }).optional(),
  /**
   * Roles that people assume to work with the repository, by name; `git-remote-codecommit` uses them.
   * @default - none
   */
  access: z
    .record(
      partName,
      allowedKeys({
        /** `read`, or `contribute`: push to unprotected branches, and merge pull requests. */
        permission: z.enum(["read", "contribute"]),
        /** The ARNs of the users and roles that assume the role, of this account or another. */
        principals: distinct(z.array(identityArnSchema).min(1)),
        /** Whether the caller needs multi-factor authentication. A session of a role never has it. */
        mfa: z.boolean(),
        /**
         * The external id that the caller gives, 2 to 1224 characters.
         * @default - none
         * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
         */
        externalId: matching(
          /^[\w+=,.@:/-]{2,1224}$/,
          "give 2 to 1224 letters, digits or the characters + = , . @ : / -",
        ).optional(),
      }),
    )
    .default({}),
  /**
   * Triggers of the repository by name, at most 10: CodeCommit itself calls a topic or a function.
   * @default - none
   * @see https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-notify.html
   */
  triggers: z
    .record(
      partName,
      allowedKeys({
        /** The ARN of the topic or function. */
        destinationArn: destination,
        /**
         * Changes of branches and tags.
         * @default ["all"]
         */
        events: distinct(
          z.array(z.enum(["all", "createReference", "deleteReference", "updateReference"])).min(1),
        ).default(["all"]),
        /**
         * Branches, at most 10.
         * @default - every branch
         */
        branches: branches.max(10).default([]),
      }),
    )
    .refine((all) => Object.keys(all).length <= 10, { error: "has more than 10 triggers: CodeCommit allows 10" })
    .default({}),
  /**
   * Event rules by name: EventBridge tells a topic or a function.
   * @default - none
   * @see https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html
   */
  notify: z
    .record(
      partName,
      allowedKeys({
        /** The ARN of the topic or function. */
        destinationArn: destination,
        /** Events of the repository. */
        events: distinct(z.array(z.enum(repositoryEvents)).min(1)),
        /**
         * Branches that change, or that pull requests go to. Comments have none.
         * @default - every branch
         */
        branches: branches.default([]),
      }),
    )
    .default({}),
});

export type RepositorySettings = z.input<typeof repositorySchema>;
export type RepositoryModel = z.output<typeof repositorySchema>;

/** Lists destinations elsewhere, and callers that cannot have what a role asks of them. */
export function repositoryProblems(model: RepositoryModel, account: string, region: string): Problem[] {
  const roles = Object.entries(model.access).flatMap(([name, { mfa, principals }]) =>
    principals.flatMap((arn, index) =>
      mfa && /:role\//.test(arn)
        ? [
            {
              path: `access.${name}.principals[${index}]`,
              reason: `is ${shown(arn)}, a role, whose sessions have no multi-factor authentication: give users, or set mfa to false`,
            },
          ]
        : [],
    ),
  );
  const destinations = (["triggers", "notify"] as const).flatMap((kind) =>
    Object.entries(model[kind]).map(([name, { destinationArn }]) => ({ path: `${kind}.${name}`, destinationArn })),
  );
  const elsewhere = destinations.flatMap(({ path, destinationArn }) =>
    accountOf(destinationArn) === account && parseArn(destinationArn)?.region === region
      ? []
      : [
          {
            path: `${path}.destinationArn`,
            reason: `is ${shown(destinationArn)}: give a topic or a function of account ${account} in ${region}`,
          },
        ],
  );
  return [...roles, ...elsewhere];
}

/**
 * The content of the approval rule template. Approvals come from sessions, so a role stands for all of its sessions.
 *
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-create-template.html
 */
export function approvalRule({ count, approvers }: NonNullable<RepositoryModel["approvals"]>, onto: readonly string[]) {
  const members = approvers.map((arn) =>
    arn.replace(/^(arn:[\w-]+):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/, "$1:sts::$2:assumed-role/$3/*"),
  );
  return JSON.stringify({
    Version: "2018-11-08",
    ...(onto.length > 0 && { DestinationReferences: onto.map((name) => `refs/heads/${name}`) }),
    Statements: [{ Type: "Approvers", NumberOfApprovalsNeeded: count, ApprovalPoolMembers: members }],
  });
}

/**
 * Lists the statements that the owners of topics must add: for triggers, which CodeCommit publishes itself, and for event
 * rules.
 *
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-notify-sns.html
 */
export function topicStatements(
  scope: AwsScope,
  repositoryName: string,
  { triggers, notify }: Pick<RepositoryModel, "triggers" | "notify">,
): { readonly arn: string; readonly statements: Statement[] }[] {
  const arns = (all: Readonly<Record<string, { readonly destinationArn: string }>>) =>
    Object.values(all)
      .map(({ destinationArn }) => destinationArn)
      .filter((arn) => arn.includes(":sns:"));
  const [byTriggers, byRules] = [arns(triggers), arns(notify)];
  return [...new Set([...byTriggers, ...byRules])].map((arn) => ({
    arn,
    statements: [
      ...(byTriggers.includes(arn) ? [triggerStatement(scope, arn, repositoryName)] : []),
      ...(byRules.includes(arn) ? [publishStatement(scope, arn, { service: "events" })] : []),
    ],
  }));
}

function triggerStatement(scope: AwsScope, topic: string, repositoryName: string): Statement {
  return {
    Sid: "Triggers",
    Effect: "Allow",
    Principal: { Service: "codecommit.amazonaws.com" },
    Action: "sns:Publish",
    Resource: topic,
    Condition: {
      StringEquals: { "aws:SourceAccount": scope.account },
      ArnEquals: { "aws:SourceArn": codeCommitRepositoryArn(scope, repositoryName) },
    },
  };
}
