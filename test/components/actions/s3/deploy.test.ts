import assert from "node:assert/strict";
import { s3Deploy, s3DeployAction, s3DeploySchema } from "../../../../components/actions/s3/deploy";
import { context } from "../../../support/pipelines";
import { configured, describeProvider } from "../../../support/provider-cases";
import { keyArn } from "../../../support/scopes";

const bucket = "arn:aws:s3:::shop-site";
const configuration = { BucketName: "shop-site", Extract: true };
const bucketRule =
  "give 3 to 63 lowercase letters, digits, hyphens or single dots, no IP address, such as shop-dev-artifacts";
const minimal = s3DeployAction({ name: "Deploy", inputArtifacts: ["site"], configuration });
const full = configured(minimal, {
  Extract: false,
  ObjectKey: "releases/#{Source.CommitId}/{datetime}.zip",
  KMSEncryptionKeyARN: keyArn,
  CannedACL: "bucket-owner-full-control",
  CacheControl: "public, max-age=0",
});

const own = { "aws:ResourceAccount": "111122223333" };

function statements(objects: string) {
  return [
    {
      Sid: "Bucket",
      Effect: "Allow" as const,
      Action: ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"],
      Resource: [bucket],
      Condition: { StringEquals: own },
    },
    {
      Sid: "Objects",
      Effect: "Allow" as const,
      Action: ["s3:PutObject"],
      Resource: [`${bucket}/${objects}`],
      Condition: { StringEquals: own },
    },
  ];
}

const acls = {
  Sid: "ObjectAcls",
  Effect: "Allow" as const,
  Action: ["s3:PutObjectAcl", "s3:PutObjectVersionAcl"],
  Resource: [`${bucket}/releases/*/*.zip`],
  Condition: { StringEquals: { ...own, "s3:x-amz-acl": "bucket-owner-full-control" } },
};

const throughS3 = { "kms:ViaService": "s3.eu-central-1.amazonaws.com" };
const encrypt = {
  Sid: "ObjectKey",
  Effect: "Allow" as const,
  Action: ["kms:Decrypt", "kms:GenerateDataKey"],
  Resource: [keyArn],
  Condition: { StringEquals: throughS3 },
};

const acl = { ...own, "s3:x-amz-acl": "bucket-owner-full-control" };
const key = "give the ARN of a key, arn:aws:kms:<region>:<account>:key/<id>, its id, or the ARN of an alias";

describeProvider(s3Deploy, {
  title: "an action that deploys to a bucket",
  minimal: {
    action: minimal,
    configuration: { BucketName: "shop-site", Extract: "true" },
    statements: statements("*"),
  },
  full: {
    action: full,
    configuration: {
      BucketName: "shop-site",
      Extract: "false",
      ObjectKey: "releases/#{Source.CommitId}/{datetime}.zip",
      KMSEncryptionKeyARN: keyArn,
      CannedACL: "bucket-owner-full-control",
      CacheControl: "public, max-age=0",
    },
    statements: [...statements("releases/*/*.zip"), acls, encrypt],
  },
  required: ["BucketName", "Extract"],
  refused: [
    [
      "any bucket",
      configured(minimal, { BucketName: "shop-*" }),
      "configuration.BucketName",
      `is "shop-*": ${bucketRule}`,
    ],
    [
      "a bucket by a reference, which would let the role write anywhere",
      configured(minimal, { BucketName: "#{variables.bucket}" }),
      "configuration.BucketName",
      `is "#{variables.bucket}": ${bucketRule}`,
    ],
    [
      "a bucket with two dots in a row",
      configured(minimal, { BucketName: "a..b" }),
      "configuration.BucketName",
      `is "a..b": ${bucketRule}`,
    ],
    [
      "a text for a boolean",
      configured(minimal, { Extract: "yes" }),
      "configuration.Extract",
      'is "yes": give true or false',
    ],
    [
      "an artifact that becomes no object",
      configured(minimal, { Extract: false }),
      "configuration.ObjectKey",
      "is missing: name the object that the artifact becomes, or set Extract to true",
    ],
    [
      "any object",
      configured(full, { ObjectKey: "*" }),
      "configuration.ObjectKey",
      'is "*": give a key, or the name of a folder, of 1 to 1000 characters without * ? $',
    ],
    [
      "the name of a key",
      configured(minimal, { KMSEncryptionKeyARN: "shop" }),
      "configuration.KMSEncryptionKeyARN",
      `is "shop": ${key}`,
    ],
    [
      "any key",
      configured(minimal, { KMSEncryptionKeyARN: "arn:aws:kms:eu-central-1:111122223333:key/*" }),
      "configuration.KMSEncryptionKeyARN",
      `is "arn:aws:kms:eu-central-1:111122223333:key/*": ${key}`,
    ],
    [
      "an ACL of buckets",
      configured(minimal, { CannedACL: "log-delivery-write" }),
      "configuration.CannedACL",
      'is "log-delivery-write": allowed are private, public-read, public-read-write, authenticated-read, aws-exec-read, bucket-owner-read, bucket-owner-full-control',
    ],
    [
      "an empty cache control",
      configured(minimal, { CacheControl: "" }),
      "configuration.CacheControl",
      "is empty: write something or leave it out",
    ],
    ["no category", { ...minimal, category: undefined }, "category", "is missing: allowed are Deploy"],
  ],
  allowed: [
    { action: "s3:GetBucketVersioning", resource: bucket, context: own },
    { action: "s3:PutObject", resource: `${bucket}/releases/0f1e2d/2026.zip`, context: own },
    { action: "s3:PutObjectAcl", resource: `${bucket}/releases/0f1e2d/2026.zip`, context: acl },
    { action: "kms:GenerateDataKey", resource: keyArn, context: throughS3 },
  ],
  denied: [
    { action: "s3:PutObject", resource: `${bucket}/index.html`, context: own },
    { action: "s3:PutObject", resource: "arn:aws:s3:::bank-site/releases/a/b.zip", context: own },
    {
      action: "s3:PutObject",
      resource: `${bucket}/releases/a/b.zip`,
      context: { "aws:ResourceAccount": "444455556666" },
    },
    {
      action: "s3:PutObjectAcl",
      resource: `${bucket}/releases/a/b.zip`,
      context: { ...own, "s3:x-amz-acl": "public-read" },
    },
    { action: "s3:GetObject", resource: `${bucket}/releases/a/b.zip`, context: own },
    { action: "s3:DeleteObject", resource: `${bucket}/releases/a/b.zip`, context: own },
    { action: "kms:GenerateDataKey", resource: keyArn },
    {
      action: "kms:GenerateDataKey",
      resource: "arn:aws:kms:eu-central-1:111122223333:key/9f8e7d6c-1234-4321-9876-0123456789ab",
      context: throughS3,
    },
  ],
});

describe("an action that deploys to a bucket", () => {
  const permissions = (changes: Record<string, unknown>) =>
    s3Deploy.permissions(s3DeploySchema.parse(configured(minimal, changes)), context);

  for (const [folder, objects] of [
    ["docs", "docs/*"],
    ["docs/", "docs/*"],
    ["docs/#{Source.BranchName}", "docs/*/*"],
    ["builds/{uuid}/", "builds/*/*"],
    ["/", "*"],
  ] as const) {
    it(`may write below the folder ${folder} alone`, () => {
      assert.deepEqual(permissions({ ObjectKey: folder }), statements(objects));
    });
  }

  it("may write the one object that an artifact becomes", () => {
    assert.deepEqual(permissions({ Extract: false, ObjectKey: "site.zip" }), statements("site.zip"));
  });

  it("may use a key that is given by its id in its own account", () => {
    const [, , statement] = permissions({ KMSEncryptionKeyARN: "1a2b3c4d-1234-4321-9876-0123456789ab" });
    assert.deepEqual(statement, encrypt);
  });

  it("may use the key that has an alias, whichever that is", () => {
    const [, , statement] = permissions({
      KMSEncryptionKeyARN: "arn:aws:kms:eu-central-1:111122223333:alias/shop/site",
    });
    assert.deepEqual(statement, {
      ...encrypt,
      Resource: ["arn:aws:kms:eu-central-1:111122223333:key/*"],
      Condition: {
        StringEquals: throughS3,
        "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/shop/site" },
      },
    });
  });

  it("says what its role needs where the bucket has a default key that the action does not name", () => {
    const ofBucketKey = s3Deploy.requiredGrants?.(s3DeploySchema.parse(minimal), context, "store");
    assert.deepEqual(ofBucketKey, [
      {
        of: "the role of the action",
        statements: [
          {
            Sid: "BucketKey",
            Effect: "Allow",
            Action: ["kms:Decrypt", "kms:GenerateDataKey"],
            Resource: ["arn:aws:kms:eu-central-1:111122223333:key/*"],
            Condition: {
              StringEquals: throughS3,
              StringLike: {
                "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::shop-site", "arn:aws:s3:::shop-site/*"],
              },
            },
          },
        ],
        note: "The role needs these statements only if the default encryption of the bucket shop-site uses a customer key. The key policy must allow the role too. Name the key in KMSEncryptionKeyARN, and the role gets the statements.",
      },
    ]);
  });

  it("asks its bucket to take its ACLs, which most buckets refuse", () => {
    const asks = (action: unknown) => s3Deploy.requiredGrants?.(s3DeploySchema.parse(action), context, "store");
    assert.deepEqual(asks(full), [
      {
        of: "the bucket shop-site",
        statements: [],
        note: "It must take the ACL bucket-owner-full-control: with its object ownership BucketOwnerEnforced it takes bucket-owner-full-control alone. With its public access blocked it takes no ACL that lets the public in.",
      },
    ]);
  });
});
