import assert from "node:assert/strict";
import { Diagnostics } from "../../../../cli/preview/base/diagnostics";
import type { PropertyMap } from "../../../../cli/preview/base/property-value";
import { placesAnswer } from "../../../../cli/preview/invokes/places";

function ask(token: string, args: PropertyMap = {}, region: string | undefined = "us-west-1") {
  const diagnostics = new Diagnostics();
  const context = { config: new Map(region === "" ? [] : [["aws:region", region]]), env: {} };
  const answer = placesAnswer({ token, args, provider: undefined }, context, diagnostics);
  return { answer, said: diagnostics.entries.map(({ message }) => message) };
}

const ZONES = "aws:index/getAvailabilityZones:getAvailabilityZones";
const REGIONS = "aws:index/getRegions:getRegions";

describe("the places of AWS", () => {
  it("are those of a new account, which the user is told", () => {
    assert.deepEqual(ask(ZONES, { state: "available" }), {
      answer: {
        state: "available",
        id: "us-west-1",
        region: "us-west-1",
        names: ["us-west-1a", "us-west-1c"],
        groupNames: ["us-west-1"],
      },
      said: [`${ZONES}: assuming the availability zones us-west-1a, us-west-1c; supply others with --answers`],
    });
    assert.deepEqual(ask(ZONES, { region: "eu-west-3" }).answer?.names, ["eu-west-3a", "eu-west-3b", "eu-west-3c"]);
    assert.deepEqual(ask(REGIONS, {}, "cn-north-1").answer, {
      id: "aws-cn",
      names: ["cn-north-1", "cn-northwest-1"],
    });
    assert.deepEqual(ask(REGIONS).answer?.names?.toString().split(",").length, 17);
  });

  it("are unknown without a region, with filters, in other partitions, and for other functions", () => {
    assert.equal(ask(ZONES, {}, "").answer, undefined);
    assert.equal(ask(ZONES, { filters: [] }).answer, undefined);
    assert.equal(ask(REGIONS, {}, "us-iso-east-1").answer, undefined);
    assert.equal(ask("aws:ec2/getVpc:getVpc").answer, undefined);
  });
});
