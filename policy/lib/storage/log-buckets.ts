import { readDocument, type Statement } from "../../iam/document";
import { globMatchesIgnoringCase } from "../../iam/glob";
import { everyAt, isSet, textOf, type Value } from "../../iam/value";
import { leadsTo, referrers } from "../facts/links";
import { declared, ofTypes, type StackResource } from "../facts/stack";
import { bucketsAmong, configuring, s3Types } from "./buckets";

const loadBalancerTypes = [
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:alb/loadBalancer:LoadBalancer",
  "aws:elb/loadBalancer:LoadBalancer",
];

/** Type tokens of the resources that show which buckets take access logs. */
export const logSourceTypes = [...s3Types.logging, ...s3Types.policy, ...s3Types.acl, ...loadBalancerTypes];

/**
 * Whether a bucket takes access logs of S3 or of a load balancer. Both deliver only to buckets with SSE-S3. A source in
 * another program shows in the policy or in the ACL of the bucket.
 *
 * See https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html and
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export function receivesAccessLogs(bucket: StackResource, resources: readonly StackResource[]): boolean {
  return (
    receivesBucketLogs(bucket, resources) ||
    ofTypes(resources, loadBalancerTypes).some((balancer) => deliversTo(balancer, bucket)) ||
    [bucket, ...configuring(bucket, resources, s3Types.acl)].some(({ props }) => props.acl === "log-delivery-write") ||
    policiesOf(bucket, resources).some(
      (value) => isSet(value) && readDocument({ path: "policy", value }).statements.some(letsLogsBeWritten),
    )
  );
}

function policiesOf(bucket: StackResource, resources: readonly StackResource[]): Value[] {
  const split = configuring(bucket, resources, s3Types.policy);
  return [declared(bucket, "policy"), ...split.map(({ props }) => props.policy)];
}

function receivesBucketLogs(bucket: StackResource, resources: readonly StackResource[]): boolean {
  const { bucket: name } = bucket.props;
  const isOfOther = (logging: StackResource) =>
    !leadsTo({ from: logging, property: "bucket", name: logging.props.bucket }, bucket, name);
  const others = bucketsAmong(resources).filter(({ urn }) => urn !== bucket.urn);
  return (
    referrers(ofTypes(resources, s3Types.logging), "targetBucket", bucket, name).some(isOfOther) ||
    others.some((other) => ["logging", "loggings"].some((property) => logsInlineTo(other, property, bucket)))
  );
}

function logsInlineTo(from: StackResource, property: string, bucket: StackResource): boolean {
  return everyAt({ path: property, value: declared(from, property) }, "targetBucket").some(({ value: name }) =>
    leadsTo({ from, property, name }, bucket, bucket.props.bucket),
  );
}

/** A Network Load Balancer also delivers to buckets with SSE-KMS. */
function deliversTo(balancer: StackResource, bucket: StackResource): boolean {
  return (
    balancer.props.loadBalancerType !== "network" &&
    ["accessLogs", "connectionLogs"].some((property) =>
      everyAt({ path: property, value: balancer.props[property] }, "bucket").some(({ value: name }) =>
        leadsTo({ from: balancer, property, name }, bucket, bucket.props.bucket),
      ),
    )
  );
}

const logServices = ["logging.s3.amazonaws.com", "logdelivery.elasticloadbalancing.amazonaws.com"];

/** Accounts of Elastic Load Balancing, which deliver the logs in Regions from before August 2022. */
const loadBalancerAccounts =
  /^(?:arn:[^:]*:iam::)?(?:127311923021|033677994240|027434742980|797873946194|098369216593|754344448648|589379963580|718504428378|383597477331|600734575887|114774131450|783225319266|582318560864|985666609251|054676820928|156460612806|652711504416|635631232127|009996457667|897822967062|076674570225|507241528517|048591011584|190560391635|638102146993|037604701340)(?::root)?$/;

function letsLogsBeWritten({ effect, principals, actions }: Statement): boolean {
  return (
    effect === "Allow" &&
    actions.some(({ value }) => globMatchesIgnoringCase(textOf(value), "s3:PutObject")) &&
    principals.some(({ value }) => logServices.includes(textOf(value)) || loadBalancerAccounts.test(textOf(value)))
  );
}
