import assert from "node:assert/strict";
import type { PropertyMap } from "../../../../cli/preview/base/property-value";
import { UNKNOWN } from "../../../../cli/preview/base/property-value";
import { AutoNames } from "../../../../cli/preview/engine/auto-names";

const filled = (type: string, name: string, inputs: PropertyMap = {}, mode?: string) =>
  new AutoNames(__dirname, mode).filled({ type, name, urn: `urn:pulumi:dev::shop::${type}::${name}` }, inputs);

describe("the name that a provider gives to a resource", () => {
  for (const [type, name, property, pattern] of [
    ["aws:sns/topic:Topic", "Alarms", "name", /^Alarms-[0-9a-f]{7}$/],
    ["aws:s3/bucket:Bucket", "Logs", "bucket", /^logs-[0-9a-f]{7}$/],
    ["aws:kms/alias:Alias", "shop", "name", /^alias\/shop-[0-9a-f]{7}$/],
    ["aws:kms/alias:Alias", "alias/shop", "name", /^alias\/shop-[0-9a-f]{7}$/],
    ["aws:rds/instance:Instance", "db", "identifier", /^db[0-9a-f]{7}$/],
    ["aws:glue/catalogTable:CatalogTable", "Table", "name", /^table_[a-z]{8}$/],
    ["aws:s3/bucketObjectv2:BucketObjectv2", "index.html", "key", /^index\.html$/],
    ["aws:lambda/permission:Permission", "allow", "statementId", /^allow-[0-9a-f]{7}$/],
  ] as const) {
    it(`is that of ${type} for ${name}`, () => {
      const inputs = filled(type, name);
      assert.deepEqual(Object.keys(inputs), [property]);
      assert.match(String(inputs[property]), pattern);
    });
  }

  it("is the same in each preview, and another for each resource", () => {
    const nameOf = (name: string) => String(filled("aws:s3/bucket:Bucket", name).bucket).slice(-7);
    assert.equal(nameOf("a"), nameOf("a"));
    assert.notEqual(nameOf("a"), nameOf("b"));
  });

  it("ends in .fifo where the queue says so", () => {
    assert.match(String(filled("aws:sqs/queue:Queue", "q", { fifoQueue: true }).name), /^q-[0-9a-f]{7}\.fifo$/);
    assert.match(String(filled("aws:sqs/queue:Queue", "q", { fifoQueue: false }).name), /^q-[0-9a-f]{7}$/);
  });

  it("is not given where the program gives one, or a prefix", () => {
    for (const [property, value] of [
      ["bucket", "own"],
      ["bucketPrefix", "own"],
      ["bucket", UNKNOWN],
    ] as const) {
      const inputs = { [property]: value };
      assert.deepEqual(filled("aws:s3/bucket:Bucket", "logs", inputs), inputs);
    }
  });

  it("is not given to types whose name AWS knows, or that have none", () => {
    assert.deepEqual(filled("aws:route53/record:Record", "www"), {});
    assert.deepEqual(filled("aws:kms/key:Key", "key"), {});
    assert.deepEqual(filled("shop:index:Store", "store"), {});
  });

  it("follows pulumi:autonaming of the stack", () => {
    const bucket = "aws:s3/bucket:Bucket";
    assert.deepEqual(filled(bucket, "logs", {}, "verbatim"), { bucket: "logs" });
    assert.deepEqual(filled(bucket, "logs", {}, "disabled"), {});
    assert.deepEqual(filled(bucket, "logs", {}, "pattern"), { bucket: UNKNOWN });
  });
});

describe("the inputs of a type", () => {
  it("are those that the installed SDK declares", () => {
    const names = new AutoNames(__dirname, undefined);
    assert.equal(names.inputsOf("aws:sns/topic:Topic").has("kmsMasterKeyId"), true);
    assert.equal(names.inputsOf("aws:sns/topic:Topic").has("owner"), false);
    assert.equal(names.inputsOf("nobody:index:Thing").size, 0);
  });
});
