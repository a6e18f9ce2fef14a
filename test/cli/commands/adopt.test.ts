import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readPipeline } from "../../../cli/commands/adopt";
import { adoptedFiles } from "../../../cli/commands/adopted-program";
import { readDefinition } from "../../../components/pipelines/aws-form/read-definition";
import { root, run } from "../../support/command";

const printed = join(root, "examples/guide/printed.json");
const KEY = "arn:aws:kms:eu-central-1:111122223333:key/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f";

describe("an adopted pipeline", () => {
  const folder = mkdtempSync(join(tmpdir(), "adopt-"));
  after(() => rmSync(folder, { recursive: true }));

  it("has a definition that means the same, without values that say nothing", () => {
    const [yaml] = adoptedFiles(readPipeline("shop", printed, KEY));
    assert.ok(yaml);
    // An action without an owner is AWS's own.
    const meaning = (text: string) =>
      JSON.parse(JSON.stringify(readDefinition(text).definition).replaceAll('"owner":"AWS",', ""));
    assert.deepEqual(meaning(yaml.text), meaning(readFileSync(printed, "utf8")));
    assert.doesNotMatch(yaml.text, /runOrder|owner|executionMode|\[\]/);
  });

  it("keeps its stores, its own region first", () => {
    const document = JSON.parse(readFileSync(printed, "utf8"));
    const store = (name: string) => ({ type: "S3", location: name, encryptionKey: { type: "KMS", id: `key-${name}` } });
    const { artifactStore: _, ...pipeline } = document.pipeline;
    const artifactStores = { "eu-west-1": store("west"), "eu-central-1": store("central") };
    const file = join(folder, "two.json");
    writeFileSync(file, JSON.stringify({ ...document, pipeline: { ...pipeline, artifactStores } }));
    const adopted = readPipeline("shop", file, undefined);
    assert.deepEqual(adopted.stores, [
      { region: "eu-central-1", bucket: "central", keyArn: "key-central" },
      { region: "eu-west-1", bucket: "west", keyArn: "key-west" },
    ]);
    assert.match(
      adoptedFiles(adopted)[1]?.text ?? "",
      /regionalStores: \{\n {4}"eu-west-1": \{ artifactBucketName: "west", encryptionKeyArn: "key-west" \},/,
    );
  });

  it("turns a source of the first version of GitHub into one by a connection", () => {
    const document = JSON.parse(readFileSync(printed, "utf8"));
    const [source] = document.pipeline.stages[0].actions;
    source.actionTypeId = { category: "Source", owner: "ThirdParty", provider: "GitHub", version: "1" };
    source.configuration = { Owner: "acme", Repo: "shop", Branch: "main", OAuthToken: "****" };
    const file = join(folder, "token.json");
    writeFileSync(file, JSON.stringify(document));
    const connection =
      "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f";
    assert.throws(() => readPipeline("shop", file, KEY), /Give --connection with the ARN of a connection/);
    const [yaml] = adoptedFiles(readPipeline("shop", file, KEY, connection));
    assert.match(yaml?.text ?? "", new RegExp(`ConnectionArn: ${connection}\n +FullRepositoryId: acme/shop`));
    assert.doesNotMatch(yaml?.text ?? "", /OAuthToken/);
  });

  it("is refused with the reason: another name, no key, no ARN, no pipeline", () => {
    const file = join(folder, "bad.json");
    const refusal = (name: string, text: string, key?: string) => {
      writeFileSync(file, text);
      try {
        readPipeline(name, file, key);
      } catch (error) {
        assert.ok(error instanceof Error && error.name === "PreviewError");
        return error.message.replace(file, "FILE");
      }
      return "accepted";
    };
    const text = readFileSync(printed, "utf8");
    assert.equal(refusal("other", text, KEY), "FILE: the pipeline is shop, not other");
    assert.equal(
      refusal("shop", text),
      "FILE: the artifact store in eu-central-1 has no customer key. Create one there, and give its ARN with --key.",
    );
    assert.match(
      refusal("shop", JSON.stringify({ pipeline: JSON.parse(text).pipeline }), KEY),
      /metadata\.pipelineArn/,
    );
    assert.equal(
      refusal("shop", text.replace('"Build",', '"Bu ld",'), KEY),
      'FILE has a problem:\n  stages[1].name (Bu ld, line 32): is "Bu ld": give 1 to 100 letters, digits or the characters . @ - _',
    );
  });

  it("is a program that previews with the pipeline's own name, and a list of imports", async () => {
    const cli = (...words: string[]) =>
      run(process.execPath, [join(root, "bin/cli/cli.js"), ...words], { cwd: folder });
    const words = ["adopt", "shop", "--from", printed, "--key", KEY, "--output", folder];
    const { status, stdout, stderr } = await cli(...words);
    assert.deepEqual([status, stderr], [0, ""]);
    assert.match(stdout, /pulumi config set aws:region eu-central-1\n/);
    assert.match(stdout, /pulumi import --file import\.json --generate-code=false/);
    assert.equal(
      readFileSync(join(folder, "Pulumi.yaml"), "utf8"),
      "name: shop\ndescription: Keeps the pipeline shop\nruntime: nodejs\n",
    );
    assert.deepEqual(JSON.parse(readFileSync(join(folder, "import.json"), "utf8")).resources[1], {
      ...{ type: "aws:codepipeline/pipeline:Pipeline", name: "pipeline", logicalName: "shop", id: "shop" },
      parent: "component",
    });
    assert.match((await cli(...words)).stderr, /pipeline\.yaml, .*exists\. Use --output with another folder\./);

    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "dir");
    writeFileSync(join(folder, "Pulumi.dev.yaml"), "config: {}\n");
    const preview = await cli("preview", "--json");
    assert.equal(preview.status, 0, preview.stderr);
    const steps = JSON.parse(preview.stdout).steps.map(
      ({ newState }: { newState: Record<string, unknown> }) => newState,
    );
    const pipeline = steps.find(({ type }: { type: string }) => type === "aws:codepipeline/pipeline:Pipeline");
    assert.equal(pipeline.inputs.name, "shop");
    assert.equal(
      pipeline.urn,
      "urn:pulumi:dev::shop::aws-pipelines:index:Pipeline$aws:codepipeline/pipeline:Pipeline::shop",
    );
  });
});
