import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { previewPicture } from "./preview-picture";

const picture = join(__dirname, "../../docs/preview.svg");

describe("the picture of a preview in README", () => {
  it("shows what npm start prints today (npm run picture draws it anew)", () => {
    assert.equal(readFileSync(picture, "utf8"), previewPicture());
  });
});
