import { z } from "zod";
import { variableProblems } from "../destroy/problems";
import { deploymentShape } from "../infrastructure/deploy-settings";
import { pulumiProgram, terraformModule } from "../infrastructure/settings";
import { type StateOwner, stateProblems, stateSchema } from "../infrastructure/state-settings";
import { type Problem, within } from "../schema/problem";
import { allowedKeys } from "../schema/vocabulary";
import { planProblems, planSchema } from "./plan-settings";

const updateShape = {
  ...deploymentShape,
  /**
   * Where the state of this deployment is kept.
   * @default - `state` of the environment
   */
  state: stateSchema.optional(),
  /**
   * The plan of this deployment, which people approve. The deployment applies that plan or nothing; an empty plan skips
   * both. `false` deploys without a plan.
   * @default - true with an approval, nothing without
   */
  plan: planSchema.optional(),
};

/** A deployment by Pulumi. */
export const pulumiUpdate = { ...pulumiProgram, ...updateShape };

/** A deployment by Terraform. */
export const terraformUpdate = { ...terraformModule, ...updateShape };

/** A deployment by OpenTofu. */
export const opentofuUpdate = {
  ...terraformModule,
  /** OpenTofu, with the settings of a Terraform module. */
  tool: z.literal("opentofu"),
  ...updateShape,
};

const pulumiUpdateSchema = allowedKeys(pulumiUpdate);
const terraformUpdateSchema = allowedKeys(terraformUpdate);
const opentofuUpdateSchema = allowedKeys(opentofuUpdate);

/** A deployment of infrastructure in the repository. */
export const updateSchema = z.discriminatedUnion("tool", [
  pulumiUpdateSchema,
  terraformUpdateSchema,
  opentofuUpdateSchema,
]);

/** A deployment by Pulumi. */
export interface PulumiUpdate extends z.output<typeof pulumiUpdateSchema> {}

/** A deployment by Terraform. */
export interface TerraformUpdate extends z.output<typeof terraformUpdateSchema> {}

/** A deployment by OpenTofu. */
export interface OpentofuUpdate extends z.output<typeof opentofuUpdateSchema> {}

/** A deployment of infrastructure in the repository. */
export type UpdateSettings = PulumiUpdate | TerraformUpdate | OpentofuUpdate;

/** The part of a deployment that decides about its state. */
export function stateOwnerOf(update: UpdateSettings): StateOwner {
  return update.tool === "pulumi"
    ? { tool: "pulumi", stack: update.stack }
    : { tool: "terraform", version: update.version };
}

/** Variables that the recipes set themselves. */
const reservedVariables = ["IMAGE_REPOSITORY_URI", "IMAGE_URI", "IMAGE_DIGEST"];

/** Refuses variables that the recipes set. */
export function reservedProblems(variables: object = {}): Problem[] {
  return Object.keys(variables)
    .filter((name) => reservedVariables.includes(name))
    .map((path) => ({ path, reason: "is set for every deployment and test: choose another name" }));
}

/**
 * Lists the problems between the settings of one deployment, relative to it.
 *
 * @param shared - the state of the environment, and its path from the deployment
 */
export function updateProblems(
  update: UpdateSettings,
  isPlanned: boolean,
  shared?: UpdateSettings["state"],
): Problem[] {
  const { environmentVariables, plan, state = shared } = update;
  return [
    ...stateProblems(state, stateOwnerOf(update), "").map(({ path, reason }) => ({
      path: path.replace(/^\./, ""),
      reason,
    })),
    ...within("environmentVariables", [
      ...reservedProblems(environmentVariables),
      ...variableProblems(environmentVariables, state),
    ]),
    ...(typeof plan === "object"
      ? within("plan.environmentVariables", reservedProblems(plan.environmentVariables))
      : []),
    ...(isPlanned
      ? planProblems({ plan, state, deployment: update, needsToken: true }, { state: "state", deployment: "" })
      : []),
  ];
}
