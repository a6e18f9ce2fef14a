import assert from "node:assert/strict";
import { unknownValue } from "../../../../policy/iam/value";
import { coversTopic, topicName } from "../../../../policy/lib/storage/topic-name";

const arn = "arn:aws:sns:eu-west-1:123456789012:alarms";

describe("the name of a topic", () => {
  it("is the last part of its ARN", () => {
    assert.equal(topicName(arn), "alarms");
    assert.equal(topicName("alarms"), "alarms");
    assert.equal(topicName(unknownValue), unknownValue);
    assert.equal(topicName(undefined), undefined);
  });
});

describe("a resource of a policy covers a topic", () => {
  for (const [resource, name, expected] of [
    [arn, "alarms", true],
    ["arn:aws:sns:*:*:al*", "alarms", true],
    ["*", "alarms", true],
    [arn, "other", false],
    [unknownValue, "alarms", false],
    // AWS chooses the name, or it is not known yet.
    [arn, undefined, true],
    [arn, unknownValue, true],
    [arn, "", true],
    [unknownValue, unknownValue, false],
  ] as const) {
    it(`${expected ? "as" : "not as"} ${String(resource)} for the name ${String(name)}`, () => {
      assert.equal(coversTopic(resource, name), expected);
    });
  }
});
