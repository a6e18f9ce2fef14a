import assert from "node:assert/strict";
import { namedBy, refersTo } from "../../../cli/insight/references";
import { UNKNOWN } from "../../../cli/preview/base/property-value";
import { resource } from "../preview/support/resource";

const RULE = "aws:cloudwatch/eventRule:EventRule";
const nightly = resource(RULE, "nightly", { inputs: { name: "nightly-builds" } });
const unnamed = resource(RULE, "unnamed");
const role = resource("aws:iam/role:Role", "role", { inputs: { name: "nightly-builds" } });
const all = [role, nightly, unnamed];
const target = (rule: string | typeof UNKNOWN, from: readonly string[] = []) =>
  resource("aws:cloudwatch/eventTarget:EventTarget", "target", {
    inputs: { rule },
    propertyDependencies: { rule: [...from] },
  });

describe("a reference between resources", () => {
  it("is an input that the program computes from the other resource", () => {
    assert.equal(refersTo(target(UNKNOWN, [unnamed.urn]), "rule", unnamed), true);
    assert.equal(refersTo(target(UNKNOWN, [unnamed.urn]), "rule", nightly), false);
    assert.equal(refersTo(target(UNKNOWN, [unnamed.urn]), "arn", unnamed), false);
  });

  it("leads to the resource of the type with the name, or the one that the name comes from", () => {
    assert.equal(namedBy(target("nightly-builds"), "rule", RULE, all), nightly);
    assert.equal(namedBy(target(UNKNOWN, [unnamed.urn]), "rule", RULE, all), unnamed);
  });

  it("leads nowhere for the name of another program's resource, and for an unknown name alone", () => {
    assert.equal(namedBy(target("elsewhere"), "rule", RULE, all), undefined);
    assert.equal(namedBy(target(UNKNOWN), "rule", RULE, all), undefined);
    assert.equal(namedBy(target(UNKNOWN, [role.urn]), "rule", RULE, all), undefined);
  });
});
