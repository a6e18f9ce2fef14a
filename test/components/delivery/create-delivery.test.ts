import assert from "node:assert/strict";
import * as ecr from "@pulumi/aws/ecr";
import { ComponentResource } from "@pulumi/pulumi";
import { createDelivery } from "../../../components/delivery/create-delivery";
import { approvalAction, buildAction, gitSource } from "../../../components/delivery/inline-actions";
import { planDeliveryPipeline } from "../../../components/delivery/pipeline-plan";
import { connectionArn } from "../../support/pipelines";
import { only, record, unknown } from "../../support/recorder";
import { keyArn, scope } from "../../support/scopes";

const source = gitSource({ connectionArn, repository: "acme/lib" });
const definition = {
  stages: [
    { name: "Source", actions: [source] },
    { name: "Test", actions: [buildAction({ name: "Unit", input: source, commands: ["npm test"] })] },
    { name: "Approve", actions: [approvalAction({ name: "Release", notify: ["a@acme.example"] })] },
  ],
};

type Parts = Parameters<typeof createDelivery>[1];

function build(more: Partial<Parts> = {}) {
  const { plan } = planDeliveryPipeline(scope, "lib", definition, more.artifacts ?? {});
  assert.ok(plan);
  return record(
    { preview: true },
    (opts) => {
      const parent = new ComponentResource("test:index:Owner", "owner", {}, opts);
      const parts = { subject: "Owner lib", scope, plan, artifacts: {}, protect: false, tags: { owner: "acme" } };
      createDelivery("lib", { ...parts, ...more }, parent);
    },
    [],
  );
}
const keyType = "aws:kms/key:Key";

describe("what a delivery consists of", () => {
  it("is a store, projects, topics and a pipeline of one parent, with its tags", async () => {
    const recorded = await build();
    assert.deepEqual(
      recorded
        .filter(({ parent }) => parent === "owner")
        .map(({ name }) => name)
        .sort(),
      ["lib-Approve-Release", "lib-Test-Unit", "lib-artifacts", "lib-pipeline"],
    );
    const tagged = ["aws:codepipeline/pipeline:Pipeline", "aws:codebuild/project:Project", "aws:kms/key:Key"];
    assert.deepEqual(
      recorded.filter(({ type }) => tagged.includes(type)).map(({ inputs }) => inputs.tags),
      Array(3).fill({ owner: "acme" }),
    );
  });

  it("lets every role use the key, which comes after them", async () => {
    const { dependsOn, inputs } = only(await build(), keyType, "lib-artifacts-key");
    const roles = ["lib+eu-central-1", "lib-Test-Unit-eu-central-1", "lib+Approve+Release+eu-central-1"];
    for (const role of roles) {
      assert.ok(String(inputs.policy).includes(`role/${role}"`), role);
    }
    assert.deepEqual(dependsOn, [
      "lib-Test-Unit-role",
      "lib-pipeline-Approve-Release-role",
      "lib-pipeline-Source-Repository-role",
      "lib-pipeline-Test-Unit-role",
      "lib-pipeline-role",
    ]);
  });

  it("creates the pipeline last: AWS starts it at once", async () => {
    const pipeline = (await build()).find(({ type }) => type === "aws:codepipeline/pipeline:Pipeline");
    for (const first of ["lib-artifacts", "lib-Approve-Release", "lib-Test-Unit"]) {
      assert.ok(pipeline?.dependsOn.includes(first), `${first} in ${pipeline?.dependsOn.join()}`);
    }
  });

  it("creates what the pipeline needs besides before it, and uses the key there", async () => {
    const recorded = await build({
      createFirst: (kmsKey, opts) =>
        new ecr.Repository("images", { encryptionConfigurations: [{ encryptionType: "KMS", kmsKey }] }, opts),
    });
    const { inputs } = only(recorded, "aws:ecr/repository:Repository", "images");
    assert.deepEqual(inputs.encryptionConfigurations, [{ encryptionType: "KMS", kmsKey: unknown }]);
    const pipeline = recorded.find(({ type }) => type === "aws:codepipeline/pipeline:Pipeline");
    assert.ok(pipeline?.dependsOn.includes("images"));
  });

  it("protects and retains the store and its key where it is told, and nothing else", async () => {
    for (const protect of [true, false]) {
      const recorded = await build({ protect });
      const { retainOnDelete } = only(recorded, keyType, "lib-artifacts-key");
      assert.equal(retainOnDelete, protect);
      assert.equal(only(recorded, "aws-pipelines:index:ArtifactBucket", "lib-artifacts").protect, protect);
      assert.equal(recorded.find(({ type }) => type === "aws:codepipeline/pipeline:Pipeline")?.protect, false);
    }
    const kept = await build({ protect: true, artifacts: { retainOnDelete: false } });
    assert.equal(only(kept, keyType, "lib-artifacts-key").retainOnDelete, false);
  });

  it("uses an existing bucket and key, and makes neither", async () => {
    const recorded = await build({ artifacts: { existingBucketName: "acme-store", existingKeyArn: keyArn } });
    assert.deepEqual(
      recorded.filter(({ type }) => /^aws:(s3|kms)\//.test(type)).map(({ name }) => name),
      [],
    );
    const pipeline = recorded.find(({ type }) => type === "aws:codepipeline/pipeline:Pipeline");
    assert.deepEqual(pipeline?.inputs.artifactStores, [
      { location: "acme-store", type: "S3", encryptionKey: { id: keyArn, type: "KMS" } },
    ]);
  });
});
