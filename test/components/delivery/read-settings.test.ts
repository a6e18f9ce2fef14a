import assert from "node:assert/strict";
import { RunError } from "@pulumi/pulumi";
import { readDeliverySettings } from "../../../components/delivery/read-settings";
import { deliverySettings } from "../../support/delivery-settings";

describe("the settings of an environment", () => {
  it("are read as they are written", () => {
    const written = deliverySettings({ protect: true });
    assert.deepEqual(readDeliverySettings("acme:environment", written), written);
  });

  it("are refused with the configuration's key and every problem", () => {
    assert.throws(
      () => readDeliverySettings("acme:environment", deliverySettings({ region: "Frankfurt", colour: "blue" })),
      new RunError(
        [
          "The configuration acme:environment has 2 problems:",
          '  region: is "Frankfurt": give a region, such as eu-central-1',
          "  colour: is not known here: allowed are application, account, region, partition, source, image, deploy, test, approval, state, destroy, artifacts, logRetentionInDays, protect, tags",
        ].join("\n"),
      ),
    );
  });
});
