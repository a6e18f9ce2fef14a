import assert from "node:assert/strict";
import { status } from "@grpc/grpc-js";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { Diagnostics } from "../../../../cli/preview/base/diagnostics";
import { engineService } from "../../../../cli/preview/engine/engine-service";
import { ShuttingDown, unary } from "../../../../cli/preview/engine/rpc";
import { fromStruct, toStruct } from "../../../../cli/preview/engine/struct";
import { asked } from "../support/serve";

describe("a handler of calls", () => {
  it("answers with what its function returns, now or later", async () => {
    assert.equal(
      await asked(
        unary((request: number) => request + 1),
        1,
      ),
      2,
    );
    assert.equal(
      await asked(
        unary(async (request: number) => request + 1),
        1,
      ),
      2,
    );
  });

  for (const [title, error, code, details] of [
    ["an error", new Error("broken"), status.UNKNOWN, "broken"],
    ["something else", "broken", status.UNKNOWN, "broken"],
    ["that it shuts down", new ShuttingDown("over"), status.UNAVAILABLE, "over"],
  ] as const) {
    it(`answers ${title} that its function throws or rejects with`, async () => {
      const fail = () => {
        throw error;
      };
      await assert.rejects(asked(unary(fail), 1), { code, details });
      await assert.rejects(
        asked(
          unary(() => Promise.reject(error)),
          1,
        ),
        { code, details },
      );
    });
  }
});

describe("the messages of a program to the engine", () => {
  const logged = async (
    severity: LogSeverity,
    message: string,
    change: { ephemeral?: boolean; refused?: boolean } = {},
  ) => {
    const diagnostics = new Diagnostics();
    const request = new LogRequest();
    request.setSeverity(severity);
    request.setMessage(message);
    request.setUrn("urn:a");
    request.setEphemeral(change.ephemeral ?? false);
    await asked(engineService(diagnostics, () => change.refused ?? false).log, request);
    return diagnostics.entries.map((entry) => `${entry.urn} ${entry.severity}: ${entry.message}`);
  };

  it("are kept with their severity and resource", async () => {
    assert.deepEqual(await logged(LogSeverity.INFO, "a"), ["urn:a info: a"]);
    assert.deepEqual(await logged(LogSeverity.WARNING, "a"), ["urn:a warning: a"]);
    assert.deepEqual(await logged(LogSeverity.ERROR, "a"), ["urn:a error: a"]);
  });

  it("are not kept where they are for developers, or pass by", async () => {
    assert.deepEqual(await logged(LogSeverity.DEBUG, "a"), []);
    assert.deepEqual(await logged(LogSeverity.INFO, "a", { ephemeral: true }), []);
  });

  it("are not kept where they only tell that the engine ended after a refusal", async () => {
    for (const message of [
      "Error: 14 UNAVAILABLE: x",
      "1 CANCELLED",
      "Channel has been shut down",
      "Resource monitor is terminating",
    ]) {
      assert.deepEqual(await logged(LogSeverity.ERROR, message, { refused: true }), []);
      assert.equal((await logged(LogSeverity.ERROR, message)).length, 1);
    }
    assert.equal((await logged(LogSeverity.ERROR, "my error", { refused: true })).length, 1);
  });
});

describe("properties on the wire", () => {
  it("come back as they were sent", () => {
    const map = { text: "a", number: 1.5, flag: false, nothing: null, list: [1, { deep: [] }], map: {} };
    assert.deepEqual(fromStruct(toStruct(map)), map);
    assert.deepEqual(fromStruct(undefined), {});
  });
});
