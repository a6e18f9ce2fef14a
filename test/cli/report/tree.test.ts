import assert from "node:assert/strict";
import { plain } from "../../../cli/report/style";
import { resourceTree } from "../../../cli/report/tree";
import { typeName } from "../../../cli/report/type-name";
import { resource, stackResource } from "../preview/support/resource";

const store = resource("shop:index:Store", "store", { custom: false });
const bucket = resource("aws:s3/bucket:Bucket", "store-bucket", { parent: store.urn });
const policy = resource("aws:s3/bucketPolicy:BucketPolicy", "store-policy", { parent: store.urn, operation: "import" });
const network = resource("pulumi:pulumi:StackReference", "network", { operation: "read" });
const vpc = resource("awsx:ec2:Vpc", "vpc", { custom: false, remote: true });
const provider = resource("pulumi:providers:aws", "default", { parent: "", implicit: true });

describe("the tree of resources", () => {
  it("shows each resource under its parent, as the Pulumi CLI does", () => {
    assert.deepEqual(resourceTree([stackResource, provider, store, network, bucket, vpc, policy], plain), [
      "     Type                             Name          Plan",
      " +   pulumi:pulumi:Stack              shop-dev      create",
      " +   ├─ shop:index:Store              store         create",
      " +   │  ├─ aws:s3:Bucket              store-bucket  create",
      " =   │  └─ aws:s3:BucketPolicy        store-policy  import",
      " >   ├─ pulumi:pulumi:StackReference  network       read",
      " +   └─ awsx:ec2:Vpc (remote)         vpc           create",
    ]);
  });

  it("shows resources without a stack at the top", () => {
    assert.deepEqual(resourceTree([bucket], plain), [
      "     Type           Name          Plan",
      " +   aws:s3:Bucket  store-bucket  create",
    ]);
  });

  it("stays within 120 columns by shortening long names in the middle", () => {
    const long = resource("aws:codepipeline/pipeline:Pipeline", `start-${"x".repeat(120)}-end`);
    const lines = resourceTree([stackResource, long], plain);
    assert.deepEqual(
      lines.map((line) => line.length),
      [118, 120, 120],
    );
    assert.match(lines[2] ?? "", /start-x{30,}…x{30,}-end {2}create$/);
  });

  it("colours signs and heads without moving anything", () => {
    const marked = resourceTree([stackResource], (emphasis, text) => `<${emphasis}>${text}</${emphasis}>`);
    assert.deepEqual(marked, [
      "<heading>     Type                 Name      Plan</heading>",
      " <good>+</good>   pulumi:pulumi:Stack  shop-dev  create",
    ]);
  });
});

describe("the name of a type", () => {
  it("leaves out a module that only repeats it", () => {
    assert.equal(typeName("aws:s3/bucketV2:BucketV2"), "aws:s3:BucketV2");
    assert.equal(typeName("aws:s3/other:Bucket"), "aws:s3/other:Bucket");
    assert.equal(typeName("shop:index:Store"), "shop:index:Store");
    assert.equal(typeName("Store"), "Store");
  });
});
