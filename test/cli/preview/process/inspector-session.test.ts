import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(__dirname, "../../../..");

const program = `
  const inspector = require("node:inspector");
  const { Script } = require("node:vm");
  let sessions = 0;
  const connect = inspector.Session.prototype.connect;
  inspector.Session.prototype.connect = function () { sessions += 1; return connect.call(this); };
  const hooks = require("@pulumi/pulumi/runtime/closure/v8Hooks");
  const { serializeFunction } = require("@pulumi/pulumi/runtime");
  const post = (session, method, parameters) =>
    new Promise((resolve) => session.post(method, parameters, (_, result) => resolve(result)));
  const urlOfHandler = async () => {
    const session = await hooks.getSessionAsync();
    const { result } = await post(session, "Runtime.evaluate", { expression: "handler" });
    const { internalProperties } = await post(session, "Runtime.getProperties", { objectId: result.objectId });
    const location = internalProperties.find(({ name }) => name === "[[FunctionLocation]]");
    return hooks.getScriptUrl(location.value.value.scriptId);
  };
  const run = async () => {
    await hooks.isInitializedAsync();
    const before = sessions;
    new Script("globalThis.handler = () => 2;", { filename: "/early.js" }).runInThisContext();
    const size = 12;
    const { text } = await serializeFunction(() => size);
    const early = await urlOfHandler();
    new Script("globalThis.handler = () => 3;", { filename: "/late.js" }).runInThisContext();
    console.log(JSON.stringify([before, sessions, text.includes("size: 12"), early, await urlOfHandler()]));
  };
  run();
`;

function facts(...options: string[]): unknown {
  const run = spawnSync(process.execPath, ["--no-warnings", ...options, "-e", program], {
    cwd: root,
    encoding: "utf8",
  });
  assert.equal(run.stderr, "");
  return JSON.parse(run.stdout);
}

describe("V8's debugger", () => {
  it("is connected at the first function that the SDK serializes, and names its script", () => {
    const ahead = `--require=${join(root, "bin/cli/preview/process/inspector-session.js")}`;
    assert.deepEqual(facts(ahead), [0, 1, true, "file:///early.js", "file:///late.js"]);
  });

  it("would be connected at the start by the SDK", () => {
    assert.deepEqual(facts(), [1, 1, true, "file:///early.js", "file:///late.js"]);
  });
});
