import assert from "node:assert/strict";
import { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { inheritOptions } from "../../../../cli/preview/engine/inheritance";
import { resource } from "../support/resource";

const OWN = "urn:pulumi:dev::shop::pulumi:providers:aws::own::id";

function request(type: string): RegisterResourceRequest {
  const message = new RegisterResourceRequest();
  message.setType(type);
  return message;
}

describe("a resource", () => {
  const parent = resource("aws:sqs/queue:Queue", "parent", {
    protect: true,
    retainOnDelete: true,
    deletedWith: "urn:other",
    provider: OWN,
  });

  it("inherits what it does not say", () => {
    const child = request("aws:sns/topic:Topic");
    inheritOptions(child, parent);
    assert.deepEqual(
      [child.getProtect(), child.getRetainondelete(), child.getDeletedwith(), child.getProvider()],
      [true, true, "urn:other", OWN],
    );
  });

  it("keeps what it says, even if it says no", () => {
    const child = request("aws:sns/topic:Topic");
    child.setProtect(false);
    child.setRetainondelete(false);
    child.setDeletedwith("urn:mine");
    child.setProvider("urn::mine");
    inheritOptions(child, parent);
    assert.deepEqual(
      [child.getProtect(), child.getRetainondelete(), child.getDeletedwith(), child.getProvider()],
      [false, false, "urn:mine", "urn::mine"],
    );
  });

  it("inherits no provider of another package, and nothing without a parent", () => {
    const foreign = request("random:index/randomId:RandomId");
    inheritOptions(foreign, parent);
    assert.equal(foreign.getProvider(), "");
    const orphan = request("aws:sns/topic:Topic");
    inheritOptions(orphan, undefined);
    assert.deepEqual([orphan.hasProtect(), orphan.hasRetainondelete(), orphan.getProvider()], [false, false, ""]);
  });
});
