import assert from "node:assert/strict";
import { output } from "@pulumi/pulumi";
import { givenStoreProblems } from "../../../../components/pipelines/plan/given-stores";
import { outputReason } from "../../../../components/schema/vocabulary";
import { keyArn } from "../../../support/scopes";

const store = { artifactBucketName: "acme-store", encryptionKeyArn: keyArn };
const problemsOf = (changes: object) =>
  givenStoreProblems("regionalStores.eu-central-1", "eu-central-1", { ...store, ...changes });

describe("a store that a pipeline is given", () => {
  it("has a bucket by name, and a key of its region by ARN or by an output", () => {
    assert.deepEqual(problemsOf({}), []);
    assert.deepEqual(problemsOf({ encryptionKeyArn: output("alias/anything") }), []);
  });

  const key = "give the ARN of a key, arn:aws:kms:<region>:<account>:key/<id>, not of an alias";
  const elsewhere = keyArn.replace("eu-central-1", "us-east-1");
  for (const [changes, path, reason] of [
    [{ encryptionKeyArn: "*" }, "encryptionKeyArn", `is "*": ${key}`],
    [
      { encryptionKeyArn: "arn:aws:kms:eu-central-1:111122223333:alias/shop" },
      "encryptionKeyArn",
      `is "arn:aws:kms:eu-central-1:111122223333:alias/shop": ${key}`,
    ],
    [
      { encryptionKeyArn: elsewhere },
      "encryptionKeyArn",
      `is "${elsewhere}": give a key of eu-central-1, where the artifacts are`,
    ],
    [
      { artifactBucketName: "acme-*" },
      "artifactBucketName",
      'is "acme-*": give 3 to 63 lowercase letters, digits, hyphens or single dots, no IP address, such as shop-dev-artifacts',
    ],
    [{ artifactBucketName: undefined }, "artifactBucketName", "is missing: give text"],
  ] as const) {
    it(`must not have the ${path} ${JSON.stringify(Object.values(changes)[0]) ?? "undefined"}`, () => {
      assert.deepEqual(problemsOf(changes), [{ path: `regionalStores.eu-central-1.${path}`, reason }]);
    });
  }

  it("has no bucket whose name is known too late for the documents of roles", () => {
    assert.deepEqual(problemsOf({ artifactBucketName: output("acme-store") }), [
      { path: "regionalStores.eu-central-1.artifactBucketName", reason: outputReason },
    ]);
  });

  it("is refused for both parts at once", () => {
    assert.deepEqual(
      problemsOf({ artifactBucketName: "A", encryptionKeyArn: "k" }).map(({ path }) => path),
      ["regionalStores.eu-central-1.artifactBucketName", "regionalStores.eu-central-1.encryptionKeyArn"],
    );
  });
});
