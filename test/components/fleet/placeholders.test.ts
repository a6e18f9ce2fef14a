import assert from "node:assert/strict";
import { fillPlaceholders, placeholderProblems } from "../../../components/fleet/placeholders";

const values = { name: "prod", stack: "live", project: "shop", account: "111122223333" };

describe("the placeholders of a fleet", () => {
  it("are filled in texts at any depth, and in nothing else", () => {
    assert.deepEqual(
      fillPlaceholders({ "{name}": ["{project}-{stack}", 1, true, null, { deep: "{account}:{account}" }] }, values),
      { "{name}": ["shop-live", 1, true, null, { deep: "111122223333:111122223333" }] },
    );
  });

  it("leave other words in braces as they are: a text may have its own", () => {
    assert.equal(fillPlaceholders("{user} {x} {} { name }", values), "{user} {x} {} { name }");
    assert.deepEqual(placeholderProblems("{user} {x} {} { name }", values), []);
  });

  it("are refused where the environment has no such value, or the word is misspelt", () => {
    assert.deepEqual(placeholderProblems({ arns: ["arn:{region}", "arn:{acount}:{name}"] }, values), [
      { path: "arns[0]", reason: 'has "{region}", which has no value here: give region to the environment' },
      { path: "arns[1]", reason: 'has "{acount}", which has no value here: did you mean {account}?' },
    ]);
  });
});
