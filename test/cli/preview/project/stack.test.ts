import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { readProject } from "../../../../cli/preview/project/project";
import { readStack } from "../../../../cli/preview/project/stack";
import { removeTemporaryDirectories, temporaryDirectory } from "../support/temporary";

function projectWith(...files: string[]) {
  const entries = files.map((file) => [file, `config:\n  file: ${file}\n`] as const);
  return readProject(
    temporaryDirectory({ "Pulumi.yaml": "name: shop\nruntime: nodejs\n", ...Object.fromEntries(entries) }),
  );
}

describe("a stack", () => {
  afterEach(removeTemporaryDirectories);

  it("is the only one there is, or the one named", () => {
    assert.equal(readStack(projectWith("Pulumi.dev.yaml"), undefined).name, "dev");
    const two = projectWith("Pulumi.dev.yaml", "Pulumi.prod.yml");
    assert.deepEqual(readStack(two, "acme/shop/prod"), {
      name: "prod",
      organization: "acme",
      file: join(two.root, "Pulumi.prod.yml"),
      content: { config: { file: "Pulumi.prod.yml" } },
    });
  });

  it("may be named with its organization and project", () => {
    const project = projectWith("Pulumi.dev.yaml");
    const organizationOf = (name?: string) => readStack(project, name).organization;
    assert.deepEqual([undefined, "dev", "acme/dev", "acme/shop/dev"].map(organizationOf), [
      "organization",
      "organization",
      "acme",
      "acme",
    ]);
    assert.throws(() => readStack(project, "acme/other/dev"), {
      message: /^--stack "acme\/other\/dev" names project "other", but .*Pulumi\.yaml is project "shop"$/,
    });
    assert.throws(() => readStack(project, "a/b/c/dev"), { message: /has too many parts/ });
  });

  it("must be chosen among several", () => {
    const two = projectWith("Pulumi.prod.yaml", "Pulumi.dev.yaml");
    assert.throws(() => readStack(two, undefined), {
      message: /^which stack\? .* has dev, prod; choose one with --stack$/,
    });
    assert.throws(() => readStack(two, "staging"), {
      message: /^no settings for stack "staging" in .*; there are settings for dev, prod$/,
    });
  });

  it("needs no settings in a project that has none, but a name", () => {
    assert.deepEqual(readStack(projectWith(), "dev").content, {});
    assert.throws(() => readStack(projectWith(), undefined), {
      message: /^no stack settings .*; name the stack with --stack$/,
    });
  });

  it("must have a file that can be read", () => {
    const broken = projectWith();
    mkdirSync(join(broken.root, "Pulumi.dev.yaml"));
    assert.throws(() => readStack(broken, "dev"), {
      name: "PreviewError",
      message: /Pulumi\.dev\.yaml: cannot be read \(EISDIR\)$/,
    });
  });
});
