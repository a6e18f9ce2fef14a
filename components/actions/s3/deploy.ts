import { z } from "zod";
import type { Problem } from "../../schema/problem";
import { withoutReferences } from "../../schema/variable-references";
import { allowedKeys, matching, nonEmptyText } from "../../schema/vocabulary";
import { bucketName } from "../../storage/artifact-store-settings";
import { actionShape } from "../base/action-shape";
import { actionType, movesArtifacts, type Place } from "../base/action-type";
import { samePlaceProblems } from "../base/same-region-account";
import { putObjects } from "./deployed-objects";

export const s3DeploySchema = allowedKeys({
  ...actionShape,
  provider: z.literal("S3"),
  /** `Deploy`; the provider of this name in the category `Source` reads an object instead. */
  category: z.literal("Deploy"),
  configuration: allowedKeys({
    /** The name of the bucket, in the account that the action runs in. */
    BucketName: bucketName,
    /** Whether the files of the artifact are put into the bucket, or the artifact itself as one zip file. */
    Extract: z.boolean(),
    /**
     * The key of the zip file, which is required when nothing is extracted; of extracted files, the folder they are put
     * into. It may hold references to variables, and `{datetime}` or `{uuid}`; the action's role may write whatever
     * stands for them.
     * @default - files are put into no folder
     */
    ObjectKey: matching(
      /^[^*?$]{1,1000}$/,
      "give a key, or the name of a folder, of 1 to 1000 characters without * ? $",
    ).optional(),
    /**
     * The id or the ARN of the symmetric KMS key that objects are encrypted under, or the ARN of an alias of it in the
     * account that the action runs in. It is of the region that the action runs in.
     * @default - the default encryption of the bucket
     */
    KMSEncryptionKeyARN: matching(
      /^(arn:aws[\w-]*:kms:[\w-]+:\d{12}:(key\/[\w-]+|alias\/[\w/-]+)|mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
      "give the ARN of a key, arn:aws:kms:<region>:<account>:key/<id>, its id, or the ARN of an alias",
    ).optional(),
    /**
     * The canned ACL of the objects. A bucket whose owner owns every object (`BucketOwnerEnforced`, as new buckets are)
     * refuses all but `bucket-owner-full-control`.
     * @default - none
     * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
     */
    CannedACL: z
      .enum([
        "private",
        "public-read",
        "public-read-write",
        "authenticated-read",
        "aws-exec-read",
        "bucket-owner-read",
        "bucket-owner-full-control",
      ])
      .optional(),
    /**
     * How caches may keep the objects, such as `public, max-age=3600`.
     * @default - nothing is said
     */
    CacheControl: nonEmptyText.optional(),
  }),
});

type Configuration = z.output<typeof s3DeploySchema>["configuration"];

/**
 * Puts an artifact, or its files, into a bucket.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3Deploy.html
 */
export const s3Deploy = actionType(s3DeploySchema, {
  provider: "S3",
  owner: "AWS",
  version: "1",
  categories: ["Deploy"],
  inputArtifacts: { min: 1, max: 1 },
  outputArtifacts: { min: 0, max: 0 },
  outputVariables: [],
  pipelineTypes: ["V1", "V2"],
  crossRegion: true,
  artifactUse: movesArtifacts,
  validate: ({ configuration }, place) => [...problems(configuration), ...keyProblems(configuration, place)],
  permissions: ({ configuration }, { scope }) =>
    putObjects(scope, {
      bucketName: configuration.BucketName,
      objectKey: objectKeys(configuration),
      cannedAcl: configuration.CannedACL,
      key: configuration.KMSEncryptionKeyARN,
    }),
  asksOthers: ({ configuration: { BucketName, CannedACL } }) =>
    CannedACL === undefined
      ? []
      : [
          {
            of: `the bucket ${BucketName}`,
            statements: [],
            note: `It must take the ACL ${CannedACL}: with its object ownership BucketOwnerEnforced it takes bucket-owner-full-control alone, and with its public access blocked no ACL that lets the public in.`,
          },
        ],
});

/** An action that puts an artifact, or its files, into a bucket. */
export function s3DeployAction(
  action: Omit<z.input<typeof s3DeploySchema>, "provider" | "category">,
): z.input<typeof s3DeploySchema> {
  return { ...action, provider: "S3", category: "Deploy" };
}

function problems({ Extract, ObjectKey }: Configuration): Problem[] {
  const reason = "is missing: name the object that the artifact becomes, or set Extract to true";
  return Extract || ObjectKey !== undefined ? [] : [{ path: "configuration.ObjectKey", reason }];
}

// A key may be of another account, and an alias is known in its own alone.
function keyProblems({ KMSEncryptionKeyARN: key }: Configuration, place: Place | undefined): Problem[] {
  const shared = key?.includes(":alias/") ? (["region", "account"] as const) : (["region"] as const);
  return samePlaceProblems("configuration.KMSEncryptionKeyARN", key, place, shared);
}

// What a key says by a reference is known when the pipeline runs; the rest of it limits what the role may write.
function objectKeys({ Extract, ObjectKey }: Configuration): string {
  const known = withoutReferences(ObjectKey ?? "").replace(/\{(datetime|uuid)\}/g, "*");
  if (!Extract) {
    return known;
  }
  const folder = known.replace(/\/+$/, "");
  return folder === "" ? "*" : `${folder}/*`;
}
