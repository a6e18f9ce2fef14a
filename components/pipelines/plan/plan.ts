import type { ActionContext } from "../../actions/base/action-type";
import { rolePolicyProblems } from "../../iam/role-policies";
import type { Statement } from "../../iam/statement";
import type { Problem } from "../../schema/problem";
import type { PipelineModel } from "../definition/schema";
import { type ActionRole, actionRoles } from "./action-roles";
import { type ArtifactBuckets, artifactBuckets, existingStoreProblems } from "./artifact-buckets";
import { actionRoleStatements, type ExistingKeys, ownersStatements, pipelineRoleStatements } from "./pipeline-role";
import { type ProjectPermissions, projectPermissions } from "./project-permissions";

/** The buckets that a pipeline is given: that of its own region, and those of others by region. */
export interface GivenBuckets {
  readonly home: string;
  readonly regional: ArtifactBuckets;
}

/** Everything about a pipeline that is known before any of it exists. */
export interface PipelinePlan {
  readonly context: ActionContext;
  readonly model: PipelineModel;
  /** The buckets that artifacts are kept in, the pipeline's own first. */
  readonly buckets: ArtifactBuckets;
  /** What the pipeline's own role may do. */
  readonly statements: readonly Statement[];
  /** The roles of actions and rules, each with everything that it may do; a role that exists, that it must be allowed. */
  readonly roles: readonly ActionRole[];
  /** The roles of the builds that it starts in other accounts, each with everything that it must be allowed. */
  readonly buildsElsewhere: readonly ProjectPermissions[];
  /** What AWS would refuse of all this. */
  readonly problems: readonly Problem[];
}

/** Decides everything about a pipeline that its definition decides. */
export function planPipeline(
  model: PipelineModel,
  context: ActionContext,
  given: GivenBuckets,
  existingKeys: ExistingKeys,
): PipelinePlan {
  const { scope } = context;
  const buckets = artifactBuckets(model, context, given.home, given.regional);
  const roles = actionRoles(model, context, buckets).map((role) => ({
    ...role,
    statements: role.exists ? ownersStatements(scope, role, existingKeys) : actionRoleStatements(role, existingKeys),
  }));
  const buildsElsewhere = projectPermissions(model, context, buckets)
    .filter(({ place }) => place.account !== scope.account)
    .map((build) => ({ ...build, statements: ownersStatements(scope, build, existingKeys) }));
  const statements = pipelineRoleStatements(scope, buckets, roles, existingKeys);
  const problems = [
    ...existingStoreProblems(model, scope, Object.keys(given.regional)),
    ...rolePolicyProblems("stages", statements),
    ...roles
      .filter(({ exists }) => !exists)
      .flatMap(({ stageName, actionName, managedPolicies, ...role }) =>
        rolePolicyProblems(`${stageName}/${actionName}`, role.statements, managedPolicies.length),
      ),
  ];
  return { context, model, buckets, statements, roles, buildsElsewhere, problems };
}
