import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../support/command";
import { nameOf, previewOf, type StackPreview } from "./support/preview";

const withoutGaps = ({ diagnostics, status }: StackPreview) => {
  assert.deepEqual(
    diagnostics.filter(({ severity, message }) => severity !== "info" || message.includes("remote component")),
    [],
  );
  assert.equal(status, 0);
};

const outputsOf = ({ resources }: StackPreview) =>
  resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs;

describe("a program in YAML", () => {
  let yaml: StackPreview;
  let typescript: StackPreview;

  before(async () => {
    [yaml, typescript] = [
      await previewOf("dev", "test/fixtures/provider/yaml"),
      await previewOf("dev", "test/fixtures/provider/dev"),
    ];
  });

  it("has the resources of the TypeScript program, with the same inputs, and the same verdicts", () => {
    const judged = ({ resources }: StackPreview) =>
      Object.fromEntries(
        resources
          .filter(({ type }) => type.startsWith("aws:") || type.startsWith("aws-pipelines:"))
          .map(({ urn, inputs, parent }) => [urn, { inputs, parent: nameOf(parent) }]),
      );
    assert.deepEqual(judged(yaml), judged(typescript));
    assert.ok(Object.keys(judged(yaml)).length > 70);
    const findings = ({ policies }: StackPreview) =>
      policies.flatMap(({ name, violations }) => violations.map(({ urn, message }) => `${name} ${urn} ${message}`));
    assert.deepEqual(findings(yaml).sort(), findings(typescript).sort());
  });

  it("reads outputs of the component", () => {
    assert.deepEqual(outputsOf(yaml), { bucketName: "shop-dev-artifacts-111122223333-us-east-1" });
  });

  it("leaves nothing out of the preview", () => {
    withoutGaps(yaml);
  });
});

describe("the example in YAML", () => {
  it("previews as it stands in a project with the package and the SDKs installed", async () => {
    const folder = mkdtempSync(join(tmpdir(), "yaml-example-"));
    try {
      cpSync(join(root, "examples/languages/yaml"), folder, { recursive: true });
      writeFileSync(join(folder, "Pulumi.dev.yaml"), "config: {}\n");
      mkdirSync(join(folder, "node_modules"));
      symlinkSync(join(root, "node_modules/@pulumi"), join(folder, "node_modules/@pulumi"));
      symlinkSync(root, join(folder, "node_modules/aws-pipelines"));
      const example = await previewOf("dev", folder);
      withoutGaps(example);
      assert.equal(outputsOf(example)?.pipelineName, "shop-dev-pipeline");
      const provider = example.resources.find(({ type }) => type === "pulumi:providers:aws");
      assert.deepEqual(provider?.inputs, { region: "us-east-1", allowedAccountIds: ["111122223333"] });
      const mandatory = example.policies
        .flatMap(({ violations }) => violations)
        .filter(({ level }) => level === "mandatory");
      assert.deepEqual(mandatory, []);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("the examples in other languages", () => {
  const text = (path: string) => readFileSync(join(root, path), "utf8");
  const folder = "./node_modules/aws-pipelines/components/provider";
  const manifests: readonly [language: string, manifest: string, pulumi: RegExp, aws: RegExp][] = [
    ["python", "requirements.txt", /^pulumi>=3\./m, /^pulumi-aws>=7\./m],
    ["go", "go.mod", /\sgithub\.com\/pulumi\/pulumi\/sdk\/v3 v3\./, /\sgithub\.com\/pulumi\/pulumi-aws\/sdk\/v7 v7\./],
    ["csharp", "shop.csproj", /"Pulumi" Version="3\.\*"/, /"Pulumi\.Aws" Version="7\.\*"/],
    ["java", "pom.xml", /<artifactId>pulumi<\/artifactId>/, /<artifactId>aws<\/artifactId>\s*<version>\[7\.0,8\.0\)/],
  ];
  for (const [language, manifest, pulumi, aws] of manifests) {
    it(`are whole projects with the package at the folder of the docs: ${language}`, () => {
      const place = `examples/languages/${language}`;
      assert.ok(text(`${place}/Pulumi.yaml`).endsWith(`packages:\n  aws-pipelines: ${folder}\n`));
      assert.ok(text("docs/languages.md").includes(`pulumi package add ${folder}\n`));
      assert.match(text(`${place}/${manifest}`), pulumi);
      assert.match(text(`${place}/${manifest}`), aws);
    });
  }

  it("keep generated files out of a C# program, and give them to a Java program", () => {
    assert.match(text("examples/languages/csharp/shop.csproj"), /<DefaultItemExcludes>.*;sdks\/\*\*\/\*\.cs</);
    assert.match(text("examples/languages/java/pom.xml"), /<sdk>sdks\/platform-aws-pipelines\/src\/main<\/sdk>/);
  });
});
