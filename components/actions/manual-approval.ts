import { z } from "zod";
import { allowStatement } from "../iam/statement";
import { referencePattern } from "../schema/variable-references";
import { allowedKeys, matching } from "../schema/vocabulary";
import { actionShape } from "./base/action-shape";
import { actionType, movesNoArtifacts } from "./base/action-type";
import { samePlaceProblems } from "./base/same-region-account";

/** The address of what approvers look at. */
export const reviewLink = matching(
  /^(?=.{1,1000}$)https?:\/\/\S+$/,
  "give an http or https address of at most 1000 characters",
);

/** The same, or one reference to it: an earlier action may say where its preview is. */
const approvalLink = matching(
  new RegExp(`^(?=.{1,1000}$)(https?:\\/\\/\\S+|${referencePattern})$`),
  "give an http or https address of at most 1000 characters, or one reference such as #{Preview.LINK}",
);

export const manualApprovalSchema = allowedKeys({
  ...actionShape,
  provider: z.literal("Manual"),
  category: z.literal("Approval").default("Approval"),
  /**
   * How long the approval is waited for, in minutes: 5 to 86400.
   * @default - 10080, seven days
   */
  timeoutInMinutes: z.int().min(5).max(86_400).optional(),
  configuration: allowedKeys({
    /**
     * The ARN of the topic that tells the approvers, of the region of the pipeline.
     * @default - nobody is told
     * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html
     */
    NotificationArn: matching(/^arn:aws[\w-]*:sns:[\w-]+:\d{12}:[\w-]+$/, "give the ARN of a topic").optional(),
    /**
     * What the approvers should know, 1 to 1000 characters; references tell them what earlier actions found.
     * @default - nothing
     */
    CustomData: z.string().min(1).max(1000).optional(),
    /**
     * The address of what is to be reviewed, which may hold references, or one reference that is the address:
     * `#{Preview.LINK}`.
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
export const manualApproval = actionType(manualApprovalSchema, {
  provider: "Manual",
  owner: "AWS",
  version: "1",
  categories: ["Approval"],
  inputArtifacts: { min: 0, max: 0 },
  outputArtifacts: { min: 0, max: 0 },
  outputVariables: [],
  pipelineTypes: ["V1", "V2"],
  crossRegion: false,
  artifactUse: movesNoArtifacts,
  // The topic may be of another account, whose policy for it lets the role publish.
  validate: ({ configuration }, place) =>
    samePlaceProblems("configuration.NotificationArn", configuration.NotificationArn, place, ["region"]),
  permissions: ({ configuration: { NotificationArn: topic } }) =>
    topic ? [allowStatement({ sid: "TellApprovers", actions: ["sns:Publish"], resources: [topic] })] : [],
  notifiedTopic: ({ configuration }) => configuration.NotificationArn,
});

/** An action that waits for an approval. */
export function manualApprovalAction(
  action: Omit<z.input<typeof manualApprovalSchema>, "provider">,
): z.input<typeof manualApprovalSchema> {
  return { ...action, provider: "Manual" };
}
