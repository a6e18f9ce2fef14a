import assert from "node:assert/strict";
import { analyzeRequest, stackResource } from "../../../../cli/preview/analysis/messages";
import { secret, UNKNOWN } from "../../../../cli/preview/base/property-value";
import { fromStruct } from "../../../../cli/preview/engine/struct";
import { ROOT, resource } from "../support/resource";

const key = { "4dabf18193072939515e22adb298388d": "5cf8f73096256a8f31e491e813e4eb8e", urn: "urn:key", id: "key-1" };
const bucket = resource("aws:s3/bucket:Bucket", "logs", {
  inputs: { bucket: "logs", key, __defaults: [] },
  outputs: { bucket: "logs", arn: UNKNOWN, token: secret("x"), __meta: "{}" },
  protect: true,
  ignoreChanges: ["tags"],
  deleteBeforeReplace: false,
  additionalSecretOutputs: ["token"],
  timeouts: { create: 5 },
  dependencies: ["urn:key"],
  propertyDependencies: { key: ["urn:key"], bucket: [] },
});
const provider = resource("pulumi:providers:aws", "default", { inputs: { region: "eu-west-1", __internal: {} } });

describe("the request to judge one resource", () => {
  const request = analyzeRequest(bucket, provider, false);

  it("has its inputs, with references as IDs and without what is the engine's own", () => {
    assert.deepEqual([request.getType(), request.getName(), request.getUrn()], [bucket.type, "logs", bucket.urn]);
    assert.deepEqual(fromStruct(request.getProperties()), { bucket: "logs", key: "key-1" });
  });

  it("has the engine's own inputs where a policy may change the resource", () => {
    const internal = analyzeRequest(bucket, provider, true);
    assert.deepEqual(fromStruct(internal.getProperties()), { bucket: "logs", key: "key-1", __defaults: [] });
  });

  it("has its options", () => {
    const options = request.getOptions();
    assert.ok(options);
    assert.deepEqual(
      [
        options.getProtect(),
        options.getDeletebeforereplace(),
        options.getDeletebeforereplacedefined(),
        options.getParent(),
      ],
      [true, false, true, ROOT],
    );
    assert.deepEqual([options.getIgnorechangesList(), options.getAdditionalsecretoutputsList()], [["tags"], ["token"]]);
    const timeouts = options.getCustomtimeouts();
    assert.deepEqual([timeouts?.getCreate(), timeouts?.getUpdate(), timeouts?.getDelete()], [5, 0, 0]);
  });

  it("has its provider, or none", () => {
    const sent = request.getProvider();
    assert.deepEqual([sent?.getType(), sent?.getName(), sent?.getUrn()], [provider.type, "default", provider.urn]);
    assert.deepEqual(fromStruct(sent?.getProperties()), { region: "eu-west-1" });
    assert.equal(analyzeRequest(bucket, undefined, false).getProvider(), undefined);
  });
});

describe("a resource for the policies of a stack", () => {
  const message = stackResource(bucket, provider);

  it("has its outputs and parent", () => {
    assert.deepEqual(fromStruct(message.getProperties()), { bucket: "logs", arn: UNKNOWN, token: secret("x") });
    assert.equal(message.getParent(), ROOT);
  });

  it("has its dependencies, and those of each property that has some", () => {
    assert.deepEqual(message.getDependenciesList(), ["urn:key"]);
    const properties = [...message.getPropertydependenciesMap().entries()].map(([name, urns]) => [
      name,
      urns.getUrnsList(),
    ]);
    assert.deepEqual(properties, [["key", ["urn:key"]]]);
  });
});
