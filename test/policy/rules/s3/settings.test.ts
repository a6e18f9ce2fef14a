import { s3AccessLogging } from "../../../../policy/rules/s3/access-logging";
import { s3Lifecycle } from "../../../../policy/rules/s3/lifecycle";
import { s3ObjectLock } from "../../../../policy/rules/s3/object-lock";
import { s3Replication } from "../../../../policy/rules/s3/replication";
import { s3Versioning } from "../../../../policy/rules/s3/versioning";
import { bucket } from "../../../fixtures/policy/stack";
import {
  advisory,
  mandatory,
  type Props,
  type StackEntry,
  unknownFlag,
  unknownList,
  unknownObject,
  unknownText,
  unknownVerdict,
} from "../../support/judging";
import { itJudgesStacks, type StackCase, whenAskedFor } from "../../support/tables";

/** A resource that configures the bucket, by the bucket's name. */
function made(type: string, props: Props): StackEntry {
  return { name: "split", type: `aws:s3/${type}`, props: { bucket: "shop-dev-artifacts", ...props } };
}

function inline(props: Props): StackEntry {
  return { ...bucket, props: { ...bucket.props, ...props } };
}

function twin(props: Props): StackEntry {
  return { ...inline(props), type: "aws:s3/bucketV2:BucketV2" };
}

/** A bucket that takes a property from a resource that is not made yet. */
function taking(property: string, value: string): StackEntry[] {
  return [
    { ...inline({ [property]: value }), from: { [property]: ["source"] } },
    { name: "source", type: "aws:s3/bucket:Bucket", props: { bucket: "source" } },
  ];
}

describe("s3-versioning", () => {
  const type = "bucketVersioning:BucketVersioning";
  const fix = "should switch versioning on: add a BucketVersioning with status Enabled";
  const undeclared = mandatory(`versioning.enabled ${fix}`, "artifacts");
  const status = (value: unknown) => made(type, { versioningConfiguration: { status: value } });
  const refused = mandatory(`versioningConfiguration.status ${fix}`, "split");

  itJudgesStacks(s3Versioning, [
    ["accepts a resource of its own", [bucket, status("Enabled")]],
    [
      "accepts the deprecated twin of it",
      [bucket, { ...status("Enabled"), type: "aws:s3/bucketVersioningV2:BucketVersioningV2" }],
    ],
    ["accepts the bucket itself", [inline({ versioning: { enabled: true } })]],
    ["accepts the bucket's deprecated twin", [twin({ versionings: [{ enabled: true }] })]],
    ["refuses a bucket that does not say", [bucket], undeclared],
    ["refuses a bucket that says no", [inline({ versioning: { enabled: false } })], undeclared],
    ["refuses a suspended one", [bucket, status("Suspended")], refused],
    ["refuses one that is silent", [bucket, made(type, {})], refused],
    [
      "refuses versions of another bucket",
      [bucket, made(type, { bucket: "other", versioningConfiguration: { status: "Enabled" } })],
      undeclared,
    ],
    [
      "goes by the resource of its own, whatever the bucket shows",
      [inline({ versioning: { enabled: false } }), status("Enabled")],
    ],
    [
      "follows the dependency where names are not known",
      [
        inline({ bucket: unknownText }),
        {
          ...status("Enabled"),
          props: { bucket: unknownText, versioningConfiguration: { status: "Enabled" } },
          from: { bucket: ["artifacts"] },
        },
      ],
    ],
    [
      "takes a block that nobody set as absent, though its output is not known yet",
      [inline({ versioning: unknownObject })],
      undeclared,
    ],
    [
      "cannot judge a status that is not known",
      [bucket, status(unknownText)],
      unknownVerdict("versioningConfiguration.status", "split"),
    ],
  ]);
  itJudgesStacks(
    s3Versioning,
    [
      [
        "refuses what is not known when asked to",
        [bucket, status(unknownText)],
        mandatory(unknownVerdict("versioningConfiguration.status").text, "split"),
      ],
    ],
    { failOnUnknown: true },
  );
});

describe("s3-lifecycle", () => {
  const abort = advisory(
    "lifecycleRules should abort incomplete uploads to all of the bucket: add a rule with abortIncompleteMultipartUpload and no filter",
    "artifacts",
  );
  const expire = advisory(
    "lifecycleRules should expire noncurrent versions in all of the bucket: add a rule with noncurrentVersionExpiration and no filter",
    "artifacts",
  );
  const rule = {
    id: "tidy",
    status: "Enabled",
    abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
    noncurrentVersionExpiration: { noncurrentDays: 30 },
  };
  const { abortIncompleteMultipartUpload, ...expiring } = rule;
  const split = (...rules: readonly object[]) => [
    bucket,
    made("bucketLifecycleConfiguration:BucketLifecycleConfiguration", { rules }),
  ];
  const days = { enabled: true, abortIncompleteMultipartUploadDays: 7 };

  itJudgesStacks(s3Lifecycle, [
    ["accepts one rule that does both", split(rule)],
    ["accepts two rules that do one each", split(expiring, { status: "Enabled", abortIncompleteMultipartUpload })],
    ["accepts a filter that is empty", split({ ...rule, filter: { prefix: "" } })],
    [
      "accepts the deprecated twin",
      [
        bucket,
        { ...(split(rule)[1] ?? bucket), type: "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2" },
      ],
    ],
    [
      "accepts the bucket itself",
      [inline({ lifecycleRules: [{ ...days, noncurrentVersionExpiration: { days: 30 } }] })],
    ],
    [
      "accepts the bucket's deprecated twin",
      [twin({ lifecycleRules: [{ ...days, noncurrentVersionExpirations: [{ days: 30 }] }] })],
    ],
    ["refuses a bucket without rules", [bucket], abort, expire],
    ["refuses rules that leave uploads lying", split(expiring), abort],
    ["refuses a rule that is off", split({ ...rule, status: "Disabled" }), abort, expire],
    ["refuses an inline rule that is off", [inline({ lifecycleRules: [{ ...days, enabled: false }] })], abort, expire],
    ["refuses a rule for some objects", split({ ...rule, filter: { prefix: "tmp/" } }), abort, expire],
    [
      "refuses a rule for large objects",
      split({ ...rule, filter: { prefix: "", objectSizeGreaterThan: 5 } }),
      abort,
      expire,
    ],
    [
      "refuses an inline rule for some tags",
      [inline({ lifecycleRules: [{ ...days, tags: { kind: "tmp" }, noncurrentVersionExpiration: { days: 30 } }] })],
      abort,
      expire,
    ],
    ...["filter", "prefix", "tags"].map(
      (limit): StackCase => [
        `cannot judge a rule whose ${limit} is not known`,
        split({ ...rule, [limit]: unknownText }),
        unknownVerdict("lifecycleRules", "artifacts"),
        unknownVerdict("lifecycleRules", "artifacts"),
      ],
    ),
    [
      "cannot judge an inline rule of which it is not known whether it is on",
      [inline({ lifecycleRules: [{ ...days, enabled: unknownFlag }] })],
      unknownVerdict("lifecycleRules", "artifacts"),
      expire,
    ],
    ["need not know whether a rule is on that does neither", split({ status: unknownText }), abort, expire],
    ["refuses a rule for some objects, said the old way", split({ ...rule, prefix: "tmp/" }), abort, expire],
    [
      "refuses blocks that a provider left empty",
      split({ ...rule, abortIncompleteMultipartUpload: { daysAfterInitiation: 0 } }),
      abort,
    ],
    [
      "cannot judge a rule of which it is not known whether it is on",
      split({ ...rule, status: unknownText }),
      unknownVerdict("lifecycleRules", "artifacts"),
      unknownVerdict("lifecycleRules", "artifacts"),
    ],
    [
      "cannot judge rules that are not known",
      [bucket, made("bucketLifecycleConfiguration:BucketLifecycleConfiguration", { rules: unknownList })],
      unknownVerdict("lifecycleRules", "artifacts"),
      unknownVerdict("lifecycleRules", "artifacts"),
    ],
  ]);
});

describe("s3-access-logging", () => {
  const refused = (name: string) => advisory("logging should have a target: add a BucketLogging for the bucket", name);
  const logs = { name: "logs", type: "aws:s3/bucket:Bucket", props: { bucket: "shop-dev-logs" } };
  const logging = made("bucketLogging:BucketLogging", { targetBucket: "shop-dev-logs" });

  itJudgesStacks(s3AccessLogging, [
    ["accepts a bucket with a log, and the one that takes it", [bucket, logs, logging]],
    ["accepts the deprecated twin", [bucket, { ...logging, type: "aws:s3/bucketLoggingV2:BucketLoggingV2" }]],
    ["accepts the bucket itself", [inline({ logging: { targetBucket: "elsewhere" } })]],
    ["accepts the bucket's deprecated twin", [twin({ loggings: [{ targetBucket: "elsewhere" }] })]],
    ["refuses a bucket without a log", [bucket], refused("artifacts")],
    [
      "refuses the log of another bucket",
      [logs, made("bucketLogging:BucketLogging", { targetBucket: "elsewhere" })],
      refused("logs"),
    ],
    [
      "takes a log that nobody set as absent, though its output is not known yet",
      [inline({ logging: unknownObject })],
      refused("artifacts"),
    ],
    [
      "accepts a log whose target is not known",
      [bucket, made("bucketLogging:BucketLogging", { targetBucket: unknownText })],
    ],
  ]);
});

describe("s3-object-lock", () => {
  const path = "objectLockEnabled";
  const refused = whenAskedFor(`${path} should be true, with a configuration of the lock`, "artifacts");
  const split = made("bucketObjectLockConfiguration:BucketObjectLockConfiguration", {});

  itJudgesStacks(s3ObjectLock, [
    ["accepts a resource of its own", [bucket, split]],
    [
      "accepts the deprecated twin",
      [bucket, { ...split, type: "aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2" }],
    ],
    ["accepts the bucket itself", [inline({ [path]: true })]],
    ["accepts the bucket's own block", [inline({ objectLockConfiguration: { objectLockEnabled: "Enabled" } })]],
    ["refuses a bucket that does not say", [bucket], refused],
    ["refuses a bucket that says no", [twin({ [path]: false })], refused],
    ["takes what nobody set as absent, though its output is not known yet", [inline({ [path]: unknownFlag })], refused],
    [
      "cannot judge a flag that comes from an unknown",
      taking(path, unknownFlag),
      unknownVerdict(path, "artifacts"),
      { ...refused, urn: "source" },
    ],
  ]);
});

describe("s3-replication", () => {
  const path = "replicationConfiguration";
  const refused = whenAskedFor(
    `${path} should have an enabled rule: add a BucketReplicationConfig for the bucket`,
    "artifacts",
  );
  const replicating = (status: unknown) =>
    made("bucketReplicationConfig:BucketReplicationConfig", { rules: [{ status }] });

  itJudgesStacks(s3Replication, [
    ["accepts a resource of its own", [bucket, replicating("Enabled")]],
    ["accepts the bucket itself", [inline({ [path]: { rules: [{ status: "Enabled" }] } })]],
    [
      "accepts the bucket's deprecated twin",
      [twin({ replicationConfigurations: [{ rules: [{ status: "Enabled" }] }] })],
    ],
    ["refuses a bucket that does not say", [bucket], refused],
    ["refuses a rule that is off", [bucket, replicating("Disabled")], refused],
    [
      "cannot judge a rule of which it is not known whether it is on",
      [bucket, replicating(unknownText)],
      unknownVerdict(path, "artifacts"),
    ],
    [
      "cannot judge a block that comes from an unknown",
      taking(path, unknownObject),
      unknownVerdict(path, "artifacts"),
      { ...refused, urn: "source" },
    ],
  ]);
});
