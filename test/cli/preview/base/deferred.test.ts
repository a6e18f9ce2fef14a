import assert from "node:assert/strict";
import { deferred } from "../../../../cli/preview/base/deferred";
import { PreviewError } from "../../../../cli/preview/base/error";

describe("a promise to settle later", () => {
  it("gives the value that it is settled with, once", async () => {
    const { promise, resolve, reject } = deferred<string>();
    resolve("first");
    resolve("second");
    reject(new Error("late"));
    assert.equal(await promise, "first");
  });

  it("rejects with the reason, for those who ask", async () => {
    const { promise, reject } = deferred<never>();
    reject(new PreviewError("over"));
    await assert.rejects(promise, { name: "PreviewError", message: "over" });
  });

  it("is no unhandled rejection where nobody asks", async () => {
    const seen: unknown[] = [];
    const listener = (reason: unknown) => seen.push(reason);
    process.on("unhandledRejection", listener);
    deferred<never>().reject(new Error("nobody asks"));
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", listener);
    assert.deepEqual(seen, []);
  });
});
