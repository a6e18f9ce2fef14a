import { codeBuildAction } from "../actions/codebuild/action";
import { manualApprovalAction } from "../actions/manual-approval";
import { variableCheckRule } from "../actions/rules/variable-check";
import { repositoryAction } from "../infrastructure/source-action";
import type { PipelineDefinition } from "../pipelines/definition/schema";
import { executionId, outputVariable } from "../pipelines/definition/variable-reference";
import { approvedDigest } from "../recipes/change-plan";
import { approverGroups, type GroupName } from "./approvers";
import { planArtifact } from "./projects";
import { type DestroySettings, destroyBranch } from "./settings";

/** The physical names of what the stages use. */
export interface DestroyNames {
  readonly previewProject: string;
  readonly destroyProject: string;
  /** The project that lists the plan, if the preview's own log may hold lines of others. */
  readonly listProject?: string;
  /** The ARN of the topic that tells a group. */
  readonly topicArn: (group: GroupName) => string;
}

/** The stage and the action of each group's approval. */
export const approvals = {
  first: { stage: "Approve", action: "First" },
  second: { stage: "ApproveAgain", action: "Second" },
} as const;

const defaultTimeout = 60;

/** Ties a plan to the execution that was approved: a stage that is rolled back would bring an older plan. */
const ofExecution = { name: "EXECUTION_ID", value: executionId };

/** Returns the target that a commit message must name. */
export function targetOf({ target, infrastructure }: DestroySettings, componentName: string): string {
  const stack = infrastructure.tool === "pulumi" ? infrastructure.stack.split("/").at(-1) : undefined;
  return target ?? stack ?? componentName;
}

/**
 * The pipeline that destroys. A commit on a branch of its own starts it, and nothing else does. It previews the
 * deletions, waits for the approval of each group, and then deletes exactly what was previewed.
 */
export function destroyPipeline(settings: DestroySettings, target: string, names: DestroyNames): PipelineDefinition {
  const { source, approvers, approvalTimeoutInMinutes = defaultTimeout } = settings;
  const repository = repositoryAction({ ...source, branch: source.branch ?? destroyBranch }, true);
  const preview = codeBuildAction({
    name: "Preview",
    inputArtifacts: ["source"],
    outputArtifacts: [planArtifact],
    configuration: { ProjectName: names.previewProject, EnvironmentVariables: [ofExecution] },
  });
  const commit = outputVariable(repository, "CommitId");
  const listing =
    names.listProject === undefined
      ? undefined
      : listAction(names.listProject, outputVariable(preview, "PLAN_DIGEST"), commit);
  const shown = listing ?? preview;
  const approval = (group: GroupName) => ({
    name: approvals[group].stage,
    actions: [
      manualApprovalAction({
        name: approvals[group].action,
        timeoutInMinutes: approvalTimeoutInMinutes,
        configuration: {
          NotificationArn: names.topicArn(group),
          CustomData: `Destroys ${outputVariable(shown, "RESOURCE_COUNT")} resources of ${target}, at commit ${commit}. Digest of the plan: ${outputVariable(shown, "PLAN_DIGEST")}. The linked log lists each resource and shows the same digest.`,
          ExternalEntityLink: outputVariable(shown, "PREVIEW_LINK"),
        },
      }),
    ],
  });
  return {
    stages: [
      { name: "Source", actions: [repository] },
      {
        name: "Preview",
        // Fails, for a stage that is skipped lets the next one begin. The execution that AWS starts with a new pipeline stops here.
        beforeEntry: {
          result: "FAIL",
          rules: [
            variableCheckRule({
              name: "AsksForThis",
              configuration: {
                Variable: outputVariable(repository, "CommitMessage"),
                Value: messagePattern(target),
                Operator: "MATCHES",
              },
            }),
          ],
        },
        actions: [preview, ...(listing ? [listing] : [])],
      },
      ...approverGroups(approvers).map(({ group }) => approval(group)),
      {
        name: "Destroy",
        actions: [
          codeBuildAction({
            name: "Destroy",
            inputArtifacts: ["source", planArtifact],
            configuration: {
              ProjectName: names.destroyProject,
              PrimarySource: "source",
              EnvironmentVariables: [
                ofExecution,
                // The build compares it with the plan in the artifact: nobody can replace what was approved.
                { name: approvedDigest, value: outputVariable(shown, "PLAN_DIGEST") },
              ],
            },
          }),
        ],
      },
    ],
  };
}

/** Lists the plan in a build that gets the plan alone. */
function listAction(projectName: string, digest: string, commit: string) {
  return codeBuildAction({
    name: "List",
    runOrder: 2,
    inputArtifacts: [planArtifact],
    configuration: {
      ProjectName: projectName,
      EnvironmentVariables: [
        ofExecution,
        { name: "COMMIT_ID", value: commit },
        { name: approvedDigest, value: digest },
      ],
    },
  });
}

/**
 * A regular expression of Java's that knows one message, with white space behind it or without: Git ends messages with a
 * line break. AWS does not say whether a part that matches is enough, so it says itself where it begins and ends.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-VariableCheck.html
 */
export function messagePattern(target: string): string {
  return `\\Adestroy ${target.replace(/[^A-Za-z0-9_]/g, "\\$&")}\\s*\\z`;
}
