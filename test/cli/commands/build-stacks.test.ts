import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { findBuildTarget } from "../../../cli/build/project";
import type { BuildSettings } from "../../../cli/commands/build";
import { PreviewError } from "../../../cli/preview/base/error";
import type { Resource } from "../../../cli/preview/engine/resource";
import { nameOf, previewOf } from "../../program/support/preview";
import { type BuildMachine, machineEnvironment, makeBuildMachine } from "../../support/build-machine";
import { runBuildProject } from "../../support/build-project";

async function targetOf(stack: string, name: string) {
  const { resources } = await previewOf(stack);
  return findBuildTarget(
    resources.map(({ type, urn, inputs }) => ({ type, name: nameOf(urn), inputs }) as unknown as Resource),
    name,
  );
}

/** The image that staging built and tested. */
const IMAGE_DIGEST = `sha256:${"0f".repeat(32)}`;

// Docker, the AWS CLI, downloads and npm are stand-ins that know the grammar of the real tools.
describe("aws-pipelines build on the projects of the stacks", () => {
  let machine: BuildMachine;
  let commit: string;

  beforeEach(() => {
    machine = makeBuildMachine();
    machine.write("source/Dockerfile", "FROM scratch\n");
    machine.write("source/deploy/Pulumi.yaml", "name: shop\nruntime: nodejs\n");
    machine.write("source/tests/integration/package.json", "{}\n");
    machine.write("source/tests/integration/package-lock.json", "{}\n");
    // The archive of a stand-in has another digest than the release.
    machine.write("stand-ins/sha256sum", "#!/bin/sh\nexec cat > /dev/null\n");
    chmodSync(`${machine.root}/stand-ins/sha256sum`, 0o755);
    const git = (...args: string[]) =>
      execFileSync("git", ["-C", machine.source, "-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
        encoding: "utf8",
      });
    git("init", "-q");
    git("add", "-A");
    git("commit", "-q", "-m", "shop");
    commit = git("rev-parse", "HEAD").trim();
  });

  afterEach(() => machine.remove());

  async function build(stack: string, project: string, settings: Partial<BuildSettings> = {}) {
    const { PATH = "", TMPDIR = "" } = machineEnvironment(machine);
    return await runBuildProject(
      await targetOf(stack, `shop-${stack}-${project}`),
      { from: machine.source, ...settings, given: { TMPDIR, ...settings.given } },
      { PATH },
    );
  }

  for (const [stack, account] of [
    ["dev", "111122223333"],
    ["staging", "222233334444"],
  ] as const) {
    it(`builds and pushes the image of ${stack}`, async () => {
      const { status, written } = await build(stack, "image");
      assert.equal(status, 0, written);
      const image = `${account}.dkr.ecr.us-east-1.amazonaws.com/shop-${stack}`;
      assert.match(written, new RegExp(`^exports IMAGE_URI=${image}:${commit}$`, "m"));
      assert.match(written, /^artifact: CodeBuild uploads 1 file\n {2}imageDetail\.json$/m);
      assert.ok(machine.calls().includes(`docker push ${image}:${commit}`));
    });
  }

  it("copies no image to prod that nobody named", async () => {
    const { status, written } = await build("prod", "image");
    assert.equal(status, 1, written);
    assert.match(written, /^IMAGE_DIGEST names no image\. Start the pipeline with the variable IMAGE_DIGEST/m);
    assert.ok(!machine.calls().some((call) => call.startsWith("aws ecr")));
  });

  for (const stack of ["dev", "staging", "prod"]) {
    it(`refuses the destroy project of ${stack} with the credentials of the caller`, async () => {
      await assert.rejects(
        () => build(stack, "destroy-run", { allowsAws: true }),
        (error) =>
          error instanceof PreviewError &&
          error.message.startsWith(
            `build --allow-aws: shop-${stack}-destroy-run is a part of the gate shop-${stack}-destroy. With your credentials, its build would destroy or change what waits for an approval.`,
          ),
      );
      assert.deepEqual(machine.calls(), []);
    });
  }

  for (const stack of ["dev", "staging"]) {
    it(`deploys ${stack} by Pulumi`, async () => {
      offerPulumi();
      machine.write("state/stacks", `acme/shop/${stack}\n`);
      const { status, written } = await build(stack, "deploy", { given: { IMAGE_DIGEST } });
      assert.equal(status, 0, written);
      assert.match(written, /^PULUMI_ACCESS_TOKEN has a placeholder\. /m);
      assert.ok(
        machine
          .calls()
          .some((call) => call.startsWith(`pulumi up --cwd deploy --non-interactive --stack acme/shop/${stack}`)),
      );
    });
  }

  it("tests staging after its deployment", async () => {
    const { status, written } = await build("staging", "test");
    assert.equal(status, 0, written);
    assert.match(written, /^report integration: /m);
  });

  it("deploys nothing to prod without its approved plan", async () => {
    offerPulumi();
    machine.write("state/stacks", "acme/shop/prod\n");
    const { status, written } = await build("prod", "deploy", { given: { EXECUTION_ID: "e-1", IMAGE_DIGEST } });
    assert.equal(status, 1, written);
    assert.match(written, /^This execution has no plan\. Nothing was changed\. Start the pipeline again$/m);
    assert.ok(!machine.calls().some((call) => call.startsWith("pulumi up")));
  });

  function offerPulumi(): void {
    machine.offer("pulumi-v3.221.0-linux-x64.tar.gz", "pulumi");
  }
});
