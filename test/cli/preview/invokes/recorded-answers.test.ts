import assert from "node:assert/strict";
import { secret } from "../../../../cli/preview/base/property-value";
import { recordedAnswers } from "../../../../cli/preview/invokes/recorded-answers";

const monitor = "/pulumirpc.ResourceMonitor";
const lines = (...entries: readonly unknown[]) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
const invoke = (tok: string, args: unknown, result: unknown) => ({
  method: `${monitor}/Invoke`,
  request: { tok, args },
  response: { return: result },
});
const read = (type: string, id: string, properties: unknown) => ({
  method: `${monitor}/ReadResource`,
  request: { type, id },
  response: { properties },
});

describe("the answers in a log of the engine", () => {
  it("are the results of functions, the last for each question", () => {
    const log = lines(
      invoke("aws:a:b", { x: 1 }, { y: 1 }),
      invoke("aws:a:b", { x: 2 }, { y: 2 }),
      invoke("aws:a:b", { x: 1 }, { y: 3 }),
      invoke("aws:c:d", undefined, {}),
    );
    assert.deepEqual(recordedAnswers(log), {
      functions: [
        { token: "aws:a:b", args: { x: 1 }, result: { y: 3 } },
        { token: "aws:a:b", args: { x: 2 }, result: { y: 2 } },
        { token: "aws:c:d", args: {}, result: {} },
      ],
      stacks: {},
      resources: [],
    });
  });

  it("are the states of resources that are only read", () => {
    const log = lines(read("aws:s3/bucket:Bucket", "logs", { bucket: "logs" }));
    assert.deepEqual(recordedAnswers(log).resources, [
      { type: "aws:s3/bucket:Bucket", id: "logs", state: { bucket: "logs" } },
    ]);
  });

  it("are the outputs of other stacks, with the names of secret ones alone", () => {
    const state = { outputs: secret({ url: "https://x", token: "hunter2" }), secretOutputNames: ["token"] };
    const { stacks, resources } = recordedAnswers(lines(read("pulumi:pulumi:StackReference", "acme/net/dev", state)));
    assert.deepEqual(stacks, { "acme/net/dev": { outputs: { url: "https://x" }, secretOutputs: ["token"] } });
    assert.deepEqual(resources, []);
  });

  it("hold no secret", () => {
    const log = lines(
      invoke("a:b:c", {}, { open: 1, hidden: secret("hunter2") }),
      read("a:b:C", "1", { open: 1, hidden: secret("hunter2") }),
    );
    const answers = recordedAnswers(log);
    assert.deepEqual(answers.functions[0]?.result, { open: 1 });
    assert.deepEqual(answers.resources[0]?.state, { open: 1 });
    assert.equal(JSON.stringify(answers).includes("hunter2"), false);
  });

  it("are none in other calls, calls without an answer and empty logs", () => {
    const log = lines(
      { method: `${monitor}/RegisterResource`, request: {}, response: { return: {} } },
      { method: `${monitor}/Invoke`, request: { tok: "a" } },
      5,
      null,
    );
    assert.deepEqual(recordedAnswers(log), { functions: [], stacks: {}, resources: [] });
    assert.deepEqual(recordedAnswers("\n"), { functions: [], stacks: {}, resources: [] });
  });
});
