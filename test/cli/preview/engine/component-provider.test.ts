import assert from "node:assert/strict";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { ConfigureResponse, type ConstructRequest, ConstructResponse } from "@pulumi/pulumi/proto/provider_pb";
import { TransformResourceOptions } from "@pulumi/pulumi/proto/resource_pb";
import { ComponentProviders } from "../../../../cli/preview/engine/component-provider";
import { unary } from "../../../../cli/preview/engine/rpc";
import { fromStruct, toStruct } from "../../../../cli/preview/engine/struct";
import { serve, stopServers } from "../support/serve";

const registration = {
  type: "shop:index:Store",
  name: "store",
  custom: false,
  parent: "urn:parent",
  properties: { size: 3 },
  options: new TransformResourceOptions(),
};

/** Component providers whose one server, that of the package `shop`, answers so. */
function providers(construct: (request: ConstructRequest) => ConstructResponse) {
  const started: string[] = [];
  const unused = Object.fromEntries(
    Object.keys(ResourceProviderService).map((name) => [name, unary(() => assert.fail(name))]),
  );
  const components = new ComponentProviders({
    project: "shop",
    stack: "dev",
    config: new Map([["aws:region", "eu-central-1"]]),
    secretKeys: ["shop:token"],
    monitorAddress: "127.0.0.1:9",
    startComponentProvider: (name) => {
      started.push(name);
      return name === "shop"
        ? serve(ResourceProviderService, {
            ...unused,
            configure: unary(() => new ConfigureResponse()),
            construct: unary(construct),
          })
        : undefined;
    },
  });
  return { components, started };
}

describe("the provider of a remote component", () => {
  let components: ComponentProviders | undefined;

  afterEach(() => {
    components?.close();
    stopServers();
  });

  it("receives the registration as from the engine, and starts once", async () => {
    const asked: unknown[] = [];
    const given = providers((request) => {
      const dependencies = request.getInputdependenciesMap().get("size")?.getUrnsList();
      asked.push([
        ...[request.getProject(), request.getStack(), request.getDryrun(), request.getMonitorendpoint()],
        ...[request.getType(), request.getName(), request.getParent(), fromStruct(request.getInputs())],
        ...[dependencies, request.getProtect(), request.getDependenciesList(), request.getConfigsecretkeysList()],
        ...[request.getConfigMap().get("aws:region"), request.getProvidersMap().get("aws")],
      ]);
      const response = new ConstructResponse();
      response.setUrn("urn:store");
      response.setState(toStruct({ id: "a" }));
      return response;
    });
    components = given.components;
    const options = new TransformResourceOptions();
    options.setProtect(true);
    options.setDependsOnList(["urn:first"]);
    options.getProvidersMap().set("aws", "urn:aws::id");
    const made = await components.construct("shop", { ...registration, options }, { size: ["urn:a"] });
    await components.construct("shop", registration, {});
    assert.deepEqual(made, { urn: "urn:store", outputs: { id: "a" } });
    assert.deepEqual(given.started, ["shop"]);
    assert.deepEqual(asked[0], [
      ...["shop", "dev", true, "127.0.0.1:9", "shop:index:Store", "store", "urn:parent", { size: 3 }],
      ...[["urn:a"], true, ["urn:first"], ["shop:token"], "eu-central-1", "urn:aws::id"],
    ]);
  });

  it("is absent for packages without a folder", async () => {
    const given = providers(() => new ConstructResponse());
    components = given.components;
    assert.equal(await components.construct("awsx", registration, {}), undefined);
  });

  it("refuses inputs with its own words alone, and names the component whose provider fails", async () => {
    const reasons = ["Store store has a problem:\n  size: is 3: give 4", "boom"];
    const given = providers(() => {
      throw new Error(reasons.shift());
    });
    components = given.components;
    await assert.rejects(components.construct("shop", registration, {}), {
      name: "RefusedInputs",
      message: "Store store has a problem:\n  size: is 3: give 4",
    });
    await assert.rejects(components.construct("shop", registration, {}), {
      name: "Error",
      message: "shop:index:Store resource 'store' has a problem: boom",
    });
  });
});
