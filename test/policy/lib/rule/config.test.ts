import assert from "node:assert/strict";
import { configSchema, textList } from "../../../../policy/lib/rule/config";

const failOnUnknown = {
  type: "boolean",
  default: false,
  description:
    "Whether a value that is unknown during a preview is a violation, not an advisory; true by default for critical rules",
};

const exemptions = {
  type: "array",
  default: [],
  items: { type: "object" },
  description:
    "Resources that are exempt until a date: urn (a pattern), reason, and expires (the last day, as 2026-12-31)",
};

describe("the configuration of a rule", () => {
  it("has failOnUnknown and exemptions in any case", () => {
    assert.deepEqual(configSchema(undefined, "high"), { properties: { failOnUnknown, exemptions } });
  });

  it("lets a critical rule fail on values that it cannot judge", () => {
    assert.equal(configSchema(undefined, "critical").properties.failOnUnknown?.default, true);
  });

  it("has its parameters, with the defaults that hold in code", () => {
    const config = { properties: { allowed: textList("Names") }, defaults: { allowed: ["a"] } };
    assert.deepEqual(configSchema(config, "high"), {
      properties: {
        allowed: { type: "array", items: { type: "string", minLength: 1 }, description: "Names", default: ["a"] },
        failOnUnknown,
        exemptions,
      },
    });
  });
});
