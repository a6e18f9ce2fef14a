import { AuditTrail } from "@platform/aws-pipelines";

const account = "111122223333";
const region = "eu-central-1";

// The security team hears at once who approves, starts or changes a pipeline, passes its roles or uses its key. It
// administers the trail; the roles of the pipelines do not.
export const { trailName, bucketName } = new AuditTrail(
  "shop-audit",
  {
    account,
    region,
    pipelineNames: ["shop-prod-pipeline", "shop-prod-destroy-pipeline"],
    projectNames: ["shop-prod-image", "shop-prod-deploy", "shop-prod-destroy-run"],
    roleArns: ["image", "deploy", "destroy-run"].map(
      (build) => `arn:aws:iam::${account}:role/shop-prod-${build}-${region}`,
    ),
    keyArns: [`arn:aws:kms:${region}:${account}:key/1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d`],
    bucketNames: [`shop-prod-artifacts-${account}-${region}`, `acme-state-${account}-${region}`],
    administratorArns: [`arn:aws:iam::${account}:role/security`],
    topicArns: [`arn:aws:sns:${region}:${account}:security`],
    deadLetterQueue: `arn:aws:sqs:${region}:${account}:undelivered-notifications`,
    retentionInDays: 730,
  },
  { protect: true },
);
