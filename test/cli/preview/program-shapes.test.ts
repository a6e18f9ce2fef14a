import assert from "node:assert/strict";
import { isUnknown, secret, UNKNOWN } from "../../../cli/preview/base/property-value";
import { Status } from "../../../cli/preview/result";
import { messages, named, previewFixture } from "./support/fixture";

const DEFAULT_AWS = `urn:pulumi:dev::providers::pulumi:providers:aws::default_7_48_0::${UNKNOWN}`;
const ABROAD = `urn:pulumi:dev::providers::pulumi:providers:aws::abroad::${UNKNOWN}`;

describe("a previewed program", () => {
  it("registers plain resources with known inputs, unknown outputs and what they depend on", async () => {
    const result = await previewFixture("plain");
    assert.equal(result.status, Status.clean);
    assert.deepEqual(result.outputs, { dataName: "acme-data", dataArn: UNKNOWN });
    assert.deepEqual(named(result, "logging").inputs, {
      bucket: UNKNOWN,
      targetBucket: "acme-logs",
      targetPrefix: "data/",
    });
    assert.deepEqual(named(result, "logging").propertyDependencies, {
      bucket: ["urn:pulumi:dev::plain::aws:s3/bucket:Bucket::data"],
      targetBucket: ["urn:pulumi:dev::plain::aws:s3/bucket:Bucket::logs"],
      targetPrefix: [],
    });
    assert.deepEqual(named(result, "logging").dependencies, [
      "urn:pulumi:dev::plain::aws:s3/bucket:Bucket::data",
      "urn:pulumi:dev::plain::aws:s3/bucket:Bucket::logs",
    ]);
    assert.deepEqual(named(result, "default_7_48_0").inputs, { region: "eu-central-1", version: "7.48.0" });
    assert.deepEqual(result.config, { "aws:region": "eu-central-1", "plain:prefix": "acme" });
    assert.deepEqual(result.diagnostics, []);
  });

  it("has IAM documents computed, its account and region answered, and other functions named", async () => {
    const result = await previewFixture("documents");
    assert.deepEqual(JSON.parse(String(named(result, "role").inputs.assumeRolePolicy)), {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "codebuild.amazonaws.com" } }],
    });
    assert.deepEqual(JSON.parse(String(named(result, "known").inputs.policy)).Statement, [
      { Sid: "Read", Effect: "Allow", Action: ["s3:ListBucket", "s3:GetObject"], Resource: "arn:aws:s3:::data" },
      {
        Effect: "Deny",
        NotAction: "sts:*",
        Resource: "*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
    assert.ok(isUnknown(named(result, "unknown").inputs.policy));
    assert.deepEqual(named(result, "group").inputs, { name: "group", vpcId: UNKNOWN, description: UNKNOWN });
    assert.deepEqual(result.outputs, { place: "aws/eu-central-1/123456789012", caller: UNKNOWN, vpcId: UNKNOWN });
    assert.deepEqual(messages(result), [
      " warning: aws:ec2/getVpc:getVpc: only the provider knows the result, so it is unknown in this preview; supply it with --answers",
    ]);
  });

  it("receives decrypted secrets, objects and the project's defaults, and keeps secrets secret", async () => {
    const result = await previewFixture("references", {}, { PULUMI_CONFIG_PASSPHRASE: "fixture" });
    assert.deepEqual(named(result, "token").inputs.value, secret("open sesame"));
    assert.deepEqual(named(result, "url").inputs.value, secret("postgres://app:hunter2@db.internal"));
    assert.deepEqual(named(result, "subnet").inputs.value, UNKNOWN);
    assert.deepEqual(result.outputs, { size: "small", scale: 3, token: secret("open sesame"), subnetId: UNKNOWN });
    assert.equal(result.config["references:token"], "[secret]");
    assert.equal(result.config["references:database"], "[secret]");
    assert.deepEqual(
      [named(result, "acme/network/dev").operation, named(result, "acme/network/dev").id],
      ["read", "acme/network/dev"],
    );
    assert.deepEqual(messages(result), [
      "acme/network/dev info: existing resource: its provider knows its state, so its outputs are unknown here",
    ]);
  });

  it("sees unknown secrets without the passphrase, in text made from them too, and is told", async () => {
    const result = await previewFixture("references");
    assert.deepEqual(named(result, "token").inputs.value, secret(UNKNOWN));
    assert.deepEqual(named(result, "url").inputs.value, secret(UNKNOWN));
    assert.match(
      messages(result).join("\n"),
      /secret settings are unknown in this preview: references:token, references:database\. Set PULUMI_CONFIG_PASSPHRASE or /,
    );
  });

  it("has explicit providers, inherited options, aliases, reads and imports as the engine has them", async () => {
    const result = await previewFixture("providers");
    const child = named(result, "store-bucket");
    assert.deepEqual([child.provider, child.protect], [ABROAD, true]);
    assert.deepEqual(
      child.aliases.filter((alias) => !alias.includes("BucketV2")),
      [
        "urn:pulumi:dev::providers::providers:index:Store$aws:s3/bucket:Bucket::older",
        "urn:pulumi:dev::providers::providers:index:Store$aws:s3/bucket:Bucket::shop-bucket",
      ],
    );
    const home = named(result, "home");
    assert.deepEqual(
      [home.provider, home.protect, home.ignoreChanges, home.timeouts],
      [DEFAULT_AWS, undefined, ["tags"], { create: 90 }],
    );
    const away = named(result, "away");
    assert.deepEqual([away.operation, away.id, away.provider, away.retainOnDelete], ["import", "away", ABROAD, true]);
    assert.deepEqual([named(result, "old").operation, named(result, "old").id], ["read", "old-bucket"]);
    assert.deepEqual(result.outputs, { identity: "210987654321", partition: "aws-us-gov", unnamed: UNKNOWN });
    assert.match(
      messages(result).join("\n"),
      /getCallerIdentity: the account is unknown offline; set it with --account/,
    );
  });

  it("answers with the account and region of the command line first", async () => {
    const result = await previewFixture("providers", { account: "111111111111", region: "cn-north-1" });
    assert.deepEqual(result.outputs, { identity: "111111111111", partition: "aws-cn", unnamed: "111111111111" });
  });

  it("runs transforms of the resource, its parents, the stack and functions, and the hooks meant for previews", async () => {
    const result = await previewFixture("transforms");
    assert.deepEqual(named(result, "store").inputs, { forceDestroy: true });
    assert.deepEqual(named(result, "store-first").inputs, {
      bucket: "first",
      forceDestroy: true,
      tags: { own: "yes", stack: "yes" },
    });
    assert.deepEqual(named(result, "store-second").inputs, {
      bucket: "first-second",
      forceDestroy: true,
      tags: { stack: "yes" },
    });
    assert.equal(named(result, "store-first").protect, true);
    assert.deepEqual(named(result, "queue").inputs, { name: "jobs" });
    assert.deepEqual(result.outputs, { region: "cn-north-1" });
    assert.deepEqual(messages(result), ["transforms-dev info: made queue"]);
  });

  it("has remote components as one node whose outputs and children are unknown", async () => {
    const result = await previewFixture("remote");
    assert.deepEqual(named(result, "vpc").inputs, { cidr: secret("10.0.0.0/16") });
    assert.equal(named(result, "vpc").remote, true);
    assert.deepEqual(result.outputs, { vpcId: UNKNOWN });
    assert.match(messages(result).join(), /^vpc info: remote component: the provider's plugin makes its children/);
  });

  it("may use every call that the SDK makes to the engine", async () => {
    const result = await previewFixture("features");
    const keeper = "urn:pulumi:dev::features::aws:sqs/queue:Queue::keeper";
    const kept = named(result, "kept-queue");
    assert.deepEqual([kept.retainOnDelete, kept.deletedWith], [true, keeper]);
    assert.equal(named(result, "owned").provider, named(result, "owner").provider);
    assert.match(named(result, "owner").provider, /::own::/);
    assert.equal(named(result, "keeper").deleteBeforeReplace, true);
    assert.deepEqual(named(result, "keeper").outputs, { name: "keeper-8aa41d1", arn: secret(UNKNOWN) });
    assert.deepEqual(named(result, "changed").inputs, { name: "plain" });
    assert.match(named(result, "bridged").provider, /pulumi:providers:acme::default_2_0_0::/);
    assert.deepEqual(result.outputs, { thing: UNKNOWN, again: "plain" });
    assert.deepEqual(messages(result).sort(), [
      " info: for everybody",
      " warning: acme:index:Thing/read: only the provider knows the result, so it is unknown in this preview; supply it with --answers",
      "hooked warning: hook 'tolerated' failed: not important",
    ]);
  });

  it("has the hooks for previews run in the order of the resources, and no others", async () => {
    const result = await previewFixture("hooks");
    assert.deepEqual(messages(result), [
      'hooks-dev info: before jobs-queue {"delaySeconds":5,"name":"jobs"}',
      'hooks-dev info: after jobs-queue {"delaySeconds":5,"name":"jobs"}',
      'hooks-dev info: before policy {"policy":"{}","queueUrl":{"__pulumiUnknown":true}}',
    ]);
  });

  it("may be JavaScript, print, return whole resources, and be started with arguments for Node", async () => {
    const result = await previewFixture("javascript");
    assert.equal(result.outputs.title, "a program");
    assert.deepEqual(result.outputs.password, secret("hunter2"));
    assert.deepEqual(messages(result).sort(), [
      " warning: watch out",
      "javascript-dev info#err: to stderr",
      "javascript-dev info: to stdout",
    ]);
    const { source } = named(result, "page").inputs;
    assert.deepEqual(source, {
      "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17",
      text: "<p>hi</p>",
      hash: "0a4735281db700223af63abc387c351f64ea6961a1ef955631df08d96169e772",
    });
  });

  it("may be empty, and may stand in a folder of its own with its settings in another", async () => {
    const empty = await previewFixture("empty");
    assert.deepEqual(
      empty.resources.map(({ urn }) => urn),
      ["urn:pulumi:dev::empty::pulumi:pulumi:Stack::empty-dev"],
    );
    const folder = await previewFixture("folder", { stack: undefined });
    assert.deepEqual(folder.outputs, { name: "deep", directory: "program" });
  });
});
