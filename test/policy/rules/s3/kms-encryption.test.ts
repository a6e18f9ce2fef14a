import assert from "node:assert/strict";
import { s3KmsEncryption as rule } from "../../../../policy/rules/s3/kms-encryption";
import { bucket, encryption } from "../../../fixtures/policy/stack";
import {
  judgeStack,
  mandatory,
  type StackEntry,
  unknownObject,
  unknownText,
  unknownVerdict,
} from "../../support/judging";

const fix = "should make aws:kms the default: AWS's own default is AES256";
const splitPath = "rules.applyServerSideEncryptionByDefault.sseAlgorithm";
const undeclared = [mandatory(`serverSideEncryptionConfiguration ${fix}`, "artifacts")];

const logs = { name: "logs", type: "aws:s3/bucket:Bucket", props: { bucket: "shop-dev-logs" } };
const logsEncryption = { ...withAlgorithm("AES256"), name: "logsEncryption" };
const logging = {
  name: "logging",
  type: "aws:s3/bucketLogging:BucketLogging",
  props: { bucket: "shop-dev-artifacts", targetBucket: "shop-dev-logs" },
};

function withAlgorithm(sseAlgorithm: string) {
  const rules = [{ applyServerSideEncryptionByDefault: { sseAlgorithm } }];
  return { ...encryption, props: { bucket: "shop-dev-artifacts", rules } };
}

function inline(property: string, value: unknown) {
  return { ...bucket, props: { ...bucket.props, [property]: value } };
}

function itJudgesStack(title: string, stack: readonly StackEntry[], expected: unknown) {
  it(title, () => assert.deepEqual(judgeStack(rule, stack), expected));
}

describe("s3-kms-encryption", () => {
  itJudgesStack("accepts KMS in a resource of its own", [bucket, encryption], []);
  itJudgesStack(
    "accepts KMS in the deprecated twin of it",
    [
      bucket,
      {
        ...encryption,
        type: "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
      },
    ],
    [],
  );
  itJudgesStack("accepts two layers of KMS", [bucket, withAlgorithm("aws:kms:dsse")], []);
  itJudgesStack(
    "accepts KMS in the bucket itself",
    [
      inline("serverSideEncryptionConfiguration", {
        rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } },
      }),
    ],
    [],
  );
  itJudgesStack(
    "accepts KMS in the bucket's deprecated twin",
    [
      {
        ...inline("serverSideEncryptionConfigurations", [
          { rules: [{ applyServerSideEncryptionByDefaults: [{ sseAlgorithm: "aws:kms" }] }] },
        ]),
        type: "aws:s3/bucketV2:BucketV2",
      },
    ],
    [],
  );
  itJudgesStack("refuses a bucket that does not say", [bucket], undeclared);
  itJudgesStack(
    "refuses AES256 and names the resource that says it",
    [bucket, withAlgorithm("AES256")],
    [mandatory(`rules[0].applyServerSideEncryptionByDefault.sseAlgorithm ${fix}`, "encryption")],
  );
  itJudgesStack(
    "refuses AES256 in the bucket itself",
    [
      inline("serverSideEncryptionConfiguration", {
        rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } },
      }),
    ],
    [
      mandatory(
        `serverSideEncryptionConfiguration.rule.applyServerSideEncryptionByDefault.sseAlgorithm ${fix}`,
        "artifacts",
      ),
    ],
  );
  itJudgesStack(
    "refuses KMS for another bucket only",
    [bucket, { ...encryption, props: { ...encryption.props, bucket: "other" } }],
    undeclared,
  );
  itJudgesStack(
    "goes by the resource of its own where the bucket still shows AWS's default",
    [
      inline("serverSideEncryptionConfiguration", {
        rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } },
      }),
      encryption,
    ],
    [],
  );
  itJudgesStack(
    "takes an inline block that nobody set as absent, though its output is not known yet",
    [inline("serverSideEncryptionConfiguration", unknownObject)],
    undeclared,
  );
  itJudgesStack(
    "cannot judge an inline block that comes from an unknown",
    [
      {
        ...inline("serverSideEncryptionConfiguration", unknownObject),
        from: { serverSideEncryptionConfiguration: ["logs"] },
      },
      { ...logs, type: "aws:s3/bucketLogging:BucketLogging" },
    ],
    [unknownVerdict("serverSideEncryptionConfiguration.rule", "artifacts")],
  );
  itJudgesStack(
    "cannot judge an algorithm that is not known",
    [bucket, withAlgorithm(unknownText)],
    [unknownVerdict(splitPath.replace("rules", "rules[0]"), "encryption")],
  );

  describe("for the bucket that takes access logs", () => {
    const kms = [bucket, encryption];
    itJudgesStack(
      "accepts AES256",
      [...kms, logs, logging, { ...logsEncryption, props: { ...logsEncryption.props, bucket: "shop-dev-logs" } }],
      [],
    );
    itJudgesStack("accepts AWS's default", [...kms, logs, logging], []);
    itJudgesStack(
      "accepts AWS's default when it is the target by dependency",
      [
        ...kms,
        { ...logs, props: { bucket: unknownText } },
        {
          ...logging,
          props: { bucket: "shop-dev-artifacts", targetBucket: unknownText },
          from: { targetBucket: ["logs"] },
        },
      ],
      [],
    );
    itJudgesStack(
      "accepts AWS's default when the other bucket says so inline",
      [inline("logging", { targetBucket: "shop-dev-logs" }), encryption, logs],
      [],
    );
    itJudgesStack(
      "accepts AWS's default when the other bucket's twin says so inline",
      [
        { ...inline("loggings", [{ targetBucket: "shop-dev-logs" }]), type: "aws:s3/bucketV2:BucketV2" },
        encryption,
        logs,
      ],
      [],
    );
    itJudgesStack(
      "accepts AWS's default when it is one of the targets",
      [inline("loggings", [{ targetBucket: "elsewhere" }, { targetBucket: "shop-dev-logs" }]), encryption, logs],
      [],
    );
    itJudgesStack(
      "refuses AWS's default when the other bucket logs elsewhere",
      [inline("logging", { targetBucket: "elsewhere" }), encryption, logs],
      [mandatory(`serverSideEncryptionConfiguration ${fix}`, "logs")],
    );
    itJudgesStack(
      "refuses it when the logs are its own",
      [bucket, { ...logging, props: { bucket: "shop-dev-artifacts", targetBucket: "shop-dev-artifacts" } }],
      undeclared,
    );
    itJudgesStack(
      "refuses any other algorithm",
      [
        ...kms,
        logs,
        logging,
        { ...logsEncryption, props: { bucket: "shop-dev-logs", rules: withAlgorithm("none").props.rules } },
      ],
      [mandatory(`rules[0].applyServerSideEncryptionByDefault.sseAlgorithm ${fix}`, "logsEncryption")],
    );
  });
});
