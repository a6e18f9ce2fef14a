import assert from "node:assert/strict";
import { runPreview } from "./support/preview";

describe("a program that throws", () => {
  it("is told with the lines of its own sources, whatever turned them into JavaScript", async () => {
    const { status, stderr } = await runPreview("dev", "--cwd", "test/fixtures/program/throwing");
    assert.equal(status, 3);
    const frames = [...stderr.matchAll(/throwing\/(\w+\.ts:\d+)/g)].map(([, frame]) => frame);
    assert.match(stderr, /Error: size: nobody expected this/);
    assert.deepEqual(frames.slice(-2), ["fail.ts:8", "index.ts:11"]);
  });
});
