import type { WrittenAction } from "../../support/arbitrary-action";
import type { WrittenPipeline, WrittenStage, WrittenTrigger } from "../../support/arbitrary-pipeline";
import { scope } from "../../support/scopes";

/** Subject of a finding. */
interface Subject {
  readonly pipeline: WrittenPipeline;
  /** Stage and action that the finding names, by a path or by a role name. */
  readonly stage: WrittenStage | undefined;
  readonly action: WrittenAction | undefined;
}

interface Asked {
  readonly level: "mandatory" | "advisory";
  /** Reason in the input for the finding. */
  readonly because: string;
  /** Whether the subject of a finding has this reason. */
  readonly has: (subject: Subject) => boolean;
}

/** Findings that a valid pipeline may have, each with the reason in its input. It has no others. */
export const asked: Readonly<Record<string, Asked>> = {
  "codepipeline-approval-before-destroy": {
    level: "mandatory",
    because:
      "a stack is deleted that the pipeline has not made before, or a failed stack of production is replaced, and no " +
      "approval of its own says so",
    has: ({ pipeline }) =>
      deletions(pipeline).some((deletion) => !isMadeBefore(deletion, pipeline)) || replacesProduction(pipeline),
  },
  "codepipeline-approval-before-production": {
    level: "mandatory",
    because: "a stage is named for production, and nobody approves before it",
    has: ({ pipeline, stage, action }) =>
      /prod|prd|live/i.test(`${stage?.name} ${JSON.stringify(action)}`) && !isApproved(action, pipeline),
  },
  "codepipeline-no-secrets-in-configuration": {
    level: "mandatory",
    because: "an action has its secrets in plain text, and accepts that since AWS takes them from no store",
    has: ({ action }) => action?.acceptPlainTextSecrets === true,
  },
  "codepipeline-trigger-filtered": {
    level: "mandatory",
    because: "a trigger starts a delivery for pull requests, or for any branch",
    has: ({ pipeline }) => pipeline.triggers.some(isOpen),
  },
  "iam-no-privilege-escalation": {
    level: "mandatory",
    because: "machines with a tag are deployed to whatever its value is",
    has: ({ action }) => deploysToAnyValue(action),
  },
  "iam-write-scoped": {
    level: "mandatory",
    because: "machines with a tag are deployed to whatever its value is",
    has: ({ action }) => deploysToAnyValue(action),
  },
  "iam-no-service-wildcard": {
    level: "advisory",
    because:
      "AWS demands its own managed policy for deployments with Elastic Beanstalk, which names all of the service",
    has: ({ action }) => action?.provider === "ElasticBeanstalk",
  },
  "iam-permissions-management-scoped": {
    level: "advisory",
    because: "AWS demands its own managed policy for deployments with Elastic Beanstalk, which changes security groups",
    has: ({ action }) => action?.provider === "ElasticBeanstalk",
  },
  "codepipeline-cfn-change-set": {
    level: "advisory",
    because: "a stack of production is changed without a change set",
    has: ({ stage, action }) =>
      /prod|live/i.test(`${stage?.name} ${action?.name}`) && making.includes(String(action?.configuration.ActionMode)),
  },
  "codepipeline-approval-notifies": {
    level: "advisory",
    because: "an approval has no topic",
    has: ({ action }) => action?.provider === "Manual" && !("NotificationArn" in action.configuration),
  },
  "codepipeline-failure-notified": {
    level: "advisory",
    because: "notifications are no part of a pipeline",
    has: ({ action }) => action === undefined,
  },
  "codepipeline-no-polling": {
    level: "advisory",
    because: "a source asks for polling",
    has: ({ action }) => action?.configuration.PollForSourceChanges === true,
  },
  "codepipeline-no-third-party-actions": {
    level: "advisory",
    because: "an action is a partner's or the account's own",
    has: ({ action }) => action?.owner === "Custom" || action?.provider === "AlexaSkillsKit",
  },
  "codepipeline-v2": {
    level: "advisory",
    because: "the pipeline is of type V1, or deploys in parallel",
    has: ({ pipeline }) => pipeline.pipelineType === "V1" || pipeline.executionMode === "PARALLEL",
  },
  "iam-no-aws-managed-policy": {
    level: "advisory",
    because: "an action asks for a policy of AWS's by name",
    has: ({ action }) => action?.access === "awsManagedAdministrator",
  },
};

/** Subject of a finding: the action at its path in the pipeline, or the owner of the role it names. */
export function subjectOf(pipeline: WrittenPipeline, { text, urn = "" }: { text: string; urn?: string }): Subject {
  const [, stageIndex, actionIndex] = /^stages\[(\d+)\](?:\.actions\[(\d+)\])?/.exec(text) ?? [];
  const name = urn.split("::").at(-1) ?? "";
  const isOwner = (stage: WrittenStage, action: WrittenAction) =>
    name.startsWith(`shop-${stage.name}-${action.name}-role`);
  const stage =
    stageIndex === undefined
      ? pipeline.stages.find((one) => one.actions.some((action) => isOwner(one, action)))
      : pipeline.stages[Number(stageIndex)];
  const action =
    stageIndex === undefined
      ? stage?.actions.find((one) => isOwner(stage, one))
      : stage?.actions[Number(actionIndex ?? -1)];
  return { pipeline, stage, action };
}

function deletions({ stages }: WrittenPipeline): WrittenAction[] {
  return stages
    .flatMap(({ actions }) => actions)
    .filter(({ configuration }) => configuration.ActionMode === "DELETE_ONLY");
}

function replacesProduction({ stages }: WrittenPipeline): boolean {
  return stages.some(({ name, actions }) =>
    actions.some(
      ({ configuration, ...action }) =>
        configuration.ActionMode === "REPLACE_ON_FAILURE" &&
        /prod|prd|live/i.test(`${name} ${action.name} ${configuration.StackName}`),
    ),
  );
}

const making = ["CREATE_UPDATE", "REPLACE_ON_FAILURE", "CHANGE_SET_EXECUTE"];

function isMadeBefore(deletion: WrittenAction, pipeline: WrittenPipeline): boolean {
  return before(deletion, pipeline).some(
    ({ configuration, region, roleArn }) =>
      making.includes(String(configuration.ActionMode)) &&
      configuration.StackName === deletion.configuration.StackName &&
      (region ?? scope.region) === (deletion.region ?? scope.region) &&
      accountOf(roleArn) === accountOf(deletion.roleArn),
  );
}

function accountOf(roleArn: unknown): string {
  return /::(\d{12}):/.exec(String(roleArn))?.[1] ?? "111122223333";
}

function isApproved(action: WrittenAction | undefined, pipeline: WrittenPipeline): boolean {
  const skipped = pipeline.stages.filter(({ beforeEntry }) => beforeEntry?.result === "SKIP");
  const own = pipeline.stages.find(({ actions }) => actions.some((one) => one === action));
  const passedBy = skipped.filter((stage) => stage !== own).flatMap(({ actions }) => actions);
  return (
    action !== undefined &&
    before(action, pipeline).some((earlier) => earlier.provider === "Manual" && !passedBy.includes(earlier))
  );
}

/** Actions that end before an action starts. */
function before(action: WrittenAction, { stages }: WrittenPipeline): WrittenAction[] {
  const index = stages.findIndex(({ actions }) => actions.includes(action));
  const earlier = stages.slice(0, index).flatMap(({ actions }) => actions);
  return [...earlier, ...(stages[index]?.actions ?? []).filter(({ runOrder }) => runOrder < action.runOrder)];
}

function isOpen({ push = [], pullRequest }: WrittenTrigger): boolean {
  return (
    pullRequest !== undefined ||
    push.some(({ branches, tags }) => {
      const included = branches?.includes ?? tags?.includes ?? [];
      return included.length === 0 || included.some((pattern) => /^[*?/]+$/.test(pattern));
    })
  );
}

function deploysToAnyValue(action: WrittenAction | undefined): boolean {
  return action?.provider === "EC2" && !("InstanceTagValue" in action.configuration);
}
