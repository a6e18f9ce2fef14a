import assert from "node:assert/strict";
import { output, RunError } from "@pulumi/pulumi";
import { codeDeployAction } from "../../../components/actions/codedeploy/action";
import { variableCheckRule } from "../../../components/actions/rules/variable-check";
import { Pipeline, type PipelineArgs } from "../../../components/pipelines/pipeline";
import { createPrivateBucket } from "../../../components/storage/private-bucket";
import { buildAction, sourceAction } from "../../support/pipelines";
import { counts, only, record, unknown } from "../../support/recorder";
import { keyArn } from "../../support/scopes";

const deployer = "arn:aws:iam::222233334444:role/deployer";
const builds = "arn:aws:iam::222233334444:role/builds";
const role = (name: string) => `arn:aws:iam::111122223333:role/${name}+eu-central-1`;

/** Builds an image in another region, and lets another account deploy it there. */
const args: PipelineArgs = {
  account: "111122223333",
  region: "eu-central-1",
  artifactBucketName: "store",
  encryptionKeyArn: output(keyArn),
  stages: [
    { name: "Source", actions: [sourceAction()] },
    { name: "Build", actions: [buildAction({ region: "us-east-1", outputArtifacts: ["image"] })] },
    {
      name: "Deploy",
      actions: [
        buildAction(
          { name: "Web", region: "us-east-1", roleArn: deployer, inputArtifacts: ["image"] },
          { ProjectName: "shop-deploy", ServiceRoleArnOverride: builds },
        ),
      ],
    },
  ],
};
const bucket = "shop-eu-central-1-111122223333-us-east-1";

function build(changes: Partial<PipelineArgs> = {}) {
  return record({ preview: true }, (opts) => new Pipeline("shop", { ...args, ...changes }, opts));
}

async function statementsOf(role: string, changes: Partial<PipelineArgs> = {}): Promise<Record<string, unknown>[]> {
  const { policy } = only(await build(changes), "aws:iam/rolePolicy:RolePolicy", `${role}-policy`).inputs;
  return JSON.parse(String(policy)).Statement;
}

async function storesOf(changes: Partial<PipelineArgs> = {}) {
  return only(await build(changes), "aws:codepipeline/pipeline:Pipeline", "shop").inputs.artifactStores;
}

const existingKey = "arn:aws:kms:us-east-1:111122223333:key/b";
const existing = { "us-east-1": { artifactBucketName: "existing", encryptionKeyArn: existingKey } };

describe("a pipeline that acts in another region", () => {
  it("names the region of no store while there is one", async () => {
    const stages = args.stages.slice(0, 1).concat({ name: "Build", actions: [buildAction()] });
    assert.deepEqual(await storesOf({ stages }), [
      { type: "S3", location: "store", encryptionKey: { type: "KMS", id: keyArn } },
    ]);
  });

  it("has a store in each region, whose bucket is known by name before it exists", async () => {
    assert.deepEqual(await storesOf(), [
      { region: "eu-central-1", type: "S3", location: "store", encryptionKey: { type: "KMS", id: keyArn } },
      { region: "us-east-1", type: "S3", location: bucket, encryptionKey: { type: "KMS", id: unknown } },
    ]);
    const recorded = await build({ tags: { owner: "acme" } });
    const { otherAccountRoles, ...store } = only(
      recorded,
      "aws-pipelines:index:ArtifactBucket",
      "shop-us-east-1",
    ).inputs;
    assert.deepEqual(store, {
      partition: "aws",
      account: "111122223333",
      region: "us-east-1",
      bucketName: bucket,
      tags: { owner: "acme" },
    });
    assert.deepEqual(otherAccountRoles, { read: [builds], write: [], tag: [] });
  });

  it("makes everything of the store in that region, as its own part", async () => {
    const recorded = await build();
    const regional = recorded.filter(({ inputs }) => inputs.region === "us-east-1");
    assert.deepEqual(counts(regional), {
      "aws:kms/key:Key": 1,
      "aws:kms/alias:Alias": 1,
      "aws:s3/bucket:Bucket": 2,
      "aws:s3/bucketOwnershipControls:BucketOwnershipControls": 2,
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": 2,
      "aws:s3/bucketVersioning:BucketVersioning": 2,
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": 2,
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": 2,
      "aws:s3/bucketPolicy:BucketPolicy": 2,
      "aws:s3/bucketLogging:BucketLogging": 1,
    });
    assert.equal(only(recorded, "aws-pipelines:index:ArtifactBucket", "shop-us-east-1").parent, "shop");
  });

  it("opens the key of that store to the pipeline, and to actions and builds of that region as they use it", async () => {
    const { policy } = only(await build(), "aws:kms/key:Key", "shop-us-east-1-key").inputs;
    const used = JSON.parse(String(policy)).Statement.slice(1);
    assert.deepEqual(
      used.map(({ Sid, Principal }: Record<string, unknown>) => [Sid, Principal]),
      [
        ["DecryptElsewhere", { AWS: "arn:aws:iam::222233334444:root" }],
        ["Encrypt", { AWS: [role("shop"), "arn:aws:iam::111122223333:role/shop-image-us-east-1"] }],
      ],
    );
  });

  it("lets a role of another account read the store by its policy, and no more of it than it uses", async () => {
    const { policy } = only(await build(), "aws:s3/bucketPolicy:BucketPolicy", "shop-us-east-1-store-policy").inputs;
    assert.deepEqual(JSON.parse(String(policy)).Statement.slice(5), [
      {
        Sid: "OtherAccounts",
        Effect: "Allow",
        Principal: { AWS: ["arn:aws:iam::222233334444:root"] },
        Action: ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"],
        Resource: `arn:aws:s3:::${bucket}`,
        Condition: { ArnEquals: { "aws:PrincipalArn": [builds] } },
      },
      {
        Sid: "OtherAccountsRead",
        Effect: "Allow",
        Principal: { AWS: ["arn:aws:iam::222233334444:root"] },
        Action: ["s3:GetObject", "s3:GetObjectVersion"],
        Resource: `arn:aws:s3:::${bucket}/*`,
        Condition: { ArnEquals: { "aws:PrincipalArn": [builds] } },
      },
    ]);
  });

  it("creates the key after all roles and the resources that the pipeline follows, and the pipeline after that", async () => {
    const data = { region: "x", bucketName: "d", policy: "{}", expireAfterDays: 1, noncurrentExpireAfterDays: 1 };
    const recorded = await record({ preview: true }, (opts) => {
      const { policy } = createPrivateBucket("data", { ...data, retainOnDelete: false }, opts);
      new Pipeline("shop", { ...args, startAfter: [Promise.resolve(policy)] }, opts);
    });
    const roles = ["shop-Build-Image-role", "shop-Source-Repository-role", "shop-role"];
    const before = ["data-policy", ...roles.flatMap((name) => [name, `${name}-policy`])];
    assert.deepEqual(only(recorded, "aws:kms/key:Key", "shop-us-east-1-key").dependsOn, before);
    assert.deepEqual(
      only(recorded, "aws:codepipeline/pipeline:Pipeline", "shop").dependsOn,
      [...before, "shop-us-east-1"].sort(),
    );
  });

  it("lets the pipeline's role move artifacts in every store", async () => {
    const [look, move] = await statementsOf("shop-role");
    assert.deepEqual(look?.Resource, ["arn:aws:s3:::store", `arn:aws:s3:::${bucket}`]);
    assert.deepEqual(move?.Resource, ["arn:aws:s3:::store/*", `arn:aws:s3:::${bucket}/*`]);
  });

  it("uses the store that is there already for a region, makes none there, and names a key given as text", async () => {
    assert.deepEqual(await storesOf({ regionalStores: existing }), [
      { region: "eu-central-1", type: "S3", location: "store", encryptionKey: { type: "KMS", id: keyArn } },
      { region: "us-east-1", type: "S3", location: "existing", encryptionKey: { type: "KMS", id: existingKey } },
    ]);
    assert.deepEqual(counts(await build({ regionalStores: existing })), {
      "aws:iam/role:Role": 3,
      "aws:iam/rolePolicy:RolePolicy": 3,
      "aws:codepipeline/pipeline:Pipeline": 1,
    });
    const keyed = (await statementsOf("shop-role", { regionalStores: existing })).filter(({ Sid }) => Sid === "Key");
    assert.deepEqual(
      keyed.map(({ Resource }) => Resource),
      [[existingKey]],
    );
  });

  it("makes a store for a region that a rule alone names", async () => {
    const rule = variableCheckRule({
      name: "Released",
      region: "eu-west-1",
      configuration: { Variable: "#{Repository.CommitId}", Operator: "NE", Value: "none" },
    });
    const [source] = args.stages;
    assert.ok(source);
    const stages = [
      source,
      { name: "Build", actions: [buildAction()], beforeEntry: { result: "SKIP" as const, rules: [rule] } },
    ];
    const made: Pipeline[] = [];
    await record({ preview: true }, (opts) => made.push(new Pipeline("shop", { ...args, stages }, opts)));
    assert.deepEqual(Object.keys(made[0]?.regionalStores ?? {}), ["eu-west-1"]);
  });

  it("refuses buckets and keys that the documents of roles must not name", async () => {
    const regionalStores = { "us-east-1": { artifactBucketName: "*", encryptionKeyArn: "alias/shop" } };
    const home = "arn:aws:kms:us-east-1:111122223333:key/a";
    await assert.rejects(build({ regionalStores, encryptionKeyArn: home }), ({ message }: Error) => {
      const paths = message
        .split("\n")
        .slice(1)
        .map((line) => line.trim().split(": ")[0]);
      assert.deepEqual(paths, [
        "encryptionKeyArn",
        "regionalStores.us-east-1.artifactBucketName",
        "regionalStores.us-east-1.encryptionKeyArn",
      ]);
      return true;
    });
  });

  it("refuses stores for regions that nothing runs in", async () => {
    const store = (region: string) => ({
      artifactBucketName: "existing",
      encryptionKeyArn: `arn:aws:kms:${region}:111122223333:key/b`,
    });
    await assert.rejects(
      build({ regionalStores: { "eu-central-1": store("eu-central-1"), "eu-west-1": store("eu-west-1") } }),
      new RunError(
        [
          "Pipeline shop has 2 problems:",
          "  regionalStores.eu-central-1: is the region of the pipeline, whose store artifactBucketName and encryptionKeyArn are: remove it",
          "  regionalStores.eu-west-1: is a region that nothing runs in: give one of us-east-1",
        ].join("\n"),
      ),
    );
  });
});

describe("a pipeline with a role of another account", () => {
  it("makes no role for that action, and may become the one that is there", async () => {
    const recorded = await build();
    assert.deepEqual(
      recorded.filter(({ type }) => type === "aws:iam/role:Role").map(({ inputs }) => inputs.name),
      ["shop+eu-central-1", "shop+Source+Repository+eu-central-1", "shop+Build+Image+eu-central-1"],
    );
    const assume = (await statementsOf("shop-role")).find(({ Sid }) => Sid === "ActThroughActionRoles");
    assert.deepEqual(assume?.Resource, [role("shop+Source+Repository"), role("shop+Build+Image"), deployer]);
  });

  it("renders that role, and knows every document in a preview", async () => {
    const recorded = await build();
    const { stages } = only(recorded, "aws:codepipeline/pipeline:Pipeline", "shop").inputs;
    assert.match(JSON.stringify(stages), /"roleArn":"arn:aws:iam::222233334444:role\/deployer"/);
    const documents = recorded.filter(({ type }) => /Policy$|role:Role$/.test(type)).map(({ inputs }) => inputs.policy);
    assert.ok(documents.length > 5);
    assert.ok(!JSON.stringify(documents).includes(unknown));
  });

  it("opens the store and the key of its region to that role as far as the action uses artifacts", async () => {
    const deploy = codeDeployAction({
      name: "Machines",
      region: "us-east-1",
      roleArn: deployer,
      inputArtifacts: ["source"],
      configuration: { ApplicationName: "shop", DeploymentGroupName: "web" },
    });
    const stages = [...args.stages.slice(0, 1), { name: "Deploy", actions: [deploy] }];
    const recorded = await build({ stages });
    const lettingIn = (type: string, name: string) =>
      JSON.parse(String(only(recorded, type, name).inputs.policy))
        .Statement.filter((statement: object) => JSON.stringify(statement).includes(deployer))
        .map(({ Sid }: { Sid: string }) => Sid);
    assert.deepEqual(lettingIn("aws:s3/bucketPolicy:BucketPolicy", "shop-us-east-1-store-policy"), [
      "OtherAccounts",
      "OtherAccountsRead",
    ]);
    assert.deepEqual(lettingIn("aws:kms/key:Key", "shop-us-east-1-key"), ["DecryptElsewhere"]);
  });

  it("tells the owner of that role, and of the one that its build runs with, what they must see to", async () => {
    const said: string[] = [];
    await record({ preview: true }, (opts) => new Pipeline("shop", args, opts), said);
    assert.deepEqual(
      said.map((message) => message.split("\n")[0]),
      [
        `Deploy/Web runs with ${deployer}. This program does not create the role. Create it before the pipeline, with this trust policy:`,
        `Builds in account 222233334444 run with ${builds}. Create the role before the pipeline,`,
        `Builds of the pipeline shop run with arn:aws:iam::111122223333:role/shop-image-us-east-1. Pass their BuildProject to the pipeline in builds, or give the role these statements:`,
      ],
    );
  });

  it("tells the owners of the store that it is given whom to let in", async () => {
    const deploy = codeDeployAction({
      name: "Machines",
      roleArn: deployer,
      inputArtifacts: ["source"],
      configuration: { ApplicationName: "shop", DeploymentGroupName: "web" },
    });
    const stages = [...args.stages.slice(0, 1), { name: "Deploy", actions: [deploy] }];
    const encryptionKeyArn = "arn:aws:kms:eu-central-1:111122223333:key/b";
    const said: string[] = [];
    await record({ preview: true }, (opts) => new Pipeline("shop", { ...args, stages, encryptionKeyArn }, opts), said);
    assert.deepEqual(
      said.slice(1).map((message) => message.split("\n")[0]),
      [
        "The policy of the bucket store must contain these statements, if not done already (an ArtifactBucket does it for its otherAccountRoles):",
        `The policy of ${encryptionKeyArn} must contain these statements, if not done already:`,
      ],
    );
  });

  it("prints the permissions of a build alone, if it creates all other roles", async () => {
    const said: string[] = [];
    const stages = args.stages.slice(0, 2);
    await record({ preview: true }, (opts) => new Pipeline("shop", { ...args, stages }, opts), said);
    assert.deepEqual(
      said.map((message) => message.split("\n")[0]),
      [
        "Builds of the pipeline shop run with arn:aws:iam::111122223333:role/shop-image-us-east-1. Pass their BuildProject to the pipeline in builds, or give the role these statements:",
      ],
    );
  });
});
