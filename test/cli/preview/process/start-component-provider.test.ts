import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PreviewError } from "../../../../cli/preview/base/error";
import { startComponentProvider } from "../../../../cli/preview/process/start-component-provider";
import type { Project } from "../../../../cli/preview/project/project";

describe("a provider of a package of the project", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "provider-"));
    writeFileSync(join(folder, "Pulumi.yaml"), "name: shop\npackages:\n  shop: ./provider\n");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const start = (source: string) =>
    startComponentProvider(
      {
        root: folder,
        file: join(folder, "Pulumi.yaml"),
        packages: new Map([["shop", join(folder, source)]]),
      } as unknown as Project,
      "shop",
      "127.0.0.1:1",
      () => undefined,
    );
  const refused = (source: string, reason: string) =>
    assert.throws(
      () => start(source),
      (error) =>
        error instanceof PreviewError &&
        error.message === `Pulumi.yaml:3: packages.shop: ${join(folder, source)} ${reason}`,
    );

  it("is refused where nothing is", () => {
    refused("nope", "does not exist. Give the folder of the provider.");
    refused("node_modules/shop", `does not exist. Run "npm install" in ${folder} first.`);
  });

  it("is refused by the name of a plugin that the project lists", () => {
    writeFileSync(join(folder, "Pulumi.yaml"), "name: shop\nplugins: { providers: [{ name: shop, path: ./nope }] }\n");
    assert.throws(() => start("nope"), /^PreviewError: Pulumi\.yaml: plugin shop: .*nope does not exist\. /);
  });

  it("is refused in a package of Node.js that is no provider", () => {
    mkdirSync(join(folder, "package"));
    writeFileSync(join(folder, "package/package.json"), "{}");
    refused(
      "package",
      "has no PulumiPlugin.yaml. Give the folder of the provider, such as node_modules/@platform/aws-pipelines/components/provider",
    );
  });

  it("is not started in a folder with a binary, nor for another runtime", () => {
    mkdirSync(join(folder, "binary"));
    assert.equal(start("binary"), undefined);
    writeFileSync(join(folder, "binary/PulumiPlugin.yaml"), "runtime: python\n");
    assert.equal(start("binary"), undefined);
  });
});
