import { z } from "zod";
import { allowedKeys, matching } from "../../schema/vocabulary";
import { actionShape } from "../base/action-shape";
import { actionType, movesNoArtifacts } from "../base/action-type";

/**
 * Names of custom providers.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionTypeId.html
 */
export const customProvider = matching(/^[A-Za-z0-9_-]{1,35}$/, "give 1 to 35 letters, digits or the characters - _");

export const customVersion = matching(/^[A-Za-z0-9_-]{1,9}$/, "give 1 to 9 letters, digits or the characters - _");

export const customCategories = ["Source", "Build", "Test", "Deploy", "Approval", "Invoke"] as const;

export const customActionSchema = allowedKeys({
  ...actionShape,
  /** That the account registered the provider itself. */
  owner: z.literal("Custom"),
  /** The name that the provider is registered under: 1 to 35 letters, digits or the characters `- _`. */
  provider: customProvider,
  /**
   * The version that is registered.
   * @default "1"
   */
  version: customVersion.default("1"),
  /** The category that the provider is registered in. */
  category: z.enum(customCategories),
  /**
   * Values of the properties that the provider was registered with, by name, of at least 1 character.
   * @default - none
   * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionDeclaration.html
   */
  configuration: z.record(z.string().min(1).max(50), z.string().min(1)).default({}),
});

/**
 * Waits for a worker of the account's own, such as Jenkins or TeamCity, to do a job. The worker polls with an identity
 * of its own and moves artifacts with the credentials that come with the job, so the action has no role.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-custom-action.html
 */
export const customActionType = actionType(customActionSchema, {
  provider: "any that the account registered",
  owner: "Custom",
  version: "1",
  categories: [...customCategories],
  inputArtifacts: { min: 0, max: 5 },
  outputArtifacts: { min: 0, max: 5 },
  outputVariables: "decided at run time",
  pipelineTypes: ["V1", "V2"],
  crossRegion: false,
  artifactUse: movesNoArtifacts,
  validate: ({ roleArn }) =>
    roleArn === undefined
      ? []
      : [{ path: "roleArn", reason: `is ${roleArn}: a worker acts with an identity of its own; remove it` }],
  permissions: () => [],
});

/** An action that a worker of the account's own does. */
export function customAction(
  action: Omit<z.input<typeof customActionSchema>, "owner">,
): z.input<typeof customActionSchema> {
  return { ...action, owner: "Custom" };
}
