import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  npmCi,
  refuseForeignPackages,
  withCleanEnvironment,
  withoutCredentials,
} from "../../../components/recipes/npm-install";

function run(command: string, env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync("bash", ["--norc", "-c", command], {
    encoding: "utf8",
    env: { PATH: process.env.PATH, ...env },
  });
  return { status, stdout, lines: stderr.split("\n").slice(0, -1) };
}

describe("the environment of a package manager", () => {
  const secrets = {
    AWS_ACCESS_KEY_ID: "a",
    AWS_SECRET_ACCESS_KEY: "b",
    AWS_SESSION_TOKEN: "c",
    AWS_CONTAINER_AUTHORIZATION_TOKEN: "d",
    AWS_CONTAINER_CREDENTIALS_FULL_URI: "e",
    AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "f",
    AWS_WEB_IDENTITY_TOKEN_FILE: "g",
    PULUMI_ACCESS_TOKEN: "h",
  };
  const names = (text: string) =>
    text
      .split("\n")
      .map((line) => line.split("=")[0] ?? "")
      .filter((name) => !["", "_", "PWD", "SHLVL", "PATH"].includes(name))
      .sort();

  it("holds no credentials, and everything else", () => {
    const { stdout } = run(withoutCredentials("env"), {
      ...secrets,
      NODE_ENV: "production",
      AWS_REGION: "eu-central-1",
    });
    assert.deepEqual(names(stdout), ["AWS_REGION", "NODE_ENV"]);
  });

  it("is empty but for the variables of downloads, where everything else may be a secret", () => {
    const { stdout } = run(withCleanEnvironment("env", "TF_DATA_DIR"), {
      ...secrets,
      DB_PASSWORD: "hunter2",
      HOME: "/root/my home",
      HTTPS_PROXY: "http://proxy",
      TF_DATA_DIR: "data",
    });
    assert.deepEqual(names(stdout), ["HOME", "HTTPS_PROXY", "TF_DATA_DIR"]);
    assert.match(stdout, /^HOME=\/root\/my home$/m);
  });

  it("has no variable that is not set, rather than an empty one", () => {
    assert.deepEqual(names(run(withCleanEnvironment("env", "TF_DATA_DIR")).stdout), []);
  });
});

describe("the installation of packages", () => {
  const options = "--no-audit --no-fund --ignore-scripts --allow-git=none --git=/bin/false";

  it("runs no script and no git", () => {
    assert.equal(npmCi("deploy"), `npm ci --prefix deploy ${options}`);
  });

  it("quotes the folder, and leaves the folder of tools to the shell", () => {
    assert.equal(npmCi("it's; $(here)"), `npm ci --prefix 'it'\\''s; $(here)' ${options}`);
    assert.equal(npmCi("$TOOLS_DIR/project"), `npm ci --prefix "$TOOLS_DIR/project" ${options}`);
  });
});

describe("the packages of a lock file", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lock file-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function judge(lock: object, manifest: object = {}) {
    writeFileSync(join(folder, "package-lock.json"), JSON.stringify(lock));
    writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
    const { status, lines } = run(refuseForeignPackages("$TOOLS_DIR"), { TOOLS_DIR: folder });
    return { status, found: lines.slice(1), reason: lines[0] };
  }

  const address = "https://registry.npmjs.org/left-pad/-/left-pad-1.3.0.tgz";
  const good = { version: "1.3.0", resolved: address, integrity: "sha512-a/b==" };

  for (const [what, lock, manifest] of [
    ["nothing", {}, {}],
    [
      "packages of the public registry",
      { packages: { "": { dependencies: { "left-pad": "^1.3.0" } }, "node_modules/left-pad": good } },
      { dependencies: { "left-pad": "^1.3.0" }, overrides: { "left-pad": { ".": "1.3.0" } } },
    ],
    [
      "a package under another name",
      { packages: {} },
      { dependencies: { pad: "npm:@scope/left-pad@^1", a: "npm:left-pad" } },
    ],
    [
      "bundled packages, which are part of another",
      { packages: { "node_modules/a/node_modules/b": { inBundle: true } } },
      {},
    ],
    [
      "packages inside packages, as lock files of version 2 list them too",
      { lockfileVersion: 2, dependencies: { a: { ...good, requires: { b: "^1" }, dependencies: { b: { ...good } } } } },
      {},
    ],
  ] as const) {
    it(`may be ${what}`, () => {
      assert.deepEqual(judge(lock, manifest), { status: 0, found: [], reason: undefined });
    });
  }

  for (const [what, lock, manifest, found] of [
    [
      "of another registry",
      { packages: { "node_modules/a": { ...good, resolved: "https://registry.npmjs.org.evil.example/a.tgz" } } },
      {},
      ["node_modules/a: https://registry.npmjs.org.evil.example/a.tgz"],
    ],
    ["without a hash", { packages: { "node_modules/a": { resolved: address } } }, {}, [`node_modules/a: ${address}`]],
    [
      "from git",
      { packages: { "node_modules/a": { ...good, resolved: "git+ssh://git@github.com/acme/a.git#1" } } },
      { dependencies: { a: "github:acme/a", b: "acme/b" } },
      ["node_modules/a: git+ssh://git@github.com/acme/a.git#1", "package.json: github:acme/a", "package.json: acme/b"],
    ],
    [
      "in a folder",
      { packages: { "node_modules/a": { resolved: "../a", link: true } } },
      { devDependencies: { a: "file:../a", b: "../b" } },
      ["node_modules/a: ../a", "package.json: file:../a", "package.json: ../b"],
    ],
    [
      "that an override brings from elsewhere",
      {},
      { overrides: { a: { b: "https://evil.example/b.tgz" } } },
      ["package.json: https://evil.example/b.tgz"],
    ],
    [
      "that another name brings from elsewhere",
      {},
      { dependencies: { a: "npm:b@https://evil.example/b.tgz" } },
      ["package.json: npm:b@https://evil.example/b.tgz"],
    ],
    [
      "by address, as lock files of version 1 name them by version",
      { lockfileVersion: 1, dependencies: { a: { version: "https://evil.example/a.tgz", integrity: "sha512-a" } } },
      {},
      ["a: https://evil.example/a.tgz"],
    ],
    [
      "inside another package",
      {
        lockfileVersion: 1,
        dependencies: { a: { ...good, dependencies: { b: { ...good, version: "git+https://evil.example/b" } } } },
      },
      {},
      ["b: git+https://evil.example/b"],
    ],
    [
      "that a package asks for",
      { lockfileVersion: 1, dependencies: { a: { ...good, requires: { b: "github:evil/b" } } } },
      {},
      ["a: github:evil/b"],
    ],
  ] as const) {
    it(`must not be ${what}`, () => {
      assert.deepEqual(judge(lock, manifest), {
        status: 1,
        found,
        reason: "These packages are not of the public npm registry. A destroy installs no others.",
      });
    });
  }

  it("hide no mistake behind a package that is called like the manifest", () => {
    const lock = { packages: { "package.json": { ...good, resolved: "https://evil.example/a.tgz" } } };
    assert.deepEqual(judge(lock, { dependencies: { a: "acme/a" } }).found, [
      "package.json: https://evil.example/a.tgz",
      "package.json: acme/a",
    ]);
  });
});
