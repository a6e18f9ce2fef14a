import { z } from "zod";
import { anyKeyArn, bucketArn, keyArn, objectArn } from "../../aws/arn";
import { bucketName } from "../../aws/names";
import { type AwsScope, regionalService } from "../../aws/scope";
import { allowStatement, type Conditions, type Statement } from "../../iam/statement";
import type { Problem } from "../../schema/problem";
import { withoutReferences } from "../../schema/variable-references";
import { allowedKeys, matching, nonEmptyText } from "../../schema/vocabulary";
import { actionShape } from "../base/action-shape";
import { defineAction, type Place } from "../base/action-type";
import { samePlaceProblems } from "../base/same-region-account";

export const s3DeploySchema = allowedKeys({
  ...actionShape,
  provider: z.literal("S3"),
  /** `Deploy`; the provider of the same name in the category `Source` reads an object. */
  category: z.literal("Deploy"),
  configuration: allowedKeys({
    /** The name of the bucket, in the account that the action runs in. */
    BucketName: bucketName,
    /** Whether the action uploads the files of the artifact, or the artifact as one zip file. */
    Extract: z.boolean(),
    /**
     * The key of the zip file, required without `Extract`; with `Extract`, the folder of the files. It may hold
     * references to variables, `{datetime}` and `{uuid}`; the action's role may write any value in their place.
     * @default - no folder
     */
    ObjectKey: matching(
      /^[^*?$]{1,1000}$/,
      "give a key, or the name of a folder, of 1 to 1000 characters without * ? $",
    ).optional(),
    /**
     * The symmetric KMS key of the objects, by its id, its ARN or the ARN of its alias. The ARN has the region of the
     * action, and the alias is in the account of the action.
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
     * The Cache-Control header of the objects, such as `public, max-age=3600`.
     * @default - none
     */
    CacheControl: nonEmptyText.optional(),
  }),
});

type Configuration = z.output<typeof s3DeploySchema>["configuration"];

/**
 * Uploads an artifact, or its files, to a bucket.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3Deploy.html
 */
export const s3Deploy = defineAction({
  schema: s3DeploySchema,
  inputArtifacts: 1,
  validate: ({ configuration }, place) => [...problems(configuration), ...keyProblems(configuration, place)],
  permissions: ({ configuration }, { scope }) =>
    putObjects(scope, {
      bucketName: configuration.BucketName,
      objectKey: objectKeys(configuration),
      cannedAcl: configuration.CannedACL,
      key: configuration.KMSEncryptionKeyARN,
    }),
  requiredGrants: ({ configuration: { BucketName, CannedACL, KMSEncryptionKeyARN } }, { scope }) => [
    // The default encryption of the bucket is unknown here.
    ...(KMSEncryptionKeyARN === undefined
      ? [
          {
            of: "the role of the action",
            statements: [encryptUnderBucketKey(scope, BucketName)],
            note: `The role needs these statements only if the default encryption of the bucket ${BucketName} uses a customer key. The key policy must allow the role too. Name the key in KMSEncryptionKeyARN, and the role gets the statements.`,
          },
        ]
      : []),
    ...(CannedACL === undefined
      ? []
      : [
          {
            of: `the bucket ${BucketName}`,
            statements: [],
            note: `It must take the ACL ${CannedACL}: with its object ownership BucketOwnerEnforced it takes bucket-owner-full-control alone. With its public access blocked it takes no ACL that lets the public in.`,
          },
        ]),
  ],
});

/** Returns an action that uploads an artifact, or its files, to a bucket. */
export function s3DeployAction(
  action: Omit<z.input<typeof s3DeploySchema>, "provider" | "category">,
): z.input<typeof s3DeploySchema> {
  return { ...action, provider: "S3", category: "Deploy" };
}

function problems({ Extract, ObjectKey }: Configuration): Problem[] {
  const reason = "is missing: name the object that the artifact becomes, or set Extract to true";
  return Extract || ObjectKey !== undefined ? [] : [{ path: "configuration.ObjectKey", reason }];
}

// A key may belong to another account. An alias works in its own account only.
function keyProblems({ KMSEncryptionKeyARN: key }: Configuration, place: Place | undefined): Problem[] {
  const shared = key?.includes(":alias/") ? (["region", "account"] as const) : (["region"] as const);
  return samePlaceProblems("configuration.KMSEncryptionKeyARN", key, place, shared);
}

// References in a key are known at run time only; the rest of the key limits the role.
function objectKeys({ Extract, ObjectKey }: Configuration): string {
  const known = withoutReferences(ObjectKey ?? "").replace(/\{(datetime|uuid)\}/g, "*");
  if (!Extract) {
    return known;
  }
  const folder = known.replace(/\/+$/, "");
  return folder === "" ? "*" : `${folder}/*`;
}

/** The objects that an action uploads to a bucket. */
export interface DeployedObjects {
  readonly bucketName: string;
  /** A key, or the beginning of keys that ends in `*`; `*` also stands for unknown parts. */
  readonly objectKey: string;
  /** The canned ACL of the objects. */
  readonly cannedAcl?: string | undefined;
  /** The id or ARN of the key of the objects, or the ARN of an alias of it. */
  readonly key?: string | undefined;
}

/**
 * Lets an action upload objects to a bucket of the account that it runs in. AWS's pages also grant tagging; artifacts
 * have no tags.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3Deploy.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export function putObjects(scope: AwsScope, { bucketName, objectKey, cannedAcl, key }: DeployedObjects): Statement[] {
  const own = { "aws:ResourceAccount": scope.account };
  const objects = (sid: string, actions: string[], equals: Record<string, string> = {}) =>
    allowStatement({
      sid,
      actions,
      resources: [objectArn(scope, bucketName, objectKey)],
      conditions: { StringEquals: { ...own, ...equals } },
    });
  return [
    allowStatement({
      sid: "Bucket",
      actions: ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"],
      resources: [bucketArn(scope, bucketName)],
      conditions: { StringEquals: own },
    }),
    objects("Objects", ["s3:PutObject"]),
    ...(cannedAcl === undefined
      ? []
      : [objects("ObjectAcls", ["s3:PutObjectAcl", "s3:PutObjectVersionAcl"], { "s3:x-amz-acl": cannedAcl })]),
    ...(key === undefined ? [] : [encryptThroughS3(scope, key)]),
  ];
}

/** Lets an action encrypt objects of one bucket under its default key, whichever it is, through S3 only. */
function encryptUnderBucketKey(scope: AwsScope, bucketName: string): Statement {
  return allowStatement({
    sid: "BucketKey",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resources: [anyKeyArn(scope)],
    conditions: {
      StringEquals: { "kms:ViaService": regionalService(scope, "s3") },
      StringLike: { "kms:EncryptionContext:aws:s3:arn": [bucketArn(scope, bucketName), objectArn(scope, bucketName)] },
    },
  });
}

// A multipart upload decrypts the data key. IAM authorizes keys, not aliases, and knows the aliases of a key.
function encryptThroughS3(scope: AwsScope, key: string): Statement {
  const conditions: Conditions = {
    StringEquals: { "kms:ViaService": regionalService(scope, "s3") },
  };
  const alias = /:(alias\/.+)$/.exec(key)?.[1];
  return allowStatement({
    sid: "ObjectKey",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resources: [alias === undefined ? keyArn(scope, key) : anyKeyArn(scope)],
    conditions:
      alias === undefined
        ? conditions
        : { ...conditions, "ForAnyValue:StringEquals": { "kms:ResourceAliases": alias } },
  });
}
