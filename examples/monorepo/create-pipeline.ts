import type { PipelineDefinition } from "@platform/aws-pipelines";
import { ArtifactBucket, artifactAccess, BuildProject, type Buildspec, Pipeline } from "@platform/aws-pipelines";
import type * as pulumi from "@pulumi/pulumi";

export interface PipelineSettings {
  readonly account: string;
  readonly region: string;
  readonly encryptionKeyArn: string;
}

/**
 * A pipeline with a build project and an artifact store to itself: whoever can write to the store of another pipeline
 * chooses what that one deploys. A project writes artifacts only if its buildspec makes some.
 */
export function createPipeline(
  name: string,
  settings: PipelineSettings,
  { buildspec, definition }: { readonly buildspec: Buildspec; readonly definition: PipelineDefinition },
  opts: pulumi.ComponentResourceOptions,
): Pipeline {
  const { encryptionKeyArn, ...where } = settings;
  const artifactBucketName = `acme-${name}-artifacts`;
  const write = buildspec.artifacts !== undefined;
  const store = new ArtifactBucket(
    `${name}-artifacts`,
    { ...where, bucketName: artifactBucketName, existingKeyArn: encryptionKeyArn },
    opts,
  );
  const project = new BuildProject(
    `${name}-build`,
    {
      ...settings,
      buildspec,
      permissions: artifactAccess({ ...where, partition: "aws" }, artifactBucketName, { read: true, write }),
      keyUse: write ? "encrypt" : "decrypt",
    },
    opts,
  );
  const startAfter = [store, project];
  return new Pipeline(name, { ...settings, ...definition, pipelineName: name, artifactBucketName, startAfter }, opts);
}
