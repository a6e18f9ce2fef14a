import assert from "node:assert/strict";
import { asset } from "@pulumi/pulumi";
import { ASSETS, compute, FUNCTIONS, nameOfType } from "../../../../cli/preview/yaml/functions";

const fail = (text: string): never => {
  throw new RangeError(text);
};

describe("a function of Pulumi YAML", () => {
  it("computes its result from plain values", () => {
    assert.equal(compute("join", ["-", ["a", "b"]], asset, fail), "a-b");
    assert.deepEqual(compute("split", [",", "a,b"], asset, fail), ["a", "b"]);
    assert.equal(compute("toJSON", [{ b: 1, a: "<" }], asset, fail), '{"a":"\\u003c","b":1}');
    assert.equal(compute("toBase64", ["hi"], asset, fail), "aGk=");
    assert.equal(compute("singleOrNone", [[]], asset, fail), null);
    assert.equal(compute("length", [{ a: 1, b: 2 }], asset, fail), 2);
  });

  it("makes each kind of asset and archive", () => {
    const classes = [
      compute("stringAsset", ["x"], asset, fail),
      compute("fileAsset", ["./a.txt"], asset, fail),
      compute("remoteAsset", ["https://example.com/a.txt"], asset, fail),
      compute("fileArchive", ["./dir"], asset, fail),
      compute("remoteArchive", ["https://example.com/a.zip"], asset, fail),
    ].map((made) => made instanceof Object && made.constructor);
    assert.deepEqual(classes, [
      asset.StringAsset,
      asset.FileAsset,
      asset.RemoteAsset,
      asset.FileArchive,
      asset.RemoteArchive,
    ]);
    assert.deepEqual(
      [...ASSETS].filter((name) => !Object.hasOwn(FUNCTIONS, name)),
      [],
    );
  });

  it("names itself and the type of a wrong argument", () => {
    assert.throws(() => compute("sha1", [1], asset, fail), new RangeError("fn::sha1 needs text, not the number 1"));
    assert.throws(
      () => compute("singleOrNone", [{}], asset, fail),
      new RangeError("fn::singleOrNone needs a list of at most one value"),
    );
  });
});

describe("the type of a value in messages", () => {
  it("is a word of YAML, or the value with its type", () => {
    assert.deepEqual([null, undefined, [], {}, "x", true].map(nameOfType), [
      "null",
      "null",
      "a list",
      "an object",
      "text",
      "the boolean true",
    ]);
  });
});
