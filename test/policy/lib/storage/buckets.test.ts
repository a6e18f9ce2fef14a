import assert from "node:assert/strict";
import { type Properties, unknownValue, type Value } from "../../../../policy/iam/value";
import {
  defaultsOf,
  encryptionAlgorithms,
  encryptionAlgorithmsElsewhere,
  encryptionRules,
  isKms,
  kmsAlgorithms,
  statedRules,
} from "../../../../policy/lib/storage/bucket-encryption";
import { bucketsAmong, configuring, configuringElsewhere, s3Types } from "../../../../policy/lib/storage/buckets";
import { stackResource } from "../../support/stack-resource";

const [bucketType] = s3Types.bucket;
const [encryptionType] = s3Types.encryption;
const ruleWith = (sseAlgorithm: Value): Properties => ({ applyServerSideEncryptionByDefault: { sseAlgorithm } });
const bucket = (more: Properties = {}, name: Value = "logs") =>
  stackResource("bucket", bucketType, { bucket: name, ...more });
const encryption = (urn: string, name: Value, rules: Value, sources: readonly string[] = []) =>
  stackResource(urn, encryptionType, { bucket: name, rules }, { bucket: sources });
const urns = (resources: readonly { readonly urn: string }[]) => resources.map(({ urn }) => urn);

describe("the resources of S3", () => {
  it("have types of the provider, with the deprecated twins beside them", () => {
    for (const type of Object.values(s3Types).flat()) {
      assert.match(type, /^aws:s3(control)?\/(\w+):\w+$/);
      const [, , lower = "", upper = ""] = /^aws:(s3|s3control)\/(\w+):(\w+)$/.exec(type) ?? [];
      assert.equal(upper, lower.charAt(0).toUpperCase() + lower.slice(1));
    }
    assert.deepEqual(
      urns(bucketsAmong([encryption("e", "logs", []), bucket(), stackResource("old", "aws:s3/bucketV2:BucketV2")])),
      ["bucket", "old"],
    );
  });
});

describe("the resources that configure a bucket", () => {
  const resources = [
    bucket(),
    encryption("named", "logs", []),
    encryption("sourced", unknownValue, [], ["bucket"]),
    encryption("other", "site", []),
    stackResource("acl", s3Types.acl[0], { bucket: "logs" }),
  ];

  it("are those of the types that name it or come from it", () => {
    assert.deepEqual(urns(configuring(bucket(), resources, s3Types.encryption)), ["named", "sourced"]);
    assert.deepEqual(urns(configuring(bucket(), resources, s3Types.policy)), []);
  });

  it("are for a bucket elsewhere where the program makes none of that name", () => {
    assert.deepEqual(urns(configuringElsewhere(resources, s3Types.encryption)), ["other"]);
    assert.deepEqual(urns(configuringElsewhere(resources, s3Types.acl)), []);
    assert.deepEqual(urns(configuringElsewhere([...resources].slice(1), s3Types.acl)), ["acl"]);
  });
});

describe("the default encryption of a bucket", () => {
  const inline: Properties = { serverSideEncryptionConfiguration: { rule: ruleWith("aws:kms") } };
  const algorithms = (one: ReturnType<typeof bucket>, ...more: readonly ReturnType<typeof bucket>[]) =>
    encryptionAlgorithms(one, [one, ...more]).map(({ urn, path, value }) => [urn, path, value]);

  it("is stated by the bucket", () => {
    assert.deepEqual(algorithms(bucket(inline)), [
      ["bucket", "serverSideEncryptionConfiguration.rule.applyServerSideEncryptionByDefault.sseAlgorithm", "aws:kms"],
    ]);
    const older: Properties = {
      serverSideEncryptionConfigurations: [
        { rules: [{ applyServerSideEncryptionByDefaults: [{ sseAlgorithm: "AES256" }] }] },
      ],
    };
    assert.deepEqual(
      algorithms(bucket(older)).map(([, , value]) => value),
      ["AES256"],
    );
  });

  it("is stated by a resource of its own, which wins over the bucket", () => {
    assert.deepEqual(algorithms(bucket(inline), encryption("own", "logs", [ruleWith("aws:kms:dsse")])), [
      ["own", "rules[0].applyServerSideEncryptionByDefault.sseAlgorithm", "aws:kms:dsse"],
    ]);
    assert.deepEqual(algorithms(bucket(inline), encryption("own", "site", [ruleWith("AES256")])).length, 1);
  });

  it("is not stated by what AWS fills in", () => {
    assert.deepEqual(algorithms(bucket({ serverSideEncryptionConfiguration: unknownValue })), []);
    assert.deepEqual(encryptionRules(bucket(), []), []);
  });

  it("is unknown with unknown rules", () => {
    assert.deepEqual(algorithms(bucket(), encryption("own", "logs", unknownValue)), [["own", "rules", unknownValue]]);
  });

  it("of a bucket elsewhere is that of its resource", () => {
    const resources = [
      bucket(),
      encryption("own", "logs", [ruleWith("a")]),
      encryption("other", "site", [ruleWith("b")]),
    ];
    assert.deepEqual(
      encryptionAlgorithmsElsewhere(resources).map(({ urn, value }) => [urn, value]),
      [["other", "b"]],
    );
  });

  it("has its rules and blocks with their paths", () => {
    const [rule] = statedRules({ type: encryptionType, props: { rules: [ruleWith("x")] } });
    assert.ok(rule);
    assert.deepEqual(defaultsOf(rule), [
      { path: "rules[0].applyServerSideEncryptionByDefault", value: { sseAlgorithm: "x" } },
    ]);
    assert.deepEqual(statedRules({ type: bucketType, props: { rules: [ruleWith("x")] } }), []);
  });
});

describe("an algorithm that uses a KMS key", () => {
  it("is one of two", () => {
    assert.deepEqual(kmsAlgorithms, ["aws:kms", "aws:kms:dsse"]);
    for (const algorithm of kmsAlgorithms) {
      assert.equal(isKms(algorithm), true);
    }
    for (const algorithm of ["AES256", "", undefined, unknownValue] as const) {
      assert.equal(isKms(algorithm), false);
    }
  });
});
