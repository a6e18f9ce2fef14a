import assert from "node:assert/strict";
import { columnsOf } from "../../../cli/commands/previewing";

describe("the columns of an output", () => {
  it("are those of COLUMNS, of the terminal, or 100", () => {
    assert.deepEqual(
      [columnsOf({ columns: 90 }, { COLUMNS: "120" }), columnsOf({ columns: 90 }, {}), columnsOf({}, {})],
      [120, 90, 100],
    );
  });

  it("are between 60 and 200", () => {
    assert.deepEqual([columnsOf({ columns: 20 }, {}), columnsOf({ columns: 500 }, {})], [60, 200]);
  });
});
