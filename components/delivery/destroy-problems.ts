import { z } from "zod";
import type { AwsScope } from "../aws/scope";
import { approverProblems } from "../destroy/approvers";
import { guardedResources } from "../destroy/guard";
import { guardedGrantProblems } from "../destroy/guarded-grants";
import { boundaryProblems, destroyPlanProblems, stateVariableProblems } from "../destroy/problems";
import { destroyBranch, destroySchema } from "../destroy/settings";
import { deploySchema, testSchema } from "../infrastructure/deploy-settings";
import { stateProblems, stateSchema } from "../infrastructure/state-settings";
import { destroyCommandProblems } from "../pipelines/validation/ungated-destroy";
import { type Problem, within } from "../schema/problem";
import { shown } from "../schema/vocabulary";
import type { DeliveryPlan } from "./plan";
import { type DeliverySettings, deliverySettingsSchema } from "./settings";

const { shape } = deliverySettingsSchema;

// What can be read, whatever else is wrong: one mistake does not hide a contradiction elsewhere.
const readable = z
  .object({
    account: shape.account.optional().catch(undefined),
    source: z
      .object({ branch: z.string().optional().catch(undefined) })
      .optional()
      .catch(undefined),
    deploy: deploySchema.optional().catch(undefined),
    state: stateSchema.optional().catch(undefined),
    destroy: z
      .object({
        branch: destroySchema.shape.branch.catch(undefined),
        approvers: destroySchema.shape.approvers.optional().catch(undefined),
        permissionsBoundaryArn: destroySchema.shape.permissionsBoundaryArn.catch(undefined),
        environmentVariables: destroySchema.shape.environmentVariables.catch(undefined),
      })
      .optional()
      .catch(undefined),
    test: z
      .object({ commands: testSchema.shape.commands.optional().catch(undefined) })
      .optional()
      .catch(undefined),
    protect: shape.protect.catch(undefined),
  })
  .catch({});

/** What settings say together about state and about destroying. */
export function deliveryDestroyProblems(settings: unknown): Problem[] {
  const { account, source, deploy, state, destroy, test, protect = false } = readable.parse(settings);
  const { branch = "main" } = source ?? {};
  return [
    ...(state && deploy ? stateProblems(state, deploy) : []),
    ...within("deploy.environmentVariables", stateVariableProblems(deploy?.environmentVariables, state)),
    ...destroyCommandProblems("test.commands", test?.commands),
    ...(destroy?.approvers ? within("destroy.approvers", approverProblems(destroy.approvers, account, protect)) : []),
    ...within("destroy", boundaryProblems(destroy?.permissionsBoundaryArn, account)),
    ...within("destroy.environmentVariables", stateVariableProblems(destroy?.environmentVariables, state)),
    ...(destroy && branch === (destroy.branch ?? destroyBranch)
      ? [{ path: "destroy.branch", reason: `is ${shown(branch)}, whose pushes are delivered: name another branch` }]
      : []),
  ];
}

/** What is wrong with who approves and with what is granted, in the light of everything that is made. */
export function deliveryPlanProblems(scope: AwsScope, settings: DeliverySettings, plan: DeliveryPlan): Problem[] {
  const { destroy, deploy, test } = settings;
  if (destroy === undefined || plan.destroy === undefined) {
    return [];
  }
  const guarded = guardedResources(scope, plan.destroy.plan.gate);
  return [
    ...within("destroy", destroyPlanProblems(scope, destroy, plan.destroy.plan, plan.roleNames)),
    ...guardedGrantProblems("deploy.permissions", deploy.permissions, guarded),
    ...guardedGrantProblems("test.permissions", test?.permissions, guarded),
  ];
}
