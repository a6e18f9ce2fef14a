import assert from "node:assert/strict";
import { ComponentResource } from "@pulumi/pulumi";
import { createKey, createSigningKey, type KeyArgs } from "../../../components/storage/key";
import { only, record, unknown } from "../../support/recorder";

const args: KeyArgs = { region: "eu-central-1", policy: '{"Statement":[]}', tags: { owner: "acme" } };

function build(name: string, given: KeyArgs = args, retainOnDelete = false) {
  return record({ preview: true }, (opts) => {
    const parent = new ComponentResource("test:index:Owner", "owner", {}, opts);
    createKey(name, given, { parent, retainOnDelete });
  });
}

describe("a key that signs", () => {
  it("is one to sign and verify, without rotation, waits 30 days before it is deleted, and has an alias", async () => {
    const recorded = await record({ preview: true }, (opts) => {
      const parent = new ComponentResource("test:index:Owner", "owner", {}, opts);
      const policy = '{"Statement":[]}';
      createSigningKey("shop", { ...args, policy, description: "Signs images of shop" }, { parent });
    });
    assert.deepEqual(only(recorded, "aws:kms/key:Key", "shop-key").inputs, {
      ...args,
      description: "Signs images of shop",
      keyUsage: "SIGN_VERIFY",
      customerMasterKeySpec: "ECC_NIST_P256",
      enableKeyRotation: false,
      deletionWindowInDays: 30,
    });
    assert.equal(only(recorded, "aws:kms/alias:Alias", "shop-key-alias").inputs.name, "alias/shop");
  });
});

describe("the key of a component", () => {
  it("rotates every year, waits 30 days before it is deleted, and has an alias", async () => {
    const recorded = await build("shop");
    assert.deepEqual(only(recorded, "aws:kms/key:Key", "shop-key").inputs, {
      description: "Encrypts shop",
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      region: "eu-central-1",
      policy: '{"Statement":[]}',
      tags: { owner: "acme" },
    });
    assert.deepEqual(only(recorded, "aws:kms/alias:Alias", "shop-key-alias").inputs, {
      name: "alias/shop",
      targetKeyId: unknown,
      region: "eu-central-1",
    });
  });

  it("has the default policy of KMS unless one is given", async () => {
    const { inputs } = only(
      await build("shop", { region: "eu-central-1", tags: undefined }),
      "aws:kms/key:Key",
      "shop-key",
    );
    assert.deepEqual(inputs, {
      description: "Encrypts shop",
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      region: "eu-central-1",
    });
  });

  it("has an alias of the characters of KMS for a component of any name", async () => {
    for (const [name, alias] of [
      ["Shop_1", "alias/Shop_1"],
      ["my shop", "alias/my-shop-21e02318"],
    ] as const) {
      assert.equal(only(await build(name), "aws:kms/alias:Alias", `${name}-key-alias`).inputs.name, alias);
    }
  });

  it("is a child of its component, with the options of the component", async () => {
    for (const retainOnDelete of [true, false]) {
      const children = (await build("shop", args, retainOnDelete)).filter(({ type }) => type.startsWith("aws:"));
      assert.deepEqual(
        children.map(({ parent, retainOnDelete: retained }) => ({ parent, retained })),
        Array(2).fill({ parent: "owner", retained: retainOnDelete }),
      );
    }
  });
});
