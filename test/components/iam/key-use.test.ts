import assert from "node:assert/strict";
import { keyActions, useOfKey } from "../../../components/iam/key-use";
import { keyArn } from "../../support/scopes";

describe("the use of a key", () => {
  it("to decrypt is the least there is", () => {
    assert.deepEqual(keyActions("decrypt"), ["kms:Decrypt", "kms:DescribeKey"]);
  });

  it("to encrypt is to decrypt as well, with every action spelled out", () => {
    assert.deepEqual(keyActions("encrypt"), [
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:Encrypt",
      "kms:GenerateDataKey",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
    ]);
  });

  it("to publish is to make and read data keys, and no more", () => {
    assert.deepEqual(keyActions("publish"), ["kms:Decrypt", "kms:GenerateDataKey"]);
  });

  it("of several keys is granted in one statement", () => {
    assert.deepEqual(useOfKey(["arn:a", "arn:b"], "decrypt").Resource, ["arn:a", "arn:b"]);
  });

  it("is granted on the given key and on no other", () => {
    assert.deepEqual(useOfKey(keyArn, "decrypt"), {
      Sid: "Key",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:DescribeKey"],
      Resource: [keyArn],
    });
  });

  it("stays the same, whatever a caller does with a list of its actions", () => {
    keyActions("decrypt").push("kms:ScheduleKeyDeletion");
    assert.deepEqual(keyActions("decrypt"), ["kms:Decrypt", "kms:DescribeKey"]);
  });
});
