import { type AwsScope, dnsSuffix } from "../aws/scope";

/**
 * Where images of an ECR repository are pushed to and pulled from, without a tag.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
 */
export function repositoryUri({ account, region, partition }: AwsScope, repositoryName: string): string {
  return `${account}.dkr.ecr.${region}.${dnsSuffix(partition)}/${repositoryName}`;
}
