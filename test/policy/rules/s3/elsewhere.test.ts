import { s3KmsEncryption } from "../../../../policy/rules/s3/kms-encryption";
import { s3Lifecycle } from "../../../../policy/rules/s3/lifecycle";
import { s3TlsOnly } from "../../../../policy/rules/s3/tls-only";
import { s3Versioning } from "../../../../policy/rules/s3/versioning";
import { bucketPolicy, encryption, tlsOnly } from "../../../fixtures/policy/stack";
import { document } from "../../support/cases";
import { advisory, mandatory, type Props, type StackEntry, unknownText, unknownVerdict } from "../../support/judging";
import { itJudgesStacks } from "../../support/tables";

const alone = ". This program makes no bucket of that name, so the rule judges this resource alone";
const name = "shop-dev-artifacts";

function split(type: string, props: Props): StackEntry {
  return { name: "split", type: `aws:s3/${type}`, props: { bucket: name, ...props } };
}

function unknownAlone(path: string, urn: string) {
  const { level, text } = unknownVerdict(path);
  return { level, text: `${text}${alone}`, urn };
}

describe("Configuration of a bucket that the program does not make: s3-tls-only", () => {
  const missing = mandatory(
    `policy should deny everybody s3:* on the bucket and its objects when aws:SecureTransport is false: add the statement${alone}`,
    "policy",
  );
  const policy = (props: Props) => ({ ...bucketPolicy, props: { ...bucketPolicy.props, ...props } });
  const allowing = document({ Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "s3:GetObject" });
  itJudgesStacks(s3TlsOnly, [
    ["accepts a policy that denies plain HTTP", [bucketPolicy]],
    ["accepts it for a bucket that the program looks up", [policy({ bucket: unknownText })]],
    ["refuses a policy without the denial", [policy({ policy: allowing })], missing],
    ["refuses the denial of another bucket", [policy({ bucket: "other" })], missing],
    ["cannot judge a policy that is not known", [policy({ policy: unknownText })], unknownAlone("policy", "policy")],
    ["asks nothing of a directory bucket", [policy({ bucket: "fast--euw1-az1--x-s3", policy: allowing })]],
    [
      "judges a policy by its bucket where the program makes it",
      [
        { name: "bucket", type: "aws:s3/bucket:Bucket", props: { bucket: unknownText } },
        { ...policy({ bucket: unknownText, policy: document(tlsOnly) }), from: { bucket: ["bucket"] } },
      ],
    ],
  ]);
});

describe("Configuration of a bucket that the program does not make: s3-versioning", () => {
  const type = "bucketVersioning:BucketVersioning";
  itJudgesStacks(s3Versioning, [
    ["accepts versioning that is on", [split(type, { versioningConfiguration: { status: "Enabled" } })]],
    [
      "refuses versioning that is suspended",
      [split(type, { versioningConfiguration: { status: "Suspended" } })],
      mandatory(
        `versioningConfiguration.status should switch versioning on: add a BucketVersioning with status Enabled${alone}`,
        "split",
      ),
    ],
  ]);
});

describe("Configuration of a bucket that the program does not make: s3-kms-encryption", () => {
  const path = "rules[0].applyServerSideEncryptionByDefault.sseAlgorithm";
  const stating = (sseAlgorithm: string) => [
    { ...encryption, props: { bucket: name, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm } }] } },
  ];
  itJudgesStacks(s3KmsEncryption, [
    ["accepts KMS", stating("aws:kms")],
    [
      "says that AES256 is right for a log bucket only",
      stating("AES256"),
      advisory(
        `${path} should be aws:kms, unless the bucket takes access logs of S3 or of a load balancer${alone}`,
        "encryption",
      ),
    ],
    ["cannot judge an algorithm that is not known", stating(unknownText), unknownAlone(path, "encryption")],
  ]);
});

describe("Configuration of a bucket that the program does not make: s3-lifecycle", () => {
  const type = "bucketLifecycleConfiguration:BucketLifecycleConfiguration";
  const rule = {
    status: "Enabled",
    abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
    noncurrentVersionExpiration: { noncurrentDays: 30 },
  };
  const { noncurrentVersionExpiration: _, ...aborting } = rule;
  itJudgesStacks(s3Lifecycle, [
    ["accepts rules that do both", [split(type, { rules: [rule] })]],
    [
      "asks for the rule that is missing",
      [split(type, { rules: [aborting] })],
      advisory(
        `rules should expire noncurrent versions in all of the bucket: add a rule with noncurrentVersionExpiration and no filter${alone}`,
        "split",
      ),
    ],
  ]);
});
