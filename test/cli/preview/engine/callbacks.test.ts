import assert from "node:assert/strict";
import { CallbacksService } from "@pulumi/pulumi/proto/callback_grpc_pb";
import { Callback, type CallbackInvokeRequest, CallbackInvokeResponse } from "@pulumi/pulumi/proto/callback_pb";
import { Callbacks } from "../../../../cli/preview/engine/callbacks";
import { unary } from "../../../../cli/preview/engine/rpc";
import { serve, stopServers } from "../support/serve";

function callback(target: string, token: string): Callback {
  const message = new Callback();
  message.setTarget(target);
  message.setToken(token);
  return message;
}

describe("functions inside the program", () => {
  let callbacks: Callbacks;
  beforeEach(() => {
    callbacks = new Callbacks();
  });
  afterEach(() => {
    callbacks.close();
    stopServers();
  });

  const program = () =>
    serve(CallbacksService, {
      invoke: unary((request: CallbackInvokeRequest) => {
        if (request.getToken() === "bad") {
          throw new Error("the transform failed");
        }
        const response = new CallbackInvokeResponse();
        response.setResponse(Buffer.from(`${request.getToken()} ${Buffer.from(request.getRequest_asU8())}`));
        return response;
      }),
    });

  it("are called by their token with a message, and answer", async () => {
    const target = await program();
    const call = async (token: string) =>
      Buffer.from(await callbacks.invoke(callback(target, token), Buffer.from("message"))).toString();
    assert.deepEqual([await call("one"), await call("two")], ["one message", "two message"]);
  });

  it("fail with the words of the program", async () => {
    const target = await program();
    await assert.rejects(callbacks.invoke(callback(target, "bad"), Buffer.from("")), {
      details: "the transform failed",
    });
  });
});
