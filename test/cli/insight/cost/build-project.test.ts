import assert from "node:assert/strict";
import { computeOf, hasFleet, projectName } from "../../../../cli/insight/cost/build-project";
import { type PropertyMap, UNKNOWN } from "../../../../cli/preview/base/property-value";
import { resource } from "../../preview/support/resource";

const project = (inputs: PropertyMap) => resource("aws:codebuild/project:Project", "shop", { inputs });
const machine = (type: string, computeType: string) => computeOf(project({ environment: { type, computeType } }));

describe("a build project", () => {
  it("has a machine, which the price list names without the container of Linux", () => {
    assert.equal(machine("LINUX_CONTAINER", "BUILD_GENERAL1_SMALL"), "LINUX BUILD_GENERAL1_SMALL");
    assert.equal(machine("ARM_CONTAINER", "BUILD_GENERAL1_LARGE"), "ARM BUILD_GENERAL1_LARGE");
    assert.equal(
      machine("WINDOWS_SERVER_2022_CONTAINER", "BUILD_GENERAL1_MEDIUM"),
      "WINDOWS_SERVER_2022_CONTAINER BUILD_GENERAL1_MEDIUM",
    );
    assert.equal(computeOf(project({})), "[unknown] [unknown]");
  });

  it("has the name of its inputs, and its logical name where that is unknown", () => {
    assert.equal(projectName(project({ name: "shop-image" })), "shop-image");
    assert.equal(projectName(project({ name: UNKNOWN })), "shop");
  });

  it("builds on a fleet where its environment names one, known or not", () => {
    const on = (fleetArn: string | typeof UNKNOWN) => project({ environment: { fleet: { fleetArn } } });
    assert.deepEqual([on("f"), on(UNKNOWN), project({})].map(hasFleet), [true, true, false]);
  });
});
