import * as pulumi from "@pulumi/pulumi";
import { projectArn, reportGroupArn } from "../aws/arn";
import type { RoleSettings } from "../aws/role-settings";
import { type ScopeArgs, scopeOf } from "../aws/scope";
import { allowStatement } from "../iam/statement";
import { refuse, requireKinds } from "../schema/refuse";
import { BuildProject, type BuildProjectArgs } from "./build-project";
import { newReportGroups } from "./build-role";
import { planBuildStart } from "./build-starts";
import type { Buildspec } from "./buildspec";
import { commentActions, commentBuildspec, commentPlace, commentVariables } from "./pull-request-comment";
import { type CheckSettings, checkProblems, checkProjectNames } from "./pull-request-settings";
import { createStartRule } from "./start-rule";

/** The arguments of {@link PullRequestChecks}. */
export interface PullRequestChecksArgs
  extends ScopeArgs,
    RoleSettings,
    Pick<
      BuildProjectArgs,
      | "encryptionKeyArn"
      | "encryptionKeyPolicy"
      | "tags"
      | "vpc"
      | "environmentType"
      | "computeType"
      | "image"
      | "environmentVariables"
      | "timeoutInMinutes"
      | "concurrentBuildLimit"
      | "logRetentionInDays"
    > {
  /** Repository of the pull requests, through a connection. Its app should reach this repository alone. */
  source: {
    type: "GITHUB" | "GITHUB_ENTERPRISE" | "GITLAB" | "GITLAB_SELF_MANAGED" | "BITBUCKET";
    /** The https address of the repository: `https://github.com/acme/shop.git`. */
    location: string;
    /** The ARN of the connection to the host of the repository. */
    connectionArn: string;
    /**
     * The number of commits that a build clones. 0 clones the repository whole, so that a build can read its base branch.
     * @default 1
     */
    cloneDepth?: number | undefined;
  };
  /** Branches that pull requests go to, such as `main`. `*` matches any characters. */
  baseBranches: string[];
  /** Commands of the checks, as an object: a pull request could change a file. It reads no parameters and secrets. */
  buildspec: Buildspec;
  /**
   * Pull requests that wait for the comment of a writer, unless a writer opened them.
   * @default "ALL_PULL_REQUESTS"
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/pull-request-build-policy.html
   */
  requiresCommentApproval?: "ALL_PULL_REQUESTS" | "FORK_PULL_REQUESTS" | undefined;
  /**
   * A comment with the result on each pull request of GitHub or GitHub Enterprise Server. A second project writes it with
   * the token of this secret. It runs none of the pull request's code.
   * @default - the reported status alone
   */
  comment?: CheckSettings["comment"];
}

/**
 * Checks pull requests: a project builds each one and reports its status, and a second project may comment on it. The
 * code of a pull request reaches no parameter, no secret, no cache and no artifact. Its role may write its log and
 * reports and take the token of the connection.
 *
 * @throws RunError listing every invalid argument.
 * @example
 * ```ts
 * new PullRequestChecks("shop-checks", {
 *   account: "111122223333",
 *   region: "eu-central-1",
 *   encryptionKeyArn: key.arn,
 *   source: { type: "GITHUB", location: "https://github.com/acme/shop.git", connectionArn },
 *   baseBranches: ["main"],
 *   buildspec: { phases: { build: { commands: ["npm ci", "npm test"] } } },
 *   comment: { secret: "shop/comment-token" },
 * });
 * ```
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html
 */
export class PullRequestChecks extends pulumi.ComponentResource {
  /** The project that builds pull requests. */
  readonly checks: BuildProject;
  /** The project that comments on them, if any. */
  readonly comments: BuildProject | undefined;

  constructor(name: string, args: PullRequestChecksArgs, opts?: pulumi.ComponentResourceOptions) {
    requireKinds("PullRequestChecks", name, args);
    // The key policy depends on the roles, so the component must not depend on the key policy.
    const { encryptionKeyPolicy, ...inputs } = args;
    refuse(`PullRequestChecks ${name}`, checkProblems(args));
    super("aws-pipelines:index:PullRequestChecks", name, inputs, opts);
    const { source, baseBranches, buildspec, requiresCommentApproval, comment, ...project } = args;
    const scope = scopeOf(args);
    const child = { parent: this };
    const { checks: checksName, comments: commentsName } = checkProjectNames(name);
    const { tests, coverage } = newReportGroups(buildspec);
    const groups = [...tests, ...coverage];

    this.checks = new BuildProject(
      name,
      {
        ...project,
        projectName: checksName,
        description: `Checks pull requests of ${source.location}`,
        source,
        webhook: {
          filterGroups: [
            {
              events: source.type.startsWith("GITHUB") ? [...opened, "PULL_REQUEST_REOPENED"] : [...opened],
              baseBranches,
            },
          ],
          pullRequests: { requiresCommentApproval },
        },
        buildspec,
        ...(groups.length > 0 && { reportGroups: {} }),
      },
      child,
    );
    this.comments =
      comment === undefined
        ? undefined
        : new BuildProject(
            `${name}-comment`,
            {
              ...scope,
              projectName: commentsName,
              encryptionKeyArn: args.encryptionKeyArn,
              encryptionKeyPolicy,
              tags: args.tags,
              logRetentionInDays: args.logRetentionInDays,
              description: `Comments on pull requests of ${source.location}`,
              source: { type: "NO_SOURCE" },
              timeoutInMinutes: 5,
              environmentVariables: {
                ...commentVariables(commentPlace(source.location), projectArn(scope, checksName)),
                COMMENT_TOKEN: comment,
              },
              buildspec: commentBuildspec,
              permissions: [
                allowStatement({
                  sid: "ReadChecks",
                  actions: commentActions.builds,
                  resources: [projectArn(scope, checksName)],
                }),
                ...(groups.length === 0
                  ? []
                  : [
                      allowStatement({
                        sid: "ReadReports",
                        actions: commentActions.reports,
                        resources: groups.map((group) => reportGroupArn(scope, `${checksName}-${group}`)),
                      }),
                    ]),
              ],
            },
            child,
          );
    if (this.comments !== undefined) {
      const start = planBuildStart(scope, this.comments.name, {
        name: "results",
        description: `Comments when a build of ${checksName} ends`,
        when: { eventPattern: ended(checksName) },
      });
      const target = {
        targetId: "project",
        arn: projectArn(scope, this.comments.name),
        inputTransformer: {
          inputPaths: { build: "$.detail.build-id" },
          inputTemplate: '{"environmentVariablesOverride":[{"name":"BUILD_ARN","type":"PLAINTEXT","value":<build>}]}',
        },
      };
      createStartRule(`${name}-results`, scope, start, target, args.tags, {
        parent: this,
        dependsOn: this.comments,
      });
    }
    this.registerOutputs({ checksName: this.checks.projectName });
  }
}

const opened = ["PULL_REQUEST_CREATED", "PULL_REQUEST_UPDATED"] as const;

/** @see https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications.html */
function ended(projectName: string): string {
  return JSON.stringify({
    source: ["aws.codebuild"],
    "detail-type": ["CodeBuild Build State Change"],
    detail: {
      "project-name": [projectName],
      "build-status": ["SUCCEEDED", "FAILED", "FAULT", "STOPPED", "TIMED_OUT"],
    },
  });
}
