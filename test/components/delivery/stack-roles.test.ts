import assert from "node:assert/strict";
import { Provider } from "@pulumi/aws/provider";
import { createStackRole } from "../../../components/delivery/stack-roles";
import type { PlannedStackRole } from "../../../components/delivery/targets";
import { record } from "../../support/recorder";
import { scope } from "../../support/scopes";

const role: PlannedStackRole = {
  place: { ...scope, account: "222233334444" },
  stackName: "orders",
  roleName: "orders+stack-orders+eu-central-1",
  roleArn: "arn:aws:iam::222233334444:role/orders+stack-orders+eu-central-1",
  trust: "{}",
  policies: { inline: "{}", managed: {} },
  boundary: { name: "orders-boundary", arn: "arn:aws:iam::222233334444:policy/orders-boundary", document: "{}" },
};

const bounded = { ...scope, permissionsBoundaryArn: "arn:aws:iam::111122223333:policy/limit" };

describe("createStackRole", () => {
  it("creates role, policy and boundary with the provider of the account, under that account's boundary", async () => {
    const recorded = await record({ preview: true }, (opts) => {
      const provider = new Provider("staging", { region: "eu-central-1" });
      createStackRole("orders", role, { scope: bounded, accounts: { "222233334444": provider }, tags: {} }, opts);
      return provider;
    });
    assert.deepEqual(
      Object.fromEntries(
        recorded.filter(({ type }) => type.startsWith("aws:iam")).map(({ name, inputs }) => [name, inputs.name]),
      ),
      {
        "orders-stack-orders-role": "orders+stack-orders+eu-central-1",
        "orders-stack-orders-role-policy": "permissions",
        "orders-stack-orders-boundary": "orders-boundary",
      },
    );
    const [made] = recorded.filter(({ type }) => type === "aws:iam/role:Role");
    assert.equal(made?.inputs.permissionsBoundary, "arn:aws:iam::222233334444:policy/limit");
  });

  it("creates nothing in another account without a provider", async () => {
    const recorded = await record({ preview: true }, (opts) => {
      const ready = createStackRole("orders", role, { scope, accounts: {}, tags: {} }, opts);
      assert.deepEqual(ready, []);
      return new Provider("none", { region: "eu-central-1" });
    });
    assert.deepEqual(
      recorded.filter(({ type }) => type.startsWith("aws:iam")),
      [],
    );
  });
});
