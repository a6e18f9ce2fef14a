import assert from "node:assert/strict";
import { LONGEST_CHAIN, longestChain } from "../bench/goals";
import { misplacedIfExists } from "../support/if-exists";
import { advisories } from "./golden/advisories";
import { goldenLines } from "./support/golden";
import { nameOf, previewOf, type Registered, type StackPreview, unknown } from "./support/preview";

const environments = {
  dev: {
    account: "111122223333",
    projects: ["image", "deploy"],
    counts: { whole: 74, gated: 68, ungated: 36 },
    promoting: 0,
  },
  staging: {
    account: "222233334444",
    projects: ["image", "release", "deploy", "test"],
    // The release store has ten, the build that records six, the signing key two, and the registry a policy.
    counts: { whole: 99, gated: 93, ungated: 61 },
    promoting: 19,
  },
  prod: {
    account: "333344445555",
    projects: ["verify", "image", "plan", "deploy"],
    // The build that verifies has eight, and the role that starts two. There is no first approval, which has two.
    counts: { whole: 98, gated: 83, ungated: 46 },
    promoting: 8,
  },
};

// Inputs of each type that decide about access or encryption, without the ids that link resources.
const security: Readonly<Record<string, readonly string[]>> = {
  "aws:iam/role:Role": ["name", "assumeRolePolicy"],
  "aws:iam/rolePolicy:RolePolicy": ["role", "policy"],
  "aws:kms/key:Key": ["enableKeyRotation", "deletionWindowInDays", "policy"],
  "aws:s3/bucket:Bucket": ["bucket", "forceDestroy"],
  "aws:s3/bucketPolicy:BucketPolicy": ["bucket", "policy"],
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": ["bucket", "blockPublicAcls", "restrictPublicBuckets"],
  "aws:s3/bucketVersioning:BucketVersioning": ["bucket", "versioningConfiguration"],
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": ["bucket", "rule"],
  "aws:s3/bucketLogging:BucketLogging": ["bucket", "targetBucket"],
  "aws:ecr/repository:Repository": ["name", "imageTagMutability", "imageScanningConfiguration"],
  "aws:codebuild/project:Project": ["name", "environment", "source", "artifacts", "logsConfig", "cache"],
  "aws:codepipeline/pipeline:Pipeline": ["name", "pipelineType", "stages"],
  "aws:cloudwatch/logGroup:LogGroup": ["name", "retentionInDays"],
  "aws:sns/topic:Topic": ["name", "policy"],
};

/** The principals of a policy that are ARNs. */
function namedIn(policy: string): string[] {
  const { Statement: statements }: { Statement: { Principal?: { AWS?: string | string[] } }[] } = JSON.parse(policy);
  return statements.flatMap(({ Principal }) => [Principal?.AWS ?? []].flat());
}

for (const [stack, { account, projects, counts, promoting }] of Object.entries(environments)) {
  describe(`the ${stack} stack`, () => {
    let preview: StackPreview;

    before(async () => {
      preview = await previewOf(stack);
    });

    it("makes exactly the resources of its golden list, each below its parent", () => {
      const lines = preview.resources.map(({ type, urn, parent }) => `${type} :: ${nameOf(urn)} :: ${nameOf(parent)}`);
      const actual = lines.map((line) => line.trimEnd()).sort();
      assert.deepEqual(actual, goldenLines(`${stack}.txt`, actual));
    });

    it("has conditions that hold without their key only where docs/permissions.md lists them", () => {
      assert.deepEqual(misplacedIfExists(preview.resources), []);
    });

    it(`has ${counts.whole} resources of AWS: ${counts.gated} without notifications and plan, ${counts.ungated} without the destroy pipeline too`, () => {
      const names = preview.resources.filter(({ type }) => type.startsWith("aws:")).map(({ urn }) => nameOf(urn));
      // A plan and its approval have a project, its log group, three roles, and their policies.
      const isPlan = (name: string) => /-plan\b|-ApprovePlan-|-Plan-Preview-/.test(name);
      const gated = names.filter((name) => !name.includes("-notifications") && !isPlan(name));
      const ungated = gated.filter((name) => !name.includes("-destroy") || name.includes("-destroy-artifacts-logs"));
      assert.deepEqual({ whole: names.length, gated: gated.length, ungated: ungated.length }, counts);
      assert.ok(counts.gated - promoting <= 80 && counts.ungated - promoting <= 45);
    });

    it("is clean: no mandatory finding, nothing that could not be judged, exit status 0", () => {
      const found = preview.policies.flatMap(({ violations }) => violations);
      assert.deepEqual(
        found.filter(({ level, message }) => level === "mandatory" || message.includes("can't run policy")),
        [],
      );
      assert.deepEqual(preview.diagnostics, []);
      assert.equal(preview.stderr, "");
      assert.equal(preview.status, 0);
    });

    it("has the advisories of the golden list, each with a reason, and no others", () => {
      const found = preview.policies.flatMap(({ name, violations }) =>
        violations.filter(({ level }) => level !== "mandatory").map(({ urn }) => `${name} :: ${nameOf(urn)}`),
      );
      const golden = advisories.filter((advisory) => advisory.stack === stack);
      assert.deepEqual(found.sort(), golden.map(({ rule, resource }) => `${rule} :: ${resource}`).sort());
      assert.deepEqual(
        golden.filter(({ reason }) => reason.length < 20),
        [],
      );
    });

    it("gives more than a dozen rules something to judge", () => {
      const busy = preview.policies.filter(({ judged }) => judged > 0);
      assert.ok(busy.length > 12, `only ${busy.length} rules judged anything`);
    });

    it("gives its outputs, unknown only where AWS chooses the value", () => {
      const [program] = preview.resources.filter(({ type }) => type === "pulumi:pulumi:Stack");
      assert.deepEqual(program?.outputs, {
        bucketName: `shop-${stack}-artifacts-${account}-us-east-1`,
        keyArn: unknown,
        pipelineArn: unknown,
        pipelineName: `shop-${stack}-pipeline`,
        projectNames: projects.map((project) => `shop-${stack}-${project}`),
        repositoryUri: `${account}.dkr.ecr.us-east-1.amazonaws.com/shop-${stack}`,
      });
    });

    it("knows everything that decides about access before any of it exists", () => {
      const types = new Set(preview.resources.map(({ type }) => type));
      assert.deepEqual([...types].filter((type) => type in security).sort(), Object.keys(security).sort());
      assert.deepEqual(preview.resources.flatMap(unknownInputs), []);
    });

    it("waits for at most as many resources, one after the other, as the goal of the bench says", () => {
      const chain = longestChain(preview.resources.map((state) => ({ ...state, custom: /^aws:/.test(state.type) })));
      assert.ok(chain.length >= 3 && chain.length <= LONGEST_CHAIN, chain.map(nameOf).join(", "));
    });

    it("creates each key after the roles that its policy names, which KMS must find", () => {
      const roles = new Map(
        preview.resources
          .filter(({ type }) => type === "aws:iam/role:Role")
          .map(({ urn, inputs }) => [`arn:aws:iam::${account}:role/${inputs.name}`, urn]),
      );
      const keys = preview.resources.filter(({ type }) => type === "aws:kms/key:Key");
      const early = keys.flatMap(({ urn, inputs, dependencies }) =>
        [...roles]
          .filter(([arn, role]) => namedIn(String(inputs.policy)).includes(arn) && !dependencies.includes(role))
          .map(([arn]) => `${nameOf(urn)} before ${arn}`),
      );
      assert.deepEqual(early, []);
      assert.ok(keys.some(({ dependencies }) => dependencies.length > 0));
    });

    it("creates nothing with another provider than the one that is held to its account", () => {
      const providers = preview.resources.filter(({ type }) => type.startsWith("pulumi:providers:"));
      assert.deepEqual(
        providers.map(({ inputs: { region, allowedAccountIds } }) => ({ region, allowedAccountIds })),
        [{ region: "us-east-1", allowedAccountIds: JSON.stringify([account]) }],
      );
    });
  });
}

describe("the prod stack alone", () => {
  it("protects what cannot be made again, and keeps it when the stack is destroyed", async () => {
    const lasting = ["ArtifactBucket", "ImageRepository", "s3", "kms/", "ecr"];
    const isLasting = ({ type }: Registered) => lasting.some((part) => type.includes(part));
    const { resources } = await previewOf("prod");
    assert.deepEqual(
      resources.filter(({ protect }) => protect).map(({ urn }) => urn),
      resources.filter(isLasting).map(({ urn }) => urn),
    );
    assert.deepEqual(
      resources.filter(({ retainOnDelete }) => retainOnDelete).map(({ urn }) => urn),
      resources.filter((resource) => isLasting(resource) && resource.type.startsWith("aws:")).map(({ urn }) => urn),
    );
    const dev = await previewOf("dev");
    assert.deepEqual(
      dev.resources.filter(({ protect, retainOnDelete }) => protect || retainOnDelete),
      [],
    );
  });
});

function unknownInputs({ type, urn, inputs }: Registered): string[] {
  return (security[type] ?? [])
    .filter((key) => inputs[key] === undefined || JSON.stringify(inputs[key]).includes(unknown))
    .map((key) => `${nameOf(urn)}: ${key}`);
}
