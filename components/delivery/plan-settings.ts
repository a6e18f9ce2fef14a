import { z } from "zod";
import { environmentVariablesSchema } from "../codebuild/environment-variable";
import { variableProblems } from "../destroy/problems";
import { type GrantSettings, grantSchema } from "../iam/grant";
import { mayWrite, onlyReads } from "../iam/reading-actions";
import { secretId } from "../iam/reference-access";
import type { StateSettings } from "../infrastructure/state-settings";
import { canSavePlan } from "../recipes/pulumi-up";
import type { Lenient } from "../schema/lenient";
import { type Problem, within } from "../schema/problem";
import { allowedKeys, shown } from "../schema/vocabulary";
import type { DeliverySettings } from "./settings";

/** The plan of a deployment, made before its approval. */
export const planSchema = z.union(
  [
    z.boolean(),
    allowedKeys({
      /**
       * Permissions of the plan to read, beside the state. An action that may write is refused.
       * @default - the actions of the deployment's `permissions` that only read, without those that read secrets
       */
      permissions: z.array(grantSchema).optional(),
      /**
       * Variables of the plan, beside the plain values of the deployment. Give a secret only if the plan depends on it: the
       * plan runs the code of the commit.
       * @default - none
       */
      environmentVariables: environmentVariablesSchema.optional(),
      /**
       * How long planning may take, in minutes: 5 to 2160.
       * @default 60
       */
      timeoutInMinutes: z.int().min(5).max(2160).optional(),
    }),
  ],
  {
    error: ({ input }) => `is ${shown(input)}: give true, false, or settings of the plan such as permissions`,
  },
);

/** Whether approvers see a plan: wherever an approval is, unless settings switch it off. */
export function hasPlan({ approval, plan }: Pick<Lenient<DeliverySettings>, "approval" | "plan">): boolean {
  return approval !== undefined && plan !== false;
}

/** The permissions of the plan: those given, or the part of the deployment's that only reads. */
export function planGrants(
  plan: DeliverySettings["plan"],
  permissions: readonly GrantSettings[] = [],
): readonly GrantSettings[] {
  const given = typeof plan === "object" ? plan.permissions : undefined;
  return (
    given ??
    permissions
      .map((grant) => ({ ...grant, actions: grant.actions.filter(onlyReads) }))
      .filter(({ actions }) => actions.length > 0)
  );
}

/** A plan that nobody approves. */
export const unapprovedPlan: Problem = {
  path: "plan",
  reason: "is set, and nobody approves it: add approval, or remove plan",
};

/** Lists the problems of a plan: nothing that needs it, no state, a version that saves none, or a right to write. */
export function planSettingsProblems(parts: Lenient<DeliverySettings>): Problem[] {
  const { plan, approval, deploy, state, destroy } = parts;
  if (plan !== undefined && plan !== false && approval === undefined) {
    return [unapprovedPlan];
  }
  if (!hasPlan(parts)) {
    return [];
  }
  // With a destroy pipeline, its own check asks for the token.
  const at = { state: "state", deployment: "deploy." };
  return planProblems({ plan, state, deployment: deploy, needsToken: destroy === undefined }, at);
}

/** The settings that decide about one plan. */
interface PlannedParts {
  readonly plan: Lenient<DeliverySettings>["plan"];
  readonly state: Lenient<DeliverySettings>["state"];
  readonly deployment: { readonly tool?: string | undefined; readonly version?: string | undefined } | undefined;
  readonly needsToken: boolean;
}

/**
 * Lists the problems of one plan that people approve.
 *
 * @param at - path of the state; beginning of the paths of the deployment
 */
export function planProblems(
  { plan, state, deployment, needsToken }: PlannedParts,
  at: { readonly state: string; readonly deployment: string },
): Problem[] {
  const off = "or set plan: false";
  const version = deployment?.tool === "pulumi" ? deployment.version : undefined;
  return [
    ...readingStateProblems(state, { path: at.state, reader: "the plan before the approval", off, needsToken }),
    ...(version === undefined || canSavePlan(version)
      ? []
      : [
          {
            path: `${at.deployment}version`,
            reason: `is ${shown(version)}, which saves no plan: give 3.24.1 or newer, ${off}`,
          },
        ]),
    ...(typeof plan === "object"
      ? [
          ...within("plan.permissions", writingProblems(plan.permissions)),
          ...within("plan.environmentVariables", [
            ...variableProblems(plan.environmentVariables, state),
            ...writingTokenProblems(plan.environmentVariables, state),
          ]),
        ]
      : []),
  ];
}

/**
 * Refuses a state that a build cannot read: none, or one with a token that writes.
 *
 * @param build - path of the state; the build as messages name it, and the setting that leaves it out
 */
export function readingStateProblems(
  state: Lenient<StateSettings> | undefined,
  {
    path,
    reader,
    off,
    needsToken = true,
  }: { readonly path: string; readonly reader: string; readonly off: string; readonly needsToken?: boolean },
): Problem[] {
  return [
    ...(state === undefined ? [{ path, reason: `is missing, and ${reader} reads it: give it, ${off}` }] : []),
    ...(needsToken && state?.backend === "pulumi-cloud" && state.previewAccessTokenSecret === undefined
      ? [
          {
            path: `${path}.previewAccessTokenSecret`,
            reason: `is missing, and ${reader} gets no token that writes: give the secret of a token that only reads this stack, ${off}`,
          },
        ]
      : []),
  ];
}

/** Refuses grants of a role that only reads, if an action may write. */
export function writingProblems(grants: Lenient<readonly GrantSettings[]> = []): Problem[] {
  return grants.flatMap((grant, index) =>
    (grant?.actions ?? []).flatMap((action, at) =>
      action !== undefined && mayWrite(action)
        ? [
            {
              path: `[${index}].actions[${at}]`,
              reason: `is ${shown(action)}, which may write before anyone approves: give actions that read, such as ecs:DescribeServices`,
            },
          ]
        : [],
    ),
  );
}

type PlanObject = Exclude<NonNullable<Lenient<DeliverySettings>["plan"]>, boolean>;

function writingTokenProblems(
  variables: PlanObject["environmentVariables"] = {},
  state: Lenient<DeliverySettings>["state"],
): Problem[] {
  const token = state?.backend === "pulumi-cloud" ? state.accessTokenSecret : undefined;
  return Object.entries(variables).flatMap(([name, variable]) =>
    variable !== undefined &&
    "secret" in variable &&
    variable.secret !== undefined &&
    token !== undefined &&
    secretId(variable.secret) === secretId(token)
      ? [{ path: name, reason: `reads ${shown(variable.secret)}, the token that writes the state: remove it` }]
      : [],
  );
}
