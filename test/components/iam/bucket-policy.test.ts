import assert from "node:assert/strict";
import { bucketArn } from "../../../components/aws/arn";
import { artifactBucketPolicy, logBucketPolicy, stateBucketPolicy } from "../../../components/iam/bucket-policy";
import { china, keyArn, scope } from "../../support/scopes";
import { type BucketRequest, judgeByBucketPolicy } from "../../support/simulate-bucket-policy";

const tlsOnly = (bucket: string, partition = "aws") => ({
  Sid: "TlsOnly",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: [`arn:${partition}:s3:::${bucket}`, `arn:${partition}:s3:::${bucket}/*`],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});

const noAccessPoints = (bucket: string, partition = "aws") => ({
  ...tlsOnly(bucket, partition),
  Sid: "NoAccessPoints",
  Condition: { Null: { "s3:DataAccessPointArn": "false" } },
});

const denyUploads = (sid: string, condition: object, partition = "aws") => ({
  Sid: sid,
  Effect: "Deny",
  Principal: "*",
  Action: ["s3:PutObject", "s3:ReplicateObject"],
  Resource: `arn:${partition}:s3:::store/*`,
  Condition: condition,
});

/** The principal of simulated requests, and another one. */
const writer = "arn:aws:iam::111122223333:role/uploader";
const other = "arn:aws:iam::111122223333:role/shop-prod-destroy-preview-eu-central-1";

const tls = { "aws:SecureTransport": "true" };
const kms = { ...tls, "s3:x-amz-server-side-encryption": "aws:kms" };
const keyHeader = "s3:x-amz-server-side-encryption-aws-kms-key-id";
const sibling = keyArn.replace(/key\/.*/, "key/99999999-1234-4321-9876-0123456789ab");

const encryptedOnly = { StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } };

describe("artifactBucketPolicy", () => {
  it("compares uploads with every key of the account and region while the one key is unknown", () => {
    assert.deepEqual(JSON.parse(artifactBucketPolicy(china, "store")), {
      Version: "2012-10-17",
      Statement: [
        tlsOnly("store", "aws-cn"),
        noAccessPoints("store", "aws-cn"),
        denyUploads("EncryptedUploadsOnly", encryptedOnly, "aws-cn"),
        denyUploads(
          "OwnKeyOnly",
          {
            StringNotLike: {
              "s3:x-amz-server-side-encryption-aws-kms-key-id": "arn:aws-cn:kms:cn-north-1:444455556666:key/*",
            },
          },
          "aws-cn",
        ),
      ],
    });
  });

  it("compares uploads with exactly the key that is there already", () => {
    assert.deepEqual(JSON.parse(artifactBucketPolicy(scope, "store", keyArn)), {
      Version: "2012-10-17",
      Statement: [
        tlsOnly("store"),
        noAccessPoints("store"),
        denyUploads("EncryptedUploadsOnly", encryptedOnly),
        denyUploads("OwnKeyOnly", {
          StringNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": keyArn },
        }),
      ],
    });
  });
});

describe("artifactBucketPolicy with known writers", () => {
  const upload = { action: "s3:PutObject", key: "plan/1", context: { ...kms, [keyHeader]: sibling } };
  const judge = (writers: readonly string[], request: BucketRequest = upload) =>
    judgeByBucketPolicy(
      scope,
      artifactBucketPolicy(scope, "store", undefined, undefined, writers),
      bucketArn(scope, "store"),
      request,
    );

  it("denies writing to a role that may do everything and brings a key of its own", async () => {
    assert.deepEqual([await judge([other]), await judge([other, writer])], ["ExplicitlyDenied", "Allowed"]);
  });

  it("denies a replica to a role that replicates into the bucket", async () => {
    const replica = { ...upload, action: "s3:ReplicateObject" };
    assert.deepEqual(
      [await judge([other], replica), await judge([other, writer], replica)],
      ["ExplicitlyDenied", "Allowed"],
    );
  });

  it("leaves reading and emptying the bucket to the roles that are granted it", async () => {
    for (const action of ["s3:GetObject", "s3:DeleteObject", "s3:DeleteObjectVersion"]) {
      assert.equal(await judge([other], { ...upload, action, context: tls }), "Allowed");
    }
  });

  it("counts roles of other accounts that write among them", () => {
    const policy = artifactBucketPolicy(scope, "store", undefined, { read: [], write: [other], tag: [] }, [writer]);
    assert.deepEqual(JSON.parse(policy).Statement[2], {
      Sid: "WritersOnly",
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:PutObject", "s3:ReplicateObject"],
      Resource: "arn:aws:s3:::store/*",
      Condition: { ArnNotEquals: { "aws:PrincipalArn": [other, writer] } },
    });
  });
});

describe("artifactBucketPolicy with roles of other accounts", () => {
  const reader = "arn:aws:iam::222233334444:role/reader";
  const both = "arn:aws:iam::333344445555:role/both";

  const root = (account: string) => `arn:aws:iam::${account}:root`;
  const isOne = (...roles: string[]) => ({ ArnEquals: { "aws:PrincipalArn": roles } });

  it("lets each in by name, to do what it does there, whether or not it exists yet", () => {
    const policy = artifactBucketPolicy(scope, "store", keyArn, { read: [reader, both], write: [both], tag: [both] });
    assert.deepEqual(JSON.parse(policy).Statement.slice(4), [
      {
        Sid: "OtherAccounts",
        Effect: "Allow",
        Principal: { AWS: [root("222233334444"), root("333344445555")] },
        Action: ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"],
        Resource: "arn:aws:s3:::store",
        Condition: isOne(reader, both),
      },
      {
        Sid: "OtherAccountsRead",
        Effect: "Allow",
        Principal: { AWS: [root("222233334444"), root("333344445555")] },
        Action: ["s3:GetObject", "s3:GetObjectVersion"],
        Resource: "arn:aws:s3:::store/*",
        Condition: isOne(reader, both),
      },
      {
        Sid: "OtherAccountsWrite",
        Effect: "Allow",
        Principal: { AWS: [root("333344445555")] },
        Action: ["s3:PutObject"],
        Resource: "arn:aws:s3:::store/*",
        Condition: isOne(both),
      },
      {
        Sid: "OtherAccountsAcl",
        Effect: "Allow",
        Principal: { AWS: [root("333344445555")] },
        Action: ["s3:PutObjectAcl"],
        Resource: "arn:aws:s3:::store/*",
        Condition: { ...isOne(both), StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } },
      },
      {
        Sid: "OtherAccountsTag",
        Effect: "Allow",
        Principal: { AWS: [root("333344445555")] },
        Action: ["s3:PutObjectTagging"],
        Resource: "arn:aws:s3:::store/*",
        Condition: isOne(both),
      },
    ]);
  });

  it("says nothing of uses that nobody makes", () => {
    const sids = (read: string[], write: string[]) =>
      JSON.parse(artifactBucketPolicy(scope, "store", keyArn, { read, write, tag: [] }))
        .Statement.slice(4)
        .map(({ Sid }: { Sid: string }) => Sid);
    assert.deepEqual(sids([], []), []);
    assert.deepEqual(sids([reader], []), ["OtherAccounts", "OtherAccountsRead"]);
    assert.deepEqual(sids([], [reader]), ["OtherAccounts", "OtherAccountsWrite", "OtherAccountsAcl"]);
  });
});

const requests: [what: string, request: Partial<BucketRequest>, newKey: string, existingKey: string][] = [
  ["an upload without any header", { context: tls }, "ExplicitlyDenied", "ExplicitlyDenied"],
  [
    "an upload under S3's own key",
    { context: { ...tls, "s3:x-amz-server-side-encryption": "AES256" } },
    "ExplicitlyDenied",
    "ExplicitlyDenied",
  ],
  ["an upload with aws:kms and no key", { context: kms }, "ExplicitlyDenied", "ExplicitlyDenied"],
  [
    "an upload under the key of a foreign account",
    { context: { ...kms, [keyHeader]: keyArn.replace("111122223333", "999988887777") } },
    "ExplicitlyDenied",
    "ExplicitlyDenied",
  ],
  [
    "an upload under a key of another region",
    { context: { ...kms, [keyHeader]: keyArn.replace("eu-central-1", "us-east-1") } },
    "ExplicitlyDenied",
    "ExplicitlyDenied",
  ],
  [
    "an upload that names the key by an alias",
    { context: { ...kms, [keyHeader]: "arn:aws:kms:eu-central-1:111122223333:alias/shop" } },
    "ExplicitlyDenied",
    "ExplicitlyDenied",
  ],
  [
    "an upload under another key of the account",
    { context: { ...kms, [keyHeader]: sibling } },
    "Allowed",
    "ExplicitlyDenied",
  ],
  ["an upload under the right key", { context: { ...kms, [keyHeader]: keyArn } }, "Allowed", "Allowed"],
  [
    "an upload under the right key without aws:kms",
    { context: { ...tls, [keyHeader]: keyArn } },
    "ExplicitlyDenied",
    "ExplicitlyDenied",
  ],
  [
    "an upload under the right key over plain HTTP",
    { context: { ...kms, [keyHeader]: keyArn, "aws:SecureTransport": "false" } },
    "ExplicitlyDenied",
    "ExplicitlyDenied",
  ],
  ["a replica under S3's own key", { action: "s3:ReplicateObject" }, "ExplicitlyDenied", "ExplicitlyDenied"],
  ["a download over TLS", { action: "s3:GetObject", context: tls }, "Allowed", "Allowed"],
  [
    "a download over plain HTTP",
    { action: "s3:GetObject", context: { "aws:SecureTransport": "false" } },
    "ExplicitlyDenied",
    "ExplicitlyDenied",
  ],
];

describe("the policy of an artifact bucket, simulated,", () => {
  for (const [what, request, newKey, existingKey] of requests) {
    it(`answers ${what} with ${newKey} for a new key and ${existingKey} for an existing one`, async () => {
      const judge = (policy: string) =>
        judgeByBucketPolicy(scope, policy, bucketArn(scope, "store"), {
          action: "s3:PutObject",
          key: "shop/source/1",
          context: tls,
          ...request,
        });
      assert.deepEqual(
        [await judge(artifactBucketPolicy(scope, "store")), await judge(artifactBucketPolicy(scope, "store", keyArn))],
        [newKey, existingKey],
      );
    });
  }
});

describe("stateBucketPolicy", () => {
  const changes = [
    "s3:PutObject",
    "s3:ReplicateObject",
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:ReplicateDelete",
  ];
  const header = "s3:x-amz-server-side-encryption";

  it("refuses every upload that says how it is encrypted, and says nothing of those that do not", () => {
    const refuse = (sid: string, key: string) => denyUploads(sid, { Null: { [key]: "false" } });
    assert.deepEqual(JSON.parse(stateBucketPolicy(scope, "store", [writer, "arn:aws:iam::111122223333:role/a"])), {
      Version: "2012-10-17",
      Statement: [
        tlsOnly("store"),
        noAccessPoints("store"),
        {
          Sid: "UsersOnly",
          Effect: "Deny",
          Principal: "*",
          Action: changes,
          Resource: "arn:aws:s3:::store/*",
          Condition: { ArnNotEquals: { "aws:PrincipalArn": ["arn:aws:iam::111122223333:role/a", writer] } },
        },
        refuse("NoOtherAlgorithm", header),
        refuse("NoOtherKey", `${header}-aws-kms-key-id`),
        refuse("NoCustomerProvidedKey", `${header}-customer-algorithm`),
      ],
    });
  });

  const uploads: [what: string, context: BucketRequest["context"], answer: string][] = [
    ["an upload without any header, as Pulumi and Terraform send it,", {}, "Allowed"],
    ["an upload over plain HTTP", { "aws:SecureTransport": "false" }, "ExplicitlyDenied"],
    ["an upload under S3's own key", { [header]: "AES256" }, "ExplicitlyDenied"],
    ["an upload under the account's aws/s3 key", { [header]: "aws:kms" }, "ExplicitlyDenied"],
    ["an upload under another key", { [header]: "aws:kms", [`${header}-aws-kms-key-id`]: sibling }, "ExplicitlyDenied"],
    ["an upload that names a key and no algorithm", { [`${header}-aws-kms-key-id`]: sibling }, "ExplicitlyDenied"],
    ["an upload under a key of the caller's", { [`${header}-customer-algorithm`]: "AES256" }, "ExplicitlyDenied"],
  ];
  for (const [what, context, expected] of uploads) {
    it(`answers ${what} with ${expected}`, async () => {
      const policy = stateBucketPolicy(scope, "store", [writer]);
      const answer = await judgeByBucketPolicy(scope, policy, bucketArn(scope, "store"), {
        action: "s3:PutObject",
        key: ".pulumi/stacks/shop/dev.json",
        context: { ...tls, ...context },
      });
      assert.equal(answer, expected);
    });
  }

  for (const action of changes) {
    it(`denies ${action} to a role that may do everything, and lets users alone do it`, async () => {
      const judge = (users: readonly string[]) =>
        judgeByBucketPolicy(scope, stateBucketPolicy(scope, "store", users), bucketArn(scope, "store"), {
          action,
          key: "shop/prod.tfstate",
          context: tls,
        });
      assert.deepEqual([await judge([other]), await judge([other, writer])], ["ExplicitlyDenied", "Allowed"]);
    });
  }
});

describe("logBucketPolicy", () => {
  it("lets S3 deliver the logs of one bucket of this account, over TLS", () => {
    assert.deepEqual(JSON.parse(logBucketPolicy(scope, "store-logs", ["store"])), {
      Version: "2012-10-17",
      Statement: [
        tlsOnly("store-logs"),
        noAccessPoints("store-logs"),
        {
          ...denyUploads("ServicesOnly", { Bool: { "aws:PrincipalIsAWSService": "false" } }),
          Resource: "arn:aws:s3:::store-logs/*",
        },
        {
          Sid: "AccessLogDelivery",
          Effect: "Allow",
          Principal: { Service: "logging.s3.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: "arn:aws:s3:::store-logs/*",
          Condition: {
            StringEquals: { "aws:SourceAccount": "111122223333" },
            ArnEquals: { "aws:SourceArn": ["arn:aws:s3:::store"] },
          },
        },
      ],
    });
  });

  it("refuses no upload for its headers, since the delivery sends none, and every upload of a role", async () => {
    const policy = logBucketPolicy(scope, "store-logs", ["store"]);
    const upload = (service: boolean, action: string) => ({
      action,
      key: "store/2026-11-21",
      context: { ...tls, "aws:PrincipalIsAWSService": String(service) },
    });
    const judge = (service: boolean, action = "s3:PutObject") =>
      judgeByBucketPolicy(scope, policy, bucketArn(scope, "store-logs"), upload(service, action));
    assert.deepEqual([await judge(true), await judge(false)], ["Allowed", "ExplicitlyDenied"]);
    assert.equal(await judge(false, "s3:ReplicateObject"), "ExplicitlyDenied");
  });
});
