import assert from "node:assert/strict";
import { releaseBucketPolicy, throughAccounts } from "../../../components/iam/bucket-policy";
import {
  copyImages,
  readFindings,
  readRecords,
  receiverPolicy,
  seeImages,
  signImages,
  startPipeline,
  verifySignatures,
  writeRecords,
} from "../../../components/iam/release-access";
import { scope } from "../../support/scopes";
import { judgeByBucketPolicy } from "../../support/simulate-bucket-policy";

const store = { scope, bucketName: "shop-release-artifacts", keyAlias: "shop-release-artifacts" };
const bucket = "arn:aws:s3:::shop-release-artifacts";
const repository = "arn:aws:ecr:eu-central-1:111122223333:repository/shop";
const other = { ...scope, account: "222233334444" };
const reader = "arn:aws:iam::222233334444:role/shop-prod-verify";
const writer = "arn:aws:iam::111122223333:role/shop-release";

describe("the permissions of builds of a promotion", () => {
  it("write records of one folder", () => {
    assert.deepEqual(writeRecords(store, "releases"), {
      Sid: "WriteRecords",
      Effect: "Allow",
      Action: ["s3:PutObject"],
      Resource: [`${bucket}/releases/*`],
      Condition: { StringEquals: { "aws:ResourceAccount": "111122223333" } },
    });
  });

  it("read records of one folder, and decrypt them through S3 under the key of the store alone", () => {
    assert.deepEqual(readRecords(store, "releases"), [
      {
        Sid: "ReadRecords",
        Effect: "Allow",
        Action: ["s3:GetObject"],
        Resource: [`${bucket}/releases/*`],
        Condition: { StringEquals: { "aws:ResourceAccount": "111122223333" } },
      },
      {
        Sid: "DecryptRecords",
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: ["arn:aws:kms:eu-central-1:111122223333:key/*"],
        Condition: {
          "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/shop-release-artifacts" },
          StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" },
          StringLike: { "kms:EncryptionContext:aws:s3:arn": [bucket, `${bucket}/*`] },
        },
      },
    ]);
  });

  it("see images, copy them from one repository to another, and read their findings", () => {
    assert.deepEqual(seeImages({ scope, repositoryName: "shop" }, false).Resource, [repository]);
    const [read, write] = copyImages({ scope: other, repositoryName: "shop" }, { scope, repositoryName: "shop" });
    assert.deepEqual(
      [read?.Action, read?.Resource],
      [["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], [repository.replace("111122223333", "222233334444")]],
    );
    assert.deepEqual(write?.Resource, [repository]);
    assert.deepEqual(
      readFindings({ scope, repositoryName: "shop" }).map(({ Action, Resource }) => [Action, Resource]),
      [
        [["ecr:DescribeImageScanFindings"], [repository]],
        [["inspector2:ListFindings"], ["*"]],
      ],
    );
  });

  it("sign images of one repository, and verify with the key of one alias, in any account", () => {
    const place = { scope: other, repositoryName: "shop" };
    assert.deepEqual(signImages({ scope, repositoryName: "shop" }), {
      Sid: "SignImages",
      Effect: "Allow",
      Action: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:CompleteLayerUpload",
        "ecr:DescribeImages",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
      ],
      Resource: [repository],
    });
    assert.deepEqual(seeImages(place, true).Action, ["ecr:BatchGetImage", "ecr:DescribeImages"]);
    assert.deepEqual(seeImages(place, false).Action, ["ecr:DescribeImages"]);
    assert.deepEqual(verifySignatures({ scope: other, keyAlias: "shop-image-signature" }), {
      Sid: "VerifySignatures",
      Effect: "Allow",
      Action: ["kms:Verify"],
      Resource: ["arn:aws:kms:eu-central-1:222233334444:key/*"],
      Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/shop-image-signature" } },
    });
  });

  it("start one pipeline", () => {
    const { Action, Resource } = startPipeline(scope, "shop-prod-pipeline");
    assert.deepEqual(
      [Action, Resource],
      [["codepipeline:StartPipelineExecution"], ["arn:aws:codepipeline:eu-central-1:111122223333:shop-prod-pipeline"]],
    );
  });
});

describe("the policy of a repository that others receive images of", () => {
  it("is none without them", () => {
    assert.equal(receiverPolicy(scope, { push: [], verify: [], copy: [], pull: [] }), undefined);
  });

  it("names accounts, and compares roles that may not exist yet", () => {
    assert.deepEqual(
      JSON.parse(receiverPolicy(scope, { push: [], verify: [reader], copy: [], pull: [] }) ?? "").Statement,
      [
        {
          Sid: "Verify",
          Effect: "Allow",
          Principal: { AWS: ["arn:aws:iam::222233334444:root"] },
          Action: ["ecr:DescribeImages"],
          Condition: { ArnEquals: { "aws:PrincipalArn": [reader] } },
        },
      ],
    );
    assert.deepEqual(throughAccounts(scope, "X", [], ["s3:GetObject"]), []);
  });

  it("lets builds of other accounts read manifests only where images are signed", () => {
    const actions = (signed?: boolean) =>
      JSON.parse(
        receiverPolicy(scope, {
          push: [],
          verify: [reader],
          copy: [],
          pull: [],
          ...(signed !== undefined && { signed }),
        }) ?? "",
      ).Statement[0].Action;
    assert.deepEqual([actions(), actions(false)], [["ecr:DescribeImages"], ["ecr:DescribeImages"]]);
    assert.deepEqual(actions(true), ["ecr:BatchGetImage", "ecr:DescribeImages"]);
  });

  it("denies pushes and replicas to all but some roles", () => {
    const build = "arn:aws:iam::111122223333:role/shop-image";
    assert.deepEqual(
      JSON.parse(receiverPolicy(scope, { push: [writer, build, build], verify: [], copy: [], pull: [] }) ?? "")
        .Statement,
      [
        {
          Sid: "PushersOnly",
          Effect: "Deny",
          Principal: "*",
          Action: ["ecr:PutImage"],
          Condition: { ArnNotEquals: { "aws:PrincipalArn": [build, writer] } },
        },
      ],
    );
  });
});

describe("the policy of a release store", () => {
  const policy = releaseBucketPolicy(scope, store.bucketName, [writer], [reader]);
  const judge = (action: string, context: Readonly<Record<string, string>>) =>
    judgeByBucketPolicy(scope, policy, bucket, {
      action,
      key: "releases/a/b.json",
      context: { "aws:SecureTransport": "true", "aws:PrincipalArn": writer, ...context },
    });

  it("lets the builds that record write, under the key of the bucket", async () => {
    assert.equal(await judge("s3:PutObject", {}), "Allowed");
  });

  const refused: readonly (readonly [what: string, action: string, context: Readonly<Record<string, string>>])[] = [
    [
      "another role of the account",
      "s3:PutObject",
      { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/administrator" },
    ],
    [
      "a replica of another bucket",
      "s3:ReplicateObject",
      { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/copy" },
    ],
    ["the build that reads", "s3:PutObject", { "aws:PrincipalArn": reader }],
    ["another algorithm", "s3:PutObject", { "s3:x-amz-server-side-encryption": "AES256" }],
    ["another key", "s3:PutObject", { "s3:x-amz-server-side-encryption-aws-kms-key-id": "arn:aws:kms:x" }],
    ["a request without TLS", "s3:PutObject", { "aws:SecureTransport": "false" }],
  ];
  for (const [what, action, context] of refused) {
    it(`refuses ${what}`, async () => assert.equal(await judge(action, context), "ExplicitlyDenied"));
  }
});
