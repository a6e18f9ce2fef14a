import { z } from "zod";
import { guardedResources } from "../iam/destroy-guard";
import type { AwsScope } from "../iam/scope";
import type { DeliveryPlan } from "./delivery-plan";
import { type DeliverySettings, deliverySettingsSchema } from "./delivery-settings";
import { deploySchema, testSchema } from "./deploy-settings";
import { approverProblems } from "./destroy-approvers";
import { boundaryProblems, destroyPlanProblems, stateVariableProblems } from "./destroy-problems";
import { destroyCommandProblems } from "./destroy-refusal";
import { destroyBranch, destroySchema } from "./destroy-settings";
import { guardedGrantProblems } from "./guarded-grants";
import { type Problem, within } from "./problem";
import { shown } from "./schema";
import { stateProblems, stateSchema } from "./state-settings";

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
