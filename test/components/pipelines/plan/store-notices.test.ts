import assert from "node:assert/strict";
import { storeNotices } from "../../../../components/pipelines/plan/store-notices";
import { approvalAction, buildAction, pipelineOf, planOf } from "../../../support/pipelines";

const home = "eu-central-1";
const deployer = "arn:aws:iam::222233334444:role/deployer";
const uploader = "arn:aws:iam::222233334444:role/uploader";
const key = "arn:aws:kms:eu-central-1:111122223333:key/0f1e2d3c";

function siteAction(changes: Record<string, unknown> = {}) {
  const configuration = { BucketName: "shop-site", Extract: true };
  return { name: "Site", provider: "S3", category: "Deploy", inputArtifacts: ["source"], configuration, ...changes };
}

function commandsAction(changes: Record<string, unknown> = {}) {
  const made = { outputArtifacts: ["report"], outputFiles: ["**/*"] };
  return { name: "Report", provider: "Commands", inputArtifacts: ["source"], commands: ["ls"], ...made, ...changes };
}

/** Notices to the owners of the stores, for a pipeline with the given actions. */
function noticesOf(actions: readonly object[], given: Record<string, { encryptionKeyArn: unknown }>) {
  const regional = Object.fromEntries(Object.keys(given).map((region) => [region, `store-${region}`]));
  return storeNotices(planOf(pipelineOf(actions), regional), given);
}

const bucketNotice = `The policy of the bucket store must contain these statements, if not done already (an ArtifactBucket does it for its otherAccountRoles):
[
  {
    "Sid": "OtherAccounts",
    "Effect": "Allow",
    "Principal": {
      "AWS": [
        "arn:aws:iam::222233334444:root"
      ]
    },
    "Action": [
      "s3:GetBucketAcl",
      "s3:GetBucketLocation",
      "s3:GetBucketVersioning"
    ],
    "Resource": "arn:aws:s3:::store",
    "Condition": {
      "ArnEquals": {
        "aws:PrincipalArn": [
          "arn:aws:iam::222233334444:role/deployer"
        ]
      }
    }
  },
  {
    "Sid": "OtherAccountsRead",
    "Effect": "Allow",
    "Principal": {
      "AWS": [
        "arn:aws:iam::222233334444:root"
      ]
    },
    "Action": [
      "s3:GetObject",
      "s3:GetObjectVersion"
    ],
    "Resource": "arn:aws:s3:::store/*",
    "Condition": {
      "ArnEquals": {
        "aws:PrincipalArn": [
          "arn:aws:iam::222233334444:role/deployer"
        ]
      }
    }
  }
]`;

const keyNotice = `The policy of ${key} must contain these statements, if not done already:
[
  {
    "Sid": "Decrypt",
    "Effect": "Allow",
    "Principal": {
      "AWS": "arn:aws:iam::222233334444:root"
    },
    "Action": [
      "kms:Decrypt",
      "kms:DescribeKey"
    ],
    "Resource": "*",
    "Condition": {
      "ArnEquals": {
        "aws:PrincipalArn": [
          "arn:aws:iam::222233334444:role/deployer"
        ]
      }
    }
  }
]`;

/** The statements of a notice. */
function statementsOf(notice: string | undefined): { Sid: string; Principal: unknown; Condition?: unknown }[] {
  return JSON.parse(notice?.slice(notice.indexOf("\n")) ?? "");
}

describe("what owners of stores are told", () => {
  it("is nothing where only roles of the pipeline's own account use artifacts", () => {
    const own = siteAction({ roleArn: "arn:aws:iam::111122223333:role/deployer" });
    const talks = approvalAction({ roleArn: deployer });
    assert.deepEqual(noticesOf([own, talks, buildAction()], { [home]: { encryptionKeyArn: key } }), []);
  });

  it("is whom of other accounts the policies of bucket and key must let in", () => {
    const notices = noticesOf([siteAction({ roleArn: deployer })], { [home]: { encryptionKeyArn: key } });
    assert.deepEqual(notices, [bucketNotice, keyNotice]);
  });

  it("is of the bucket alone where the program makes the key, whose policy it writes", () => {
    const notices = noticesOf([siteAction({ roleArn: deployer })], { [home]: { encryptionKeyArn: Promise.resolve() } });
    assert.deepEqual(notices, [bucketNotice]);
  });

  it("is the log group of CodePipeline's own compute, for the owner of a key", () => {
    const [notice, ...others] = noticesOf([commandsAction()], { [home]: { encryptionKeyArn: key } }).map(statementsOf);
    assert.deepEqual(others, []);
    assert.deepEqual(
      notice?.map(({ Sid, Condition }) => [Sid, Condition]),
      [
        [
          "LogGroups",
          {
            ArnEquals: {
              "kms:EncryptionContext:aws:logs:arn": [
                "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/codepipeline/shop",
              ],
            },
          },
        ],
      ],
    );
  });

  it("tells those who write from those who read", () => {
    const actions = [siteAction({ roleArn: deployer }), commandsAction({ roleArn: uploader })];
    const [bucket, ofKey] = noticesOf(actions, { [home]: { encryptionKeyArn: key } }).map(statementsOf);
    assert.deepEqual(
      bucket?.map(({ Sid, Condition }) => [Sid, Condition]),
      [
        ["OtherAccounts", { ArnEquals: { "aws:PrincipalArn": [deployer, uploader] } }],
        ["OtherAccountsRead", { ArnEquals: { "aws:PrincipalArn": [deployer, uploader] } }],
        ["OtherAccountsWrite", { ArnEquals: { "aws:PrincipalArn": [uploader] } }],
        [
          "OtherAccountsAcl",
          {
            ArnEquals: { "aws:PrincipalArn": [uploader] },
            StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" },
          },
        ],
      ],
    );
    assert.deepEqual(
      ofKey?.map(({ Sid, Condition }) => [Sid, Condition]),
      [
        ["Decrypt", { ArnEquals: { "aws:PrincipalArn": [deployer] } }],
        ["Encrypt", { ArnEquals: { "aws:PrincipalArn": [uploader] } }],
      ],
    );
  });

  it("is for every store that is given, and for no other", () => {
    const actions = [siteAction({ roleArn: deployer, region: "us-east-1" }), siteAction({ name: "Own" })];
    const existing = noticesOf(actions, { "us-east-1": { encryptionKeyArn: undefined } });
    assert.deepEqual(existing, [
      bucketNotice.replace("bucket store ", "bucket store-us-east-1 ").replaceAll(":::store", ":::store-us-east-1"),
    ]);
    assert.deepEqual(noticesOf(actions, { [home]: { encryptionKeyArn: key } }), []);
  });

  it("is for the roles of the pipeline's account too where the key is of another one", () => {
    const foreign = key.replace("111122223333", "222233334444");
    const [notice, ...others] = noticesOf([siteAction()], { [home]: { encryptionKeyArn: foreign } });
    assert.ok(notice?.startsWith(`The policy of ${foreign} must contain these statements, `));
    assert.deepEqual(
      statementsOf(notice).map(({ Sid, Principal }) => [Sid, Principal]),
      [
        ["Decrypt", { AWS: "arn:aws:iam::111122223333:root" }],
        ["Encrypt", { AWS: "arn:aws:iam::111122223333:root" }],
      ],
    );
    assert.deepEqual(others, []);
  });
});
