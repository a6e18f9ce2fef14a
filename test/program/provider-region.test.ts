import assert from "node:assert/strict";
import { DeliveryEnvironment } from "../../components/delivery/delivery-environment";
import { ImageRepository } from "../../components/registries/image-repository";
import { PackageRegistry } from "../../components/registries/package-registry";
import { deliverySettings, readSettings } from "../support/delivery-settings";
import { type Recorded, record } from "../support/recorder";

/** The resources that do not say that they are in the region. */
function elsewhere(recorded: readonly Recorded[], region: string): string[] {
  const regional = recorded.filter(({ type }) => type.startsWith("aws:") && !type.startsWith("aws:iam/"));
  assert.ok(regional.length > 1);
  return regional.filter(({ inputs }) => inputs.region !== region).map(({ type, name }) => `${type} ${name}`);
}

describe("whatever the region of the provider is", () => {
  it("an environment is in the region that its documents name", async () => {
    const settings = readSettings(deliverySettings({ plan: false, approval: { notify: ["release@acme.example"] } }));
    const recorded = await record({ preview: true }, (opts) => new DeliveryEnvironment("shop-test", settings, opts));
    assert.deepEqual(elsewhere(recorded, settings.region), []);
  });

  it("a package registry is in the region that its documents name", async () => {
    const args = {
      account: "111122223333",
      region: "eu-west-1",
      npmScope: "acme",
      readers: ["arn:aws:iam::222233334444:root"],
    };
    const recorded = await record({ preview: true }, (opts) => new PackageRegistry("acme", args, opts));
    assert.deepEqual(elsewhere(recorded, "eu-west-1"), []);
  });

  it("an image repository is in the region that it is told, if it is told one", async () => {
    const args = { encryptionKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/k" };
    const made = async (more: object) =>
      record({ preview: true }, (opts) => new ImageRepository("shop", { ...args, ...more }, opts));
    assert.deepEqual(elsewhere(await made({ region: "eu-west-1" }), "eu-west-1"), []);
    assert.ok((await made({})).every(({ inputs }) => !("region" in inputs)));
  });
});
