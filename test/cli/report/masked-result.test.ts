import assert from "node:assert/strict";
import { secretFilter } from "../../../cli/preview/base/secret-filter";
import { maskedResult } from "../../../cli/report/masked-result";
import { resource, result } from "../preview/support/resource";
import { pack, policy } from "./verdicts";

describe("a result for display", () => {
  const bucket = resource("aws:s3/bucket:Bucket", "logs", {
    inputs: { tags: { note: "is hunter2!" }, list: ["hunter2", 1, null] },
    outputs: { url: "https://hunter2@x" },
  });
  const violations = [{ urn: bucket.urn, level: "advisory" as const, message: "hunter2 is short" }];
  const open = result({
    config: { "shop:password": "hunter2", "shop:size": "3" },
    resources: [bucket],
    outputs: { password: "hunter2" },
    packs: [pack(policy("passwords", { violations }))],
    maskSecrets: secretFilter(["hunter2"]),
  });
  const masked = maskedResult(open);

  it("has each secret masked, wherever it is part of a text", () => {
    assert.deepEqual(masked.config, { "shop:password": "[secret]", "shop:size": "3" });
    assert.deepEqual(masked.resources[0]?.inputs, { tags: { note: "is [secret]!" }, list: ["[secret]", 1, null] });
    assert.deepEqual(masked.resources[0]?.outputs, { url: "https://[secret]@x" });
    assert.deepEqual(masked.outputs, { password: "[secret]" });
    assert.equal(masked.packs[0]?.policies[0]?.violations[0]?.message, "[secret] is short");
    assert.equal(JSON.stringify(masked).includes("hunter2"), false);
  });

  it("is a copy, and leaves all else as it is", () => {
    assert.deepEqual(open.outputs, { password: "hunter2" });
    assert.equal(masked.resources[0]?.urn, bucket.urn);
    assert.deepEqual([masked.stack, masked.status, masked.duration], [open.stack, open.status, open.duration]);
  });
});
