import assert from "node:assert/strict";
import { once } from "node:events";
import { connect as connectSocket } from "node:net";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { GetRootResourceRequest, SetRootResourceRequest } from "@pulumi/pulumi/proto/engine_pb";
import { Diagnostics } from "../../../../cli/preview/base/diagnostics";
import { engineService } from "../../../../cli/preview/engine/engine-service";
import { listen } from "../../../../cli/preview/engine/listener";
import { call, connect } from "../../../../cli/preview/engine/rpc";
import { serveEngine } from "../../../../cli/preview/engine/server";

describe("the engine's server", () => {
  it("answers those who called before it was there, and those who call later", async () => {
    const listener = await listen();
    const client = connect(listener.address);
    const early = call(client, EngineService.setRootResource, new SetRootResourceRequest().setUrn("urn:early"));
    // By then the first caller has connected too, and waits.
    const socket = connectSocket(Number(listener.address.split(":")[1]), "127.0.0.1");
    await once(socket, "connect");
    const stop = serveEngine(
      listener,
      engineService(new Diagnostics(), () => false),
      {},
    );
    await early;
    const later = connect(listener.address);
    const root = await call(later, EngineService.getRootResource, new GetRootResourceRequest());
    assert.equal(root.getUrn(), "urn:early");
    for (const each of [client, later]) {
      each.close();
    }
    socket.destroy();
    stop();
    listener.close();
  });

  it("sends those home who nobody will answer", async () => {
    const listener = await listen();
    const socket = connectSocket(Number(listener.address.split(":")[1]), "127.0.0.1");
    await once(socket, "connect");
    await new Promise((resolve) => setImmediate(resolve));
    listener.close();
    await once(socket.resume(), "close");
    assert.ok(socket.destroyed);
  });
});
