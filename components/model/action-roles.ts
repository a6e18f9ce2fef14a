import type { ActionContext } from "../actions/action-type";
import { actionTypeOf } from "../actions/catalogue";
import { ruleTypeOf } from "../actions/rules/catalogue";
import { roleArn } from "../iam/arn";
import { type ArtifactUse, artifactAccess } from "../iam/artifact-access";
import type { Statement } from "../iam/statement";
import { placeOf } from "./action-place";
import type { PipelineModel, StageModel } from "./pipeline";
import { actionRoleName, rulePerformerName } from "./role-names";
import { conditionKinds } from "./stage-conditions";

/** The names of the buckets that artifacts are kept in, by region. */
export type ArtifactBuckets = Readonly<Record<string, string>>;

/** The role of one action, or of one rule of a condition: what it may do, and nothing else. */
export interface ActionRole {
  readonly stageName: string;
  /** The name of the action, or the kind of condition and the name of the rule: `beforeEntry-Window`. */
  readonly actionName: string;
  readonly region: string;
  readonly roleName: string;
  readonly roleArn: string;
  /** Whether the role existed before, here or in another account, and is not made. */
  readonly exists: boolean;
  readonly statements: readonly Statement[];
  /** The ARNs of policies of AWS's own that the role holds. */
  readonly managedPolicies: readonly string[];
  readonly artifactUse: ArtifactUse;
  /** The ARN of the topic that the action publishes to. */
  readonly notifiedTopic: string | undefined;
}

/** What acts in a stage, with what it needs. */
interface Performer {
  readonly name: string;
  readonly region?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly needs: (
    context: ActionContext,
  ) => Pick<ActionRole, "statements" | "managedPolicies" | "artifactUse" | "notifiedTopic">;
}

/** The roles of a pipeline's actions and rules. What needs nothing has none. */
export function actionRoles(
  pipeline: PipelineModel,
  { scope, pipelineName }: ActionContext,
  buckets: ArtifactBuckets,
): ActionRole[] {
  return pipeline.stages.flatMap((stage) =>
    [...stage.actions.map(actionPerformer), ...rulePerformers(stage)].flatMap((performer) => {
      const place = placeOf(scope, performer);
      const needs = performer.needs({ scope: place, pipelineName });
      const bucket = buckets[place.region];
      const statements = [
        ...(bucket === undefined ? [] : artifactAccess(scope, bucket, needs.artifactUse)),
        ...needs.statements,
      ];
      const roleName = actionRoleName(pipelineName, stage.name, performer.name, scope.region);
      const role = {
        ...needs,
        stageName: stage.name,
        actionName: performer.name,
        region: place.region,
        roleName,
        roleArn: performer.roleArn ?? roleArn(scope, roleName),
        exists: performer.roleArn !== undefined,
        statements,
      };
      return role.exists || statements.length > 0 ? [role] : [];
    }),
  );
}

function actionPerformer(action: StageModel["actions"][number]): Performer {
  const type = actionTypeOf(action);
  return {
    name: action.name,
    region: action.region,
    roleArn: action.roleArn,
    needs: (context) => ({
      artifactUse: type.artifactUse(action),
      statements: type.permissions(action, context),
      managedPolicies: type.managedPolicies?.(action, context) ?? [],
      notifiedTopic: type.notifiedTopic?.(action),
    }),
  };
}

function rulePerformers(stage: StageModel): Performer[] {
  return conditionKinds.flatMap((kind) =>
    (stage[kind]?.rules ?? []).map((rule) => {
      const type = ruleTypeOf(rule);
      return {
        name: rulePerformerName(kind, rule.name),
        region: rule.region,
        roleArn: rule.roleArn,
        needs: (context: ActionContext) => ({
          artifactUse: type.artifactUse(rule),
          statements: type.permissions(rule, context),
          managedPolicies: [],
          notifiedTopic: undefined,
        }),
      };
    }),
  );
}
