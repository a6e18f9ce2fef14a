import type { ActionContext } from "../actions/action-type";
import { actionTypeOf } from "../actions/catalogue";
import { roleArn } from "../iam/arn";
import { type ArtifactUse, artifactAccess } from "../iam/artifact-access";
import type { Statement } from "../iam/statement";
import type { PipelineModel } from "./pipeline";
import { actionRoleName } from "./role-names";

/** The role of one action: what the action may do, and nothing else. */
export interface ActionRole {
  readonly stageName: string;
  readonly actionName: string;
  readonly roleName: string;
  readonly roleArn: string;
  readonly statements: readonly Statement[];
  readonly artifactUse: ArtifactUse;
  /** The ARN of the topic that the action publishes to. */
  readonly notifiedTopic: string | undefined;
}

/** The roles of a pipeline's actions. An action that needs nothing has none. */
export function actionRoles(pipeline: PipelineModel, context: ActionContext, artifactBucket: string): ActionRole[] {
  const { scope, pipelineName } = context;
  return pipeline.stages.flatMap(({ name: stageName, actions }) =>
    actions.flatMap((action) => {
      const type = actionTypeOf(action);
      const statements = [
        ...artifactAccess(scope, artifactBucket, type.artifactUse),
        ...type.permissions(action, context),
      ];
      const roleName = actionRoleName(pipelineName, stageName, action.name, scope.region);
      const role = {
        stageName,
        actionName: action.name,
        roleName,
        roleArn: roleArn(scope, roleName),
        statements,
        artifactUse: type.artifactUse,
        notifiedTopic: type.notifiedTopic?.(action),
      };
      return statements.length > 0 ? [role] : [];
    }),
  );
}
