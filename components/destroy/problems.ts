import type { z } from "zod";
import { boundaryProblems } from "../aws/role-settings";
import type { AwsScope } from "../aws/scope";
import { type EnvironmentVariable, exposedSecretProblems } from "../codebuild/environment-variable";
import { machineProblems } from "../codebuild/machine-settings";
import { mayWrite, readsSecret } from "../iam/reading-actions";
import { secretId } from "../iam/reference-access";
import { previewTokenProblems, type StateSettings, stateProblems } from "../infrastructure/state-settings";
import { stateReservedVariables } from "../infrastructure/state-use";
import { notifyProblems } from "../notifications/problems";
import { type NotifySettings, notifySchema } from "../notifications/settings";
import { type Lenient, type Reading, readInput, unlessRefused } from "../schema/lenient";
import { type Problem, within } from "../schema/problem";
import { shown } from "../schema/vocabulary";
import { approverProblems, ownApproverProblems } from "./approvers";
import { guardedResources } from "./guard";
import { guardedGrantProblems } from "./guarded-grants";
import type { DestroyPlan } from "./plan";
import { type DestroySettings, destroyPipelineSchema, type GateSettings } from "./settings";

/** Reads and checks the settings of a destroy pipeline, once. */
export function readDestroy(settings: unknown, account: string): Reading<z.output<typeof destroyPipelineSchema>> {
  const reading = readInput(destroyPipelineSchema, settings);
  const { infrastructure, state, protect, builds = {}, ...gate } = reading.parts ?? {};
  const { environmentVariables = {} } = gate;
  const problems = [
    ...within("builds", machineProblems(builds)),
    ...stateProblems(state, infrastructure, "infrastructure"),
    ...missingStateProblems(infrastructure?.tool, settings),
    ...previewTokenProblems(state),
    ...gateProblems(gate, { account, state, protect: protect === true, destroyVariables: environmentVariables }),
    ...(infrastructure?.tool === "terraform" && environmentVariables.IMAGE_REPOSITORY_URI === undefined
      ? [
          {
            path: "environmentVariables.IMAGE_REPOSITORY_URI",
            reason:
              "is missing: Terraform wants the variable image for this as well, so give the deployment's repository",
          },
        ]
      : []),
  ];
  return { ...reading, problems: [...reading.problems, ...unlessRefused(reading.problems, problems)] };
}

/** Reads and checks the recipients and events of a gate of its own. */
export function readNotify(notify: unknown, scope: AwsScope): Reading<NotifySettings> {
  const reading = readInput(notifySchema, notify);
  const facts = { scope, hasApproval: true, supersedes: true, hasBuilds: true, hasRepositories: false };
  const between = notifyProblems(reading.parts ?? {}, facts);
  return { ...reading, problems: within("notify", [...reading.problems, ...unlessRefused(reading.problems, between)]) };
}

/** Settings outside the gate that decide about it. */
export interface GateSurroundings {
  readonly account: string | undefined;
  readonly state: Lenient<StateSettings> | undefined;
  readonly protect: boolean;
  /** Variables of the build that destroys. */
  readonly destroyVariables: Variables | undefined;
}

/** Every problem between the settings of a gate, wherever they stand. */
export function gateProblems(
  { approvers, permissionsBoundaryArn, environmentVariables, previewEnvironmentVariables }: Lenient<GateSettings>,
  { account, state, protect, destroyVariables }: GateSurroundings,
): Problem[] {
  return [
    ...(approvers ? within("approvers", approverProblems(approvers, account, protect)) : []),
    ...boundaryProblems(permissionsBoundaryArn, account),
    ...within("environmentVariables", variableProblems(environmentVariables, state)),
    ...within("previewEnvironmentVariables", [
      ...variableProblems(previewEnvironmentVariables, state),
      ...sharedSecretProblems(previewEnvironmentVariables, destroyVariables, state),
    ]),
  ];
}

/** Refuses a destroy with Terraform whose commit would choose the state. */
export function missingStateProblems(tool: "pulumi" | "terraform" | undefined, settings: unknown): Problem[] {
  return tool === "terraform" && Object(settings).state === undefined
    ? [
        {
          path: "state",
          reason:
            "is missing: a commit must not choose the state that a destroy works on; give backend: s3 with bucketName, keyAlias and key",
        },
      ]
    : [];
}

/** Refuses to give the preview, which runs before anyone approves, a secret of the build that destroys. */
function sharedSecretProblems(
  preview: Variables = {},
  destroy: Variables = {},
  state: Lenient<StateSettings> | undefined,
): Problem[] {
  const token = state?.backend === "pulumi-cloud" ? state.accessTokenSecret : undefined;
  const known = [...Object.values(destroy), { secret: token }].map(referenceOf);
  return Object.entries(preview).flatMap(([name, variable]) => {
    const reference = referenceOf(variable);
    return reference !== undefined && known.includes(reference)
      ? [
          {
            path: name,
            reason: `reads ${shown(reference)}, a secret of the build that destroys, and the preview runs before anyone approves: give a secret that only reads`,
          },
        ]
      : [];
  });
}

function referenceOf(variable: Lenient<EnvironmentVariable> | undefined): string | undefined {
  if (variable !== undefined && "secret" in variable && variable.secret !== undefined) {
    return secretId(variable.secret);
  }
  return variable !== undefined && "parameter" in variable ? variable.parameter : undefined;
}

type Variables = Lenient<Readonly<Record<string, EnvironmentVariable>>>;

/** Refuses plain values that look like secrets, and variables that the state settings decide. */
export function variableProblems(variables: Variables = {}, state: Lenient<StateSettings> | undefined): Problem[] {
  const reserved = stateReservedVariables(state).filter((name) => name in variables);
  return [
    ...reserved.map((path) => ({ path, reason: "is what state says: remove one of them" })),
    ...exposedSecretProblems(variables),
  ];
}

/** Lists the problems of approvers and grants that only the plan shows. */
export function destroyPlanProblems(
  settings: Pick<DestroySettings, "approvers" | "permissions" | "previewPermissions">,
  { scope, gate, roleNames }: DestroyPlan,
  otherRoleNames: readonly string[] = [],
): Problem[] {
  const guarded = guardedResources(scope, gate);
  return [
    ...within("previewPermissions", previewGrantProblems(settings.previewPermissions)),
    ...within("approvers", ownApproverProblems(settings.approvers, [...roleNames, ...otherRoleNames])),
    ...guardedGrantProblems("previewPermissions", settings.previewPermissions, guarded),
    ...guardedGrantProblems("permissions", settings.permissions, guarded),
  ];
}

/** Refuses grants by which the preview could write, or read a secret: it runs before anyone approves. */
function previewGrantProblems(grants: DestroySettings["previewPermissions"] = []): Problem[] {
  return grants.flatMap(({ actions }, grant) =>
    actions.flatMap((action, index) => {
      const what = readsSecret(action) ? "which reads secrets" : mayWrite(action) ? "which may write" : undefined;
      return what === undefined
        ? []
        : [
            {
              path: `[${grant}].actions[${index}]`,
              reason: `is ${shown(action)}, ${what} before anyone approves: give actions that read, such as ecs:DescribeServices, or move it to permissions`,
            },
          ];
    }),
  );
}
