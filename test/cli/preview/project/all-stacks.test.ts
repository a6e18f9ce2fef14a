import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { allStacks } from "../../../../cli/preview/project/all-stacks";
import { removeTemporaryDirectories, temporaryDirectory } from "../support/temporary";

const project = (name: string) => `name: ${name}\nruntime: nodejs\n`;

describe("all stacks", () => {
  after(removeTemporaryDirectories);

  it("of a folder are those of each project in it, in the order of their names, without packages and hidden folders", () => {
    const top = temporaryDirectory({
      "b/Pulumi.yaml": project("web"),
      "b/Pulumi.prod.yaml": "{}",
      "b/Pulumi.dev.yaml": "{}",
      "b/nested/Pulumi.yaml": project("nested"),
      "b/nested/Pulumi.dev.yaml": "{}",
      "a/deep/Pulumi.json": '{ "name": "api", "runtime": "nodejs" }',
      "a/deep/Pulumi.dev.json": "{}",
      "node_modules/c/Pulumi.yaml": project("c"),
      "node_modules/c/Pulumi.dev.yaml": "{}",
      ".git/Pulumi.yaml": project("d"),
    });
    assert.deepEqual(allStacks(top), [
      { project: "api", stack: "dev", cwd: join(top, "a/deep") },
      { project: "web", stack: "dev", cwd: join(top, "b") },
      { project: "web", stack: "prod", cwd: join(top, "b") },
    ]);
  });

  it("pass over what has the name of a project file and is none", () => {
    const top = temporaryDirectory({
      "a/Pulumi.yaml/Pulumi.yaml": project("below"),
      "a/Pulumi.yaml/Pulumi.dev.yaml": "{}",
      "b/Pulumi.dev.yaml": "{}",
    });
    symlinkSync("Pulumi.yaml", join(top, "b/Pulumi.yaml"));
    assert.deepEqual(allStacks(top), [{ project: "below", stack: "dev", cwd: join(top, "a/Pulumi.yaml") }]);
  });

  it("of a folder in a project are those of the project", () => {
    const top = temporaryDirectory({
      "Pulumi.yaml": project("web"),
      "Pulumi.dev.yaml": "{}",
      "src/index.ts": "",
    });
    assert.deepEqual(allStacks(join(top, "src")), [{ project: "web", stack: "dev", cwd: top }]);
  });

  it("are those of every project below, whatever its language, and of one whose file is wrong by its folder", () => {
    const top = temporaryDirectory({
      "broken/Pulumi.yaml": "name: [",
      "broken/Pulumi.dev.yaml": "{}",
      "empty/Pulumi.yaml": project("empty"),
      "moved/Pulumi.yaml": "name: moved\nruntime: nodejs\nstackConfigDir: absent\n",
      "moved/Pulumi.dev.yaml": "{}",
      "python/Pulumi.yaml": "name: etl\r\nruntime: python\r\n",
      "python/Pulumi.jobs.etl.QA.yaml": "",
    });
    assert.deepEqual(allStacks(top), [
      { project: "broken", stack: "dev", cwd: join(top, "broken") },
      { project: "etl", stack: "jobs.etl.QA", cwd: join(top, "python") },
    ]);
    assert.throws(() => allStacks(join(top, "python")), /runtime "python" does not run offline/);
  });

  it("have the folder of their project if another project has a stack of the same name", () => {
    const top = temporaryDirectory({
      "a/Pulumi.yaml": project("shop"),
      "a/Pulumi.dev.yaml": "{}",
      "b/c/Pulumi.yaml": project("shop"),
      "b/c/Pulumi.dev.yaml": "{}",
      "b/c/Pulumi.prod.yaml": "{}",
    });
    assert.deepEqual(
      allStacks(top).map(({ stack, folder }) => [stack, folder]),
      [
        ["dev", "a"],
        ["dev", join("b", "c")],
        ["prod", undefined],
      ],
    );
  });

  it("refuse a project without settings", () => {
    const top = temporaryDirectory({ "Pulumi.yaml": project("web") });
    assert.throws(() => allStacks(top), {
      name: "PreviewError",
      message: `no stack settings (Pulumi.<stack>.yaml) in a project of ${top}; name another with --cwd`,
    });
  });
});
