import assert from "node:assert/strict";
import { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { dependenciesOf, outputValue } from "../../../../cli/preview/base/property-value";
import { optionsOf, withDependencies } from "../../../../cli/preview/engine/transforms";

describe("what transforms receive", () => {
  it("has options only where the program gave them", () => {
    const request = new RegisterResourceRequest();
    const silent = optionsOf(request, "");
    assert.deepEqual(
      [silent.hasProtect(), silent.hasRetainOnDelete(), silent.hasDeleteBeforeReplace()],
      [false, false, false],
    );
    request.setProtect(false);
    request.setRetainondelete(true);
    request.setDeletebeforereplacedefined(true);
    const options = optionsOf(request, "urn::id");
    assert.deepEqual(
      [
        options.hasProtect(),
        options.getProtect(),
        options.getRetainOnDelete(),
        options.hasDeleteBeforeReplace(),
        options.getDeleteBeforeReplace(),
      ],
      [true, false, true, true, false],
    );
    assert.equal(options.getProvider(), "urn::id");
  });

  it("has properties that name their dependencies, once", () => {
    const named = outputValue("a", ["urn:one"]);
    const properties = withDependencies({ named, bare: "b", free: "c" }, { named: ["urn:two"], bare: ["urn:two"] });
    assert.deepEqual(properties, { named, bare: outputValue("b", ["urn:two"]), free: "c" });
    assert.deepEqual(dependenciesOf(properties), ["urn:one", "urn:two"]);
  });
});
