import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Application } from "typedoc";
import ts from "typescript";
import { parse } from "yaml";
import { validateBuildspec } from "../../components/codebuild/validate-buildspec";
import { root } from "../support/command";

const pages = ["README.md", "policy/README.md", ...filesOf("docs").filter((path) => path.endsWith(".md"))];

// A page shows each of these files as a whole.
const shown = {
  "README.md": ["library/index.ts"],
  "docs/quick-start.md": [
    "quick-start/index.ts",
    "quick-start/Pulumi.yaml",
    "quick-start/tsconfig.json",
    "quick-start/tsconfig.pulumi.json",
    "quick-start/policies.json",
    "own-policy-pack/index.js",
  ],
  "docs/pipelines.md": [
    "guide/actions.ts",
    "guide/pipeline.ts",
    "guide/variables.ts",
    "guide/triggers.ts",
    "guide/conditions.ts",
    "guide/schedules.ts",
    "guide/places.ts",
    "guide/roles.ts",
  ],
  "docs/delivery-pipeline.md": [
    "library/index.ts",
    "function-two-accounts/index.ts",
    "service/index.ts",
    "guide/delivery.yaml",
    "guide/delivery.ts",
    "guide/network.yaml",
    "guide/plans.ts",
  ],
  "docs/codecommit.md": ["codecommit/index.ts"],
  "docs/codedeploy.md": ["ecs-blue-green/code-deploy.ts"],
  "docs/fleet.md": ["fleet/index.ts"],
  "docs/builds.md": ["builds/index.ts", "vpc-build/index.ts"],
  "docs/notifications.md": ["audit-trail/index.ts", "drift/index.ts", "notifications/index.ts"],
  "docs/definitions.md": ["guide/definitions.ts", "guide/pipeline.yaml", "guide/printed.json", "guide/template.yaml"],
  "docs/self-update.md": ["self-update/boundary.ts"],
  "docs/ci.md": ["ci/github-actions.yml", "ci/github-comment.yml", "ci/buildspec.yml", "ci/index.ts"],
  "docs/languages.md": ["languages/yaml/Pulumi.yaml"],
};

describe("the documentation", () => {
  for (const page of pages) {
    it(`leads nowhere that does not exist from ${page}`, () => {
      const links = [...text(page).matchAll(/\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, link = ""]) => link);
      assert.deepEqual(
        links.filter((link) => !existsSync(join(root, dirname(page), link))),
        [],
      );
    });
  }

  it("lists every example in the README", () => {
    const folders = readdirSync(join(root, "examples"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    assert.deepEqual(
      folders.map(({ name }) => name).filter((name) => !text("README.md").includes(`](examples/${name})`)),
      [],
    );
  });

  for (const [page, examples] of Object.entries(shown)) {
    const blocks = [...text(page).matchAll(/^```(\w+)\n(.*?)^```$/gms)];
    const files = examples.map((example) => text(join("examples", example)));

    it(`shows the examples as they are in ${page}`, () => {
      assert.deepEqual(
        examples.filter((_, index) => !blocks.some(([, , block]) => block === files[index])),
        [],
      );
    });

    it(`shows no TypeScript that is not compiled in ${page}`, () => {
      const loose = blocks.filter(([, language, block = ""]) => language === "ts" && !files.includes(block));
      assert.deepEqual(
        loose.map(([, , block]) => block),
        [],
      );
    });
  }

  it("has a tsconfig in the quick start that transpiles programs with files in folders", () => {
    const folder = join(root, "examples/quick-start");
    const { config } = ts.readConfigFile(join(folder, "tsconfig.pulumi.json"), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, folder, {}, join(folder, "tsconfig.pulumi.json"));
    const { diagnostics } = ts.transpileModule("export const region: string = 'eu-central-1';", {
      fileName: join(folder, "settings/region.ts"),
      // ts-node emits also for a tsconfig with noEmit.
      compilerOptions: { ...options, noEmit: false, outDir: ".ts-node" },
      reportDiagnostics: true,
    });
    assert.deepEqual(
      diagnostics?.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
      [],
    );
  });

  it("gives npm, for each registry, one address and one token that comes from the environment", () => {
    const settings = [...text("docs/publishing.md").matchAll(/^```ini\n(.*?)^```$/gms)].map(([, block = ""]) => block);
    assert.equal(settings.length, 4);
    for (const block of settings) {
      const [, address] = /^@platform:registry=https:(\/\/\S+\/)$/m.exec(block) ?? [];
      assert.equal(block.split("\n")[1], `${address}:_authToken=\${PLATFORM_TOKEN}`);
    }
  });

  it("has a buildspec that CodeBuild accepts, and workflows that are YAML", () => {
    assert.deepEqual(validateBuildspec(parse(text("examples/ci/buildspec.yml"))), []);
    for (const workflow of ["github-actions.yml", "github-comment.yml"]) {
      assert.deepEqual(Object.keys(parse(text(`examples/ci/${workflow}`))), ["name", "on", "permissions", "jobs"]);
    }
  });

  it("has a reference of everything that is exported, each with a comment, without a warning", async () => {
    const application = await Application.bootstrapWithPlugins({
      options: join(root, "typedoc.json"),
      logLevel: "Error",
    });
    const project = await application.convert();
    assert.ok(project);
    application.validate(project);
    assert.equal(application.logger.warningCount, 0);
    assert.equal(application.logger.errorCount, 0);
  }).timeout(120_000);
});

function filesOf(folder: string): string[] {
  return readdirSync(join(root, folder)).map((name) => join(folder, name));
}

function text(path: string): string {
  return readFileSync(join(root, path), "utf8");
}
