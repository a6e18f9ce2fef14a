import assert from "node:assert/strict";
import { unknownValue } from "../../../../policy/iam/value";
import { declared, ofTypes, registered, stackOf } from "../../../../policy/lib/facts/stack";
import { policyResources, unknownText } from "../../support/judging";
import { stackResource } from "../../support/stack-resource";

const bucketType = "aws:s3/bucket:Bucket";
const blockType = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";

const engine = policyResources([
  { name: "key", type: "aws:kms/key:Key", props: { description: "artifacts" } },
  { name: "logs", type: bucketType, props: { bucket: "logs", arn: unknownText }, dependsOn: ["key"] },
  { name: "block", type: blockType, props: { bucket: unknownText }, dependsOn: ["logs"], from: { bucket: ["logs"] } },
  { name: "native", type: "aws-native:s3:Bucket", props: { bucketName: "site" }, dependsOn: ["key"] },
]).map(registered);
const stack = stackOf(engine, new Map());

describe("the resources of a stack", () => {
  it("are those of the wanted types, as plain data with what they come from", () => {
    assert.deepEqual(stackOf(engine.slice(0, 3), new Map()).ofTypes([blockType, bucketType]), [
      {
        type: bucketType,
        urn: "logs",
        props: { bucket: "logs", arn: unknownValue },
        dependencies: new Set(["key"]),
        propertyDependencies: new Map(),
      },
      {
        type: blockType,
        urn: "block",
        props: { bucket: unknownValue },
        dependencies: new Set(["logs"]),
        propertyDependencies: new Map([["bucket", new Set(["logs"])]]),
      },
    ]);
  });

  it("have resources of other providers in the forms that are wanted, with their own URN", () => {
    const found = stack.ofTypes([blockType]);
    assert.deepEqual(
      found.map(({ urn, type, props }) => [urn, type, props]),
      [
        ["block", blockType, { bucket: unknownValue }],
        ["native", blockType, { bucket: "site" }],
      ],
    );
    assert.deepEqual(found[1]?.dependencies, new Set(["key"]));
  });

  it("are none where no type is wanted", () => {
    assert.deepEqual(stack.ofTypes([]), []);
  });

  it("are the same list for the same types, so that an index over it holds", () => {
    assert.equal(stack.ofTypes([bucketType]), stack.ofTypes([bucketType]));
  });
});

describe("a resource of another provider", () => {
  it("has every form that rules read, with the names of its properties", () => {
    assert.deepEqual(
      stack.translated([bucketType, blockType]).map(({ type, urn, names }) => [type, urn, names.bucket]),
      [
        [bucketType, "native", "bucketName"],
        [blockType, "native", "bucketName"],
      ],
    );
  });

  it("stands in the list of its own type as well", () => {
    assert.deepEqual(
      stack.ofTypes(["aws-native:s3:Bucket"]).map(({ props }) => props),
      [{ bucketName: "site" }],
    );
  });
});

describe("the resources of some types", () => {
  const resources = [stackResource("a", "x"), stackResource("b", "y"), stackResource("c", "x")];

  it("are the same list each time, so that an index over it holds", () => {
    const found = ofTypes(resources, ["x"]);
    assert.deepEqual(
      found.map(({ urn }) => urn),
      ["a", "c"],
    );
    assert.equal(ofTypes(resources, ["x"]), found);
    assert.notEqual(ofTypes([...resources], ["x"]), found);
    assert.deepEqual(ofTypes(resources, ["y", "x"]), resources);
    assert.deepEqual(ofTypes(resources, []), []);
  });
});

describe("a property as the program declares it", () => {
  const resource = stackResource(
    "a",
    "x",
    { stated: 1, computed: unknownValue, passed: unknownValue },
    { passed: ["b"] },
  );
  for (const [property, expected] of [
    ["stated", 1],
    ["passed", unknownValue],
    // AWS fills in this one.
    ["computed", undefined],
    ["absent", undefined],
  ] as const) {
    it(`is ${String(expected)} for one that is ${property}`, () =>
      assert.equal(declared(resource, property), expected));
  }
});
