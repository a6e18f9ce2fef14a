import assert from "node:assert/strict";
import { shellWords } from "../../../../cli/preview/project/shell-words";

describe("shellWords", () => {
  it("splits at spaces outside quotes, and takes quotes and backslashes away", () => {
    assert.deepEqual(shellWords("  --import tsx   --max-old-space-size=4096 "), [
      "--import",
      "tsx",
      "--max-old-space-size=4096",
    ]);
    assert.deepEqual(shellWords(`--title='a program' "b \\"c\\" \\d" e\\ f ''`), [
      "--title=a program",
      'b "c" \\d',
      "e f",
      "",
    ]);
    assert.deepEqual(shellWords(""), []);
  });
});
