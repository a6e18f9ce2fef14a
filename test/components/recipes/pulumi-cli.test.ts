import assert from "node:assert/strict";
import { validateBuildspec } from "../../../components/codebuild/validate-buildspec";
import { createToolsFolder, installPinnedTool, removeTools } from "../../../components/recipes/pinned-tool";
import { pulumiBuild, pulumiCliArgs, stackOptions } from "../../../components/recipes/pulumi-cli";
import { schemaProblems } from "../../../components/schema/vocabulary";

const sha256 = "0f".repeat(32);
const args = { version: "3.248.0", sha256, directory: "deploy", stack: "acme/shop/dev" };
const state = { bucketName: "acme-state", region: "eu-central-1" };
const steps = { beforeInstall: ["check"], commands: ["pulumi up"] };

describe("a build with the Pulumi CLI", () => {
  it("installs the tool after what must hold before, and leaves neither tools nor a login", () => {
    const spec = pulumiBuild(args, steps);
    assert.deepEqual(validateBuildspec(spec), []);
    assert.deepEqual(spec, {
      version: 0.2,
      env: {
        shell: "bash",
        variables: { PULUMI_SKIP_UPDATE_CHECK: "true", PULUMI_BACKEND_URL: "https://api.pulumi.com" },
      },
      phases: {
        install: { "on-failure": "ABORT", "runtime-versions": { nodejs: 22 } },
        build: {
          "on-failure": "ABORT",
          commands: [
            createToolsFolder,
            "check",
            installPinnedTool({
              url: "https://get.pulumi.com/releases/sdk/pulumi-v3.248.0-linux-x64.tar.gz",
              sha256,
              archive: "tar.gz",
            }),
            'export PULUMI_HOME="$TOOLS_DIR/home"',
            "pulumi up",
          ],
          finally: ["if command -v pulumi > /dev/null; then pulumi logout --all; fi", removeTools],
        },
      },
    });
  });

  it("never lets the repository choose the backend", () => {
    assert.equal(
      pulumiBuild({ ...args, state }, steps).env?.variables?.PULUMI_BACKEND_URL,
      "s3://acme-state?region=eu-central-1&awssdk=v2",
    );
  });

  it("works on another processor, with another Node.js, and exports what its steps say", () => {
    const spec = pulumiBuild(
      { ...args, architecture: "arm64", nodejs: 24 },
      { ...steps, exported: ["RESOURCE_COUNT"] },
    );
    assert.deepEqual(spec.phases.install?.["runtime-versions"], { nodejs: 24 });
    assert.match(spec.phases.build?.commands?.[2] ?? "", /pulumi-v3\.248\.0-linux-arm64\.tar\.gz/);
    assert.deepEqual(spec.env?.["exported-variables"], ["RESOURCE_COUNT"]);
  });
});

describe("the stack of a build", () => {
  const rule = 'give organization/project/stack of letters, digits, "_", "." and "-", such as acme/shop/dev';

  for (const stack of ["acme/shop/dev", "organization/_a.b-c/9", `${"a".repeat(100)}/b/c`]) {
    it(`may be ${stack.slice(-20)}`, () => {
      assert.deepEqual(schemaProblems(pulumiCliArgs, { ...args, stack }), []);
    });
  }

  for (const stack of [
    "dev",
    "shop/dev",
    "acme/shop/dev/x",
    "acme/shop/",
    "--stack/a/b",
    "a/b/$(id)",
    "a/b/c d",
    "../b/c",
  ]) {
    it(`must not be ${stack}`, () => {
      assert.deepEqual(schemaProblems(pulumiCliArgs, { ...args, stack }), [
        { path: "stack", reason: `is ${JSON.stringify(stack)}: ${rule}` },
      ]);
    });
  }

  it("is named in full by every command, which asks nothing", () => {
    assert.equal(
      stackOptions("acme/shop/dev", '"$TOOLS_DIR/project"'),
      '--cwd "$TOOLS_DIR/project" --non-interactive --stack acme/shop/dev',
    );
  });

  it("has a processor and a Node.js that exist", () => {
    assert.deepEqual(schemaProblems(pulumiCliArgs, { ...args, architecture: "amd64", nodejs: 18 }), [
      { path: "architecture", reason: 'is "amd64": allowed are x64, arm64' },
      { path: "nodejs", reason: "is 18: allowed are 20, 22, 24" },
    ]);
  });
});
