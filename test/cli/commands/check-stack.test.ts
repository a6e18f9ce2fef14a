import assert from "node:assert/strict";
import { checkStack, isStackSettings } from "../../../cli/commands/check-stack";

const settings = {
  application: "shop",
  account: "111122223333",
  region: "eu-central-1",
  source: {
    connectionArn: "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f",
    repository: "acme/shop",
  },
};
const queue = "arn:aws:sqs:eu-central-1:222233334444:orders";
const build = (permissions: readonly object[]) => ({ builds: [{ name: "Test", commands: ["make"], permissions }] });

describe("the check of a stack's settings", () => {
  it("knows such a file by its name or its keys", () => {
    assert.equal(isStackSettings({ anything: 1 }, "Pulumi.dev.yaml"), true);
    assert.equal(isStackSettings({ config: {}, encryptionsalt: "v1" }, "settings.yaml"), true);
    assert.equal(isStackSettings({ config: {}, name: "shop" }, "Pulumi.yaml"), false);
  });

  it("advises about grants on other accounts, and refuses to pass their roles", () => {
    const granted = { actions: ["sqs:SendMessage"], resources: [queue] };
    const stack = (permissions: readonly object[]) => ({
      config: { "shop:environment": { ...settings, ...build(permissions) } },
    });
    assert.deepEqual(checkStack(stack([granted]), "Pulumi.dev.yaml"), {
      problems: [],
      ignored: [
        `config.shop:environment.builds[0].permissions name resources of account 222233334444, such as ${queue}, and the role belongs to 111122223333. AWS allows that only if a policy of the resource allows the role too.`,
      ],
    });
    const passed = { actions: ["iam:PassRole"], resources: ["arn:aws:iam::222233334444:role/tasks"] };
    assert.deepEqual(
      checkStack(stack([passed]), "Pulumi.dev.yaml").problems.map(({ path }) => path),
      ["config.shop:environment.builds[0].permissions[0].resources[0]"],
    );
  });

  it("takes an object with two misspelt keys of a place for settings of an environment, and no other object", () => {
    const problemsOf = (value: object) =>
      checkStack({ config: { "shop:environment": value } }, "Pulumi.dev.yaml").problems;
    assert.ok(problemsOf({ aplication: "shop", acount: "111122223333" }).length > 0);
    assert.deepEqual(problemsOf({ regions: ["eu-central-1"], size: 3 }), []);
  });
});
