import type { PipelineDefinition } from "@platform/aws-pipelines";
import { ArtifactBucket, artifactAccess, BuildProject, type Buildspec, Pipeline } from "@platform/aws-pipelines";
import type * as pulumi from "@pulumi/pulumi";

export interface PipelineSettings {
  readonly account: string;
  readonly region: string;
  readonly encryptionKeyArn: string;
}

/**
 * Creates a pipeline with its own build project and artifact store. A shared store would let one pipeline replace the
 * artifacts of another. The build role may write artifacts only if the buildspec has any.
 */
export function createPipeline(
  name: string,
  settings: PipelineSettings,
  { buildspec, definition }: { readonly buildspec: Buildspec; readonly definition: PipelineDefinition },
  opts: pulumi.ComponentResourceOptions,
): Pipeline {
  const { encryptionKeyArn, ...scope } = settings;
  const artifactBucketName = `acme-${name}-artifacts`;
  const write = buildspec.artifacts !== undefined;
  const store = new ArtifactBucket(
    `${name}-artifacts`,
    { ...scope, bucketName: artifactBucketName, existingKeyArn: encryptionKeyArn },
    opts,
  );
  const project = new BuildProject(
    `${name}-build`,
    {
      ...settings,
      buildspec,
      permissions: artifactAccess({ ...scope, partition: "aws" }, artifactBucketName, { read: true, write }),
      keyUse: write ? "encrypt" : "decrypt",
    },
    opts,
  );
  const startAfter = [store, project];
  return new Pipeline(name, { ...settings, ...definition, pipelineName: name, artifactBucketName, startAfter }, opts);
}
