import assert from "node:assert/strict";
import type { Gap } from "../../../cli/preview/gap";
import { gapLines, incompleteness } from "../../../cli/report/gaps";

describe("the unknown parts of a program", () => {
  it("are told one a line, and counted", () => {
    const gaps = [
      { kind: "component", what: "awsx:ec2:Vpc (vpc)", urn: "urn" },
      { kind: "callback", what: "index.ts:12" },
      { kind: "list", what: "aws:ec2/getSubnets:getSubnets.ids" },
      { kind: "environment", what: "shop/dev" },
    ] as const;
    assert.deepEqual(gapLines(gaps), [
      "awsx:ec2:Vpc (vpc): the provider makes its children",
      "index.ts:12: a callback of an unknown output makes resources",
      "aws:ec2/getSubnets:getSubnets.ids: the program goes through a list of unknown length",
      "environment shop/dev: Pulumi ESC holds its settings",
    ]);
    assert.equal(
      incompleteness(gaps),
      "3 parts of the program are unknown offline, so their resources are neither shown nor judged; " +
        "1 environment is not read offline, so its settings are missing",
    );
    const [environment] = gaps.slice(3);
    assert.ok(environment);
    assert.equal(
      incompleteness([environment, environment]),
      "2 environments are not read offline, so their settings are missing",
    );
    assert.match(incompleteness([gaps[0]]), /^1 part of the program is unknown offline/);
  });

  it("counts types without an SDK apart", () => {
    const type: Gap = { kind: "type", what: "acme:Box (Pulumi.yaml:4): @pulumi/acme" };
    assert.deepEqual(gapLines([type]), [
      "acme:Box (Pulumi.yaml:4): @pulumi/acme is not installed, so its type is not judged",
    ]);
    assert.equal(incompleteness([type]), "1 type is not judged, because its SDK is not installed");
    assert.equal(
      incompleteness([type, { kind: "list", what: "ids" }, type]),
      "1 part of the program is unknown offline, so its resources are neither shown nor judged; 2 types are not judged, because their SDKs are not installed",
    );
  });
});
