import type { PipelineDefinition } from "@platform/aws-pipelines";
import { ArtifactBucket, BuildProject, type Buildspec, Pipeline } from "@platform/aws-pipelines";
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
      keyUse: buildspec.artifacts === undefined ? "decrypt" : "encrypt",
    },
    opts,
  );
  const own = { pipelineName: name, artifactBucketName, builds: [project], startAfter: [store] };
  return new Pipeline(name, { ...settings, ...definition, ...own }, opts);
}
