import { z } from "zod";
import { allowedKeys, matching } from "../../schema/vocabulary";
import { actionShape } from "../base/action-shape";
import { defineAction, movesNoArtifacts } from "../base/action-type";

/**
 * The name of a custom provider.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionTypeId.html
 */
export const customProvider = matching(/^[A-Za-z0-9_-]{1,35}$/, "give 1 to 35 letters, digits or the characters - _");

export const customVersion = matching(/^[A-Za-z0-9_-]{1,9}$/, "give 1 to 9 letters, digits or the characters - _");

export const customCategories = ["Source", "Build", "Test", "Deploy", "Approval", "Invoke"] as const;

export const customActionSchema = allowedKeys({
  ...actionShape,
  /** The owner of custom providers. */
  owner: z.literal("Custom"),
  /** The registered name of the provider: 1 to 35 letters, digits or the characters `- _`. */
  provider: customProvider,
  /**
   * The registered version.
   * @default "1"
   */
  version: customVersion.default("1"),
  /** The registered category. */
  category: z.enum(customCategories),
  /**
   * Values of the registered properties, by name, of at least 1 character.
   * @default - none
   * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionDeclaration.html
   */
  configuration: z.record(z.string().min(1).max(50), z.string().min(1)).default({}),
});

/**
 * Waits for a worker of the account, such as Jenkins or TeamCity, to do a job. The worker polls with its own identity
 * and moves artifacts with the credentials of the job, so the action has no role.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-custom-action.html
 */
export const customActionType = defineAction({
  schema: customActionSchema,
  label: "any that the account registered",
  inputArtifacts: { min: 0, max: 5 },
  outputArtifacts: { min: 0, max: 5 },
  outputVariables: "decided at run time",
  crossRegion: false,
  artifactUse: movesNoArtifacts,
  validate: ({ roleArn }) =>
    roleArn === undefined
      ? []
      : [{ path: "roleArn", reason: `is ${roleArn}: a worker acts with an identity of its own; remove it` }],
});

/** Returns an action that a worker of the account performs. */
export function customAction(
  action: Omit<z.input<typeof customActionSchema>, "owner">,
): z.input<typeof customActionSchema> {
  return { ...action, owner: "Custom" };
}
