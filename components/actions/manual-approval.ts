import { z } from "zod";
import { topicArnSchema } from "../aws/names";
import { allowStatement } from "../iam/statement";
import { referencePattern } from "../schema/variable-references";
import { allowedKeys, matching } from "../schema/vocabulary";
import { actionShape } from "./base/action-shape";
import { defineAction, movesNoArtifacts } from "./base/action-type";
import { samePlaceProblems } from "./base/same-region-account";

/** The address that approvers review. */
export const reviewLink = matching(
  /^(?=.{1,1000}$)https?:\/\/\S+$/,
  "give an http or https address of at most 1000 characters",
);

/** The address that approvers review, or one reference to it, such as the address of a preview. */
const approvalLink = matching(
  new RegExp(`^(?=.{1,1000}$)(https?:\\/\\/\\S+|${referencePattern})$`),
  "give an http or https address of at most 1000 characters, or one reference such as #{Preview.LINK}",
);

export const manualApprovalSchema = allowedKeys({
  ...actionShape,
  provider: z.literal("Manual"),
  category: z.literal("Approval").default("Approval"),
  /**
   * How long the action waits for the approval, in minutes: 5 to 86400.
   * @default - 10080, seven days
   */
  timeoutInMinutes: z.int().min(5).max(86_400).optional(),
  configuration: allowedKeys({
    /**
     * The ARN of the topic that notifies the approvers, in the region of the pipeline.
     * @default - no notification
     * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html
     */
    NotificationArn: topicArnSchema.optional(),
    /**
     * The message to the approvers, 1 to 1000 characters. It may hold references to variables.
     * @default - nothing
     */
    CustomData: z.string().min(1).max(1000).optional(),
    /**
     * The address that approvers review. It may hold references, or be one reference: `#{Preview.LINK}`.
     * @default - none
     */
    ExternalEntityLink: approvalLink.optional(),
  }).prefault({}),
});

/**
 * Waits until a person approves.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html
 */
export const manualApproval = defineAction({
  schema: manualApprovalSchema,
  crossRegion: false,
  artifactUse: movesNoArtifacts,
  // The topic may belong to another account, if its policy lets the role publish.
  validate: ({ configuration }, place) =>
    samePlaceProblems("configuration.NotificationArn", configuration.NotificationArn, place, ["region"]),
  permissions: ({ configuration: { NotificationArn: topic } }) =>
    topic ? [allowStatement({ sid: "TellApprovers", actions: ["sns:Publish"], resources: [topic] })] : [],
  notifiedTopic: ({ configuration }) => configuration.NotificationArn,
});

/** Returns an action that waits for an approval. */
export function manualApprovalAction(
  action: Omit<z.input<typeof manualApprovalSchema>, "provider">,
): z.input<typeof manualApprovalSchema> {
  return { ...action, provider: "Manual" };
}
