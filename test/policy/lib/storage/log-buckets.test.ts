import assert from "node:assert/strict";
import { type Properties, unknownValue, type Value } from "../../../../policy/iam/value";
import { logSourceTypes, receivesAccessLogs } from "../../../../policy/lib/storage/log-buckets";
import { stackResource } from "../../support/stack-resource";

const bucketType = "aws:s3/bucket:Bucket";
const bucket = (props: Properties = {}) => stackResource("logs", bucketType, { bucket: "logs", ...props });
const logging = (props: Properties, from: Readonly<Record<string, readonly string[]>> = {}) =>
  stackResource("logging", "aws:s3/bucketLogging:BucketLogging", { bucket: "site", ...props }, from);
const balancer = (props: Properties, type = "aws:lb/loadBalancer:LoadBalancer") =>
  stackResource("balancer", type, props);
const policy = (Principal: Value, change: Properties = {}) =>
  stackResource("policy", "aws:s3/bucketPolicy:BucketPolicy", {
    bucket: "logs",
    policy: {
      Statement: { Effect: "Allow", Principal, Action: "s3:PutObject", Resource: "arn:aws:s3:::logs/*", ...change },
    },
  });
const receives = (own: ReturnType<typeof bucket>, ...more: readonly ReturnType<typeof bucket>[]) =>
  receivesAccessLogs(own, [own, ...more]);

describe("a bucket takes access logs", () => {
  const other = stackResource("site", bucketType, { bucket: "site", logging: { targetBucket: "logs" } });
  const service = { Service: "logging.s3.amazonaws.com" };
  for (const [title, verdict, expected] of [
    ["of another bucket", receives(bucket(), logging({ targetBucket: "logs" })), true],
    [
      "of another bucket, by its source",
      receives(bucket(), logging({ targetBucket: unknownValue }, { targetBucket: ["logs"] })),
      true,
    ],
    ["of another bucket that says so itself", receives(bucket(), other), true],
    ["of a load balancer", receives(bucket(), balancer({ accessLogs: { bucket: "logs" } })), true],
    ["of connections of a load balancer", receives(bucket(), balancer({ connectionLogs: { bucket: "logs" } })), true],
    [
      "of a classic load balancer",
      receives(bucket(), balancer({ accessLogs: { bucket: "logs" } }, "aws:elb/loadBalancer:LoadBalancer")),
      true,
    ],
    ["by its ACL", receives(bucket({ acl: "log-delivery-write" })), true],
    [
      "by an ACL of its own resource",
      receives(
        bucket(),
        stackResource("acl", "aws:s3/bucketAcl:BucketAcl", { bucket: "logs", acl: "log-delivery-write" }),
      ),
      true,
    ],
    ["by its policy for S3's service", receives(bucket(), policy(service)), true],
    [
      "by its policy for load balancers",
      receives(bucket(), policy({ Service: "logdelivery.elasticloadbalancing.amazonaws.com" })),
      true,
    ],
    [
      "by its policy for an account of Elastic Load Balancing",
      receives(bucket(), policy({ AWS: "arn:aws:iam::156460612806:root" })),
      true,
    ],
    [
      "by an inline policy",
      receives(bucket({ policy: { Statement: { Effect: "Allow", Principal: service, Action: "s3:*" } } })),
      true,
    ],
    ["but not of itself alone", receives(bucket(), logging({ bucket: "logs", targetBucket: "logs" })), false],
    ["but not of a bucket that logs elsewhere", receives(bucket(), logging({ targetBucket: "archive" })), false],
    [
      "but not of a network load balancer, which may use KMS",
      receives(bucket(), balancer({ loadBalancerType: "network", accessLogs: { bucket: "logs" } })),
      false,
    ],
    [
      "but not by a policy for another account",
      receives(bucket(), policy({ AWS: "arn:aws:iam::123456789012:root" })),
      false,
    ],
    [
      "but not by a policy that lets logs be read",
      receives(bucket(), policy(service, { Action: "s3:GetObject" })),
      false,
    ],
    ["but not by a policy that denies", receives(bucket(), policy(service, { Effect: "Deny" })), false],
    ["but not by itself", receives(bucket()), false],
  ] as const) {
    it(title, () => assert.equal(verdict, expected));
  }

  it("as resources of several types show, each once", () => {
    assert.equal(new Set(logSourceTypes).size, logSourceTypes.length);
    assert.equal(logSourceTypes.includes("aws:alb/loadBalancer:LoadBalancer"), true);
  });
});
