import type { Buildspec } from "../../components/codebuild/buildspec";
import { copyImage } from "../../components/recipes/copy-image";
import { destroyListing } from "../../components/recipes/destroy-listing";
import { dockerImage } from "../../components/recipes/docker-image";
import { functionDeployment } from "../../components/recipes/function-deployment";
import { imageDefinitions } from "../../components/recipes/image-definitions";
import { integrationTests } from "../../components/recipes/integration-tests";
import { npmPublish } from "../../components/recipes/npm-publish";
import { pulumiDestroy } from "../../components/recipes/pulumi-destroy";
import { pulumiDestroyPreview } from "../../components/recipes/pulumi-destroy-preview";
import { pulumiDrift } from "../../components/recipes/pulumi-drift";
import { pulumiUp } from "../../components/recipes/pulumi-up";
import { pulumiUpPreview } from "../../components/recipes/pulumi-up-preview";
import { recordBreakGlass, recordRelease } from "../../components/recipes/record-release";
import { samPackage } from "../../components/recipes/sam-package";
import { stackDrift } from "../../components/recipes/stack-drift";
import { terraformApply } from "../../components/recipes/terraform-apply";
import { terraformApplyPreview } from "../../components/recipes/terraform-apply-preview";
import { terraformDestroy } from "../../components/recipes/terraform-destroy";
import { terraformDestroyPreview } from "../../components/recipes/terraform-destroy-preview";
import { terraformDrift } from "../../components/recipes/terraform-drift";
import { verifyRelease } from "../../components/recipes/verify-release";

const tool = { version: "1.20.3", sha256: "a".repeat(64), directory: "it's; $(here)" };
const state = { bucketName: "acme-state", region: "eu-central-1" };
const place = { account: "123456789012", region: "eu-central-1" };
const release = {
  environment: "shop-staging",
  pipelineName: "shop-staging-pipeline",
  store: { ...place, bucketName: "shop-staging-release-artifacts" },
  repository: { ...place, repositoryName: "web" },
};
const signer = {
  repository: release.repository,
  repositoryUri: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/web",
  keyAliasArn: "arn:aws:kms:eu-central-1:123456789012:alias/shop-staging-image-signature",
};

/** A buildspec of each recipe, with paths that a shell would read wrong without quotes. */
export const sampleRecipes: Readonly<Record<string, Buildspec>> = {
  dockerImage: dockerImage({
    repositoryUri: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/web",
    region: "eu-central-1",
    dockerHub: true,
    context: "it's; $(here)",
  }),
  imageDefinitions: imageDefinitions({
    repositoryUri: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/web",
    region: "eu-central-1",
    containers: ["web", "worker"],
  }),
  terraformApply: terraformApply(tool),
  terraformDestroyPreview: terraformDestroyPreview({ ...tool, state: { ...state, key: "shop/terraform.tfstate" } }),
  terraformDestroy: terraformDestroy({
    ...tool,
    state: { ...state, key: "shop/terraform.tfstate" },
    planArtifact: "DestroyPlan",
  }),
  terraformApplyPreview: terraformApplyPreview({ ...tool, planBucketName: "acme-artifacts" }),
  terraformApplyOfPlan: terraformApply({ ...tool, planBucketName: "acme-artifacts" }),
  pulumiDrift: pulumiDrift({ ...tool, stack: "acme/shop/dev", pipelineName: "shop", stageName: "Deploy.1" }),
  terraformDrift: terraformDrift({ ...tool, pipelineName: "shop", copyBucketName: "acme-artifacts" }),
  stackDrift: stackDrift({ stackName: "orders", region: "eu-central-1" }),
  pulumiUp: pulumiUp({ ...tool, stack: "acme/shop/dev" }),
  pulumiUpPreview: pulumiUpPreview({ ...tool, stack: "acme/shop/dev", planBucketName: "acme-artifacts" }),
  pulumiUpOfPlan: pulumiUp({
    ...tool,
    version: "3.248.0",
    stack: "acme/shop/dev",
    planBucketName: "acme-artifacts",
  }),
  destroyListing: destroyListing({ target: "it's; $(here)" }),
  pulumiDestroyPreview: pulumiDestroyPreview({ ...tool, stack: "acme/shop/dev", state }),
  pulumiDestroy: pulumiDestroy({ ...tool, stack: "acme/shop/dev", planArtifact: "DestroyPlan" }),
  pulumiUpByDigest: pulumiUp({ ...tool, stack: "acme/shop/dev", image: "digest" }),
  recordRelease: recordRelease({ ...release, deployStage: "Deploy", startsByPush: true }),
  recordBreakGlass: recordBreakGlass(release),
  recordReleaseWithSignature: recordRelease({ ...release, deployStage: "Deploy", startsByPush: true, signer }),
  verifyRelease: verifyRelease({ ...release, breakGlass: false }),
  verifyReleaseWithBreakGlass: verifyRelease({ ...release, breakGlass: true, signer }),
  copyImage: copyImage({
    from: release.repository,
    to: { ...release.repository, repositoryName: "copy" },
    refusedSeverities: ["CRITICAL"],
    signature: true,
  }),
  integrationTests: integrationTests({ commands: ["npm test"], directory: "it's; $(here)" }),
  npmPublish: npmPublish({
    registry: { account: "123456789012", region: "eu-central-1", domainName: "acme", repositoryName: "npm" },
    packages: ["it's; $(here)"],
  }),
  dockerImageForArm: dockerImage({
    repositoryUri: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/web",
    region: "eu-central-1",
    dockerfile: "docker/it's",
    platform: "linux/arm64",
    latest: false,
  }),
  terraformApplyOfStateBucket: terraformApply({
    ...tool,
    distribution: "opentofu",
    architecture: "arm64",
    image: false,
    state: { ...state, key: "shop/terraform.tfstate" },
  }),
  pulumiUpOfStateBucket: pulumiUp({
    ...tool,
    stack: "organization/shop/dev",
    nodejs: 22,
    image: false,
    state,
    architecture: "arm64",
  }),
  samPackage: samPackage({ runtime: { nodejs: 22 }, template: "it's; $(here)", commands: ["npm test"] }),
  functionDeployment: functionDeployment({
    group: {
      platform: "Lambda",
      applicationName: "shop",
      groupName: "it's; $(here)",
      configurationName: "CodeDeployDefault.LambdaAllAtOnce",
    },
    functionName: "shop",
    aliasName: "live",
    package: "it's; $(here)",
    hooks: [{ BeforeAllowTraffic: "check" }],
  }),
};
