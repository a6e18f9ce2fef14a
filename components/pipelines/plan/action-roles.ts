import type { ActionContext } from "../../actions/base/action-type";
import { roleArn } from "../../aws/arn";
import { actionRoleName } from "../../aws/role-names";
import type { AwsScope } from "../../aws/scope";
import { type ArtifactUse, artifactAccess } from "../../iam/artifact-access";
import type { Statement } from "../../iam/statement";
import type { PipelineModel } from "../definition/schema";
import { contextOf } from "../validation/cross-region";
import type { ArtifactBuckets } from "./artifact-buckets";
import { performersOf } from "./performers";

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
  /** What it may do besides, where no statement can say it: for roles that exist. */
  readonly inWords: string | undefined;
  /** The ARNs of policies of AWS's own that the role holds. */
  readonly managedPolicies: readonly string[];
  readonly artifactUse: ArtifactUse;
  /** The ARN of the topic that the action publishes to. */
  readonly notifiedTopic: string | undefined;
}

/** The roles of a pipeline's actions and rules. What needs nothing has none. */
export function actionRoles(
  pipeline: PipelineModel,
  pipelineContext: ActionContext,
  buckets: ArtifactBuckets,
): ActionRole[] {
  const { scope, pipelineName } = pipelineContext;
  return performersOf(pipeline).flatMap((performer) => {
    const { stageName, name, nameParts, inWords, artifactUse, notifiedTopic } = performer;
    const context = contextOf(pipelineContext, performer);
    const { scope: place } = context;
    const bucket = buckets[place.region];
    const statements = [
      // The bucket is the pipeline's, whosever account the action works in.
      ...(bucket === undefined ? [] : artifactAccess(scope, bucket, artifactUse)),
      ...performer.permissions(context),
    ];
    const roleName = actionRoleName(pipelineName, stageName, nameParts, scope.region);
    const role = {
      stageName,
      actionName: name,
      place,
      roleName,
      roleArn: performer.roleArn ?? roleArn(scope, roleName),
      exists: performer.roleArn !== undefined,
      statements,
      inWords,
      managedPolicies: performer.managedPolicies(context),
      artifactUse,
      notifiedTopic,
    };
    return role.exists || statements.length + role.managedPolicies.length > 0 ? [role] : [];
  });
}
