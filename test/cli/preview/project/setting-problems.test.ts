import assert from "node:assert/strict";
import { readProject } from "../../../../cli/preview/project/project";
import { keyPlace, placeSettings } from "../../../../cli/preview/project/setting-problems";
import { readStack } from "../../../../cli/preview/project/stack";
import { removeTemporaryDirectories, temporaryDirectory } from "../support/temporary";

const stackYaml = `config:
  aws:region: us-east-1
  environment:
    account: 1
    notify:
      emial: [a@example.com]
`;

function placed(message: string, files: Readonly<Record<string, string>> = {}): string {
  const root = temporaryDirectory({
    "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
    "Pulumi.dev.yaml": stackYaml,
    ...files,
  });
  const project = readProject(root);
  return placeSettings(message, project, readStack(project, "dev"));
}

describe("the problems of settings", () => {
  after(removeTemporaryDirectories);

  it("name the file and the line of each setting, and of the setting around a missing one", () => {
    assert.equal(
      placed(
        "The configuration shop:environment has 4 problems:\n  account: is 1: give text\n  notify.emial: is not known here\n  source.branch: is missing: give text\n  is short",
      ),
      `The configuration shop:environment has 4 problems:
  account (Pulumi.dev.yaml:4): is 1: give text, in quotation marks
  notify.emial (Pulumi.dev.yaml:6): is not known here
  source.branch (Pulumi.dev.yaml:3): is missing: give text
  Pulumi.dev.yaml:3: is short`,
    );
  });

  it("stand at the defaults of the project where the stack has none of its own", () => {
    const projectYaml =
      "name: shop\nruntime: nodejs\nconfig:\n  other:\n    default:\n      region: nowhere\n  plain: { value: { size: 1 } }\n";
    const said = (key: string, path: string) =>
      placed(`The configuration ${key} has a problem:\n  ${path}: is wrong`, { "Pulumi.yaml": projectYaml });
    assert.match(said("shop:other", "region"), /\n {2}region \(Pulumi\.yaml:6\): is wrong$/);
    assert.match(said("shop:plain", "size"), /\n {2}size \(Pulumi\.yaml:7\): is wrong$/);
  });

  it("stand at the settings of the stack where nobody gives the key, and name the key that is meant", () => {
    const missing = (key: string) =>
      placed(`The configuration ${key} has a problem:\n  is missing: give an object`).split("\n").slice(1);
    assert.deepEqual(missing("shop:absent"), ["  shop:absent (Pulumi.dev.yaml:1): is missing: give an object"]);
    for (const key of ["shops:environment", "shop:enviroment", "acme-delivery:environment"]) {
      assert.deepEqual(missing(key), [
        `  ${key} (Pulumi.dev.yaml:1): is missing. The file has shop:environment. Did you mean that? Rename it to ${key}`,
      ]);
    }
  });

  it("keep the place in a file that the settings name, and leave other messages alone", () => {
    for (const message of [
      "The configuration shop:environment has a problem:\n  stages[0].name (pipeline.yaml:4): is missing",
      "DeliveryEnvironment shop-dev has a problem:\n  account: is 1: give text",
      "Cannot read properties of undefined",
    ]) {
      assert.equal(placed(message), message);
    }
  });
});

describe("the place of a key", () => {
  it("is the file alone where the key is absent", () => {
    assert.equal(keyPlace("/absent/Pulumi.dev.yaml", "shop:size"), "/absent/Pulumi.dev.yaml");
  });
});
