import assert from "node:assert/strict";
import { unknownCheckingProxy } from "@pulumi/policy";
import { unknownValue } from "../../../../policy/iam/value";
import { snapshot } from "../../../../policy/lib/facts/snapshot";
import { unknownFlag, unknownList, unknownObject, unknownText } from "../../support/judging";

describe("snapshot", () => {
  it("turns every kind of unknown into one", () => {
    const props = {
      text: unknownText,
      flag: unknownFlag,
      list: unknownList,
      owner: { inner: unknownObject },
      items: [unknownText, 1],
    };
    assert.deepEqual(snapshot(unknownCheckingProxy(props)), {
      text: unknownValue,
      flag: unknownValue,
      list: unknownValue,
      owner: { inner: unknownValue },
      items: [unknownValue, 1],
    });
  });

  it("takes null and what is no data as absent", () => {
    assert.deepEqual(snapshot({ nothing: null, call: () => 1, ok: true }), {
      nothing: undefined,
      call: undefined,
      ok: true,
    });
  });

  it("hides no error that is not about an unknown", () => {
    const props = Object.defineProperty({}, "bad", {
      enumerable: true,
      get() {
        throw new RangeError("bad");
      },
    });
    assert.throws(() => snapshot(props), new RangeError("bad"));
  });
});
