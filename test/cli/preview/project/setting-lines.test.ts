import assert from "node:assert/strict";
import { join } from "node:path";
import { settingLines } from "../../../../cli/preview/project/setting-lines";
import { removeTemporaryDirectories, temporaryDirectory } from "../support/temporary";

describe("the lines of settings", () => {
  after(removeTemporaryDirectories);

  it("name each plain value with its last key and line, without encrypted values and repeated anchors", () => {
    const folder = temporaryDirectory({
      "Pulumi.dev.yaml":
        'config:\n  shop:size: 3\n  shop:token:\n    secure: v1:abc\n  shop:env: &env\n    tags: [a, "b"]\n    protect: true\n  shop:again: *env\n',
    });
    assert.deepEqual(settingLines(join(folder, "Pulumi.dev.yaml"), "Pulumi.dev.yaml"), {
      file: "Pulumi.dev.yaml",
      values: [
        { key: "shop:size", value: 3, line: 2 },
        { key: "tags", value: "a", line: 6 },
        { key: "tags", value: "b", line: 6 },
        { key: "protect", value: true, line: 7 },
      ],
    });
  });

  it("are none without a file", () => {
    assert.deepEqual(settingLines("/absent/Pulumi.dev.yaml", "Pulumi.dev.yaml").values, []);
  });
});
