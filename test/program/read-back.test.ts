import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseBuildspec } from "../../components/codebuild/parse-buildspec";
import { renderBuildspec } from "../../components/codebuild/render-buildspec";
import { parseAppSpec } from "../../components/codedeploy/parse-appspec";
import { renderAppSpec } from "../../components/codedeploy/render-appspec";
import type { PipelineFileOptions } from "../../components/pipelines/aws-form/file-options";
import { readDefinition } from "../../components/pipelines/aws-form/read-definition";
import { fileText } from "../../components/schema/file-text";
import { renderYaml } from "../../components/schema/render-yaml";
import { root } from "../support/command";

/** Files of each kind that AWS accepts, in the spellings that people use. */
const files = join(root, "test/fixtures/files");
const filesIn = (folder: string) => readdirSync(join(root, folder)).map((name) => join(folder, name));

const buildspecs = [
  ...filesIn("test/fixtures/files/buildspecs"),
  ...filesIn("test/components/recipes/golden").filter((file) => file.endsWith(".yml")),
  "examples/ci/buildspec.yml",
];
const appSpecs = filesIn("test/fixtures/files/appspecs");

const connectionArn =
  "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f";
const place = { account: "111122223333", region: "eu-central-1" };
const references = { "ssm:/shop/connection:1": connectionArn };

/** Pipeline files with the options that they need, and the notes about ignored parts. */
const pipelines: readonly (readonly [file: string, options: PipelineFileOptions, notes: readonly string[]])[] = [
  ["examples/guide/pipeline.yaml", {}, []],
  ["examples/guide/printed.json", {}, []],
  ["examples/guide/template.yaml", {}, []],
  ["examples/monorepo/catalog.yaml", {}, []],
  ["test/fixtures/definitions/own.yaml", {}, []],
  [
    "test/fixtures/definitions/printed.json",
    {},
    ["Source/Repository: AWS ignores DetectChanges, because a trigger watches the source."],
  ],
  [
    "test/fixtures/definitions/template.yaml",
    {},
    ["Source/Repository: AWS ignores DetectChanges, because a trigger watches the source."],
  ],
  ...["dev", "prod"].map((Stage): [string, PipelineFileOptions, string[]] => [
    "test/fixtures/files/pipelines/functions.yml",
    { ...place, references, parameters: { Stage, Branch: "main" } },
    [
      "RestartExecutionOnUpdate is left out, because only CloudFormation starts a pipeline after an update.",
      "Deploy/Prepare: AWS writes no output artifact without OutputFileName. The artifact Changes is left out.",
      "Deploy/Execute: The input artifact Changes is left out, because Deploy/Prepare does not write it.",
    ],
  ]),
  [
    "test/fixtures/files/pipelines/oauth.json",
    { connectionArn, actions: { "Deploy/Service": { taskDefinitionFamily: "shop", passRoleArns: [] } } },
    ["Source/Code: The connection replaces the OAuth token of the source. Revoke the token."],
  ],
  [
    "test/fixtures/files/pipelines/printed.yml",
    {},
    [
      "Source/Code: AWS ignores DetectChanges, because a trigger watches the source.",
      "Source/Code: The configuration is JSON in a text. It is read as an object.",
    ],
  ],
];

const text = (file: string) => fileText(readFileSync(join(root, file)));

/** The text in UTF-16, as editors of Windows write it. */
function inUtf16(written: string): string {
  return fileText(Buffer.from(`\uFEFF${written}`, "utf16le"));
}

describe("an accepted file, rendered and read back, is the same:", () => {
  for (const file of buildspecs) {
    it(`the buildspec ${file}`, () => {
      const { buildspec, problems } = parseBuildspec(text(file));
      assert.deepEqual(problems, []);
      assert.ok(buildspec);
      const rendered = renderBuildspec(buildspec);
      assert.deepEqual(parseBuildspec(rendered), { buildspec, problems: [], ignored: [] });
      assert.equal(renderBuildspec(parseBuildspec(inUtf16(rendered)).buildspec ?? { phases: {} }), rendered);
    });
  }

  for (const file of appSpecs) {
    it(`the AppSpec ${file}`, () => {
      const { appSpec, problems } = parseAppSpec(text(file));
      assert.deepEqual(problems, []);
      assert.ok(appSpec);
      for (const format of ["yaml", "json"] as const) {
        const rendered = renderAppSpec(appSpec, format);
        assert.deepEqual(parseAppSpec(rendered), { appSpec, problems: [], ignored: [] });
        assert.deepEqual(parseAppSpec(inUtf16(rendered)).appSpec, appSpec);
      }
    });
  }

  for (const [file, options, notes] of pipelines) {
    const values = options.parameters?.Stage === undefined ? "" : ` in ${options.parameters.Stage}`;
    it(`the pipeline ${file}${values}`, () => {
      const { definition, messages, ignored } = readDefinition(text(file), options);
      assert.deepEqual(messages, []);
      assert.deepEqual(ignored, notes);
      for (const rendered of [JSON.stringify(definition), renderYaml(definition)]) {
        const again = readDefinition(rendered);
        assert.deepEqual(again.messages, []);
        assert.deepEqual(again.definition, definition);
      }
    });
  }

  it("every file of the folders", () => {
    const listed = [...buildspecs, ...appSpecs, ...pipelines.map(([file]) => file)];
    const all = ["buildspecs", "appspecs", "pipelines"].flatMap((kind) =>
      readdirSync(join(files, kind)).map((name) => `test/fixtures/files/${kind}/${name}`),
    );
    assert.deepEqual(
      all.filter((file) => !listed.includes(file)),
      [],
    );
    assert.ok(buildspecs.length > 12, `${buildspecs.length} buildspecs`);
  });
});
