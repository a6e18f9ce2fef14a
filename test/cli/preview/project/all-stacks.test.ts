import assert from "node:assert/strict";
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

  it("of a folder in a project are those of the project", () => {
    const top = temporaryDirectory({
      "Pulumi.yaml": project("web"),
      "Pulumi.dev.yaml": "{}",
      "src/index.ts": "",
    });
    assert.deepEqual(allStacks(join(top, "src")), [{ project: "web", stack: "dev", cwd: top }]);
  });

  it("refuse a project without settings", () => {
    const top = temporaryDirectory({ "Pulumi.yaml": project("web") });
    assert.throws(() => allStacks(top), {
      name: "PreviewError",
      message: `no stack settings (Pulumi.<stack>.yaml) in a project of ${top}; name another with --cwd`,
    });
  });
});
