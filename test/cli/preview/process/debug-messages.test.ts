import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(__dirname, "../../../..");

// An engine that prints what it is sent.
const program = `
  const engine = { log: (request, done) => { console.log(request.getMessage()); done(null); } };
  require("@pulumi/pulumi/runtime/settings").getEngine = () => engine;
  const { log } = require("@pulumi/pulumi");
  log.debug("a detail").then(() => log.info("a word")).then(() => log.warn("a warning"));
`;

function sentBy(...options: string[]): string[] {
  const { stdout, stderr } = spawnSync(process.execPath, [...options, "-e", program], { cwd: root, encoding: "utf8" });
  assert.equal(stderr, "");
  return stdout.trimEnd().split("\n");
}

describe("the debug messages of a program", () => {
  it("are not sent, and all others are", () => {
    assert.deepEqual(sentBy("--require", join(root, "bin/cli/preview/process/debug-messages.js")), [
      "a word",
      "a warning",
    ]);
  });

  it("would all be sent by the SDK", () => {
    assert.deepEqual(sentBy(), ["a detail", "a word", "a warning"]);
  });
});
