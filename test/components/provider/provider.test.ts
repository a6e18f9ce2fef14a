import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { parse } from "yaml";
import {
  isMap,
  outputValue,
  type PropertyMap,
  type PropertyValue,
  secret,
  UNKNOWN,
} from "../../../cli/preview/base/property-value";
import { ComponentProvider, readSchemaFile } from "../../../components/provider/provider";
import { nameOf, previewOf } from "../../program/support/preview";
import { root } from "../../support/command";
import { ProviderEngine } from "./support/engine";

const environment = "aws-pipelines:index:DeliveryEnvironment";
const project = "aws-pipelines:index:BuildProject";
const { config } = parse(readFileSync(join(root, "Pulumi.dev.yaml"), "utf8"));
const settings: PropertyMap = config["aws-pipelines:environment"];
const place = { account: "111122223333", region: "eu-central-1" };
const buildspec = { phases: { build: { commands: ["npm test"] } } };
const libraryStages = [
  {
    name: "Source",
    actions: [
      {
        name: "Repository",
        provider: "CodeStarSourceConnection",
        outputArtifacts: ["Repository"],
        configuration: {
          ConnectionArn:
            "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f",
          FullRepositoryId: "acme/library",
          BranchName: "main",
        },
      },
    ],
  },
  {
    name: "Test",
    actions: [
      { name: "Unit", provider: "CodeBuild", inputArtifacts: ["Repository"], build: { commands: ["npm test"] } },
    ],
  },
];

describe("the provider, started as the engine starts it", () => {
  let engine: ProviderEngine;

  before(async () => {
    engine = await ProviderEngine.start();
  });

  after(() => engine.stop());

  it("returns the committed schema and the version of the package", async () => {
    const committed = JSON.parse(readFileSync(join(root, "components/provider/schema.json"), "utf8"));
    assert.deepEqual(await engine.schema(), committed);
    assert.equal(await engine.version(), JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version);
    assert.equal(committed.version, await engine.version());
  });

  it("constructs the dev environment with the URNs and inputs of the TypeScript program", async () => {
    const { resources } = await previewOf("dev", "test/fixtures/provider/dev");
    const typescript = resources.filter(({ type }) => /^aws(-pipelines)?:/.test(type));
    const golden = readFileSync(join(root, "test/program/golden/dev.txt"), "utf8").split("\n");
    const { urn, state } = await engine.construct({
      type: environment,
      name: "shop-dev",
      inputs: settings,
      project: "aws-pipelines",
    });
    const constructed = engine.resources("aws-pipelines");
    const line = ({ type, parent, ...resource }: (typeof constructed)[number] | (typeof typescript)[number]) =>
      `${type} :: ${nameOf(resource.urn)} :: ${nameOf(parent)}`;
    assert.deepEqual(constructed.map(line).sort(), typescript.map(line).sort());
    assert.deepEqual(
      constructed.map(line).filter((each) => !golden.includes(each)),
      [],
    );
    const inputsOf = (list: readonly { urn: string; inputs: object }[]) =>
      Object.fromEntries(list.map(({ urn: of, inputs }) => [of, inputs]).sort());
    const [ours, theirs] = [constructed, typescript].map((list) =>
      inputsOf(list.filter(({ urn: each }) => each !== urn)),
    );
    assert.deepEqual(ours, theirs);
    assert.equal(urn, `urn:pulumi:dev::aws-pipelines::${environment}::shop-dev`);
    assert.deepEqual(Object.keys(state).sort(), [
      "bucketArn",
      "bucketName",
      "destroyPipelineName",
      "keyArn",
      "notificationTopicArn",
      "pipelineArn",
      "pipelineName",
      "projectNames",
      "repositoryName",
      "repositoryUri",
    ]);
    assert.equal(knownValue(state.bucketName), "shop-dev-artifacts-111122223333-us-east-1");
  });

  it("keeps unknown and secret inputs of a component what they are, with their dependencies", async () => {
    const key = "urn:pulumi:dev::shop::aws:kms/key:Key::key";
    await engine.construct({
      type: project,
      name: "outputs",
      inputs: {
        ...place,
        encryptionKeyArn: outputValue(UNKNOWN, [key]),
        tags: { team: secret("payments") },
        buildspec,
      },
    });
    const created = find(engine, "aws:codebuild/project:Project", "outputs");
    assert.equal(created.inputs.encryptionKey, UNKNOWN);
    assert.deepEqual(created.inputs.tags, secret({ team: "payments" }));
    assert.ok(created.propertyDependencies.encryptionKey?.includes(key));
  });

  it("takes an output of the key policy where TypeScript takes the policy itself", async () => {
    const policy = "urn:pulumi:dev::shop::aws:kms/keyPolicy:KeyPolicy::policy";
    await engine.construct({
      type: project,
      name: "ordered",
      inputs: { ...place, encryptionKeyArn: UNKNOWN, encryptionKeyPolicy: UNKNOWN, buildspec },
      dependencies: { encryptionKeyPolicy: [policy] },
    });
    assert.ok(find(engine, "aws:cloudwatch/logGroup:LogGroup", "ordered-logs").dependencies.includes(policy));
  });

  it("lets builds run in a network of the same program, whose ids are unknown", async () => {
    await engine.construct({
      type: project,
      name: "networked",
      inputs: {
        ...place,
        encryptionKeyArn: UNKNOWN,
        buildspec,
        vpc: {
          vpcId: outputValue(UNKNOWN, []),
          subnetIds: outputValue(UNKNOWN, []),
          securityGroupIds: [outputValue(UNKNOWN, [])],
          networkTag: { key: "aws-pipelines:network", value: "builds" },
          hasInternet: true,
        },
      },
    });
    assert.deepEqual(find(engine, "aws:codebuild/project:Project", "networked").inputs.vpcConfig, {
      vpcId: UNKNOWN,
      subnets: UNKNOWN,
      securityGroupIds: [UNKNOWN],
    });
    const [policy] = engine.resources().filter(({ name }) => name === "networked-role-policy");
    assert.match(String(policy?.inputs.policy), /"aws:ResourceTag\/aws-pipelines:network":"builds"/);
  });

  it("constructs several components at the same time, each in its own project", async () => {
    const names = ["one", "two", "three", "four"];
    await Promise.all(
      names.map((name) =>
        engine.construct({
          type: project,
          name,
          inputs: { ...place, encryptionKeyArn: UNKNOWN, buildspec },
          project: name,
        }),
      ),
    );
    for (const name of names) {
      const projects = engine.resources(name).filter(({ type }) => type === "aws:codebuild/project:Project");
      assert.deepEqual(
        projects.map(({ urn }) => urn),
        [`urn:pulumi:dev::${name}::${project}$aws:codebuild/project:Project::${name}`],
      );
    }
  });

  it("reads account and region from the configuration of the stack", async () => {
    const { state } = await engine.construct({
      type: "aws-pipelines:index:DeliveryPipeline",
      name: "library",
      inputs: { stages: libraryStages },
      config: { "aws:region": "eu-central-1", "aws:allowedAccountIds": '["111122223333"]' },
    });
    assert.equal(knownValue(state.bucketName), "library-artifacts-111122223333-eu-central-1");
  });

  const refused: readonly [behaviour: string, inputs: PropertyMap, message: RegExp, type?: string][] = [
    [
      "an unknown value of a plain argument",
      { ...settings, application: UNKNOWN },
      /^DeliveryEnvironment wrong has a problem:\n {2}application: is an output whose value is not known yet/,
    ],
    [
      "an unknown value deep inside a plain argument",
      { ...settings, source: { ...Object(settings.source), connectionArn: outputValue(UNKNOWN, []) } },
      /^DeliveryEnvironment wrong has a problem:\n {2}source\.connectionArn: is an output whose value is not known yet/,
    ],
    [
      "a secret in a plain argument",
      { ...settings, tags: { token: secret("abc") } },
      /^DeliveryEnvironment wrong has a problem:\n {2}tags: is a secret, and it would be shown in plain text/,
    ],
    [
      "an unknown value in a free-form argument",
      { ...place, encryptionKeyArn: UNKNOWN, buildspec: { phases: { build: { commands: [UNKNOWN] } } } },
      /^BuildProject wrong has a problem:\n {2}buildspec\.phases\.build\.commands\[0\]: is an output/,
      project,
    ],
    [
      "a misspelt argument",
      { ...settings, aproval: { notify: ["a@example.com"] } },
      /^DeliveryEnvironment wrong has a problem:\n {2}aproval: is not known here\. Did you mean approval\?/,
    ],
    [
      "an argument of another kind",
      { ...settings, account: 111122223333 },
      /^DeliveryEnvironment wrong has a problem:\n {2}account: is 111122223333: give text$/,
    ],
    [
      "a missing argument",
      { ...place, buildspec },
      /^BuildProject wrong has a problem:\n {2}encryptionKeyArn: is missing: give text/,
      project,
    ],
    [
      "several wrong arguments, all at once",
      { ...place, buildspec, encryptionKeyArn: 5, tags: "none" },
      /^BuildProject wrong has 2 problems:\n {2}encryptionKeyArn: is 5: .*\n {2}tags: is "none": give an object/,
      project,
    ],
    [
      "what the component itself refuses",
      { ...settings, logRetentionInDays: 4 },
      /^DeliveryEnvironment wrong has a problem:\n {2}logRetentionInDays: is 4/,
    ],
    [
      "a wrong stage, with its path",
      { ...place, stages: [{ name: "Source", actions: [{ name: "Repository", provider: "Github" }] }] },
      /stages\[0\]\.actions\[0\]\.provider: is "Github"/,
      "aws-pipelines:index:DeliveryPipeline",
    ],
    [
      "an unknown component",
      {},
      /^aws-pipelines:index:Pipelin is no component of aws-pipelines\. Did you mean/,
      "aws-pipelines:index:Pipelin",
    ],
  ];
  for (const [behaviour, inputs, message, type = environment] of refused) {
    it(`refuses ${behaviour} with one message, and registers nothing`, async () => {
      const before = engine.resources("refused").length;
      await assert.rejects(engine.construct({ type, name: "wrong", inputs, project: "refused" }), (error: Error) => {
        assert.match(Reflect.get(error, "details"), message);
        assert.doesNotMatch(error.message, /\n\s+at /);
        return true;
      });
      assert.equal(engine.resources("refused").length, before);
    });
  }

  it("logs no error of its own", () => {
    assert.deepEqual(
      engine.diagnostics.entries.filter(({ severity }) => severity === "error" || severity === "warning"),
      [],
    );
  });
});

describe("the provider, when the deployment is canceled", () => {
  let engine: ProviderEngine;

  before(async () => {
    engine = await ProviderEngine.start();
  });

  after(() => engine.stop());

  it("refuses components from then on", async () => {
    await engine.cancel();
    await assert.rejects(engine.construct({ type: environment, name: "late", inputs: settings }), {
      details: "The deployment was canceled.",
    });
    assert.deepEqual(engine.resources(), []);
  });

  it("ends a construct that waits for an input", async () => {
    const provider = new ComponentProvider();
    const { output: never } = await import("@pulumi/pulumi");
    const waiting = provider.construct(
      "late",
      environment,
      { ...settings, region: never(new Promise(() => undefined)) },
      {},
    );
    await provider.cancel();
    await assert.rejects(waiting, { message: "The deployment was canceled." });
  });
});

describe("the file of a package schema", () => {
  const folder = mkdtempSync(join(tmpdir(), "schema-"));
  const file = join(folder, "schema.json");

  after(() => rmSync(folder, { recursive: true }));

  it("is an error when it is missing", () => {
    assert.throws(() => readSchemaFile(file), { code: "ENOENT", path: `${file}.br` });
  });

  it("is compressed in a published package", () => {
    writeFileSync(`${file}.br`, brotliCompressSync('{"name":"é, published"}'));
    assert.equal(readSchemaFile(file), '{"name":"é, published"}');
  });

  it("is plain in the repository, even beside a compressed file of an earlier package", () => {
    writeFileSync(file, '{"name":"ü, built"}');
    assert.equal(readSchemaFile(file), '{"name":"ü, built"}');
  });
});

function find(engine: ProviderEngine, type: string, name: string) {
  const found = engine.resources().find((resource) => resource.type === type && resource.name === name);
  assert.ok(found, `${type} ${name} is not registered`);
  return found;
}

/** The value of an output on the wire. */
function knownValue(value: PropertyValue | undefined): PropertyValue | undefined {
  return isMap(value) ? value.value : value;
}
