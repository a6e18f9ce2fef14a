import assert from "node:assert/strict";
import { Fleet, type FleetArgs, readFleet } from "../../../components/fleet/fleet";
import { modelProblems } from "../../support/aws-models";
import { only, record } from "../../support/recorder";

const args: FleetArgs = {
  account: "111122223333",
  region: "eu-central-1",
  permissionsBoundaryArn: "arn:aws:iam::111122223333:policy/delivery",
  rolePath: "/fleet/",
  defaults: { project: "shop", state: { backend: "s3", bucketName: "acme-state", keyAlias: "acme-state" } },
  environments: { dev: {}, prod: {} },
  waves: [
    { name: "test", environments: ["dev"] },
    { name: "prod", environments: ["prod"], approval: true },
  ],
  source: {
    connectionArn: "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c",
    repository: "acme/shop",
  },
  cli: { version: "3.248.0", sha256: "0".repeat(64) },
};
const create = (changes: Partial<FleetArgs> = {}) =>
  record({ preview: true }, (opts) => new Fleet("shops", { ...args, ...changes }, opts));

describe("Fleet", () => {
  it("creates one pipeline, and for each environment a project whose role belongs to it alone", async () => {
    const recorded = await create();
    assert.deepEqual(modelProblems(recorded), []);
    assert.equal(only(recorded, "aws-pipelines:index:DeliveryPipeline", "shops").parent, "shops");
    const trusts = ["shops-test-dev", "shops-prod-prod"].map((project) => {
      const { inputs } = only(recorded, "aws:iam/role:Role", `${project}-role`);
      assert.equal(inputs.path, "/fleet/");
      assert.equal(inputs.permissionsBoundary, "arn:aws:iam::111122223333:policy/delivery");
      return JSON.parse(String(inputs.assumeRolePolicy)).Statement;
    });
    assert.deepEqual(
      trusts,
      ["shops-test-dev", "shops-prod-prod"].map((project) => [
        {
          Sid: "Service",
          Effect: "Allow",
          Principal: { Service: "codebuild.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: {
            StringEquals: { "aws:SourceAccount": "111122223333" },
            ArnEquals: { "aws:SourceArn": `arn:aws:codebuild:eu-central-1:111122223333:project/${project}` },
          },
        },
      ]),
    );
  });

  it("runs the waves in their order, and lets a newer commit wait behind a run if asked to", async () => {
    const stagesOf = async (changes: Partial<FleetArgs>) => {
      const { stages, executionMode } = only(
        await create(changes),
        "aws:codepipeline/pipeline:Pipeline",
        "shops-pipeline",
      ).inputs as { stages: { name: string }[]; executionMode: string };
      return [executionMode, ...stages.map(({ name }) => name)];
    };
    assert.deepEqual(await stagesOf({}), ["SUPERSEDED", "Source", "test", "Approve.prod", "prod"]);
    assert.equal((await stagesOf({ executionMode: "QUEUED" }))[0], "QUEUED");
  });

  it("names the commit and the environments in each approval", async () => {
    const { stages } = only(await create(), "aws:codepipeline/pipeline:Pipeline", "shops-pipeline").inputs as {
      stages: { actions: { namespace?: string; configuration: unknown }[] }[];
    };
    assert.deepEqual(stages[0]?.actions[0]?.namespace, "Repository_");
    assert.deepEqual(stages[2]?.actions[0]?.configuration, {
      CustomData: "Deploy commit #{Repository_.CommitId} to wave prod: 1 environment: prod",
    });
  });

  it("is refused with every problem at once", async () => {
    await assert.rejects(
      create({
        region: "eu-central-1",
        cli: { version: "3", sha256: "0".repeat(64) },
        waves: [{ name: "test", environments: ["dve"] }],
      }),
      {
        message: `Fleet shops has 4 problems:
  waves[0].environments[0]: is "dve", and that is not an environment. Did you mean dev?
  environments.dev: is in no wave: name it in a wave, or give it a tag of one
  environments.prod: is in no wave: name it in a wave, or give it a tag of one
  cli.version: is "3": give one version as x.y.z, such as 1.13.5`,
      },
    );
  });

  it("reads its settings from a file, with the lines of its problems", () => {
    assert.deepEqual(
      readFleet(
        "fleet.yaml",
        JSON.stringify({ environments: { a: { project: "x" } }, waves: [{ name: "w", environments: ["a"] }] }),
      ),
      {
        environments: { a: { project: "x" } },
        waves: [{ name: "w", environments: ["a"] }],
      },
    );
    assert.throws(() => readFleet("fleet.yaml", "environments:\n  a: {}\nwaves: []\n"), {
      message: `fleet.yaml has 3 problems:
  waves (line 3): is []: give at least 1 entry
  environments.a.project (line 2): is missing: give it here, or in defaults
  environments.a (line 2): is in no wave: name it in a wave, or give it a tag of one`,
    });
  });
});
