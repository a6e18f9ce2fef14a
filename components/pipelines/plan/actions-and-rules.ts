import type { ActionContext, RequiredGrant, StartedProject } from "../../actions/base/action-type";
import { actionTypeOf } from "../../actions/catalogue";
import { ruleTypeOf } from "../../actions/rules/catalogue";
import { rulePerformerName } from "../../aws/role-names";
import type { ArtifactUse } from "../../iam/artifact-access";
import { grantStatements } from "../../iam/grant";
import type { Statement } from "../../iam/statement";
import type { PipelineModel, StageModel } from "../definition/schema";
import { conditionKinds } from "../definition/stage-conditions";

/** An action of a stage, or a rule of a condition. */
export interface ActionOrRule {
  readonly stageName: string;
  /** The name of the action, or the kind of condition and the name of the rule: `beforeEntry-Window`. */
  readonly name: string;
  /** The parts of its name: one, or two of a rule. */
  readonly nameParts: readonly string[];
  readonly region?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly inputArtifacts: readonly string[];
  readonly outputArtifacts: readonly string[];
  readonly artifactUse: ArtifactUse;
  /** The ARN of the topic that it publishes to. */
  readonly notifiedTopic: string | undefined;
  readonly permissions: (context: ActionContext) => Statement[];
  /** Steps of the role's owner that no statement can grant. */
  readonly manualSteps: string | undefined;
  readonly managedPolicies: (context: ActionContext) => string[];
  readonly startedProject: (context: ActionContext) => StartedProject | undefined;
  /** The ARNs of roles of others that read its input artifacts. */
  readonly artifactReaders: (context: ActionContext) => string[];
  readonly requiredGrants: (context: ActionContext, artifactBucket: string) => RequiredGrant[];
}

/** Everything that acts in a pipeline, in the order of its stages. */
export function actionsAndRulesOf({ stages }: PipelineModel): ActionOrRule[] {
  return stages.flatMap((stage) => [...actionPerformers(stage), ...rulePerformers(stage)]);
}

function actionPerformers({ name: stageName, actions }: StageModel): ActionOrRule[] {
  return actions.map((action) => {
    const type = actionTypeOf(action);
    const { name, region, roleArn, inputArtifacts, outputArtifacts } = action;
    return {
      stageName,
      name,
      nameParts: [name],
      region,
      roleArn,
      inputArtifacts,
      outputArtifacts,
      artifactUse: type.artifactUse(action),
      notifiedTopic: type.notifiedTopic?.(action),
      permissions: (context) => [...type.permissions(action, context), ...grantStatements(action.permissions ?? [])],
      manualSteps: type.manualSteps?.(action),
      managedPolicies: (context) => type.managedPolicies?.(action, context) ?? [],
      startedProject: (context) => type.startedProject?.(action, context),
      artifactReaders: (context) => [
        ...new Set([...(type.artifactReaders?.(action, context) ?? []), ...(action.artifactReaderArns ?? [])]),
      ],
      requiredGrants: (context, artifactBucket) => type.requiredGrants?.(action, context, artifactBucket) ?? [],
    };
  });
}

function rulePerformers(stage: StageModel): ActionOrRule[] {
  return conditionKinds.flatMap((kind) =>
    (stage[kind]?.rules ?? []).map((rule) => {
      const type = ruleTypeOf(rule);
      const { region, roleArn, inputArtifacts } = rule;
      return {
        stageName: stage.name,
        name: rulePerformerName(kind, rule.name),
        nameParts: [kind, rule.name],
        region,
        roleArn,
        inputArtifacts,
        outputArtifacts: [],
        artifactUse: type.artifactUse(rule),
        notifiedTopic: undefined,
        permissions: (context: ActionContext) => type.permissions(rule, context),
        manualSteps: undefined,
        managedPolicies: () => [],
        startedProject: (context: ActionContext) => type.startedProject?.(rule, context),
        artifactReaders: () => [],
        requiredGrants: (context: ActionContext) => type.requiredGrants?.(rule, context) ?? [],
      };
    }),
  );
}
