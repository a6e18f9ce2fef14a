import assert from "node:assert/strict";
import { DeliveryEnvironment } from "../../../components/delivery/delivery-environment";
import { deliverySettings, readSettings } from "../../support/delivery-settings";
import { destroySettings } from "../../support/destroy-settings";
import { type Recorded, record } from "../../support/recorder";

const permissionsBoundaryArn = "arn:aws:iam::111122223333:policy/boundary";
const { approvers } = destroySettings();
const state = { backend: "s3", bucketName: "acme-state", keyAlias: "acme-state", key: "shop/dev.tfstate" };

function build(changes: Record<string, unknown>): Promise<Recorded[]> {
  const settings = readSettings(deliverySettings({ destroy: { approvers }, state, ...changes }));
  return record({ preview: false }, (opts) => new DeliveryEnvironment("shop-dev", settings, opts));
}

function ofType(recorded: readonly Recorded[], type: string): Recorded[] {
  return recorded.filter((resource) => resource.type === `aws:iam/${type}`);
}

/** Every ARN of a role of this account in any document. */
function rolesIn(recorded: readonly Recorded[]): string[] {
  const text = JSON.stringify(recorded.map(({ inputs }) => inputs));
  return [...new Set(text.match(/arn:aws:iam::111122223333:role\/[\w+=,.@/-]+/g))];
}

describe("the settings of roles", () => {
  it("bound every role of an environment, its destroy pipeline included", async () => {
    const roles = ofType(await build({ permissionsBoundaryArn }), "role:Role");
    assert.ok(roles.some(({ name }) => name.startsWith("shop-dev-destroy-")));
    const unbounded = roles.filter(({ inputs }) => inputs.permissionsBoundary !== permissionsBoundaryArn);
    assert.deepEqual(unbounded, []);
  });

  it("bound the destroy pipeline more narrowly where its own settings do", async () => {
    const own = "arn:aws:iam::111122223333:policy/destroy-boundary";
    const roles = ofType(
      await build({ permissionsBoundaryArn, destroy: { approvers, permissionsBoundaryArn: own } }),
      "role:Role",
    );
    for (const { name, inputs } of roles) {
      const expected = name.startsWith("shop-dev-destroy-") ? own : permissionsBoundaryArn;
      assert.equal(inputs.permissionsBoundary, expected, name);
    }
  });

  it("put every role under the path, and every document names it there", async () => {
    const recorded = await build({ rolePath: "/delivery/" });
    const roles = ofType(recorded, "role:Role");
    assert.deepEqual(
      roles.filter(({ inputs }) => inputs.path !== "/delivery/"),
      [],
    );
    const own = rolesIn(recorded).filter((arn) => arn.includes("shop-dev"));
    assert.ok(own.length > 5);
    assert.deepEqual(
      own.filter((arn) => !arn.startsWith("arn:aws:iam::111122223333:role/delivery/shop-dev")),
      [],
    );
  });

  it("leave no inline policy where they forbid it", async () => {
    const recorded = await build({ managedPoliciesOnly: true });
    assert.deepEqual(ofType(recorded, "rolePolicy:RolePolicy"), []);
    const policies = ofType(recorded, "policy:Policy");
    assert.ok(policies.length >= ofType(recorded, "role:Role").length);
    assert.deepEqual(
      policies.filter(({ inputs }) => String(inputs.policy).length > 6144),
      [],
    );
  });
});
