import assert from "node:assert/strict";
import { runtime } from "@pulumi/pulumi";
import { stackScope } from "../../../components/delivery/stack-scope";

describe("the scope of a stack", () => {
  const configure = (values: Record<string, string>) => runtime.setAllConfig(values);
  afterEach(() => configure({}));

  it("comes from the stack's configuration where the arguments give none", () => {
    configure({ "aws:allowedAccountIds": '["111122223333"]', "aws:region": "eu-central-1" });
    assert.deepEqual(stackScope({}), { value: { account: "111122223333", region: "eu-central-1" }, problems: [] });
  });

  it("is that of the arguments before that of the stack", () => {
    configure({ "aws:allowedAccountIds": '["111122223333"]', "aws:region": "eu-central-1" });
    const given = { account: "222233334444", region: "cn-north-1", partition: "aws-cn" };
    assert.deepEqual(stackScope(given), { value: given, problems: [] });
  });

  it("names each missing part with the command that sets it", () => {
    configure({});
    assert.deepEqual(
      stackScope({}).problems.map(({ path, reason }) => `${path} ${reason}`),
      [
        "account is missing: give it, or set it for the stack: pulumi config set --path 'aws:allowedAccountIds[0]' 111122223333",
        "region is missing: give it, or set it for the stack: pulumi config set aws:region eu-central-1",
      ],
    );
  });

  it("is the account of the only target without one of the stack, and names several targets", () => {
    configure({ "aws:region": "eu-central-1" });
    assert.deepEqual(stackScope({}, ["222233334444"]), {
      value: { account: "222233334444", region: "eu-central-1" },
      problems: [],
    });
    assert.deepEqual(stackScope({}, ["222233334444", "333344445555"]).problems, [
      {
        path: "account",
        reason:
          "is missing: give 222233334444 or 333344445555, or set it for the stack: pulumi config set --path 'aws:allowedAccountIds[0]' 222233334444",
      },
    ]);
    configure({ "aws:allowedAccountIds": '["111122223333"]', "aws:region": "eu-central-1" });
    assert.equal(stackScope({}, ["222233334444"]).value.account, "111122223333");
  });

  it("does not choose among several accounts", () => {
    configure({ "aws:allowedAccountIds": '["111122223333","222233334444"]', "aws:region": "eu-central-1" });
    assert.deepEqual(stackScope({}).problems, [
      { path: "account", reason: "is missing, and aws:allowedAccountIds of the stack names 2 accounts: give one" },
    ]);
  });
});
