import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { SupportsFeatureRequest, SupportsFeatureResponse } from "@pulumi/pulumi/proto/resource_pb";
import { type Frame, readFrames, writeFrame } from "../../../../cli/preview/base/frames";
import { answerCalls } from "../../../../cli/preview/engine/calls";
import { ShuttingDown, unary } from "../../../../cli/preview/engine/rpc";

const SUPPORTS = "/pulumirpc.ResourceMonitor/SupportsFeature";

/** Answers of the monitor to requests on a pipe: of each, its status and its content. */
async function answers(
  ...requests: readonly (readonly [path: string, feature: string | Uint8Array])[]
): Promise<unknown[]> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const caller = connect(typeof address === "object" && address !== null ? address.port : 0, "127.0.0.1");
  const [answering] = (await once(server, "connection")) as [Socket];
  try {
    answerCalls(answering, [
      [
        ResourceMonitorService as never,
        {
          supportsFeature: unary((request: SupportsFeatureRequest) => {
            if (request.getId() === "refused") {
              throw new ShuttingDown("it was refused");
            }
            if (request.getId() === "wrong") {
              throw new Error("it is wrong");
            }
            const response = new SupportsFeatureResponse();
            response.setHassupport(request.getId() === "secrets");
            return response;
          }),
        },
      ],
    ]);
    const frames: Frame[] = [];
    const done = new Promise<void>((resolve) => {
      readFrames(caller, (frame) => {
        frames.push(frame);
        if (frames.length === requests.length) {
          resolve();
        }
      });
    });
    for (const [index, [path, feature]] of requests.entries()) {
      const request = new SupportsFeatureRequest();
      request.setId(String(feature));
      const bytes = typeof feature === "string" ? request.serializeBinary() : feature;
      writeFrame(caller, index, path.length, Buffer.from(path), bytes);
    }
    await done;
    return frames
      .toSorted((one, other) => one.call - other.call)
      .map(({ mark, bytes }) =>
        mark === 0 ? SupportsFeatureResponse.deserializeBinary(bytes).getHassupport() : `${mark} ${bytes}`,
      );
  } finally {
    caller.destroy();
    answering.destroy();
    server.close();
  }
}

describe("calls of a program through its pipe", () => {
  it("get the answers and errors of the service", async () => {
    assert.deepEqual(
      await answers([SUPPORTS, "secrets"], [SUPPORTS, "refused"], [SUPPORTS, "wrong"], [SUPPORTS, "dreams"]),
      [true, "14 it was refused", "2 it is wrong", false],
    );
  });

  it("of a method that the service lacks are not implemented", async () => {
    assert.deepEqual(await answers(["/pulumirpc.ResourceMonitor/Call", ""], ["/other.Service/Call", ""]), [
      "12 The server does not implement the method /pulumirpc.ResourceMonitor/Call",
      "12 The server does not implement the method /other.Service/Call",
    ]);
  });

  it("with bytes that are no request fail, and others after them are answered", async () => {
    const [failed, answered] = await answers([SUPPORTS, Buffer.from([0x0a, 0xff])], [SUPPORTS, "secrets"]);
    assert.match(String(failed), /^13 Error deserializing request: /);
    assert.equal(answered, true);
  });
});
