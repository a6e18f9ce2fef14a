import assert from "node:assert/strict";
import { Turns } from "../../../../cli/preview/analysis/turns";

describe("turns at shared packs", () => {
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it("come in the order of asking, each after the end of the one before", async () => {
    const turns = new Turns();
    const started: string[] = [];
    const [one, other] = ["one", "other"].map((name) =>
      turns.next(() => {
        started.push(name);
        return Promise.resolve();
      }),
    );
    assert.ok(one !== undefined && other !== undefined);
    const [ofOther, ofOne] = [other.begin(), one.begin()];
    await ofOther;
    await settled();
    assert.deepEqual(started, ["other"]);
    other.end();
    await ofOne;
    assert.deepEqual(started, ["other", "one"]);
  });

  it("start once, also for several packs that ask", async () => {
    let starts = 0;
    const turn = new Turns().next(() => {
      starts += 1;
      return Promise.resolve();
    });
    await Promise.all([turn.begin(), turn.begin(), turn.begun]);
    assert.equal(starts, 1);
  });

  it("that were given up hold nobody up, nor do those that could not start", async () => {
    const turns = new Turns();
    const [given, failing, last] = [
      turns.next(() => Promise.resolve()),
      turns.next(() => Promise.reject(new Error("no pack"))),
      turns.next(() => Promise.resolve()),
    ];
    given.end();
    const asked = given.begin();
    await assert.rejects(failing.begin(), { message: "no pack" });
    failing.end();
    await Promise.all([asked, last.begin()]);
  });
});
