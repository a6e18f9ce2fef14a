import assert from "node:assert/strict";
import { secret, UNKNOWN } from "../../../cli/preview/base/property-value";
import { type PreviewResult, Status } from "../../../cli/preview/result";
import { messages, named, previewFixture } from "./support/fixture";

const urn = (type: string, name: string) => `urn:pulumi:dev::boxes::${type}::${name}`;
const ROLE = urn("aws:iam/role:Role", "role");
const provider = (name: string) => `${urn("pulumi:providers:aws", name)}::${UNKNOWN}`;

describe("a previewed YAML program", () => {
  let result: PreviewResult;

  before(async () => {
    result = await previewFixture("yaml");
  });

  it("registers resources with the types of the installed SDK and the values of its expressions", () => {
    assert.equal(result.status, Status.clean);
    const role = named(result, "role");
    assert.equal(role.type, "aws:iam/role:Role");
    assert.deepEqual(role.inputs, {
      assumeRolePolicy:
        '{"Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"}}],"Version":"2012-10-17"}',
      name: role.inputs.name,
      tags: { sides: 6, label: "small" },
    });
    assert.equal(role.provider, provider("aws"));
    assert.deepEqual(named(result, "aws").inputs, {
      allowedAccountIds: ["123456789012"],
      region: "eu-central-1",
      secretKey: secret("hidden"),
    });
  });

  it("passes every option on", () => {
    const store = named(result, "renamed");
    assert.deepEqual(store.inputs, { bucket: "store-3-dev" });
    assert.equal(store.parent, ROLE);
    assert.equal(store.provider, provider("other"));
    assert.deepEqual(store.dependencies, [urn("aws:s3/bucket:Bucket", "existing")]);
    assert.deepEqual(
      [store.protect, store.retainOnDelete, store.deleteBeforeReplace, store.deletedWith],
      [true, true, true, ROLE],
    );
    assert.deepEqual(store.ignoreChanges, ["tags"]);
    assert.deepEqual(store.replaceOnChanges, ["bucket"]);
    assert.deepEqual(store.additionalSecretOutputs, ["arn"]);
    assert.equal(store.timeouts.create, 600);
    assert.deepEqual(store.aliases.slice(0, 2), [
      urn("aws:s3/bucket:Bucket", "old"),
      urn("aws:s3/bucket:Bucket", "older"),
    ]);
    assert.equal(named(result, "imported").operation, "import");
    assert.equal(named(result, "existing").operation, "read");
  });

  it("has outputs of resources unknown where AWS assigns them, and secrets marked", () => {
    const { inputs } = named(result, "database");
    assert.deepEqual(inputs.password, secret(UNKNOWN));
    assert.deepEqual(inputs.tags, { url: secret(UNKNOWN) });
    assert.equal(named(result, "object").inputs.key, "store-3-dev");
    assert.deepEqual(named(result, "label-object").inputs.content, secret("paper"));
    assert.equal(named(result, "label-object").inputs.key, UNKNOWN);
    assert.equal(named(result, "peer").inputs.key, UNKNOWN);
    assert.deepEqual(result.outputs, {
      bucket: "store-3-dev",
      arn: UNKNOWN,
      region: "eu-central-1",
      directory: "boxes",
    });
  });

  it("calls functions with the values of outputs, so that documents with known names are judged", () => {
    const { inputs, propertyDependencies } = named(result, "access");
    assert.deepEqual(JSON.parse(String(inputs.policy)).Statement, [
      { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::store-3-dev/*" },
    ]);
    assert.deepEqual(propertyDependencies.policy, [
      `urn:pulumi:dev::boxes::aws:iam/role:Role$aws:s3/bucket:Bucket::renamed`,
    ]);
  });

  it("places each resource in its file", () => {
    assert.equal(named(result, "role").sourcePosition, "project:///program/Main.yaml#17,1");
    assert.equal(named(result, "box").sourcePosition, "project:///program/Main.yaml#53,1");
  });

  it("names a type whose SDK is not installed, and registers it as it is written", () => {
    assert.equal(named(result, "box").type, "acme:Box");
    assert.deepEqual(named(result, "box").inputs, { store: "store-3-dev" });
    assert.deepEqual(result.gaps, [{ kind: "type", what: "acme:Box (Main.yaml:54): @pulumi/acme" }]);
  });

  it("ends with every problem of its expressions at once, each with its line", async () => {
    const refused = await previewFixture("yaml-refused");
    assert.equal(refused.status, Status.refused);
    assert.deepEqual(messages(refused), [
      " error: Pulumi.yaml:5: index 3 is outside of a list of 1\nPulumi.yaml:16: ./none.txt: cannot be read (ENOENT)",
    ]);
  });
});
