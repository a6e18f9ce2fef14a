import assert from "node:assert/strict";
import { output } from "@pulumi/pulumi";
import { withGateTag } from "../../../components/iam/gate-tags";
import { resolved } from "../../support/recorder";

const gate = { "aws-pipelines:gate": "shop-destroy" };

describe("the gate tag", () => {
  it("stands beside the tags of a component, as plain data where they are plain", () => {
    assert.deepEqual(withGateTag({ owner: "acme" }, "shop-destroy"), { owner: "acme", ...gate });
    assert.deepEqual(withGateTag(undefined, "shop-destroy"), gate);
  });

  it("replaces a tag of its name, which settings could use to lead around the gate", () => {
    assert.deepEqual(withGateTag({ "aws-pipelines:gate": "other" }, "shop-destroy"), gate);
  });

  it("stands beside tags that are known later", async () => {
    for (const tags of [output({ owner: "acme", "aws-pipelines:gate": "x" }), Promise.resolve({ owner: "acme" })]) {
      assert.deepEqual(await resolved(output(withGateTag(tags, "shop-destroy"))), { owner: "acme", ...gate });
    }
  });
});
