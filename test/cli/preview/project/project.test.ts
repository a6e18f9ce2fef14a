import assert from "node:assert/strict";
import { join } from "node:path";
import { readProject } from "../../../../cli/preview/project/project";
import { removeTemporaryDirectories, temporaryDirectory } from "../support/temporary";

function project(yaml: string, files: Readonly<Record<string, string>> = {}) {
  const root = temporaryDirectory({ "Pulumi.yaml": yaml, ...files });
  return { root, read: () => readProject(root) };
}

describe("a project", () => {
  afterEach(removeTemporaryDirectories);

  it("is found in the directory or above it", () => {
    const { root } = project("name: shop\nruntime: nodejs\n", { "deep/er/x": "" });
    const found = readProject(join(root, "deep", "er"));
    assert.deepEqual([found.name, found.root, found.stackDirectory], ["shop", root, root]);
    assert.deepEqual([found.programDirectory, found.entryPoint], [root, "."]);
    assert.deepEqual(found.runtime, {
      language: "nodejs",
      nodeArgs: [],
      env: { PULUMI_NODEJS_TYPESCRIPT: "true" },
    });
    assert.throws(() => readProject("/"), /no Pulumi\.yaml in \/ or a directory above it; name another with --cwd/);
  });

  it("says how Node runs it and where its program and settings are", () => {
    const { root, read } = project(
      "name: shop\nmain: src/main.ts\nstackConfigDir: settings\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n    tsconfig: t.json\n    nodeargs: --import 'a b'\nconfig:\n  size: 1\n",
      { "src/main.ts": "" },
    );
    const found = read();
    assert.deepEqual([found.programDirectory, found.entryPoint], [join(root, "src"), "main.ts"]);
    assert.equal(found.stackDirectory, join(root, "settings"));
    assert.deepEqual(found.runtime, {
      language: "nodejs",
      nodeArgs: ["--import", "a b"],
      env: { PULUMI_NODEJS_TSCONFIG_PATH: "t.json" },
    });
    assert.deepEqual(found.config, { size: 1 });
  });

  it("names folders with providers, and no other sources of packages", () => {
    const directory = temporaryDirectory({
      "Pulumi.yaml": [
        "name: a",
        "runtime: nodejs",
        "packages:",
        "  shop: ./shop",
        "  parts: { source: ../parts }",
        "  random: random@4.0.0",
        "plugins: { providers: [{ name: own, path: own }] }",
        "",
      ].join("\n"),
    });
    assert.deepEqual(
      [...readProject(directory).packages],
      [
        ["shop", join(directory, "shop")],
        ["parts", join(directory, "../parts")],
        ["own", join(directory, "own")],
      ],
    );
  });

  it("may name the directory of its settings as config", () => {
    const { root, read } = project("name: shop\nruntime: nodejs\nconfig: settings\n");
    assert.equal(read().stackDirectory, join(root, "settings"));
    assert.deepEqual(read().config, {});
  });

  it("may have its program in a directory", () => {
    const { root, read } = project("name: shop\nmain: src\nruntime: nodejs\n", { "src/index.ts": "" });
    assert.deepEqual([read().programDirectory, read().entryPoint], [join(root, "src"), "."]);
  });

  for (const [yaml, reason] of [
    ["runtime: nodejs", /name is missing; set it to the name of the project$/],
    ["name: a", /runtime is missing; set it to nodejs, or use pulumi preview$/],
    [
      "name: a\nruntime: bun",
      /runtime "bun" does not run offline; run pulumi preview --policy-pack with the same pack, which judges the same resources$/,
    ],
    [
      "name: a\nruntime: { name: go }",
      /runtime "go" does not run offline; run pulumi preview --policy-pack with the same pack, which judges the same resources$/,
    ],
    [
      "name: a\nruntime:\n  name: nodejs\n  options:\n    typescript: 'no'",
      /runtime\.options\.typescript must be true or false$/,
    ],
    ["name: a\nruntime:\n  name: nodejs\n  options:\n    nodeargs: 1", /runtime\.options\.nodeargs must be text$/],
    ["name: a\nruntime: nodejs\nmain: ../b", /main must stay inside the project, but "\.\.\/b" leads out of it$/],
    ["name: a\nruntime: nodejs\nmain: /b", /main must be a path relative to the project, not "\/b"$/],
    ["name: a\nruntime: nodejs\nmain: b", /main names "b", which does not exist$/],
    ["name: my shop\nruntime: nodejs", /name "my shop" is not a project name; use up to 100 letters, digits/],
    ["name: a\nruntime: nodejs\nconfig: a\nstackConfigDir: b", /config and stackConfigDir both name the directory/],
    ["name: a\nruntime: nodejs\nconfig: [1]", /config must be a mapping of keys to values$/],
    ["- a", /expected a mapping of keys to values at the top level$/],
    ["a: [", /not valid YAML: /],
  ] as const) {
    it(`is refused as ${JSON.stringify(yaml)}`, () => {
      assert.throws(project(yaml).read, { name: "PreviewError", message: reason });
    });
  }
});
