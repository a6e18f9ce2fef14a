import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { inTurns } from "../../../../cli/preview/base/in-turns";

describe("items in turns", () => {
  it("start in their order, and no more than the given number work at the same time", async () => {
    const started: string[] = [];
    const [running, seen] = [new Set<string>(), new Set<number>()];
    await inTurns(["a", "b", "c", "d", "e"], 2, async (item) => {
      started.push(item);
      running.add(item);
      seen.add(running.size);
      await setImmediate();
      running.delete(item);
    });
    assert.deepEqual(started, ["a", "b", "c", "d", "e"]);
    assert.deepEqual([...seen], [1, 2]);
    assert.equal(running.size, 0);
  });

  it("start no more after a failure", async () => {
    const started: string[] = [];
    const work = async (item: string) => {
      started.push(item);
      await setImmediate();
      if (item === "b") {
        throw new Error("b is broken");
      }
      await setImmediate();
    };
    await assert.rejects(inTurns(["a", "b", "c", "d"], 2, work), { message: "b is broken" });
    await setImmediate();
    await setImmediate();
    assert.deepEqual(started, ["a", "b"]);
  });
});
