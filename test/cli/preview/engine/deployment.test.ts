import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { SourcePosition } from "@pulumi/pulumi/proto/source_pb";
import { Diagnostics } from "../../../../cli/preview/base/diagnostics";
import { RefusedInputs } from "../../../../cli/preview/engine/component-provider";
import { Deployment } from "../../../../cli/preview/engine/deployment";
import { ShuttingDown } from "../../../../cli/preview/engine/rpc";

const context = {
  project: "shop",
  stack: "dev",
  config: new Map<string, string>(),
  programDirectory: "/",
  secretKeys: [],
  projectRoot: __dirname,
  stateOf: () => undefined,
  startComponentProvider: () => undefined,
  monitorAddress: "",
  startDynamicProvider: () => Promise.reject(new Error("none")),
};

function request(name: string): RegisterResourceRequest {
  const message = new RegisterResourceRequest();
  message.setType("shop:index:Store");
  message.setName(name);
  return message;
}

describe("a deployment", () => {
  it("refuses outputs of what is no resource", () => {
    const deployment = new Deployment(context, new Diagnostics(), () => Promise.resolve());
    assert.throws(() => deployment.registerOutputs("urn:none", {}), {
      message: "outputs registered for 'urn:none', which is no resource",
    });
  });

  it("passes on that it is shutting down, without a message of its own", async () => {
    const diagnostics = new Diagnostics();
    const deployment = new Deployment(context, diagnostics, () => Promise.reject(new ShuttingDown("over")));
    await assert.rejects(deployment.register(request("a")), { name: "ShuttingDown", message: "over" });
    assert.deepEqual([deployment.refusal, diagnostics.entries], [undefined, []]);
  });

  it("answers with the words of any error, and counts as failed", async () => {
    const diagnostics = new Diagnostics();
    const deployment = new Deployment(context, diagnostics, () =>
      Promise.reject(Object.assign(new Error("2 UNKNOWN: x"), { details: "x" })),
    );
    await assert.rejects(deployment.register(request("a")), { name: "ShuttingDown" });
    assert.equal(deployment.refusal, "registration");
    assert.deepEqual(diagnostics.entries, [
      { severity: "error", message: "x", urn: "urn:pulumi:dev::shop::shop:index:Store::a" },
    ]);
  });

  it("names the line of a component whose inputs are refused, until another registration is refused too", async () => {
    const diagnostics = new Diagnostics();
    const reasons = [new RefusedInputs("Store a has a problem:\n  size: is 3: give 4"), new Error("x")];
    const deployment = new Deployment(context, diagnostics, () => Promise.reject(reasons.shift()));
    const placed = request("a");
    const position = new SourcePosition();
    position.setUri(pathToFileURL(join(context.projectRoot, "Pulumi.yaml")).href);
    position.setLine(8);
    placed.setSourceposition(position);
    await assert.rejects(deployment.register(placed), { name: "ShuttingDown" });
    assert.equal(deployment.refusal, "inputs");
    assert.equal(diagnostics.entries[0]?.message, "Pulumi.yaml:8: Store a has a problem:\n  size: is 3: give 4");
    await assert.rejects(deployment.register(request("b")), { name: "ShuttingDown" });
    assert.equal(deployment.refusal, "registration");
  });
});
