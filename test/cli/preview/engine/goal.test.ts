import assert from "node:assert/strict";
import { ReadResourceRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { outputValue, type PropertyMap, secret, UNKNOWN } from "../../../../cli/preview/base/property-value";
import { createGoal, readGoal } from "../../../../cli/preview/engine/goal";
import { optionsOf } from "../../../../cli/preview/engine/transforms";
import { ROOT } from "../support/resource";

const context = { stack: "dev", project: "shop", projectRoot: "/shop" };

function goal(
  change: (request: RegisterResourceRequest) => void = () => undefined,
  properties: PropertyMap = {},
  type = "aws:s3/bucket:Bucket",
  custom = true,
) {
  const request = new RegisterResourceRequest();
  change(request);
  return createGoal({
    context,
    request,
    registration: { type, name: "logs", custom, parent: ROOT, properties, options: optionsOf(request, "") },
    provider: "urn:provider::id",
    dependencies: { bucket: ["urn:a"] },
    parentAliases: [],
  });
}

describe("the resource of a registration", () => {
  it("is to be created, with its name in the URN", () => {
    const { urn, operation, id, parent, provider, protect, deleteBeforeReplace } = goal();
    assert.deepEqual(
      [urn, operation, id, parent, provider],
      ["urn:pulumi:dev::shop::aws:s3/bucket:Bucket::logs", "create", "", ROOT, "urn:provider::id"],
    );
    assert.deepEqual([protect, deleteBeforeReplace], [undefined, undefined]);
  });

  it("is imported with an ID", () => {
    const { operation, id } = goal((request) => request.setImportid("logs-1"));
    assert.deepEqual([operation, id], ["import", "logs-1"]);
  });

  it("has the options that the program states", () => {
    const { protect, retainOnDelete, ignoreChanges, deleteBeforeReplace } = goal((request) => {
      request.setProtect(false);
      request.setRetainondelete(true);
      request.setIgnorechangesList(["tags"]);
      request.setDeletebeforereplace(true);
    });
    assert.deepEqual([protect, retainOnDelete, ignoreChanges, deleteBeforeReplace], [false, true, ["tags"], true]);
  });

  it("has its inputs in plain form, and the dependencies of each", () => {
    const properties = { bucket: outputValue(secret("x"), ["urn:b", "urn:a"]), plain: 1 };
    const made = goal((request) => request.setDependenciesList(["urn:c", "urn:b"]), properties);
    assert.deepEqual(made.inputs, { bucket: secret("x"), plain: 1 });
    assert.deepEqual(made.propertyDependencies, { bucket: ["urn:a", "urn:b"], plain: [] });
    assert.deepEqual(made.dependencies, ["urn:c", "urn:b", "urn:a"]);
  });

  it("as a component has no provider", () => {
    assert.equal(goal(undefined, {}, "shop:index:Store", false).provider, "");
  });

  it("as a provider has an unknown ID, and the version of its plugin among its inputs", () => {
    const made = goal(
      (request) => {
        request.setVersion("7.0.0");
        request.setPlugindownloadurl("https://x");
      },
      { region: "eu-west-1" },
      "pulumi:providers:aws",
    );
    assert.equal(made.id, UNKNOWN);
    assert.deepEqual(made.inputs, { region: "eu-west-1", version: "7.0.0", pluginDownloadURL: "https://x" });
    assert.deepEqual(goal((request) => request.setVersion("7.0.0")).inputs, {});
  });

  it("has hooks where the program names some", () => {
    assert.equal("hooks" in goal(), false);
    const made = goal((request) => {
      const hooks = new RegisterResourceRequest.ResourceHooksBinding();
      hooks.setBeforeCreateList(["a"]);
      hooks.setAfterCreateList(["b"]);
      request.setHooks(hooks);
    });
    assert.deepEqual(made.hooks, { beforeCreate: ["a"], afterCreate: ["b"] });
  });
});

describe("the resource of a read", () => {
  const read = (type: string, state?: PropertyMap) => {
    const request = new ReadResourceRequest();
    request.setType(type);
    request.setName("net");
    request.setId("net-1");
    request.setParent(ROOT);
    request.setAdditionalsecretoutputsList(["token"]);
    return readGoal(context, request, "urn:provider::id", { name: "net" }, state);
  };

  it("exists under its ID, with unknown outputs", () => {
    const { operation, id, inputs, outputs, custom } = read("aws:ec2/vpc:Vpc");
    assert.deepEqual([operation, id, custom], ["read", "net-1", true]);
    assert.deepEqual(inputs, { name: "net" });
    assert.deepEqual(outputs, { token: secret(UNKNOWN) });
  });

  it("has the state that the user supplies", () => {
    assert.deepEqual(read("aws:ec2/vpc:Vpc", { arn: "arn:x" }).outputs, { arn: "arn:x" });
  });

  it("may be another stack, whose outputs are unknown", () => {
    assert.deepEqual(read("pulumi:pulumi:StackReference").outputs, {
      name: "net",
      outputs: UNKNOWN,
      secretOutputNames: UNKNOWN,
    });
  });
});
