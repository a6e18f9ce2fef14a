import type { AwsScope } from "../../components/aws/scope";

/** Account and region of most tests. */
export const scope: AwsScope = { partition: "aws", account: "111122223333", region: "eu-central-1" };
export const china: AwsScope = { partition: "aws-cn", account: "444455556666", region: "cn-north-1" };
export const gov: AwsScope = { partition: "aws-us-gov", account: "777788889999", region: "us-gov-west-1" };

/** ARN of a customer key of the account. */
export const keyArn = "arn:aws:kms:eu-central-1:111122223333:key/1a2b3c4d-1234-4321-9876-0123456789ab";
