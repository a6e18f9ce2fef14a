import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { createToolsFolder, installPinnedTool, removeTools } from "../../../components/recipes/pinned-tool";
import { type BuildMachine, machineEnvironment, makeBuildMachine } from "../../support/build-machine";

const url = "https://get.pulumi.com/releases/sdk/pulumi-v3.248.0-linux-x64.tar.gz";
const zip = "https://releases.hashicorp.com/terraform/1.13.5/terraform_1.13.5_linux_amd64.zip";

describe("a pinned tool", () => {
  let machine: BuildMachine;
  let tools: string;
  beforeEach(() => {
    machine = makeBuildMachine();
    tools = join(machine.root, "tools folder");
    mkdirSync(join(tools, "bin"), { recursive: true });
  });
  afterEach(() => machine.remove());

  function run(command: string) {
    const env = { ...machineEnvironment(machine), TOOLS_DIR: tools };
    const { status, stdout, stderr } = spawnSync("bash", ["--norc", "-c", command], { encoding: "utf8", env });
    return { status, stdout, stderr };
  }

  it("is downloaded by https alone, compared with its SHA-256 and unpacked from a tar.gz", () => {
    const sha256 = machine.offer("pulumi-v3.248.0-linux-x64.tar.gz", "pulumi");
    const { status, stderr } = run(installPinnedTool({ url, sha256, archive: "tar.gz" }));
    assert.equal(status, 0, stderr);
    assert.equal(existsSync(join(tools, "bin/pulumi")), true);
    assert.match(
      machine.calls()[0] ?? "",
      /^curl .*--proto =https .*https:\/\/get\.pulumi\.com\/releases\/sdk\/pulumi-v3\.248\.0-linux-x64\.tar\.gz$/,
    );
  });

  it("is unpacked from the top of a zip", () => {
    const sha256 = machine.offer("terraform_1.13.5_linux_amd64.zip", "terraform");
    const { status, stderr } = run(installPinnedTool({ url: zip, sha256, archive: "zip" }));
    assert.equal(status, 0, stderr);
    assert.equal(existsSync(join(tools, "bin/terraform")), true);
  });

  it("is not unpacked with another SHA-256", () => {
    machine.offer("pulumi-v3.248.0-linux-x64.tar.gz", "pulumi");
    const { status, stdout } = run(installPinnedTool({ url, sha256: "0".repeat(64), archive: "tar.gz" }));
    assert.equal(status, 1);
    assert.equal(stdout, `${tools}/archive: FAILED\n`);
    assert.equal(existsSync(join(tools, "bin/pulumi")), false);
  });

  it("is not there where nothing can be downloaded", () => {
    assert.notEqual(run(installPinnedTool({ url, sha256: "0".repeat(64), archive: "tar.gz" })).status, 0);
  });

  it("has an address that the shell does not read", () => {
    const hostile = "https://example.com/$(touch owned)'; touch owned";
    run(installPinnedTool({ url: hostile, sha256: "0".repeat(64), archive: "zip" }));
    assert.ok(machine.calls()[0]?.endsWith(hostile));
    assert.equal(existsSync("owned"), false);
  });
});

describe("the folder of tools", () => {
  function run(command: string) {
    return spawnSync("bash", ["--norc", "-c", command], { encoding: "utf8" });
  }

  it("is new, outside the source, with its programs before all others, and goes with everything in it", () => {
    const command = `${createToolsFolder}echo "$TOOLS_DIR"; echo "\${PATH%%:*}"; touch "$TOOLS_DIR/secret"; ${removeTools}`;
    const { status, stdout } = run(command);
    const [folder = "", first] = stdout.split("\n");
    assert.equal(status, 0);
    assert.equal(first, `${folder}/bin`);
    assert.equal(existsSync(folder), false);
  });

  it("may be absent when it is deleted, since its creation may have failed", () => {
    assert.equal(run(`set -u; unset TOOLS_DIR; ${removeTools}`).status, 0);
    assert.equal(run(`TOOLS_DIR=; ${removeTools}`).status, 0);
  });
});
