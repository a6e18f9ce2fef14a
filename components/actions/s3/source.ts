import { z } from "zod";
import { bucketArn, objectArn } from "../../aws/arn";
import { bucketName } from "../../aws/names";
import { allowStatement, type Statement } from "../../iam/statement";
import { allowedKeys, matching } from "../../schema/vocabulary";
import { actionShape } from "../base/action-shape";
import { type ActionContext, defineAction, movesArtifacts, type RequiredGrant } from "../base/action-type";
import {
  changeDetection,
  crossAccountEvents,
  isEventDriven,
  polling,
  pollingProblems,
  pollsByDefault,
} from "../base/change-detection";

export const s3SourceSchema = allowedKeys({
  ...actionShape,
  ...changeDetection,
  provider: z.literal("S3"),
  category: z.literal("Source"),
  configuration: allowedKeys({
    /** The name of the bucket, in the pipeline's region. The bucket needs versioning. */
    S3Bucket: bucketName,
    /** The key of the object, a ZIP file, at most 1000 characters. The action's role reads this object only. */
    S3ObjectKey: matching(
      /^(?!.*[#$]\{)[^*?]{1,1000}$/,
      "give the key of one object without * and ?, ${ and #{: the role of the action names it",
    ),
    /**
     * Whether a start of the pipeline may name another object. The action's role then reads every object of the bucket.
     * @default false
     * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-trigger-source-overrides.html
     */
    AllowOverrideForS3ObjectKey: z.boolean().default(false),
    ...polling,
  }),
});

type Action = z.output<typeof s3SourceSchema>;

/**
 * Reads an object of an S3 bucket.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3.html
 */
export const s3Source = defineAction({
  schema: s3SourceSchema,
  outputArtifacts: 1,
  outputVariables: ["BucketName", "ETag", "ObjectKey", "VersionId"],
  crossRegion: false,
  awsDefaults: pollsByDefault,
  // CodePipeline copies the tags of the object to the store.
  artifactUse: (action) => ({ ...movesArtifacts(action), tagged: true }),
  validate: pollingProblems,
  permissions,
  requiredGrants,
  changeEvent: (action) =>
    isEventDriven(action)
      ? {
          source: ["aws.s3"],
          detailType: ["Object Created"],
          detail: {
            bucket: { name: [action.configuration.S3Bucket] },
            object: { key: [action.configuration.S3ObjectKey] },
          },
        }
      : undefined,
});

/** Returns an action that reads an object of a bucket. */
export function s3SourceAction(
  action: Omit<z.input<typeof s3SourceSchema>, "provider" | "category">,
): z.input<typeof s3SourceSchema> {
  return { ...action, provider: "S3", category: "Source" };
}

function permissions({ configuration }: Action, { scope }: ActionContext): Statement[] {
  const { S3Bucket: bucket, S3ObjectKey: key, AllowOverrideForS3ObjectKey: anyKey } = configuration;
  const conditions = { StringEquals: { "aws:ResourceAccount": scope.account } };
  return [
    allowStatement({
      sid: "SourceBucket",
      actions: ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"],
      resources: [bucketArn(scope, bucket)],
      conditions,
    }),
    allowStatement({
      sid: "SourceObject",
      actions: ["s3:GetObject", "s3:GetObjectTagging", "s3:GetObjectVersion", "s3:GetObjectVersionTagging"],
      resources: [anyKey ? objectArn(scope, bucket) : objectArn(scope, bucket, key)],
      conditions,
    }),
  ];
}

/** @see https://docs.aws.amazon.com/codepipeline/latest/userguide/create-S3-source-events.html */
function requiredGrants(action: Action): RequiredGrant[] {
  const events = isEventDriven(action);
  return [
    {
      of: `the owner of the bucket ${action.configuration.S3Bucket}`,
      statements: [],
      note: `The bucket must keep versions${events ? " and send its events to EventBridge" : ""}. A customer key that it is encrypted under must let the action's role decrypt.`,
    },
    ...(events ? crossAccountEvents(action) : []),
  ];
}
