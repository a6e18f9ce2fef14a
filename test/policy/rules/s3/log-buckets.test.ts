import { s3KmsEncryption } from "../../../../policy/rules/s3/kms-encryption";
import { document } from "../../support/cases";
import { mandatory, type Props, type StackEntry, unknownText } from "../../support/judging";
import { itJudgesStacks } from "../../support/tables";

const refused = mandatory(
  "rules[0].applyServerSideEncryptionByDefault.sseAlgorithm should make aws:kms the default: AWS's own default is AES256",
  "encryption",
);

const logs: StackEntry = { name: "logs", type: "aws:s3/bucket:Bucket", props: { bucket: "shop-logs" } };
const encryption: StackEntry = {
  name: "encryption",
  type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  props: { bucket: "shop-logs", rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
};

function letting(principal: object, action = "s3:PutObject", effect = "Allow"): StackEntry[] {
  const statement = { Effect: effect, Principal: principal, Action: action, Resource: "arn:aws:s3:::shop-logs/*" };
  const props = { bucket: "shop-logs", policy: document(statement) };
  return [logs, encryption, { name: "policy", type: "aws:s3/bucketPolicy:BucketPolicy", props }];
}

function balancer(type: string, props: Props, from = {}): StackEntry[] {
  return [logs, encryption, { name: "balancer", type, props, from }];
}

describe("SSE-S3 of a bucket for access logs", () => {
  const alb = "aws:lb/loadBalancer:LoadBalancer";
  itJudgesStacks(s3KmsEncryption, [
    ["passes where S3 of another program delivers its logs", letting({ Service: "logging.s3.amazonaws.com" })],
    [
      "passes where load balancers deliver their logs",
      letting({ Service: "logdelivery.elasticloadbalancing.amazonaws.com" }),
    ],
    [
      "passes where the account of the load balancers of a Region does",
      letting({ AWS: "arn:aws:iam::054676820928:root" }),
    ],
    [
      "passes where the ACL lets S3 deliver logs",
      [
        logs,
        encryption,
        { name: "acl", type: "aws:s3/bucketAcl:BucketAcl", props: { bucket: "shop-logs", acl: "log-delivery-write" } },
      ],
    ],
    ["passes where a load balancer names it", balancer(alb, { accessLogs: { bucket: "shop-logs", enabled: true } })],
    ["passes where it takes connection logs", balancer(alb, { connectionLogs: { bucket: "shop-logs" } })],
    [
      "passes where a load balancer takes its name from the bucket",
      balancer(alb, { accessLogs: { bucket: unknownText } }, { accessLogs: ["logs"] }),
    ],
    [
      "passes where a classic load balancer names it",
      balancer("aws:elb/loadBalancer:LoadBalancer", { accessLogs: { bucket: "shop-logs" } }),
    ],
    ["fails where a load balancer names another bucket", balancer(alb, { accessLogs: { bucket: "other" } }), refused],
    [
      "fails for a Network Load Balancer, which also delivers to KMS",
      balancer(alb, { loadBalancerType: "network", accessLogs: { bucket: "shop-logs" } }),
      refused,
    ],
    ["fails where the service only reads", letting({ Service: "logging.s3.amazonaws.com" }, "s3:GetObject"), refused],
    ["fails where the service is denied", letting({ Service: "logging.s3.amazonaws.com" }, "s3:*", "Deny"), refused],
    ["fails where another service writes", letting({ Service: "delivery.logs.amazonaws.com" }), refused],
    ["fails where another account writes", letting({ AWS: "arn:aws:iam::111122223333:root" }), refused],
    ["fails where nothing says that it takes logs", [logs, encryption], refused],
  ]);
});
