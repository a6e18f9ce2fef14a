import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Duplex, Readable } from "node:stream";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { type SupportsFeatureRequest, SupportsFeatureResponse } from "@pulumi/pulumi/proto/resource_pb";
import { answerCalls } from "../../../../cli/preview/engine/calls";
import { listen } from "../../../../cli/preview/engine/listener";
import { unary } from "../../../../cli/preview/engine/rpc";
import { serveEngine } from "../../../../cli/preview/engine/server";

const root = join(__dirname, "../../../..");
const ahead = `--require=${join(root, "bin/cli/preview/process/quick-calls.js")}`;

const monitor = {
  supportsFeature: unary((request: SupportsFeatureRequest) => {
    if (request.getId() === "wrong") {
      throw new Error("it is wrong");
    }
    const response = new SupportsFeatureResponse();
    response.setHassupport(request.getId() === "secrets");
    return response;
  }),
};

const start = `
  const grpc = require("@grpc/grpc-js");
  const { ResourceMonitorClient } = require("@pulumi/pulumi/proto/resource_grpc_pb");
  const { SupportsFeatureRequest } = require("@pulumi/pulumi/proto/resource_pb");
  const isLoaded = () => Object.keys(require.cache).some((file) => /grpc-js.build.src.channel.js/.test(file));
  const address = process.argv.at(-1);
  const clientOf = (address) => new ResourceMonitorClient(address, grpc.credentials.createInsecure(), {});
  const client = clientOf(address);
  const request = (id) => { const request = new SupportsFeatureRequest(); request.setId(id); return request; };
  const told = (id, using = client, ...options) => new Promise((resolve) => {
    using.supportsFeature(request(id), ...options, (error, response) => {
      resolve(error === null ? response.getHassupport() : [error.message, error.code, error.details]);
    });
  });
  const show = (value) => console.log(JSON.stringify(value));
`;

/** Lines that code prints, which calls an engine through its pipe or at its port. */
async function printed(code: string, options: readonly string[], endsEarly = false): Promise<unknown[]> {
  const listener = await listen();
  const args = [...options, "-e", `${start}(async () => { ${code} })()`, "--", "--monitor", listener.address];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe", "pipe", "pipe"] });
  const [, output, errors, , pipe] = child.stdio;
  const stop = serveEngine(listener, {}, monitor);
  if (endsEarly) {
    (pipe as Duplex).once("data", () => (pipe as Duplex).destroy());
  } else {
    answerCalls(pipe as Duplex, [[ResourceMonitorService as never, monitor]]);
  }
  try {
    const texts = ["", ""];
    (output as Readable).on("data", (chunk) => {
      texts[0] += String(chunk);
    });
    (errors as Readable).on("data", (chunk) => {
      texts[1] += String(chunk);
    });
    await once(child, "close");
    assert.equal(texts[1], "");
    return (texts[0] ?? "")
      .trimEnd()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
  } finally {
    stop();
    listener.close();
  }
}

describe("a call of a program to its engine", () => {
  const calls = `
    show(await Promise.all([told("secrets"), told("dreams"), told("wrong")]));
    show([grpc.status.UNAVAILABLE, grpc.status[14], ResourceMonitorClient.service.supportsFeature.path]);
    client.close();
    try { await told("secrets"); } catch ({ message }) { show(message); }
  `;
  const answers = [
    [true, false, ["2 UNKNOWN: it is wrong", 2, "it is wrong"]],
    [14, "UNAVAILABLE", "/pulumirpc.ResourceMonitor/SupportsFeature"],
    "Channel has been shut down",
  ];

  it("has the answer, the error and the end that gRPC gives, without gRPC", async () => {
    assert.deepEqual(await printed(`${calls} show(isLoaded());`, [ahead]), [...answers, false]);
    assert.deepEqual(await printed(`${calls} show(isLoaded());`, []), [...answers, true]);
  });

  it("fails as with gRPC for a request that cannot be written, and for an answer that cannot be read", async () => {
    const code = `
      show(await new Promise((resolve) => {
        client.supportsFeature("no request", (error) => resolve([error.code, error.message]));
      }));
      const { supportsFeature } = ResourceMonitorClient.service;
      const service = { supportsFeature: { ...supportsFeature, responseDeserialize: () => { throw new Error("no answer"); } } };
      const other = new (grpc.makeGenericClientConstructor(service, "Monitor"))(address, grpc.credentials.createInsecure(), {});
      show(await told("secrets", other));
      show(await told("secrets"));
      client.close();
      other.close();
    `;
    const plain = await printed(code, []);
    assert.deepEqual(await printed(code, [ahead]), plain);
    assert.deepEqual(plain.at(-1), true);
  });

  it("goes by gRPC with options, and to another engine", async () => {
    const code = `
      show(await told("secrets", client, { deadline: Date.now() + 60_000 }));
      show(await told("secrets", clientOf(address.replace("127.0.0.1", "localhost"))));
      show([isLoaded(), clientOf("127.0.0.1:1") instanceof grpc.Client]);
      client.close();
      process.exit(0);
    `;
    assert.deepEqual(await printed(code, [ahead]), [true, true, [true, true]]);
  });

  it("fails when the engine has ended, and lets the program end", async () => {
    const [told] = await printed('show(await told("secrets"));', [ahead], true);
    assert.deepEqual(told, ["14 UNAVAILABLE: Connection dropped", 14, "Connection dropped"]);
  });
});
