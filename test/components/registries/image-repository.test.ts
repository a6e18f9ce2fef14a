import assert from "node:assert/strict";
import { RunError } from "@pulumi/pulumi";
import { ImageRepository, type ImageRepositoryArgs } from "../../../components/registries/image-repository";
import { createPrivateBucket } from "../../../components/storage/private-bucket";
import { counts, only, record, resolved } from "../../support/recorder";

const encryptionKeyArn = "arn:aws:kms:eu-central-1:111122223333:key/k";

function build(args: Partial<ImageRepositoryArgs> = {}) {
  return record({ preview: true }, (opts) => new ImageRepository("shop", { encryptionKeyArn, ...args }, opts));
}

describe("an image repository", () => {
  it("is encrypted under its key, scans what is pushed and never moves a tag, by default", async () => {
    const recorded = await build();
    assert.deepEqual(counts(recorded), {
      "aws:ecr/repository:Repository": 1,
      "aws:ecr/lifecyclePolicy:LifecyclePolicy": 1,
    });
    assert.deepEqual(only(recorded, "aws:ecr/repository:Repository", "shop").inputs, {
      name: "shop",
      encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: encryptionKeyArn }],
      imageScanningConfiguration: { scanOnPush: true },
      imageTagMutability: "IMMUTABLE",
      forceDelete: true,
    });
  });

  it("moves the tags it is told, and no others", async () => {
    const recorded = await build({
      repositoryName: "shop/web",
      mutableTags: ["latest", "next"],
      tags: { owner: "acme" },
    });
    const { inputs } = only(recorded, "aws:ecr/repository:Repository", "shop");
    assert.equal(inputs.name, "shop/web");
    assert.deepEqual(inputs.tags, { owner: "acme" });
    assert.equal(inputs.imageTagMutability, "IMMUTABLE_WITH_EXCLUSION");
    assert.deepEqual(inputs.imageTagMutabilityExclusionFilters, [
      { filter: "latest", filterType: "WILDCARD" },
      { filter: "next", filterType: "WILDCARD" },
    ]);
  });

  it("deletes images that no tag names after two weeks, or as many days as it is told", async () => {
    for (const [args, countNumber] of [
      [{}, 14],
      [{ untaggedExpireAfterDays: 3 }, 3],
    ] as const) {
      const { inputs } = only(await build(args), "aws:ecr/lifecyclePolicy:LifecyclePolicy", "shop-lifecycle");
      assert.equal(inputs.repository, "shop");
      assert.deepEqual(JSON.parse(String(inputs.policy)).rules, [
        {
          rulePriority: 1,
          description: "Untagged images",
          selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber },
          action: { type: "expire" },
        },
      ]);
    }
  });

  it("is kept with its images when the stack is destroyed, if that is asked", async () => {
    for (const retainOnDelete of [true, false]) {
      const recorded = (await build({ retainOnDelete })).filter(({ parent }) => parent === "shop");
      assert.deepEqual(
        recorded.map(({ retainOnDelete }) => retainOnDelete),
        [retainOnDelete, retainOnDelete],
      );
      assert.equal(only(recorded, "aws:ecr/repository:Repository", "shop").inputs.forceDelete, !retainOnDelete);
    }
  });

  it("waits for the policy of a key that is made beside it, and does not show that as an input", async () => {
    const data = {
      region: "eu-central-1",
      bucketName: "d",
      policy: "{}",
      expireAfterDays: 1,
      noncurrentExpireAfterDays: 1,
      retainOnDelete: false,
    };
    const recorded = await record({ preview: true }, (opts) => {
      const { policy } = createPrivateBucket("data", data, opts);
      new ImageRepository("shop", { encryptionKeyArn, encryptionKeyPolicy: Promise.resolve(policy) }, opts);
    });
    assert.deepEqual(only(recorded, "aws:ecr/repository:Repository", "shop").dependsOn, ["data-policy"]);
    assert.deepEqual(only(recorded, "aws-pipelines:index:ImageRepository", "shop").inputs, { encryptionKeyArn });
  });

  it("gives its name, its ARN and where images are pushed to", async () => {
    const made: ImageRepository[] = [];
    await record({ preview: false }, (opts) => made.push(new ImageRepository("shop", { encryptionKeyArn }, opts)));
    const [repository] = made;
    assert.ok(repository);
    assert.equal(await resolved(repository.repositoryName), "shop");
    assert.equal(await resolved(repository.repositoryArn), "arn:aws:made:::shop");
    assert.equal(await resolved(repository.repositoryUri), "registry/shop");
  });

  it("refuses names, tags and days that ECR would refuse, all at once", async () => {
    await assert.rejects(
      build({ repositoryName: "Shop", mutableTags: ["v*"], untaggedExpireAfterDays: 0 }),
      new RunError(
        [
          "ImageRepository shop has 3 problems:",
          '  repositoryName: is "Shop": give 2 to 256 lowercase letters, digits or the characters . _ - in parts separated by slashes, such as shop/web',
          '  mutableTags[0]: is "v*": give one tag, or deployed-*: another pattern would make several tags mutable',
          "  untaggedExpireAfterDays: is 0: give at least 1",
        ].join("\n"),
      ),
    );
  });
});
