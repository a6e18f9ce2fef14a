import assert from "node:assert/strict";
import { accountOfArn, Places } from "../../../cli/insight/place";
import { UNKNOWN } from "../../../cli/preview/base/property-value";
import { resource } from "../preview/support/resource";

const placeOf = (given: object, provider: object, config: Record<string, string> = {}) => {
  const aws = resource("pulumi:providers:aws", "aws", { inputs: { ...provider } });
  const bucket = resource("aws:s3/bucket:Bucket", "logs", { provider: `${aws.urn}::id`, inputs: { ...given } });
  return new Places([aws, bucket], config).of(bucket);
};

describe("the place of a resource", () => {
  it("is its own region before its provider's and the configuration's, and none where the first of them is unknown", () => {
    const config = { "aws:region": "us-east-1" };
    assert.deepEqual(placeOf({ region: "eu-west-1" }, { region: "eu-central-1" }, config), { region: "eu-west-1" });
    assert.deepEqual(placeOf({ region: UNKNOWN }, { region: "eu-central-1" }, config), {});
    assert.deepEqual(placeOf({}, { region: UNKNOWN }, config), {});
    assert.deepEqual(placeOf({}, { region: "eu-central-1" }, config), { region: "eu-central-1" });
    assert.deepEqual(placeOf({}, {}, config), { region: "us-east-1" });
  });

  it("is the account of the role that the provider assumes, or the only account that it allows", () => {
    const assumeRoles = '[{"roleArn":"arn:aws:iam::222233334444:role/deploy"}]';
    assert.deepEqual(placeOf({}, { assumeRoles, allowedAccountIds: '["111122223333"]' }), { account: "222233334444" });
    assert.deepEqual(placeOf({}, { allowedAccountIds: ["111122223333"] }), { account: "111122223333" });
    assert.deepEqual(placeOf({}, {}, { "aws:allowedAccountIds": '["111122223333"]' }), { account: "111122223333" });
  });

  it("is the account of the caller, unless a provider names another one", () => {
    const accountOf = (provider: object) => {
      const aws = resource("pulumi:providers:aws", "aws", { inputs: { ...provider } });
      const bucket = resource("aws:s3/bucket:Bucket", "logs", { provider: `${aws.urn}::id` });
      return new Places([aws, bucket], { "aws:allowedAccountIds": '["333344445555"]' }, "111122223333").of(bucket);
    };
    assert.deepEqual(accountOf({}), { account: "111122223333" });
    assert.deepEqual(accountOf({ allowedAccountIds: ["222233334444"] }), { account: "222233334444" });
  });

  it("has no account where the program allows several, or says none that can be read", () => {
    assert.deepEqual(placeOf({}, { allowedAccountIds: '["111122223333","222233334444"]' }), {});
    assert.deepEqual(placeOf({}, { allowedAccountIds: "[not json" }), {});
    assert.deepEqual([accountOfArn("arn:aws:s3:::bucket"), accountOfArn(undefined)], [undefined, undefined]);
  });
});
