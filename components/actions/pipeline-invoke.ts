import { z } from "zod";
import { pipelineArn } from "../aws/arn";
import { pipelineName } from "../aws/names";
import { allowStatement } from "../iam/statement";
import { allowedKeys, matching, oneLine } from "../schema/vocabulary";
import { actionShape } from "./base/action-shape";
import { defineAction, movesNoArtifacts } from "./base/action-type";

/** @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_SourceRevisionOverride.html */
const sourceRevision = allowedKeys({
  /** The source action of the other pipeline. */
  actionName: pipelineName,
  /** The kind of revision that the source takes. */
  revisionType: z.enum(["COMMIT_ID", "IMAGE_DIGEST", "S3_OBJECT_VERSION_ID", "S3_OBJECT_KEY"]),
  /** The revision, 1 to 1500 characters: `#{Source.CommitId}`. */
  revisionValue: z.string().min(1).max(1500),
});

/** @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineVariable.html */
const pipelineVariable = allowedKeys({
  /** The name of a variable that the other pipeline declares. */
  name: matching(/^[A-Za-z0-9@_-]{1,128}$/, "give 1 to 128 letters, digits or the characters @ - _"),
  /** Its value, one line of 1 to 1000 characters. */
  value: oneLine.min(1).max(1000),
});

export const pipelineInvokeSchema = allowedKeys({
  ...actionShape,
  provider: z.literal("CodePipeline"),
  category: z.literal("Invoke").default("Invoke"),
  configuration: allowedKeys({
    /** The name of the pipeline to start, in the action's own account and region. */
    PipelineName: pipelineName,
    /**
     * The source revisions of the other pipeline's execution, 1 to 50.
     * @default - the newest of each source
     */
    SourceRevisions: z.array(sourceRevision).min(1).max(50).optional(),
    /**
     * Values of variables of the other pipeline, 1 to 50.
     * @default - their defaults
     */
    Variables: z.array(pipelineVariable).min(1).max(50).optional(),
  }),
});

/**
 * Starts another pipeline without waiting for it.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-PipelineInvoke.html
 */
export const pipelineInvoke = defineAction({
  schema: pipelineInvokeSchema,
  pipelineTypes: ["V2"],
  artifactUse: movesNoArtifacts,
  permissions: ({ configuration }, { scope }) => [
    allowStatement({
      sid: "StartPipeline",
      actions: ["codepipeline:StartPipelineExecution"],
      resources: [pipelineArn(scope, configuration.PipelineName)],
    }),
  ],
});

/** Returns an action that starts another pipeline. */
export function pipelineInvokeAction(
  action: Omit<z.input<typeof pipelineInvokeSchema>, "provider">,
): z.input<typeof pipelineInvokeSchema> {
  return { ...action, provider: "CodePipeline" };
}
