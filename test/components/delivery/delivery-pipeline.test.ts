import assert from "node:assert/strict";
import { DeliveryPipeline, type DeliveryPipelineArgs } from "../../../components/delivery/delivery-pipeline";
import { approvalAction, buildAction, gitSource } from "../../../components/delivery/inline-actions";
import { modelProblems } from "../../support/aws-models";
import { only, record } from "../../support/recorder";

const source = gitSource({
  connectionArn: "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c",
  repository: "acme/lib",
});
const stages = [
  { name: "Source", actions: [source] },
  { name: "Test", actions: [buildAction({ name: "Unit", input: source, commands: ["npm test"] })] },
  { name: "Approve", actions: [approvalAction({ name: "Release", notify: ["a@acme.example"] })] },
];
const args: DeliveryPipelineArgs = { account: "111122223333", region: "eu-central-1", stages };

const checks: NonNullable<DeliveryPipelineArgs["pullRequestChecks"]> = {
  source: {
    type: "GITHUB",
    location: "https://github.com/acme/lib.git",
    connectionArn: "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c",
  },
  baseBranches: ["main"],
  buildspec: { phases: { build: { commands: ["npm test"] } } },
  comment: { secret: "lib/comment-token" },
};

const create = (changes: Partial<DeliveryPipelineArgs> = {}) =>
  record({ preview: true }, (opts) => new DeliveryPipeline("lib", { ...args, ...changes }, opts));

describe("DeliveryPipeline", () => {
  it("creates store, project, topic and pipeline as its own children", async () => {
    const recorded = await create();
    const children = recorded
      .filter(({ parent }) => parent === "lib")
      .map(({ type, name }) => `${type.split(":").at(-1)} ${name}`);
    assert.deepEqual(children.sort(), [
      "ApprovalTopic lib-Approve-Release",
      "ArtifactBucket lib-artifacts",
      "BuildProject lib-Test-Unit",
      "Pipeline lib-pipeline",
    ]);
  });

  it("takes every name that a pipeline may have, and refuses others as its name", async () => {
    const named = (name: string) => record({ preview: true }, (opts) => new DeliveryPipeline(name, args, opts));
    const recorded = await named("Lib.size_1@x");
    assert.deepEqual(modelProblems(recorded), []);
    const { bucket } = only(recorded, "aws:s3/bucket:Bucket", "Lib.size_1@x-artifacts-store").inputs;
    assert.match(String(bucket), /^lib-size-1-x-[0-9a-f]{8}-artifacts-111122223333-eu-central-1$/);
    await assert.rejects(
      named("größe 日本"),
      /DeliveryPipeline größe 日本 has a problem:\n {2}name: is "größe 日本": give 1 to/,
    );
  });

  it("gives topics of the longest stages and actions a name that SNS takes", async () => {
    const long = "a".repeat(100);
    const approval = { name: long, actions: [approvalAction({ name: long, notify: ["a@acme.example"] })] };
    const recorded = await record(
      { preview: true },
      (opts) => new DeliveryPipeline("l".repeat(100), { ...args, stages: [...stages.slice(0, 2), approval] }, opts),
    );
    assert.deepEqual(modelProblems(recorded), []);
  });

  it("is a gate if it waits for an approval: every resource with tags has the gate's tag", async () => {
    const gatesOf = async (changes: Partial<DeliveryPipelineArgs>) => {
      const tags = (await create(changes)).flatMap(({ type, inputs }) =>
        type.startsWith("aws:") && inputs.tags !== undefined ? [JSON.stringify(inputs.tags)] : [],
      );
      return [...new Set(tags)];
    };
    assert.deepEqual(await gatesOf({}), ['{"aws-pipelines:gate":"lib"}']);
    assert.deepEqual(await gatesOf({ tags: { owner: "acme" } }), ['{"aws-pipelines:gate":"lib","owner":"acme"}']);
    assert.deepEqual(await gatesOf({ tags: { owner: "acme" }, stages: stages.slice(0, 2) }), ['{"owner":"acme"}']);
  });

  it("encrypts everything by one key, whose policy lets in the roles that it made", async () => {
    const recorded = await create();
    const policy = String(only(recorded, "aws:kms/key:Key", "lib-artifacts-key").inputs.policy);
    for (const role of ["lib+eu-central-1", "lib-Test-Unit-eu-central-1", "lib+Approve+Release+eu-central-1"]) {
      assert.ok(policy.includes(`arn:aws:iam::111122223333:role/${role}"`), role);
    }
  });

  it("tells recipients, and lets EventBridge use its key for their topic", async () => {
    const recorded = await create({ notify: { emails: ["team@acme.example"] } });
    const { eventPattern } = only(recorded, "aws:cloudwatch/eventRule:EventRule", "lib-notifications-action").inputs;
    assert.deepEqual(JSON.parse(String(eventPattern)).detail.pipeline, ["lib"]);
    const policy = String(only(recorded, "aws:kms/key:Key", "lib-artifacts-key").inputs.policy);
    assert.deepEqual(JSON.parse(policy).Statement.at(-1).Condition, {
      StringEquals: {
        "kms:EncryptionContext:aws:sns:topicArn": ["arn:aws:sns:eu-central-1:111122223333:lib-notifications"],
      },
    });
  });

  it("creates an image repository and checks of pull requests under its own key", async () => {
    const recorded = await create({ imageRepository: { mutableTags: ["latest"] }, pullRequestChecks: checks });
    const { name, encryptionConfigurations } = only(recorded, "aws:ecr/repository:Repository", "lib-images").inputs;
    assert.deepEqual([name, encryptionConfigurations], ["lib", [{ encryptionType: "KMS", kmsKey: "<unknown>" }]]);
    const { tags } = only(recorded, "aws:ecr/repository:Repository", "lib-images").inputs;
    assert.deepEqual(tags, { "aws-pipelines:gate": "lib" });
    assert.equal(only(recorded, "aws:codebuild/project:Project", "lib-checks").inputs.tags, undefined);
    const policy = JSON.parse(String(only(recorded, "aws:kms/key:Key", "lib-artifacts-key").inputs.policy));
    const sids = policy.Statement.map(({ Sid }: { Sid: string }) => Sid);
    assert.ok(sids.includes("ImageRepository"));
    const groups = JSON.stringify(policy.Statement.find(({ Sid }: { Sid: string }) => Sid === "LogGroups"));
    assert.match(
      groups,
      /log-group:\/aws\/codebuild\/lib-checks","[^"]*log-group:\/aws\/codebuild\/lib-checks-comment"/,
    );
    assert.ok(!JSON.stringify(policy).includes("role/lib-checks"));
  });

  it("refuses every problem of repository and checks at once, with its path", async () => {
    const environmentVariables = { TOKEN: { secret: "shop/token" } };
    await assert.rejects(
      create({
        imageRepository: { untaggedExpireAfterDays: 0 },
        pullRequestChecks: { ...checks, environmentVariables },
      }),
      (error: Error) => {
        assert.match(
          error.message,
          /has 2 problems:\n {2}imageRepository\.untaggedExpireAfterDays: .*\n {2}pullRequestChecks\.environmentVariables\.TOKEN: would be within reach/,
        );
        return true;
      },
    );
  });

  it("refuses events that it never sends", async () => {
    const events = ["run-superseded"] as const;
    const notify = { emails: ["team@acme.example"], events: [...events] };
    await assert.rejects(create({ notify, executionMode: "QUEUED" }), (error: Error) => {
      assert.equal(
        error.message,
        'DeliveryPipeline lib has a problem:\n  notify.events[0]: is "run-superseded", and no pipeline has the execution mode SUPERSEDED: leave it out',
      );
      return true;
    });
  });

  it("protects store and key where asked to, and expires logs as given", async () => {
    const recorded = await create({ protect: true, logRetentionInDays: 30 });
    assert.equal(only(recorded, "aws-pipelines:index:ArtifactBucket", "lib-artifacts").protect, true);
    assert.equal(only(recorded, "aws:cloudwatch/logGroup:LogGroup", "lib-Test-Unit-logs").inputs.retentionInDays, 30);
  });

  it("refuses everything that is wrong at once, as a message for its user", async () => {
    const unit = buildAction({ name: "Unit", input: "nowhere" });
    await assert.rejects(
      create({ stages: [stages[0] ?? assert.fail(), { name: "Test", actions: [unit] }] }),
      (error: Error) => {
        assert.match(
          error.message,
          /^DeliveryPipeline lib has 2 problems:\n {2}stages\[1\]\.actions\[0\]\.commands: is missing/,
        );
        return true;
      },
    );
  });

  it("refuses arguments of another shape by their paths, in programs without type checks", async () => {
    const { stages: _, ...others } = args;
    const message = async (wrong: object) =>
      record({ preview: true }, (opts) => new DeliveryPipeline("lib", wrong as DeliveryPipelineArgs, opts)).then(
        () => "no error",
        (error: Error) => error.message,
      );
    assert.equal(
      (await message({ ...others, stagez: stages })).replace(/Allowed are .*/, "…"),
      [
        "DeliveryPipeline lib has 2 problems:",
        "  stages: is missing: give a list of stages",
        "  stagez: is not known here. Did you mean stages? …",
      ].join("\n"),
    );
    const approval = { name: "Approve", actions: [{ ...approvalAction({ name: "Ok" }), notify: "ops@acme.example" }] };
    assert.equal(
      await message({ ...others, stages: [stages[0], { name: "Test" }, approval] }),
      [
        "DeliveryPipeline lib has 2 problems:",
        "  stages[1].actions: is missing: give a list of actions",
        '  stages[2].actions[0].notify: is "ops@acme.example": give a list',
      ].join("\n"),
    );
  });
});
