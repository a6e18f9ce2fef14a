import type { ActionContext } from "../../actions/base/action-type";
import { roleArn } from "../../aws/arn";
import { actionRoleName } from "../../aws/role-names";
import type { AwsScope } from "../../aws/scope";
import { type ArtifactUse, artifactAccess } from "../../iam/artifact-access";
import type { Statement } from "../../iam/statement";
import type { PipelineModel } from "../definition/schema";
import { contextOf } from "../validation/cross-region";
import { actionsAndRulesOf } from "./actions-and-rules";
import type { ArtifactBuckets } from "./artifact-buckets";

/** The role of one action, or of one rule of a condition: what it may do, and nothing else. */
export interface ActionRole {
  readonly stageName: string;
  /** The name of the action, or the kind of condition and the name of the rule: `beforeEntry-Window`. */
  readonly actionName: string;
  /** The account and region that it works in. */
  readonly place: AwsScope;
  readonly roleName: string;
  readonly roleArn: string;
  /** Whether the role existed before, here or in another account, and is not made. */
  readonly exists: boolean;
  readonly statements: readonly Statement[];
  /** Further steps for the owner of a role that exists, if no statement can grant them. */
  readonly manualSteps: string | undefined;
  /** The ARNs of AWS managed policies of the role. */
  readonly managedPolicies: readonly string[];
  readonly artifactUse: ArtifactUse;
  /** The ARN of the topic that the action publishes to. */
  readonly notifiedTopic: string | undefined;
}

/** Plans the roles of a pipeline's actions and rules. An action that needs no permission has none. */
export function planActionRoles(
  pipeline: PipelineModel,
  pipelineContext: ActionContext,
  buckets: ArtifactBuckets,
): ActionRole[] {
  const { scope, pipelineName } = pipelineContext;
  return actionsAndRulesOf(pipeline).flatMap((actionOrRule) => {
    const { stageName, name, nameParts, manualSteps, artifactUse, notifiedTopic } = actionOrRule;
    const context = contextOf(pipelineContext, actionOrRule);
    const { scope: place } = context;
    const bucket = buckets[place.region];
    const statements = [
      // The bucket is the pipeline's, whosever account the action works in.
      ...(bucket === undefined ? [] : artifactAccess(scope, bucket, artifactUse)),
      ...actionOrRule.permissions(context),
    ];
    const roleName = actionRoleName(pipelineName, stageName, nameParts, scope.region);
    const role = {
      stageName,
      actionName: name,
      place,
      roleName,
      roleArn: actionOrRule.roleArn ?? roleArn(scope, roleName),
      exists: actionOrRule.roleArn !== undefined,
      statements,
      manualSteps,
      managedPolicies: actionOrRule.managedPolicies(context),
      artifactUse,
      notifiedTopic,
    };
    return role.exists || statements.length + role.managedPolicies.length > 0 ? [role] : [];
  });
}
