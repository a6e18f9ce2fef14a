import assert from "node:assert/strict";
import { keyPolicyWith, publishersUse } from "../../../components/iam/key-policy";
import { type TopicPublisher, topicPolicy } from "../../../components/iam/topic-policy";
import { keyArn, scope } from "../../support/scopes";
import { judgeByResourcePolicy } from "../../support/simulate-service";

const { account } = scope;
const topicArn = "arn:aws:sns:eu-central-1:111122223333:shop";
const alarm = "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:shop-failed-runs";

const publishers: readonly TopicPublisher[] = [
  { service: "events" },
  { service: "codestar-notifications" },
  { service: "cloudwatch", sourceArn: "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:shop-*" },
];

const ofService: Readonly<Record<TopicPublisher["service"], Readonly<Record<string, string>>>> = {
  events: { "aws:SourceAccount": account },
  "codestar-notifications": { "aws:SourceAccount": account },
  cloudwatch: { "aws:SourceAccount": account, "aws:SourceArn": alarm },
};

/** A request as the service sends it, over TLS. */
function publish(service: string, context: Readonly<Record<string, string>>) {
  return judgeByResourcePolicy(topicPolicy(scope, "shop", publishers), {
    principal: `${service}.amazonaws.com`,
    action: "sns:Publish",
    resource: topicArn,
    account,
    context: { "aws:SecureTransport": "true", ...context },
  });
}

function useKey(service: string, action: string, topic: string) {
  const statements = publishersUse(scope, {
    services: ["events", "codestar-notifications", "cloudwatch"],
    topicArns: [topicArn],
  });
  return judgeByResourcePolicy(keyPolicyWith(scope, statements), {
    principal: `${service}.amazonaws.com`,
    action,
    resource: keyArn,
    account,
    context: { "kms:EncryptionContext:aws:sns:topicArn": topic },
  });
}

describe("the publishers of a topic", () => {
  for (const { service } of publishers) {
    it(`let ${service} publish for this account, and encrypt by the key of the topic`, async () => {
      assert.equal(await publish(service, ofService[service]), "Allowed");
      for (const action of ["kms:Decrypt", "kms:GenerateDataKey"]) {
        assert.equal(await useKey(service, action, topicArn), "Allowed");
      }
    });

    it(`let ${service} publish neither for another account, nor without TLS, nor to another topic`, async () => {
      const other = { ...ofService[service], "aws:SourceAccount": "999999999999" };
      assert.equal(await publish(service, other), "ImplicitlyDenied");
      assert.equal(
        await publish(service, { ...ofService[service], "aws:SecureTransport": "false" }),
        "ExplicitlyDenied",
      );
      assert.equal(await useKey(service, "kms:GenerateDataKey", `${topicArn}-other`), "ImplicitlyDenied");
      assert.equal(await useKey(service, "kms:CreateGrant", topicArn), "ImplicitlyDenied");
    });
  }

  it("let alarms of other names publish nothing", async () => {
    const other = { ...ofService.cloudwatch, "aws:SourceArn": alarm.replace("shop-", "other-") };
    assert.equal(await publish("cloudwatch", other), "ImplicitlyDenied");
  });

  it("let no other service publish", async () => {
    assert.equal(await publish("s3", { "aws:SourceAccount": account }), "ImplicitlyDenied");
    assert.equal(await useKey("s3", "kms:GenerateDataKey", topicArn), "ImplicitlyDenied");
  });

  it("let a role that may not exist yet use the key for the topics alone, by the caller and not by a principal", () => {
    const roleArn = "arn:aws:iam::111122223333:role/shop-log-tail";
    assert.deepEqual(publishersUse(scope, { services: [], roleArns: [roleArn], topicArns: [topicArn] }), [
      {
        Sid: "TopicRoles",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: "*",
        Condition: {
          StringEquals: {
            "kms:CallerAccount": "111122223333",
            "kms:EncryptionContext:aws:sns:topicArn": [topicArn],
          },
          ArnEquals: { "aws:PrincipalArn": [roleArn] },
        },
      },
    ]);
  });
});
