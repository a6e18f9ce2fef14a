import assert from "node:assert/strict";
import { validateBuildspec } from "../../../components/codebuild/validate-buildspec";
import { exportImageUri } from "../../../components/recipes/image-uri";
import { createToolsFolder, installPinnedTool, removeTools } from "../../../components/recipes/pinned-tool";
import {
  canLockInBucket,
  initialise,
  providerAddress,
  terraformBuild,
  terraformCliArgs,
  terraformCommand,
  terraformDestroyCliArgs,
} from "../../../components/recipes/terraform-cli";
import { schemaProblems } from "../../../components/schema/vocabulary";

const sha256 = "0f".repeat(32);
const args = { version: "1.13.5", sha256, directory: "deploy" };
const state = { bucketName: "acme-state", region: "eu-central-1", key: "shop/terraform.tfstate" };

describe("a build with Terraform", () => {
  it("ignores the settings of the commit, and initialises before it works", () => {
    const spec = terraformBuild(args, { beforeInstall: ["check"], initialise: ["init"], commands: ["apply"] });
    const [create, check, image, variable, settings, install, ...work] = spec.phases.build?.commands ?? [];
    assert.deepEqual(validateBuildspec(spec), []);
    assert.deepEqual(
      [create, check, image, variable],
      [createToolsFolder, "check", exportImageUri(), 'export TF_VAR_image="$IMAGE_URI"'],
    );
    assert.match(settings ?? "", /TF_CLI_CONFIG_FILE="\$TOOLS_DIR\/settings\.tfrc" TF_DATA_DIR="\$TOOLS_DIR\/data"\n$/);
    assert.equal(
      install,
      installPinnedTool({
        url: "https://releases.hashicorp.com/terraform/1.13.5/terraform_1.13.5_linux_amd64.zip",
        sha256,
        archive: "zip",
      }),
    );
    assert.deepEqual(work, ["init", "apply"]);
    assert.deepEqual(spec.phases.build?.finally, [removeTools]);
    assert.deepEqual(spec.env, { shell: "bash", variables: { CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" } });
  });

  it("takes OpenTofu from its own publisher, for another processor too", () => {
    const spec = terraformBuild(
      { ...args, distribution: "opentofu", architecture: "arm64" },
      { initialise: [], commands: [], exported: ["PLAN_DIGEST"] },
    );
    assert.match(
      spec.phases.build?.commands?.at(-1) ?? "",
      /https:\/\/github\.com\/opentofu\/opentofu\/releases\/download\/v1\.13\.5\/tofu_1\.13\.5_linux_arm64\.zip/,
    );
    assert.deepEqual(spec.env?.["exported-variables"], ["PLAN_DIGEST"]);
  });

  it("runs on the module, whatever its folder is called", () => {
    assert.equal(terraformCommand(args), "terraform -chdir=deploy");
    assert.equal(
      terraformCommand({ ...args, distribution: "opentofu", directory: "it's; $(here)" }),
      "tofu -chdir='it'\\''s; $(here)'",
    );
  });

  it("initialises with the providers of the lock file alone, and fails where the state would be lost", () => {
    assert.equal(
      initialise(args, "-get=false"),
      "terraform -chdir=deploy init -input=false -no-color -lockfile=readonly -get=false",
    );
    const [strict, init, condition, message] = initialise({ ...args, state }).split("\n");
    assert.equal(strict, "set -euo pipefail");
    assert.equal(
      init,
      "terraform -chdir=deploy init -input=false -no-color -lockfile=readonly -backend-config=bucket=acme-state -backend-config=region=eu-central-1 -backend-config=key=shop/terraform.tfstate -backend-config=use_lockfile=true -backend-config=encrypt=false",
    );
    assert.equal(condition, 'if [ ! -f "$TF_DATA_DIR/terraform.tfstate" ]; then');
    assert.match(
      message ?? "",
      /The module deploy has no backend for its state: add terraform \{ backend "s3" \{\} \}/,
    );
  });
});

describe("the version of Terraform", () => {
  for (const [version, canLock] of [
    ["1.9.8", false],
    ["1.10.0", true],
    ["1.13.5", true],
    ["2.0.0", true],
    ["0.15.5", false],
  ] as const) {
    it(`${version} ${canLock ? "locks" : "does not lock"} state in a bucket`, () => {
      const reason = "is too old to lock state in a bucket: give 1.10.0 or newer";
      assert.equal(canLockInBucket(version), canLock);
      assert.deepEqual(schemaProblems(terraformCliArgs, { ...args, version }), []);
      assert.deepEqual(
        schemaProblems(terraformCliArgs, { ...args, version, state }),
        canLock ? [] : [{ path: "version", reason: `${reason}, or leave out state` }],
      );
      assert.deepEqual(
        schemaProblems(terraformDestroyCliArgs, { ...args, version, state }),
        canLock ? [] : [{ path: "version", reason }],
      );
    });
  }
});

describe("the arguments of a destroy with Terraform", () => {
  it("say where the state is, which the commit must not choose", () => {
    assert.deepEqual(
      schemaProblems(terraformDestroyCliArgs, args).map(({ path }) => path),
      ["state"],
    );
  });

  for (const address of ["integrations/github", "registry.example.com/acme/my_cloud-2", "a/b"]) {
    it(`may name the provider ${address}`, () => {
      assert.deepEqual(schemaProblems(providerAddress, address), []);
    });
  }

  for (const address of ["github", "Integrations/GitHub", "a/b/c", "example.com/a/b/c", "a/*", "-a/b", "a/b\n", ""]) {
    it(`must not name the provider ${JSON.stringify(address)}`, () => {
      assert.deepEqual(schemaProblems(terraformDestroyCliArgs, { ...args, state, providers: [address] }), [
        {
          path: "providers[0]",
          reason: `is ${JSON.stringify(address)}: give the source of a provider in lower case, such as integrations/github`,
        },
      ]);
    });
  }
});
