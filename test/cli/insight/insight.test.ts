import assert from "node:assert/strict";
import { insightOf } from "../../../cli/insight/insight";
import { resource, result, stackResource } from "../preview/support/resource";
import { shop } from "./programs";

describe("the insight into a preview", () => {
  it("has accounts, regions, component counts and pipelines of the program", () => {
    const component = (name: string) => resource("acme:index:Site", name, { custom: false });
    const one = resource("acme:index:Key", "key", { custom: false });
    const abroad = resource("aws:s3/bucket:Bucket", "b", { inputs: { region: "us-east-1" } });
    const insight = insightOf(
      result({
        resources: [stackResource, one, component("a"), component("b"), shop, abroad],
        config: { "aws:allowedAccountIds": '["111122223333"]' },
      }),
    );
    assert.deepEqual(
      [insight.accounts, insight.regions, insight.findings],
      [["111122223333"], ["eu-central-1", "us-east-1"], []],
    );
    assert.deepEqual(insight.components, [
      { name: "Site", count: 2 },
      { name: "Key", count: 1 },
    ]);
    assert.deepEqual(
      insight.pipelines.map(({ name }) => name),
      ["shop"],
    );
  });

  it("names the account of the pipelines first, and then the others in their order", () => {
    const inAccount = (account: string) => {
      const provider = resource("pulumi:providers:aws", account, { inputs: { allowedAccountIds: [account] } });
      return [provider, resource("aws:s3/bucket:Bucket", account, { provider: `${provider.urn}::id` })];
    };
    const resources = [...inAccount("333344445555"), ...inAccount("111122223333"), shop];
    assert.deepEqual(insightOf(result({ resources, account: "222233334444" })).accounts, [
      "222233334444",
      "111122223333",
      "333344445555",
    ]);
  });
});
