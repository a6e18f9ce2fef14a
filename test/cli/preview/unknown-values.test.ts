import assert from "node:assert/strict";
import { placeholder } from "../../../cli/preview/base/placeholder";
import { secret, UNKNOWN } from "../../../cli/preview/base/property-value";
import { Status } from "../../../cli/preview/result";
import { fixture, messages, named, previewFixture } from "./support/fixture";

describe("an unknown value", () => {
  it("that a program awaits is unknown wherever it lands, and known parts stay known", async () => {
    const result = await previewFixture("awaited");
    assert.equal(result.status, Status.clean);
    assert.deepEqual(named(result, "logs-[unknown]").inputs, { bucket: UNKNOWN, tags: UNKNOWN });
    assert.deepEqual(named(result, "subnet-0").inputs, {
      vpcId: UNKNOWN,
      availabilityZone: "eu-central-1a",
      cidrBlock: "10.0.0.0/24",
    });
    assert.deepEqual(named(result, "instance-0").inputs, {
      subnetId: UNKNOWN,
      ami: UNKNOWN,
      instanceType: "t3.micro",
      userData: UNKNOWN,
    });
    assert.equal(named(result, "policy").inputs.policy, UNKNOWN);
    assert.deepEqual(result.outputs, { zones: 3, vpcId: UNKNOWN, later: UNKNOWN, owner: UNKNOWN });
    assert.deepEqual(result.gaps, [{ kind: "list", what: "aws:ec2/getSubnets:getSubnets.ids" }]);
  });

  it("is known with an answer from a file", async () => {
    const result = await previewFixture("awaited", { answers: fixture("awaited", "answers.yaml") });
    assert.deepEqual(result.outputs, {
      zones: 3,
      vpcId: "vpc-0123",
      later: "172.31.0.0",
      owner: "arn:aws:iam::123456789012:root",
    });
    assert.equal(named(result, "instance-1").inputs.subnetId, "subnet-2");
    assert.deepEqual(result.gaps, []);
    assert.deepEqual(
      messages(result).filter((message) => message.includes("only the provider")),
      [],
    );
  });

  it("of a stack reference or an existing resource is known with an answer, and secret where it says so", async () => {
    const result = await previewFixture(
      "references",
      { answers: fixture("references", "answers.yaml") },
      { PULUMI_CONFIG_PASSPHRASE: "fixture" },
    );
    assert.deepEqual(named(result, "subnet").inputs.value, secret("subnet-42"));
    assert.deepEqual(named(result, "acme/network/dev").outputs, {
      name: "acme/network/dev",
      outputs: { subnetId: "subnet-42", token: secret(placeholder("secret")) },
      secretOutputNames: ["token"],
    });
    const reads = await previewFixture("reads", { answers: fixture("reads", "answers.yaml") });
    assert.deepEqual(reads.outputs, { keyArn: "arn:aws:kms:eu-central-1:123456789012:key/1234", versioned: UNKNOWN });
  });

  it("of a setting that cannot be decrypted is unknown and secret, whatever its type", async () => {
    const result = await previewFixture("secrets");
    const unknown = secret(UNKNOWN);
    for (const name of ["text", "encoded", "number", "flag", "object", "plain"]) {
      assert.deepEqual(named(result, name).inputs.value, unknown, name);
    }
    assert.deepEqual(named(result, "tagged").inputs.tags, { count: unknown });
    assert.deepEqual(result.outputs, { host: secret("app") });
  });

  it("keeps the preview from resources that a callback makes, which the result names", async () => {
    const result = await previewFixture("skipped");
    assert.deepEqual(
      result.resources.filter(({ implicit }) => !implicit).map(({ name }) => name),
      ["skipped-dev", "known", "vpc", "chart"],
    );
    assert.deepEqual(result.gaps, [
      {
        kind: "component",
        what: "kubernetes:helm.sh/v3:Chart (chart)",
        urn: "urn:pulumi:dev::skipped::kubernetes:helm.sh/v3:Chart::chart",
      },
      { kind: "callback", what: "index.ts:12" },
    ]);
  });
});

describe("the name of an unnamed resource", () => {
  it("has the provider's form, and is the same in every preview", async () => {
    const result = await previewFixture("auto-names");
    const again = await previewFixture("auto-names");
    const inputs = (name: string) => named(result, name).inputs;
    assert.equal(inputs("Acme-Logs").bucket, "acme-logs-0f50fc3");
    assert.equal(inputs("reader").name, "reader-1102c5a");
    assert.match(String(inputs("jobs").name), /^jobs-[\da-f]{7}\.fifo$/);
    assert.match(String(inputs("key").name), /^alias\/key-[\da-f]{7}$/);
    assert.match(String(inputs("db").identifier), /^db[\da-f]{7}$/);
    assert.deepEqual(inputs("prefixed"), { bucketPrefix: "acme-" });
    assert.deepEqual(Object.keys(inputs("vpc")), ["cidrBlock"]);
    assert.equal(inputs("record").name, "www");
    assert.deepEqual(result.outputs, { logsName: "acme-logs-0f50fc3" });
    assert.deepEqual(
      again.resources.map(({ inputs: same }) => same),
      result.resources.map(({ inputs: same }) => same),
    );
  });
});
