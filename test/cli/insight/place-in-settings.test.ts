import assert from "node:assert/strict";
import { SettingPlaces } from "../../../cli/insight/place-in-settings";
import { UNKNOWN } from "../../../cli/preview/base/property-value";
import { resource } from "../preview/support/resource";

const cluster = "arn:aws:ecs:us-east-1:111122223333:service/shop/web";
const logs = resource("aws:cloudwatch/logGroup:LogGroup", "logs", { inputs: { retentionInDays: 30, name: UNKNOWN } });
const role = resource("aws:iam/rolePolicy:RolePolicy", "deploy", {
  inputs: { policy: JSON.stringify({ Statement: [{ Action: ["ecs:*", "ecs:List*"], Resource: cluster }] }) },
});
const settings = {
  file: "Pulumi.dev.yaml",
  values: [
    { key: "expireAfterDays", value: 30, line: 3 },
    { key: "actions", value: "ecs:*", line: 9 },
    { key: "logRetentionInDays", value: 30, line: 12 },
    { key: "resources", value: cluster, line: 14 },
    { key: "owner", value: "web", line: 20 },
  ],
};
const places = new SettingPlaces([logs, role], settings);
const at = (line: number, key: string) => ({ file: "Pulumi.dev.yaml", line, key });

describe("the setting that a finding is about", () => {
  it("has the value of the property that the message names, under a key that ends with the property's name", () => {
    assert.deepEqual(places.of(logs.urn, "retentionInDays should be 365 or more"), at(12, "logRetentionInDays"));
  });

  it("may be a longer text of a document under any key", () => {
    assert.deepEqual(places.of(role.urn, "policy.Statement[0].Action[0] should name actions"), at(9, "actions"));
    assert.deepEqual(places.of(role.urn, "policy.Statement[0].Resource should be narrower"), at(14, "resources"));
  });

  it("is unknown where no setting has the value, and where the message names no property", () => {
    const { of } = { of: (urn: string, message: string) => places.of(urn, message) };
    assert.equal(of(role.urn, "policy.Statement[0].Action[1] should name actions"), undefined);
    assert.equal(of(logs.urn, "name should be in a rule"), undefined);
    assert.equal(of(logs.urn, "kmsKeyId should be set"), undefined);
    assert.equal(of("", "4 resources are read by no rule"), undefined);
  });
});
