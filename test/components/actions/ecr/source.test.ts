import assert from "node:assert/strict";
import { ecr, ecrAction, ecrSchema } from "../../../../components/actions/ecr/source";
import { context } from "../../../support/pipelines";
import { configured, describeProvider, factsOf } from "../../../support/provider-cases";

const minimal = ecrAction({
  name: "Image",
  outputArtifacts: ["image"],
  configuration: { RepositoryName: "shop/web" },
});
const full = { ...configured(minimal, { ImageTag: "release-1.0" }), category: "Source", detectChanges: true };

const repository = "arn:aws:ecr:eu-central-1:111122223333:repository/shop/web";
const statements = [
  { Sid: "Repository", Effect: "Allow" as const, Action: ["ecr:DescribeImages"], Resource: [repository] },
];
const name =
  "give 2 to 256 lowercase letters, digits or the characters . _ - in parts separated by slashes, such as shop/web";
const tag = "give a tag of 1 to 128 letters, digits or the characters . - _";

describeProvider(ecr, {
  title: "a source in ECR",
  minimal: { action: minimal, configuration: { RepositoryName: "shop/web", ImageTag: "latest" }, statements },
  full: { action: full, configuration: { RepositoryName: "shop/web", ImageTag: "release-1.0" }, statements },
  required: ["RepositoryName"],
  refused: [
    [
      "every repository of a group",
      configured(minimal, { RepositoryName: "shop/*" }),
      "configuration.RepositoryName",
      `is "shop/*": ${name}`,
    ],
    [
      "a repository that only the execution knows",
      configured(minimal, { RepositoryName: "#{a.b}" }),
      "configuration.RepositoryName",
      `is "#{a.b}": ${name}`,
    ],
    [
      "a tag that only the execution knows",
      configured(minimal, { ImageTag: "#{a.b}" }),
      "configuration.ImageTag",
      `is "#{a.b}": ${tag}`,
    ],
    [
      "a tag of 129 characters",
      configured(minimal, { ImageTag: "t".repeat(129) }),
      "configuration.ImageTag",
      `is "${"t".repeat(76)}...: ${tag}`,
    ],
    [
      "polling, which AWS has not for ECR",
      configured(minimal, { PollForSourceChanges: false }),
      "configuration.PollForSourceChanges",
      "is not known here: allowed are RepositoryName, ImageTag",
    ],
  ],
  accepted: [["no detection at all", { ...minimal, detectChanges: false }]],
  allowed: [{ action: "ecr:DescribeImages", resource: repository }],
  denied: [
    { action: "ecr:DescribeImages", resource: `${repository}2` },
    { action: "ecr:BatchGetImage", resource: repository },
    { action: "ecr:PutImage", resource: repository },
  ],
});

describe("a source in ECR", () => {
  const read = (action: unknown) => ecrSchema.parse(action);

  it("is one of AWS's own sources, in the region of its pipeline", () => {
    assert.deepEqual(factsOf(ecr), {
      provider: "ECR",
      owner: "AWS",
      version: "1",
      categories: ["Source"],
      inputArtifacts: { min: 0, max: 0 },
      outputArtifacts: { min: 1, max: 1 },
      outputVariables: ["ImageDigest", "ImageTag", "ImageURI", "RegistryId", "RepositoryName"],
      pipelineTypes: ["V1", "V2"],
      crossRegion: false,
    });
    assert.deepEqual(ecr.artifactUse(read(minimal)), { read: false, write: true });
  });

  it("has changed when an image is pushed under the tag", () => {
    const pushed = (tag: string) => ({
      source: ["aws.ecr"],
      detailType: ["ECR Image Action"],
      detail: {
        "action-type": ["PUSH"],
        "image-tag": [tag],
        "repository-name": ["shop/web"],
        result: ["SUCCESS"],
      },
    });
    assert.deepEqual(ecr.changeEvent?.(read(minimal), context), pushed("latest"));
    assert.deepEqual(ecr.changeEvent?.(read(full), context), pushed("release-1.0"));
  });

  it("tells nothing where nobody should be told", () => {
    const quiet = read({ ...minimal, detectChanges: false });
    assert.equal(ecr.changeEvent?.(quiet, context), undefined);
    assert.deepEqual(ecr.requiredGrants?.(quiet, context, "store"), []);
  });

  it("asks another account to send the events of its repository on", () => {
    const far = read({ ...minimal, roleArn: "arn:aws:iam::444455556666:role/shop-source" });
    assert.deepEqual(
      ecr.requiredGrants?.(far, context, "store").map(({ of }) => of),
      ["account 444455556666"],
    );
    assert.deepEqual(ecr.requiredGrants?.(read(minimal), context, "store"), []);
  });
});
