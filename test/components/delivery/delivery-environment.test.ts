import assert from "node:assert/strict";
import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import {
  DeliveryEnvironment,
  type DeliveryEnvironmentArgs,
  readDeliverySettings,
} from "../../../components/delivery/delivery-environment";
import type { Statement } from "../../../components/iam/statement";
import { deliverySettings, readSettings } from "../../support/delivery-settings";
import { approvers } from "../../support/destroy-settings";
import { counts, only, type Recorded, record, resolved, unknown } from "../../support/recorder";

const key = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-4e5f-4061-8273-849506a7b8c9";
const approval = { notify: ["release@acme.example"] };
const test = { commands: ["npm test"] };
const notify = { emails: ["team@acme.example"] };

function args(changes: Record<string, unknown> = {}): DeliveryEnvironmentArgs {
  return readSettings(deliverySettings(changes));
}

function build(changes: Record<string, unknown> = {}, preview = true): Promise<Recorded[]> {
  return record({ preview }, (opts) => new DeliveryEnvironment("shop-test", args(changes), opts));
}

async function built(changes: Record<string, unknown> = {}): Promise<DeliveryEnvironment> {
  const made: DeliveryEnvironment[] = [];
  await record({ preview: false }, (opts) => made.push(new DeliveryEnvironment("shop-test", args(changes), opts)));
  const [environment] = made;
  assert.ok(environment);
  return environment;
}

function keyPolicy(recorded: readonly Recorded[]): Recorded {
  return only(recorded, "aws:kms/key:Key", "shop-test-artifacts-key");
}

function components(recorded: readonly Recorded[]): string[] {
  return recorded
    .filter(({ parent }) => parent === "shop-test")
    .map(({ type, name }) => `${type.replace("aws-pipelines:index:", "")} ${name}`)
    .sort();
}

const least = [
  "ArtifactBucket shop-test-artifacts",
  "BuildProject shop-test-deploy",
  "BuildProject shop-test-image",
  "ImageRepository shop-test-images",
  "Pipeline shop-test-pipeline",
];

const accessLogs = [
  "aws:s3/bucket:Bucket shop-test-destroy-artifacts-logs",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration shop-test-destroy-artifacts-logs-lifecycle",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls shop-test-destroy-artifacts-logs-ownership",
  "aws:s3/bucketPolicy:BucketPolicy shop-test-destroy-artifacts-logs-policy",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock shop-test-destroy-artifacts-logs-public-access",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration shop-test-destroy-artifacts-logs-encryption",
  "aws:s3/bucketVersioning:BucketVersioning shop-test-destroy-artifacts-logs-versioning",
];

const state = { backend: "s3", bucketName: "shop-state", keyAlias: "shop-state", key: "shop.tfstate" };

describe("a delivery environment", () => {
  it("is a bucket, a repository, two builds and a pipeline", async () => {
    assert.deepEqual(components(await build()), least);
  });

  it("has a topic where an approval is asked for, and a third build where there are tests", async () => {
    assert.deepEqual(
      components(await build({ plan: false, approval, test })),
      [...least, "ApprovalTopic shop-test-approvals", "BuildProject shop-test-test"].sort(),
    );
  });

  it("has a pipeline that destroys where settings ask for one, with a store of its own", async () => {
    const recorded = await build({ state, destroy: { approvers } });
    assert.deepEqual(components(recorded), [...least, "DestroyPipeline shop-test-destroy", ...accessLogs].sort());
    const made = counts(recorded);
    assert.deepEqual([made["aws:kms/key:Key"], made["aws:kms/keyPolicy:KeyPolicy"]], [2, undefined]);
    const own = String(
      only(recorded, "aws:iam/rolePolicy:RolePolicy", "shop-test-destroy-preview-role-policy").inputs.policy,
    );
    assert.match(own, /shop-test-destroy-artifacts-111122223333-eu-central-1/);
    assert.doesNotMatch(own, /shop-test-artifacts-111122223333-eu-central-1/);
    const environment = await built({ state, destroy: { approvers } });
    assert.equal(await resolved(pulumi.output(environment.destroyPipelineName)), "shop-test-destroy-pipeline");
    assert.equal((await built()).destroyPipelineName, undefined);
  });

  it("sends the access logs of both stores to one bucket of the gate, which no build of any environment may change", async () => {
    const at = "111122223333-eu-central-1";
    const logs = `shop-test-destroy-artifacts-${at}-logs`;
    const recorded = await build({ state, destroy: { approvers } });
    const logging = recorded.filter(({ type }) => type === "aws:s3/bucketLogging:BucketLogging");
    assert.deepEqual(
      logging.map(({ inputs, dependsOn }) => [inputs.targetPrefix, inputs.targetBucket, dependsOn]),
      ["shop-test-artifacts", "shop-test-destroy-artifacts"].map((store) => [
        `${store}-${at}/`,
        logs,
        ["shop-test-destroy-artifacts-logs-policy"],
      ]),
    );
    const bucket = only(recorded, "aws:s3/bucket:Bucket", "shop-test-destroy-artifacts-logs");
    assert.equal(bucket.inputs.bucket, logs);
    const { policy } = only(
      recorded,
      "aws:s3/bucketPolicy:BucketPolicy",
      "shop-test-destroy-artifacts-logs-policy",
    ).inputs;
    const delivery = JSON.parse(String(policy)).Statement.find(({ Effect }: Statement) => Effect === "Allow");
    assert.deepEqual(delivery.Condition.ArnEquals["aws:SourceArn"], [
      `arn:aws:s3:::shop-test-artifacts-${at}`,
      `arn:aws:s3:::shop-test-destroy-artifacts-${at}`,
    ]);
    const existing = await build({
      state,
      destroy: { approvers },
      artifacts: { existingBucketName: "acme-artifacts", existingKeyArn: key },
    });
    assert.equal(existing.filter(({ type }) => type === "aws:s3/bucketLogging:BucketLogging").length, 1);
  });

  it("creates the key with its policy after every role, and resources under the key after the key", async () => {
    for (const preview of [true, false]) {
      const recorded = await build({ plan: false, approval, test }, preview);
      const roles = recorded.filter(({ type }) => type === "aws:iam/role:Role").map(({ name }) => name);
      assert.equal(roles.length, 9);
      assert.deepEqual(keyPolicy(recorded).dependsOn, roles.sort());
      const arn = preview ? unknown : "arn:aws:made:::shop-test-artifacts-key";
      const waiting = recorded
        .filter(({ type, inputs }) => type.startsWith("aws:") && JSON.stringify(inputs).includes(arn))
        .filter(({ type }) => /(LogGroup|Repository|Topic|:Pipeline)$/.test(type))
        .map(({ type, name }) => `${type.split(":").pop()} ${name}`);
      assert.deepEqual(waiting.sort(), [
        "LogGroup shop-test-deploy-logs",
        "LogGroup shop-test-image-logs",
        "LogGroup shop-test-test-logs",
        "Pipeline shop-test-pipeline",
        "Repository shop-test-images",
        "Topic shop-test-approvals",
      ]);
    }
  });

  it("starts its pipeline when everything that it uses is there", async () => {
    const recorded = await build({ plan: false, approval });
    const { dependsOn } = only(recorded, "aws:codepipeline/pipeline:Pipeline", "shop-test-pipeline");
    const used = [
      "shop-test-approvals",
      "shop-test-artifacts",
      "shop-test-deploy",
      "shop-test-image",
      "shop-test-images",
    ];
    assert.deepEqual(
      used.filter((name) => !dependsOn.includes(name)),
      [],
    );
  });

  it("lets each role use the key as far as it must, and log groups and images be encrypted under it", async () => {
    const { inputs } = keyPolicy(await build({ plan: false, approval, test }, false));
    const { Statement: statements } = JSON.parse(String(inputs.policy));
    const role = (name: string) => `arn:aws:iam::111122223333:role/shop-test-${name}eu-central-1`;
    const encrypt = [
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:Encrypt",
      "kms:GenerateDataKey",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
    ];
    const [administer, ...uses] = statements;
    assert.equal(administer.Sid, "Administer");
    assert.deepEqual(administer.Principal, { AWS: "arn:aws:iam::111122223333:root" });
    assert.deepEqual(
      administer.Action.filter((action: string) => encrypt.includes(action) && action !== "kms:DescribeKey"),
      [],
    );
    assert.deepEqual(uses, [
      {
        Sid: "Decrypt",
        Effect: "Allow",
        Principal: { AWS: [role("image-"), role("deploy-"), role("test-")] },
        Action: ["kms:Decrypt", "kms:DescribeKey"],
        Resource: "*",
      },
      {
        Sid: "Encrypt",
        Effect: "Allow",
        Principal: { AWS: [role("pipeline+"), role("pipeline+Source+Repository+")] },
        Action: encrypt,
        Resource: "*",
      },
      {
        Sid: "Publish",
        Effect: "Allow",
        Principal: { AWS: [role("pipeline+Approve+Release+")] },
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: "*",
      },
      {
        Sid: "LogGroups",
        Effect: "Allow",
        Principal: { Service: "logs.eu-central-1.amazonaws.com" },
        Action: encrypt,
        Resource: "*",
        Condition: {
          ArnEquals: {
            "kms:EncryptionContext:aws:logs:arn": ["image", "deploy", "test"].map(
              (name) => `arn:aws:logs:eu-central-1:111122223333:log-group:/aws/codebuild/shop-test-${name}`,
            ),
          },
        },
      },
      {
        Sid: "ImageRepository",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
        Action: ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"],
        Resource: "*",
        Condition: {
          StringEquals: {
            "kms:CallerAccount": "111122223333",
            "kms:ViaService": "ecr.eu-central-1.amazonaws.com",
          },
        },
      },
    ]);
  });

  it("names in the key's policy only roles that it makes", async () => {
    const recorded = await build({ plan: false, approval, test });
    const made = recorded.filter(({ type }) => type === "aws:iam/role:Role").map(({ inputs }) => `role/${inputs.name}`);
    const named = String(keyPolicy(recorded).inputs.policy).match(/role\/[\w+-]+/g) ?? [];
    assert.equal(named.length, 6);
    assert.deepEqual(
      named.filter((role) => !made.includes(role)),
      [],
    );
  });

  it("leaves unknown in a preview only the key's ids and the ARNs of what is not there yet", async () => {
    const inputs = (await build({ plan: false, approval, test }))
      .filter(({ type }) => type.startsWith("aws:"))
      .flatMap(({ type, inputs }) =>
        Object.keys(inputs)
          .filter((name) => JSON.stringify(inputs[name]).includes(unknown))
          .map((name) => `${type.split(":").pop()} ${name}`),
      );
    assert.deepEqual([...new Set(inputs)].sort(), [
      "Alias targetKeyId",
      "BucketServerSideEncryptionConfiguration rules",
      "LogGroup kmsKeyId",
      "Pipeline artifactStores",
      "Pipeline roleArn",
      "Project encryptionKey",
      "Project serviceRole",
      "Repository encryptionConfigurations",
      "Topic kmsMasterKeyId",
      "TopicSubscription topic",
    ]);
  });

  it("names a key that is there already in the roles' documents, and makes no key and no policy of one", async () => {
    const recorded = await build({ artifacts: { existingKeyArn: key } });
    const made = counts(recorded);
    assert.deepEqual([made["aws:kms/key:Key"], made["aws:kms/keyPolicy:KeyPolicy"]], [undefined, undefined]);
    assert.equal(made["aws:s3/bucket:Bucket"], 2);
    const naming = recorded
      .filter(({ type, inputs }) => type === "aws:iam/rolePolicy:RolePolicy" && String(inputs.policy).includes(key))
      .map(({ name }) => name);
    assert.deepEqual(naming.sort(), [
      "shop-test-deploy-role-policy",
      "shop-test-image-role-policy",
      "shop-test-pipeline-Source-Repository-role-policy",
      "shop-test-pipeline-role-policy",
    ]);
    const environment = await built({ artifacts: { existingKeyArn: key } });
    assert.equal(await resolved(environment.keyArn), key);
  });

  it("makes no bucket and no repository that are there already", async () => {
    const changes = {
      artifacts: { existingBucketName: "platform-artifacts", existingKeyArn: key },
      image: { existingRepositoryName: "platform/shop" },
    };
    const types = Object.keys(counts(await build(changes)));
    assert.deepEqual(
      types.filter((type) => /^aws:(s3|kms|ecr)\//.test(type)),
      [],
    );
    const environment = await built(changes);
    assert.equal(await resolved(environment.bucketArn), "arn:aws:s3:::platform-artifacts");
    assert.equal(await resolved(environment.repositoryName ?? assert.fail()), "platform/shop");
    assert.equal(
      await resolved(environment.repositoryUri ?? assert.fail()),
      "111122223333.dkr.ecr.eu-central-1.amazonaws.com/platform/shop",
    );
  });

  it("tells recipients about both of its pipelines, by a topic under its own key", async () => {
    const destroy = { approvers: { first: approvers.first } };
    const recorded = await build({ notify: { ...notify, events: ["run-failed", "run-succeeded"] }, state, destroy });
    assert.ok(components(recorded).includes("PipelineNotifications shop-test-notifications"));
    const rules = recorded.filter(({ type }) => type.endsWith(":NotificationRule"));
    assert.deepEqual(
      rules.map(({ name }) => name),
      ["shop-test-notifications-shop-test-pipeline", "shop-test-notifications-shop-test-destroy-pipeline"],
    );
    for (const name of ["shop-test-destroy", "shop-test-pipeline"]) {
      assert.ok(
        rules.every(({ dependsOn }) => dependsOn.includes(name)),
        name,
      );
    }
    const { eventPattern } = only(recorded, "aws:cloudwatch/eventRule:EventRule", "shop-test-notifications-run").inputs;
    assert.deepEqual(JSON.parse(String(eventPattern)).detail.pipeline, [
      "shop-test-pipeline",
      "shop-test-destroy-pipeline",
    ]);
    const { Statement } = JSON.parse(String(keyPolicy(recorded).inputs.policy));
    assert.deepEqual(Statement.at(-1).Principal, {
      Service: ["codestar-notifications.amazonaws.com", "events.amazonaws.com"],
    });
    assert.equal(
      await resolved((await built({ notify })).notificationTopicArn ?? assert.fail()),
      "arn:aws:made:::shop-test-notifications",
    );
  });

  it("tells nobody where production says so with a reason, and refuses silence", async () => {
    const of = (changes: Record<string, unknown>) =>
      record({ preview: true }, (opts) => new DeliveryEnvironment("shop-prod", args(changes), opts));
    const quiet = await of({ notify: false, notifyReason: "The operations centre watches every run." });
    assert.equal(counts(quiet)["aws:sns/topic:Topic"], undefined);
    await assert.rejects(of({}), (error: Error) => {
      assert.equal(
        error.message,
        "DeliveryEnvironment shop-prod has a problem:\n  notify: is missing, and shop-prod is production by its name: give recipients of failed runs, such as emails, or false with notifyReason",
      );
      return true;
    });
  });

  it("protects and keeps what cannot be made again when it is told to protect", async () => {
    const recorded = await build({ protect: true, notify });
    assert.deepEqual(
      recorded
        .filter(({ protect }) => protect)
        .map(({ name }) => name)
        .sort(),
      ["shop-test-artifacts", "shop-test-images"],
    );
    assert.equal(only(recorded, "aws:kms/key:Key", "shop-test-artifacts-key").retainOnDelete, true);
    assert.equal(
      only(recorded, "aws-pipelines:index:ArtifactBucket", "shop-test-artifacts").inputs.retainOnDelete,
      true,
    );
    assert.equal(only(recorded, "aws-pipelines:index:ImageRepository", "shop-test-images").inputs.retainOnDelete, true);
    const plain = await build();
    assert.deepEqual(
      plain.filter(({ protect, retainOnDelete }) => protect || retainOnDelete),
      [],
    );
  });

  it("tags everything with its application and stack, and with what it is told", async () => {
    const recorded = await build({ tags: { owner: "acme" } });
    const tagged = recorded.filter(({ type, inputs }) => type.startsWith("aws:") && inputs.tags !== undefined);
    assert.equal(tagged.length, 15);
    for (const { inputs } of tagged) {
      assert.deepEqual(inputs.tags, { application: "shop", environment: pulumi.runtime.getStack(), owner: "acme" });
    }
  });

  it("creates the roles of its target with the provider of that account, before its pipeline starts", async () => {
    const account = "444455556666";
    const shared = { state: { ...state, bucketName: "acme-state" }, target: { account } };
    const recorded = await record({ preview: true }, (opts) => {
      const provider = new Provider("target", { region: "eu-central-1" });
      new DeliveryEnvironment("shop-test", { ...args(shared), accounts: { [account]: provider } }, opts);
    });
    const { inputs } = only(recorded, "aws:iam/role:Role", "shop-test-Deploy-Infrastructure-target-role");
    assert.equal(inputs.name, "shop-test-pipeline+Deploy+target+Infrastructure+eu-central-1");
    const { dependsOn } = only(recorded, "aws:codepipeline/pipeline:Pipeline", "shop-test-pipeline");
    assert.ok(dependsOn.includes("shop-test-Deploy-Infrastructure-target-role-policy"), dependsOn.join());
    const left = await build({ ...shared, accounts: { [account]: "TargetAccount" } });
    assert.deepEqual(
      left.filter(({ name }) => name.includes("target-role")),
      [],
    );
    await assert.rejects(build(shared), {
      message: `DeliveryEnvironment shop-test has a problem:\n  target.account: is "${account}", and nothing creates roles there. Give a provider of the account in accounts, or give "TargetAccount" there and run a TargetAccount in the account`,
    });
  });

  it("refuses accounts that no target names, and names a misspelt one", async () => {
    const account = "444455556666";
    const shared = { state: { ...state, bucketName: "acme-state" }, target: { account } };
    const accounts = { [account]: "TargetAccount", "444455556660": "TargetAccount" } as const;
    await assert.rejects(build({ ...shared, accounts }), {
      message: `DeliveryEnvironment shop-test has a problem:\n  accounts.444455556660: is "TargetAccount", and no target has account 444455556660. Did you mean ${account}? Allowed are ${account}`,
    });
    await assert.rejects(
      build({ ...shared, accounts: { "444455556660": "TargetAccount" } }),
      /target\.account: is "444455556666", and nothing creates roles there \(accounts names 444455556660\)\. Give a provider/,
    );
  });

  it("gives its outputs", async () => {
    const environment = await built({ test });
    assert.equal(await resolved(environment.bucketName), "shop-test-artifacts-111122223333-eu-central-1");
    assert.equal(await resolved(environment.bucketArn), "arn:aws:made:::shop-test-artifacts-store");
    assert.equal(await resolved(environment.keyArn), "arn:aws:made:::shop-test-artifacts-key");
    assert.equal(await resolved(environment.repositoryName ?? assert.fail()), "shop-test");
    assert.deepEqual(await resolved(environment.projectNames), [
      "shop-test-image",
      "shop-test-deploy",
      "shop-test-test",
    ]);
    assert.equal(await resolved(environment.pipelineName), "shop-test-pipeline");
    assert.equal(await resolved(environment.pipelineArn), "arn:aws:made:::shop-test-pipeline");
  });

  it("refuses a name that its parts cannot start with, together with wrong settings", async () => {
    await assert.rejects(
      record({ preview: true }, (opts) => {
        new DeliveryEnvironment("Shop", { ...args(), account: "1" }, opts);
      }),
      new pulumi.RunError(
        [
          "DeliveryEnvironment Shop has 2 problems:",
          '  name: is "Shop": give 2 to 40 lower-case letters, digits or single hyphens, starting with a letter, such as shop-dev',
          '  account: is "1": give the 12 digits of an account, in quotation marks',
        ].join("\n"),
      ),
    );
  });
});

describe("the settings of an environment", () => {
  it("are read as they are written", () => {
    const written = deliverySettings({ protect: true, notify });
    assert.deepEqual(readDeliverySettings("acme:environment", written), written);
  });

  it("are refused with the configuration's key and every problem", () => {
    assert.throws(
      () => readDeliverySettings("acme:environment", deliverySettings({ region: "Frankfurt", colour: "blue" })),
      new pulumi.RunError(
        [
          "The configuration acme:environment has 2 problems:",
          '  region: is "Frankfurt": give a region, such as eu-central-1',
          "  colour: is not known here: allowed are application, account, region, partition, source, image, deploy, target, accounts, builds, test, approval, plan, drift, promote, state, destroy, selfUpdate, notify, notifyReason, artifacts, logRetentionInDays, protect, rolePath, permissionsBoundaryArn, managedPoliciesOnly, tags",
        ].join("\n"),
      ),
    );
  });
});
