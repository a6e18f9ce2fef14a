import assert from "node:assert/strict";
import { LoaderService } from "@pulumi/pulumi/proto/codegen/loader_grpc_pb";
import { loaderService } from "../../../cli/preview/engine/loader-service";
import { localSchema } from "../../../cli/preview/yaml/local-schema";
import { serve, stopServers } from "./support/serve";

describe("the engine's schema loader", () => {
  afterEach(stopServers);

  it("returns the schema of a package whose provider is in a folder, and names any other package", async () => {
    const schema = { resources: { "acme:index:Box": { isComponent: true } } };
    const address = await serve(
      LoaderService,
      loaderService((name) => Promise.resolve(name === "acme" ? JSON.stringify(schema) : undefined)),
    );
    assert.deepEqual(await localSchema("acme", address), schema);
    await assert.rejects(localSchema("other", address), {
      message: "no folder of this machine has the provider of other",
    });
  });
});
