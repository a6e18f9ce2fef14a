import assert from "node:assert/strict";
import { join } from "node:path";
import { isOwnFrame, withoutOwnFrames } from "../../../../cli/preview/base/own-frames";

const root = join(__dirname, "../../../..");

describe("a stack trace of a program", () => {
  it("has no line of the preview's own part of the process, compiled or not", () => {
    const trace = [
      "Error: Missing required property 'policyArn'",
      "    at new RolePolicyAttachment (/app/node_modules/@pulumi/iam/rolePolicyAttachment.ts:128:23)",
      "    at Object.<anonymous> (/app/index.js:65:21)",
      `    at Module.loader._compile (${join(root, "cli/preview/process/code-cache.ts")}:82:16)`,
      `    at require.extensions..js (${join(root, "cli/preview/process/sdk-module.ts")}:10:11)`,
      "    at Module.load (node:internal/modules/cjs/loader:1266:32)",
      `the text names ${join(root, "cli/preview/process/sdk-module.ts")}`,
    ];
    assert.deepEqual(
      trace.map((line) => isOwnFrame(line)),
      [false, false, false, true, true, false, false],
    );
    assert.equal(withoutOwnFrames(trace.join("\n")), [...trace.slice(0, 3), ...trace.slice(5)].join("\n"));
  });
});
