import assert from "node:assert/strict";
import { Progress } from "../../../cli/report/progress";

function shown(isTTY: boolean | undefined, work: (progress: Progress) => void): string[] {
  const written: string[] = [];
  work(new Progress({ isTTY, write: (text) => written.push(text) }, "Previewing"));
  return written;
}

describe("the progress of a preview", () => {
  it("is one line, written over itself and taken away at the end", () => {
    const written = shown(true, (progress) => {
      progress.show(1);
      progress.show(12);
      progress.end();
    });
    const clear = "\r\u001b[K";
    assert.deepEqual(written, [
      `${clear}Previewing starting …`,
      `${clear}Previewing 1 resource …`,
      `${clear}Previewing 12 resources …`,
      clear,
    ]);
  });

  it("is nothing where nobody watches", () => {
    for (const isTTY of [false, undefined]) {
      const written = shown(isTTY, (progress) => {
        progress.show(3);
        progress.end();
      });
      assert.deepEqual(written, []);
    }
  });
});
