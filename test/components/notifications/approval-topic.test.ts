import assert from "node:assert/strict";
import { ApprovalTopic } from "../../../components/notifications/approval-topic";
import { counts, only, record, resolved } from "../../support/recorder";

const args = {
  account: "111122223333",
  region: "eu-central-1",
  topicName: "shop-approvals",
  encryptionKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/k",
  emails: ["one@acme.example", "two@acme.example"],
  tags: { owner: "acme" },
};

describe("an approval topic", () => {
  it("is encrypted, published to over TLS only, and tells each address", async () => {
    const recorded = await record({ preview: true }, (opts) => new ApprovalTopic("shop", args, opts));
    assert.deepEqual(counts(recorded), {
      "aws:sns/topic:Topic": 1,
      "aws:sns/topicSubscription:TopicSubscription": 2,
    });
    const { policy, ...inputs } = only(recorded, "aws:sns/topic:Topic", "shop").inputs;
    assert.deepEqual(inputs, {
      region: "eu-central-1",
      name: "shop-approvals",
      kmsMasterKeyId: args.encryptionKeyArn,
      tags: { owner: "acme" },
    });
    assert.deepEqual(JSON.parse(String(policy)), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "TlsOnly",
          Effect: "Deny",
          Principal: "*",
          Action: "sns:Publish",
          Resource: "arn:aws:sns:eu-central-1:111122223333:shop-approvals",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
  });

  it("names each subscription for its address, so that their order does not matter", async () => {
    const made: ApprovalTopic[] = [];
    const recorded = await record({ preview: false }, (opts) => made.push(new ApprovalTopic("shop", args, opts)));
    for (const endpoint of args.emails) {
      const name = `shop-${endpoint}`;
      assert.deepEqual(only(recorded, "aws:sns/topicSubscription:TopicSubscription", name).inputs, {
        region: "eu-central-1",
        topic: "arn:aws:made:::shop",
        protocol: "email",
        endpoint,
      });
    }
    assert.ok(made[0]);
    assert.equal(await resolved(made[0].topicArn), "arn:aws:made:::shop");
  });
});
