import { repositoryArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { allowStatement, type Statement } from "./statement";

/**
 * What a build that pushes images to one ECR repository does.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
 */
export function pushImages(scope: AwsScope, repositoryName: string): Statement[] {
  return [
    // ECR scopes the login to a registry, not to a repository: AWS knows no resource for it.
    allowStatement({ sid: "RegistryLogin", actions: ["ecr:GetAuthorizationToken"], resources: ["*"] }),
    allowStatement({
      sid: "PushImages",
      actions: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:CompleteLayerUpload",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
      ],
      resources: [repositoryArn(scope, repositoryName)],
    }),
  ];
}
