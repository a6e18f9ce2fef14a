import { accountOf } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { secretProblems } from "../codebuild/environment-variable";
import { type StateSettings, stateProblems } from "../infrastructure/state-settings";
import { stateReservedVariables } from "../infrastructure/state-use";
import { type Problem, within } from "../schema/problem";
import { schemaProblems, shown } from "../schema/vocabulary";
import { approverProblems, ownApproverProblems } from "./approvers";
import { guardedResources } from "./guard";
import { guardedGrantProblems } from "./guarded-grants";
import type { DestroyPlan } from "./plan";
import { type DestroySettings, destroyPipelineSchema } from "./settings";

const { approvers, infrastructure, protect, state, environmentVariables, permissionsBoundaryArn } =
  destroyPipelineSchema.shape;

/** Every problem of the settings of a pipeline that destroys: their shape, and what they say together. */
export function destroyProblems(settings: DestroySettings, account: string): Problem[] {
  const variables = environmentVariables.safeParse(settings.environmentVariables).data;
  const previewVariables = environmentVariables.safeParse(settings.previewEnvironmentVariables).data;
  const parts = {
    approvers: approvers.safeParse(settings.approvers).data,
    owner: infrastructure.safeParse(settings.infrastructure).data,
    state: state.safeParse(settings.state).data,
    protect: protect.safeParse(settings.protect).data ?? false,
    boundary: permissionsBoundaryArn.safeParse(settings.permissionsBoundaryArn).data,
  };
  return [
    ...schemaProblems(destroyPipelineSchema, settings),
    ...(parts.approvers ? within("approvers", approverProblems(parts.approvers, account, parts.protect)) : []),
    ...(parts.state && parts.owner ? stateProblems(parts.state, parts.owner, "infrastructure") : []),
    ...boundaryProblems(parts.boundary, account),
    ...within("environmentVariables", variableProblems(variables, parts.state)),
    ...within("previewEnvironmentVariables", variableProblems(previewVariables, parts.state)),
    ...(parts.owner?.tool === "terraform" && variables?.IMAGE_REPOSITORY_URI === undefined
      ? [
          {
            path: "environmentVariables.IMAGE_REPOSITORY_URI",
            reason:
              "is missing: Terraform wants the variable image for this as well, so give the deployment's repository",
          },
        ]
      : []),
  ];
}

/** Refuses a boundary of another account. */
export function boundaryProblems(arn: string | undefined, account: string | undefined): Problem[] {
  const owner = arn === undefined ? undefined : accountOf(arn);
  return owner === undefined || account === undefined || owner === account || owner === "aws"
    ? []
    : [{ path: "permissionsBoundaryArn", reason: `is of account ${owner}: give a policy of account ${account}` }];
}

type Variables = NonNullable<DestroySettings["environmentVariables"]>;

function variableProblems(variables: Variables = {}, kept: StateSettings | undefined): Problem[] {
  const values = Object.entries(variables).map(([name, variable]) => [
    name,
    "value" in variable ? variable.value : undefined,
  ]);
  return [...stateVariableProblems(variables, kept), ...secretProblems(Object.fromEntries(values))];
}

/** Refuses variables that where state is kept decides. */
export function stateVariableProblems(variables: object | undefined, kept: StateSettings | undefined): Problem[] {
  return stateReservedVariables(kept)
    .filter((name) => variables !== undefined && name in variables)
    .map((path) => ({ path, reason: "is what state says: remove one of them" }));
}

/** What is wrong with who approves and with what is granted, in the light of what is made. */
export function destroyPlanProblems(
  scope: AwsScope,
  settings: Pick<DestroySettings, "approvers" | "permissions" | "previewPermissions">,
  { gate, roleNames }: DestroyPlan,
  otherRoleNames: readonly string[] = [],
): Problem[] {
  const guarded = guardedResources(scope, gate);
  return [
    ...within("previewPermissions", writingProblems(settings.previewPermissions)),
    ...within("approvers", ownApproverProblems(settings.approvers, [...roleNames, ...otherRoleNames])),
    ...guardedGrantProblems("previewPermissions", settings.previewPermissions, guarded),
    ...guardedGrantProblems("permissions", settings.permissions, guarded),
  ];
}

/** What the names of actions that only read start with, as far as AWS keeps to it. */
const readingAction = /^[a-z0-9-]+:(BatchDescribe|BatchGet|Describe|Get|Head|List|Lookup|Query|Scan|Search|View)[A-Z]?/;

/** Refuses grants of the preview by which more could be done than read: nobody has approved of it yet. */
function writingProblems(grants: DestroySettings["previewPermissions"] = []): Problem[] {
  return grants.flatMap(({ actions }, grant) =>
    actions.flatMap((action, index) =>
      readingAction.test(action) || action === "kms:Decrypt"
        ? []
        : [
            {
              path: `[${grant}].actions[${index}]`,
              reason: `is ${shown(action)}, which may write before anybody approves: give actions that read, such as ecs:DescribeServices, or move it to permissions`,
            },
          ],
    ),
  );
}
