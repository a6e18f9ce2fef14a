import assert from "node:assert/strict";
import { guardAllGates } from "../../../components/infrastructure/gate-tag";
import { scope } from "../../support/scopes";

describe("guardAllGates", () => {
  it("never compares the tag of a role that is passed, and denies passing roles by their names", () => {
    const [tagged, , named] = guardAllGates(scope, { gateNames: ["shop-dev"] });
    assert.equal(tagged?.Action.includes("iam:PassRole"), false);
    assert.ok(named?.Action.includes("iam:PassRole"));
    assert.equal(named?.Condition, undefined);
  });

  it("lets a build write the logs and read the tokens of its own environment alone", () => {
    const [, logs] = guardAllGates(scope, { gateNames: ["shop-prod", "shop-prod-destroy"] });
    assert.deepEqual(logs?.Condition, {
      Null: { "aws:ResourceTag/aws-pipelines:gate": "false" },
      StringNotEquals: { "aws:ResourceTag/aws-pipelines:gate": ["shop-prod", "shop-prod-destroy"] },
    });
  });
});
