import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { npm, root, succeed } from "../support/command";
import { type PrivateRegistry, startRegistry } from "./support/registry";

const name = "@platform/aws-pipelines-policy";
const cwd = join(root, "policy");
const { version } = JSON.parse(readFileSync(join(cwd, "package.json"), "utf8"));

describe("a private registry that something goes wrong with", function () {
  this.timeout(120_000);
  let registry: PrivateRegistry;
  let folder: string;

  before(async () => {
    registry = await startRegistry("@platform");
    folder = mkdtempSync(join(tmpdir(), "elsewhere-"));
  });

  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await registry?.stop();
  });

  const publish = (token?: string) => npm(["publish", "--ignore-scripts"], { cwd, env: registry.environment(token) });
  const download = (token?: string) =>
    npm(["pack", `${name}@${version}`, "--cache", join(folder, "cache")], {
      cwd: folder,
      env: registry.environment(token),
    });

  it("refuses a wrong token, and keeps nothing", async () => {
    const before = registry.contents();
    const { status, stderr } = await publish("no-such-token");
    assert.equal(status, 1);
    assert.match(stderr, /code E401\n.*authentication token seems to be invalid/);
    assert.deepEqual(registry.contents(), before);
  });

  it("takes a version once, and refuses it the second time without a change", async () => {
    await succeed(publish());
    const before = registry.contents();
    assert.ok(Object.keys(before).some((path) => path.endsWith(`-${version}.tgz`)));
    const { status, stderr } = await publish();
    assert.equal(status, 1);
    assert.match(stderr, new RegExp(`cannot publish over the previously published versions: ${version}`));
    assert.deepEqual(registry.contents(), before);
  });

  it("gives nothing to who is not logged in", async () => {
    const { status, stderr } = await download("no-such-token");
    assert.equal(status, 1);
    assert.match(stderr, /code E401/);
  });

  it("cannot pass off a tarball that somebody changed", async () => {
    const tarball = join(registry.storage, name, `aws-pipelines-policy-${version}.tgz`);
    const published = readFileSync(tarball);
    const before = registry.contents();
    writeFileSync(tarball, Buffer.concat([published, Buffer.from("\n")]));
    const { status, stderr } = await download();
    writeFileSync(tarball, published);
    assert.equal(status, 1);
    assert.match(stderr, /code EINTEGRITY\n.*integrity checksum failed/);
    await succeed(download());
    assert.deepEqual(registry.contents(), before);
  });
});
