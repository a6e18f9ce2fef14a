import assert from "node:assert/strict";
import { advice, judgedAlone, unjudged, unknownAt, violation } from "../../../../policy/lib/facts/finding";

describe("a finding", () => {
  it("says the path first, and then the wanted state", () => {
    assert.deepEqual(violation("environment.privilegedMode", "should be false"), {
      kind: "violation",
      message: "environment.privilegedMode should be false",
    });
    assert.deepEqual(advice("tags", "should name an owner"), { kind: "advice", message: "tags should name an owner" });
    assert.deepEqual(unjudged("policy", "is too long"), { kind: "unjudged", message: "policy is too long" });
  });

  it("has fixes only where it is given some", () => {
    const fixes = { "environment.privilegedMode": false, owner: undefined };
    assert.deepEqual(violation("a", "b", fixes).fixes, fixes);
    assert.equal("fixes" in violation("a", "b"), false);
  });

  it("about an unknown value is not judged, and names the remedy", () => {
    assert.deepEqual(unknownAt("policy.Statement[0]"), {
      kind: "unjudged",
      message:
        "policy.Statement[0] is not known yet, so this rule cannot judge it in this preview: compose it from names, " +
        "account and region that the program states, instead of another resource's outputs, and order the two with dependsOn",
      unknown: "policy.Statement[0]",
    });
  });

  it("about a part that stands alone keeps its kind and fixes, and names the missing owner", () => {
    assert.deepEqual(judgedAlone(violation("rules", "should expire", { rules: [] }), "bucket"), {
      kind: "violation",
      message: "rules should expire. This program makes no bucket of that name, so the rule judges this resource alone",
      fixes: { rules: [] },
    });
  });
});
