import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { manualApprovalAction } from "../../components/actions/manual-approval";
import { BuildProject } from "../../components/codebuild/build-project";
import { Connection } from "../../components/connections/connection";
import { Pipeline } from "../../components/pipelines/pipeline";
import { ImageRepository } from "../../components/registries/image-repository";
import { ArtifactBucket } from "../../components/storage/artifact-bucket";
import { StateBackend } from "../../components/storage/state-backend";
import { judgedTypes, modelProblems } from "../support/aws-models";
import { sourceAction } from "../support/pipelines";
import { type Recorded, record } from "../support/recorder";
import { keyArn, scope } from "../support/scopes";

type Build = (name: string, tags: Record<string, string>, opts: pulumi.ComponentResourceOptions) => void;

const buildspec = { phases: { build: { commands: ["npm test"] } } };
const stages = [
  { name: "Source", actions: [sourceAction()] },
  { name: "Approve", actions: [manualApprovalAction({ name: "Go" })] },
];

const components: Readonly<Record<string, Build>> = {
  ArtifactBucket: (name, tags, opts) => new ArtifactBucket(name, { ...scope, tags }, opts),
  BuildProject: (name, tags, opts) =>
    new BuildProject(name, { ...scope, buildspec, encryptionKeyArn: keyArn, tags, batch: {} }, opts),
  Connection: (name, tags, opts) => new Connection(name, { region: scope.region, providerType: "GitHub", tags }, opts),
  ImageRepository: (name, tags, opts) =>
    new ImageRepository(name, { region: scope.region, encryptionKeyArn: keyArn, tags }, opts),
  Pipeline: (name, tags, opts) =>
    new Pipeline(name, { ...scope, artifactBucketName: "store", encryptionKeyArn: keyArn, stages, tags }, opts),
  StateBackend: (name, tags, opts) =>
    new StateBackend(name, { ...scope, users: ["arn:aws:iam::111122223333:role/ops"], tags }, opts),
};

// Names from the bug reports of other tools, and any text: names of components decide names at AWS.
const names = fc.oneof(
  fc.constantFrom(
    "x",
    "lib.b",
    "a b",
    "Shop",
    "web+api",
    "me@acme",
    "größe",
    "日本",
    "-",
    "aws/s3",
    "shop-s3alias",
    "a".repeat(200),
    "a".repeat(300),
  ),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 80 }),
  fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9.@_ +-]{0,120}$/),
);
const tags = fc.dictionary(
  fc.oneof(fc.constantFrom("team", "aws:team", "bad*key", "k".repeat(127), "k".repeat(128)), fc.string()),
  fc.oneof(fc.constantFrom("v".repeat(255), "v".repeat(256)), fc.string()),
  { maxKeys: 3 },
);

/** The resources of a component; none if it refuses its arguments with a message for its user. */
async function build(make: Build, name: string, withTags: Record<string, string>): Promise<readonly Recorded[]> {
  try {
    return await record({ preview: true }, (opts) => make(name, { ...withTags }, opts));
  } catch (problem) {
    assert.ok(problem instanceof pulumi.RunError, String(problem));
    return [];
  }
}

describe("any name and any tags, in the eyes of AWS's own models,", () => {
  for (const [component, make] of Object.entries(components)) {
    it(`give a ${component} whose resources AWS accepts, or are refused before`, async () => {
      await fc.assert(
        fc.asyncProperty(names, tags, async (name, withTags) => {
          assert.deepEqual(modelProblems(await build(make, name, withTags)), []);
        }),
        {
          numRuns: 25,
          examples: [
            ["lib.b", {}],
            ["x", {}],
            ["größe", {}],
            ["a".repeat(200), {}],
          ],
        },
      );
    });
  }

  it("judge every resource whose name a component derives", async () => {
    const recorded: Recorded[] = [];
    for (const make of Object.values(components)) {
      recorded.push(...(await build(make, "shop", {})));
    }
    const named = recorded.filter(({ inputs }) => "name" in inputs).map(({ type }) => type);
    assert.deepEqual(
      [...new Set(named)].filter((type) => !judgedTypes.has(type)),
      [],
    );
  });
});
