import type { ActionContext } from "../../actions/base/action-type";
import { pipelineRoleName } from "../../aws/role-names";
import { gateReachProblems } from "../../iam/gate-reach";
import type { KeyReference } from "../../iam/key-use";
import { type RolePolicies, rolePolicies, rolePolicyProblems } from "../../iam/role-policies";
import type { Statement } from "../../iam/statement";
import { describeProblems, type Problem } from "../../schema/problem";
import type { PipelineDefinition, PipelineModel } from "../definition/schema";
import type { PipelineReading } from "../validation/validate-pipeline";
import { namespacesAskedFor } from "../validation/variable-flow";
import { type ActionRole, planActionRoles } from "./action-roles";
import { type ArtifactBuckets, existingStoreProblems, nameArtifactBuckets } from "./artifact-buckets";
import { type ArtifactReader, planArtifactReaders } from "./artifact-readers";
import {
  actionRoleStatements,
  type ExistingKeys,
  elsewhereStatements,
  ownersStatements,
  pipelineRoleStatements,
} from "./pipeline-role";
import { type ProgramRole, planProgramRoles, programRoleProblems } from "./program-roles";
import { type ProjectPermissions, planProjectPermissions } from "./project-permissions";
import { type PipelineStart, planStarts } from "./starts";

/** The buckets that a pipeline is given: that of its own region, and those of others by region. */
export interface GivenBuckets {
  readonly home: string;
  readonly regional: ArtifactBuckets;
}

/** Roles that the definition names and that the program creates, and what their documents need to know. */
export interface CreatedRoles {
  /** ARNs of the roles of actions that this package creates in other accounts. */
  readonly actionRoles: readonly string[];
  /**
   * ARNs of roles of the pipeline's account that the program creates itself.
   * @default - none
   */
  readonly programRoles?: readonly string[];
  /** ARNs of the roles that AWS hands artifacts to, in any account. */
  readonly readers: readonly string[];
  /** Keys of the artifacts, by region: existing ones by ARN, new ones by alias. */
  readonly keys: Readonly<Record<string, KeyReference>>;
}

/** The role of an action or rule with its policies. */
export interface PlannedRole extends ActionRole {
  /** The policies of the role; undefined for a role that exists. */
  readonly policies: RolePolicies | undefined;
}

/** Everything about a pipeline that is known before any of it exists. */
export interface PipelinePlan {
  readonly context: ActionContext;
  /** The definition as written. */
  readonly definition: PipelineDefinition;
  readonly model: PipelineModel;
  /** The artifact buckets by region, the pipeline's own first. */
  readonly buckets: ArtifactBuckets;
  readonly existingKeys: ExistingKeys;
  readonly roleName: string;
  /** Statements of the pipeline's own role. */
  readonly statements: readonly Statement[];
  /** The policies of the pipeline's own role. */
  readonly policies: RolePolicies;
  /** Roles of actions and rules with their statements; for a role that exists, the statements that it needs. */
  readonly roles: readonly PlannedRole[];
  /** Roles of others that read artifacts, such as the roles of CloudFormation stacks. */
  readonly readers: readonly ArtifactReader[];
  /** ARNs of those readers that this package creates. */
  readonly ownReaders: readonly string[];
  /** Roles that the program creates itself, with the policies that the pipeline adds. */
  readonly programRoles: readonly ProgramRole[];
  /** Permissions that the pipeline's builds need for it, by role and region. */
  readonly projects: readonly ProjectPermissions[];
  /** Roles of builds in other accounts, with the statements that they need. */
  readonly buildsElsewhere: readonly ProjectPermissions[];
  /** EventBridge rules that start the pipeline. */
  readonly starts: readonly PipelineStart[];
  /** Namespaces that a reference reads. */
  readonly namespaces: ReadonlySet<string>;
  /** Everything that AWS would refuse. */
  readonly problems: readonly Problem[];
}

/**
 * Plans a pipeline: every name, role, document and start that follows from its definition.
 *
 * @throws Error for a definition that its schema refuses: check `problems` first.
 */
export function planPipeline(
  { definition, model, outline, problems }: PipelineReading,
  context: ActionContext,
  given: GivenBuckets,
  existingKeys: ExistingKeys,
  created: CreatedRoles = { actionRoles: [], readers: [], keys: existingKeys.artifacts },
): PipelinePlan {
  if (model === undefined) {
    throw new Error(describeProblems(`The definition of ${context.pipelineName}`, problems));
  }
  const { scope, pipelineName } = context;
  const buckets = nameArtifactBuckets(model, context, given.home, given.regional);
  const roles = planActionRoles(model, context, buckets).map((role): PlannedRole => {
    if (created.actionRoles.includes(role.roleArn)) {
      const needed = elsewhereStatements(scope, role, created.keys[role.place.region]);
      return { ...role, exists: false, statements: needed, policies: rolePolicies(needed, scope.managedPoliciesOnly) };
    }
    if (role.exists) {
      return { ...role, statements: ownersStatements(scope, role, existingKeys), policies: undefined };
    }
    const needed = actionRoleStatements(role, existingKeys);
    return { ...role, statements: needed, policies: rolePolicies(needed, scope.managedPoliciesOnly) };
  });
  const projects = planProjectPermissions(model, context, buckets);
  const statements = pipelineRoleStatements(scope, buckets, roles, existingKeys);
  const policies = rolePolicies(statements, scope.managedPoliciesOnly);
  const readers = planArtifactReaders(model, context, buckets, created.keys);
  const named = { roles, readers, projects };
  const programRoles = planProgramRoles(named, created.programRoles ?? [], scope.managedPoliciesOnly);
  return {
    context,
    definition,
    model,
    buckets,
    existingKeys,
    roleName: pipelineRoleName(pipelineName, scope.region),
    statements,
    policies,
    roles,
    readers,
    ownReaders: created.readers,
    programRoles,
    projects,
    buildsElsewhere: projects
      .filter(({ place }) => place.account !== scope.account)
      .map((build) => ({ ...build, statements: ownersStatements(scope, build, existingKeys) })),
    starts: planStarts(model, context),
    namespaces: namespacesAskedFor(outline.stages),
    problems: [
      ...problems,
      ...existingStoreProblems(model, scope, Object.keys(given.regional)),
      ...model.stages.flatMap((stage) =>
        stage.actions.flatMap(({ name, permissions }) =>
          gateReachProblems(`${stage.name}/${name}.permissions`, permissions),
        ),
      ),
      ...rolePolicyProblems("stages", policies),
      ...programRoleProblems(named, programRoles, scope.account, created.keys),
      ...roles.flatMap(({ stageName, actionName, managedPolicies, policies: own }) =>
        own === undefined ? [] : rolePolicyProblems(`${stageName}/${actionName}`, own, managedPolicies.length),
      ),
    ],
  };
}
