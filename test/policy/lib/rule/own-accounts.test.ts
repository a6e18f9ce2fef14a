import assert from "node:assert/strict";
import { ownAccounts } from "../../../../policy/lib/rule/own-accounts";

describe("the accounts that count as a resource's own", () => {
  it("are none until the configuration lists some", () => {
    assert.deepEqual(ownAccounts.defaults, { ownAccounts: [] });
  });

  it("are a list of texts", () => {
    assert.deepEqual(ownAccounts.properties.ownAccounts, {
      type: "array",
      items: { type: "string", minLength: 1 },
      description: "Numbers of the accounts that count as the resource's own, of 12 digits each",
    });
  });
});
