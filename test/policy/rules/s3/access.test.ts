import { s3AclDisabled } from "../../../../policy/rules/s3/acl-disabled";
import { s3BucketKey } from "../../../../policy/rules/s3/bucket-key";
import { s3Cmk } from "../../../../policy/rules/s3/cmk";
import { s3NoForceDestroy } from "../../../../policy/rules/s3/no-force-destroy";
import { s3NoPublicAcl } from "../../../../policy/rules/s3/no-public-acl";
import { key } from "../../../fixtures/policy/resources";
import { advisory, mandatory, unknownFlag, unknownList, unknownText, unknownVerdict } from "../../support/judging";
import { itJudgesEach, itMends } from "../../support/tables";

const bucket = "aws:s3/bucket:Bucket";
const bucketV2 = "aws:s3/bucketV2:BucketV2";
const encryption = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const encryptionV2 = "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2";

/** The rules of a bucket's default encryption. */
function rules(defaults: object, more: object = {}) {
  return { rules: [{ applyServerSideEncryptionByDefault: defaults, ...more }] };
}

describe("s3-cmk", () => {
  const place = "applyServerSideEncryptionByDefault";
  const refused = (path: string) =>
    mandatory(`${path}.kmsMasterKeyId should be the ARN of a customer managed KMS key: absent means aws/s3`);

  itJudgesEach(s3Cmk, encryption, [
    ["accepts a customer managed key", rules({ sseAlgorithm: "aws:kms", kmsMasterKeyId: key })],
    ["accepts a key that is not known yet", rules({ sseAlgorithm: "aws:kms", kmsMasterKeyId: unknownText })],
    ["accepts a key whatever the algorithm will be", rules({ sseAlgorithm: unknownText, kmsMasterKeyId: key })],
    ["leaves a bucket without KMS to a rule of its own", rules({ sseAlgorithm: "AES256" })],
    ["leaves a rule that says nothing to a rule of its own", { rules: [{}] }],
    ["refuses KMS without a key", rules({ sseAlgorithm: "aws:kms" }), refused(`rules[0].${place}`)],
    ["refuses an empty key", rules({ sseAlgorithm: "aws:kms", kmsMasterKeyId: "" }), refused(`rules[0].${place}`)],
    ["refuses two layers of KMS without a key", rules({ sseAlgorithm: "aws:kms:dsse" }), refused(`rules[0].${place}`)],
    [
      "refuses the key that AWS manages",
      rules({ sseAlgorithm: "aws:kms", kmsMasterKeyId: "arn:aws:kms:eu-west-1:123456789012:alias/aws/s3" }),
      refused(`rules[0].${place}`),
    ],
    [
      "cannot judge an algorithm that is not known",
      rules({ sseAlgorithm: unknownText }),
      unknownVerdict(`rules[0].${place}.sseAlgorithm`),
    ],
    ["cannot judge rules that are not known", { rules: unknownList }, unknownVerdict("rules")],
  ]);
  itJudgesEach(s3Cmk, encryptionV2, [
    ["judges the deprecated twin", rules({ sseAlgorithm: "aws:kms" }), refused(`rules[0].${place}`)],
  ]);
  itJudgesEach(s3Cmk, bucket, [
    ["accepts a bucket that says nothing itself", {}],
    [
      "refuses KMS without a key in the bucket itself",
      { serverSideEncryptionConfiguration: { rule: { [place]: { sseAlgorithm: "aws:kms" } } } },
      refused(`serverSideEncryptionConfiguration.rule.${place}`),
    ],
  ]);
  itJudgesEach(s3Cmk, bucketV2, [
    [
      "refuses it in the bucket's deprecated twin",
      { serverSideEncryptionConfigurations: [{ rules: [{ [`${place}s`]: [{ sseAlgorithm: "aws:kms" }] }] }] },
      refused(`serverSideEncryptionConfigurations[0].rules[0].${place}s[0]`),
    ],
  ]);
  itMends(
    s3Cmk,
    "sets the configured key",
    encryption,
    rules({ sseAlgorithm: "aws:kms" }),
    rules({ sseAlgorithm: "aws:kms", kmsMasterKeyId: key }),
    { keyArn: key },
  );
  itMends(s3Cmk, "sets nothing without a configured key", encryption, rules({ sseAlgorithm: "aws:kms" }), undefined);
});

describe("s3-bucket-key", () => {
  const path = "rules[0].bucketKeyEnabled";
  const kms = { sseAlgorithm: "aws:kms", kmsMasterKeyId: key };
  const refused = advisory(`${path} should be true: absent means a request to KMS for every object`);
  itJudgesEach(s3BucketKey, encryption, [
    ["accepts a bucket key", rules(kms, { bucketKeyEnabled: true })],
    ["accepts none for AES256", rules({ sseAlgorithm: "AES256" })],
    ["accepts none for two layers of KMS, which cannot have one", rules({ ...kms, sseAlgorithm: "aws:kms:dsse" })],
    ["refuses a bucket that does not say", rules(kms), refused],
    ["refuses a bucket that says no", rules(kms, { bucketKeyEnabled: false }), refused],
    ["cannot judge a flag that is not known", rules(kms, { bucketKeyEnabled: unknownFlag }), unknownVerdict(path)],
  ]);
  itJudgesEach(s3BucketKey, encryptionV2, [["judges the deprecated twin", rules(kms), refused]]);
  itJudgesEach(s3BucketKey, bucket, [
    [
      "judges the bucket itself",
      { serverSideEncryptionConfiguration: { rule: { applyServerSideEncryptionByDefault: kms } } },
      { ...refused, text: refused.text.replace("rules[0]", "serverSideEncryptionConfiguration.rule") },
    ],
  ]);
  itMends(s3BucketKey, "switches the bucket key on", encryption, rules(kms), rules(kms, { bucketKeyEnabled: true }));
});

describe("s3-no-public-acl", () => {
  const allUsers = "http://acs.amazonaws.com/groups/global/AllUsers";
  const publicAcl = mandatory("acl should be absent or private: this one is public");
  const group = (path: string) => mandatory(`${path} should not be a group of everybody: remove the grant`);
  for (const type of s3NoPublicAcl.types) {
    itJudgesEach(s3NoPublicAcl, type, [
      [`${type}: accepts that there is no ACL`, {}],
      [`${type}: refuses an ACL for all users`, { acl: "public-read" }, publicAcl],
    ]);
  }
  itJudgesEach(s3NoPublicAcl, bucket, [
    ["accepts a private ACL", { acl: "private" }],
    ["accepts a grant to an account", { grants: [{ id: "a1b2", type: "CanonicalUser", permissions: ["READ"] }] }],
    [
      "accepts the group that delivers logs",
      { grants: [{ type: "Group", uri: "http://acs.amazonaws.com/groups/s3/LogDelivery" }] },
    ],
    ["refuses an ACL for all to write", { acl: "public-read-write" }, publicAcl],
    ["refuses an ACL for every AWS user", { acl: "authenticated-read" }, publicAcl],
    [
      "refuses a grant to all users",
      { grants: [{ id: "a1b2" }, { type: "Group", uri: allUsers }] },
      group("grants[1].uri"),
    ],
    [
      "refuses a grant to every AWS user",
      { grants: [{ uri: allUsers.replace("All", "Authenticated") }] },
      group("grants[0].uri"),
    ],
    ["cannot judge an ACL that is not known", { acl: unknownText }, unknownVerdict("acl")],
    ["cannot judge a group that is not known", { grants: [{ uri: unknownText }] }, unknownVerdict("grants[0].uri")],
  ]);
  for (const type of ["aws:s3/bucketAcl:BucketAcl", "aws:s3/bucketAclV2:BucketAclV2"]) {
    itJudgesEach(s3NoPublicAcl, type, [
      [
        `${type}: refuses a grant to all users`,
        { accessControlPolicy: { grants: [{ grantee: { type: "Group", uri: allUsers }, permission: "READ" }] } },
        group("accessControlPolicy.grants[0].grantee.uri"),
      ],
    ]);
  }
  itMends(s3NoPublicAcl, "makes a public ACL private", bucket, { acl: "public-read" }, { acl: "private" });
  itMends(s3NoPublicAcl, "leaves grants to people", bucket, { grants: [{ uri: allUsers }] }, undefined);
});

describe("s3-acl-disabled", () => {
  const controls = "aws:s3/bucketOwnershipControls:BucketOwnershipControls";
  const path = "rule.objectOwnership";
  const refused = advisory(`${path} should be BucketOwnerEnforced: any other lets ACLs decide`);
  const absent = (property: string) =>
    advisory(`${property} should be absent: grant the access in the bucket's policy`);
  itJudgesEach(s3AclDisabled, controls, [
    ["accepts that the bucket's owner owns all", { rule: { objectOwnership: "BucketOwnerEnforced" } }],
    ["refuses that the owner is preferred", { rule: { objectOwnership: "BucketOwnerPreferred" } }, refused],
    ["refuses that the writer owns", { rule: { objectOwnership: "ObjectWriter" } }, refused],
    ["refuses controls that do not say", {}, refused],
    ["cannot judge controls that are not known", { rule: { objectOwnership: unknownText } }, unknownVerdict(path)],
  ]);
  itJudgesEach(s3AclDisabled, bucket, [
    ["accepts a bucket without controls: AWS's default takes no ACLs", {}],
    ["accepts a private ACL", { acl: "private" }],
    ["leaves a public ACL to a rule of its own", { acl: "public-read" }],
    [
      "leaves a grant to the public to a rule of its own",
      { grants: [{ uri: "http://acs.amazonaws.com/groups/global/AllUsers" }] },
    ],
    ["leaves an ACL that is not known to a rule of its own", { acl: unknownText, grants: unknownList }],
    ["refuses any other ACL", { acl: "log-delivery-write" }, absent("acl")],
    ["refuses a grant", { grants: [{ id: "a1b2" }] }, absent("grants[0]")],
  ]);
  itJudgesEach(s3AclDisabled, bucketV2, [
    ["judges the bucket's deprecated twin", { acl: "aws-exec-read" }, absent("acl")],
  ]);
  itMends(
    s3AclDisabled,
    "has the owner own all",
    controls,
    { rule: { objectOwnership: "ObjectWriter" } },
    { rule: { objectOwnership: "BucketOwnerEnforced" } },
  );
});

describe("s3-no-force-destroy", () => {
  const rule = s3NoForceDestroy;
  const refused = advisory("forceDestroy should be absent or false, unless ephemeralStacks names the stack");
  itJudgesEach(rule, bucket, [
    ["accepts a bucket that does not say", {}],
    ["accepts what the provider fills in", { forceDestroy: false }],
    ["refuses a bucket that is emptied", { forceDestroy: true }, refused],
    ["cannot judge a flag that is not known", { forceDestroy: unknownFlag }, unknownVerdict("forceDestroy")],
  ]);
  itJudgesEach(rule, bucketV2, [["judges the deprecated twin", { forceDestroy: true }, refused]]);
  itJudgesEach(rule, bucket, [["accepts it in a stack that the configuration names", { forceDestroy: true }]], {
    ephemeralStacks: ["d?v"],
  });
  itJudgesEach(rule, bucket, [["refuses it in any other stack", { forceDestroy: true }, refused]], {
    ephemeralStacks: ["de"],
  });
  itJudgesEach(
    rule,
    bucket,
    [["accepts it in a stack with the tag", { forceDestroy: true }]],
    {},
    { stackTags: { ephemeral: "true" } },
  );
  itJudgesEach(
    rule,
    bucket,
    [["refuses it where the tag says no", { forceDestroy: true }, refused]],
    {},
    { stackTags: { ephemeral: "false" } },
  );
  itMends(rule, "keeps the objects", bucket, { forceDestroy: true }, { forceDestroy: false });
});
