const place = { account: "222233334444", region: "eu-west-1" };

/** The release store of the sender. */
export const releaseBucketName = "shop-staging-release-artifacts-222233334444-eu-west-1";

/** The environment that promotes releases, for recipes about them. */
export const releaseSender = {
  environment: "shop-staging",
  pipelineName: "shop-staging-pipeline",
  store: { ...place, bucketName: releaseBucketName },
  repository: { ...place, repositoryName: "shop-staging" },
};

/** The same environment as the signer of its images. */
export const imageSigner = {
  repository: releaseSender.repository,
  repositoryUri: "222233334444.dkr.ecr.eu-west-1.amazonaws.com/shop-staging",
  keyAliasArn: "arn:aws:kms:eu-west-1:222233334444:alias/shop-staging-image-signature",
};
