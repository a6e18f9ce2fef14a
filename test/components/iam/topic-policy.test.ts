import assert from "node:assert/strict";
import { topicPolicy } from "../../../components/iam/topic-policy";
import { china, scope } from "../../support/scopes";

describe("topicPolicy", () => {
  it("refuses messages over plain HTTP and allows nobody anything", () => {
    assert.deepEqual(JSON.parse(topicPolicy(scope, "approvals")), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "TlsOnly",
          Effect: "Deny",
          Principal: "*",
          Action: "sns:Publish",
          Resource: "arn:aws:sns:eu-central-1:111122223333:approvals",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
  });

  it("names the topic in the partition of its region", () => {
    const [statement] = JSON.parse(topicPolicy(china, "approvals")).Statement;
    assert.equal(statement.Resource, "arn:aws-cn:sns:cn-north-1:444455556666:approvals");
  });

  it("lets services publish for this account, and alarms of one pattern", () => {
    const alarms = "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:shop-*";
    const [, rules, ofAlarms] = JSON.parse(
      topicPolicy(scope, "told", [{ service: "events" }, { service: "cloudwatch", sourceArn: alarms }]),
    ).Statement;
    assert.deepEqual(rules, {
      Sid: "EventRules",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sns:Publish",
      Resource: "arn:aws:sns:eu-central-1:111122223333:told",
      Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
    });
    assert.deepEqual(ofAlarms.Condition, {
      StringEquals: { "aws:SourceAccount": "111122223333" },
      ArnLike: { "aws:SourceArn": alarms },
    });
  });
});
