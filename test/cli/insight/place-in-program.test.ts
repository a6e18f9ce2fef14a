import assert from "node:assert/strict";
import { ProgramPlaces } from "../../../cli/insight/place-in-program";
import { resource, stackResource } from "../preview/support/resource";

const at = (sourcePosition: string) => ({ sourcePosition });

describe("the place of a resource in a program", () => {
  const site = resource("x:index:Site", "site", { custom: false, ...at("project:///index.ts#12,3") });
  const inner = resource("x:index:Store", "store", {
    parent: site.urn,
    custom: false,
    ...at("project:///node_modules/x/bin/store.js#5,1"),
  });
  const bucket = resource("aws:s3/bucket:Bucket", "data", { parent: inner.urn, ...at("project:///../x/store.ts#9") });
  const stack = { ...stackResource, ...at("project:///node_modules/@pulumi/runtime/stack.ts#1,1") };
  const places = new ProgramPlaces([stack, site, inner, bucket]);

  it("is the line of the outermost component that the author wrote", () => {
    assert.deepEqual(places.of(bucket.urn), { file: "index.ts", line: 12 });
    assert.deepEqual(places.of(site.urn), { file: "index.ts", line: 12 });
  });

  it("is unknown for the stack, for other files and for an unknown resource", () => {
    assert.equal(places.of(stack.urn), undefined);
    assert.equal(places.of("urn:other"), undefined);
    assert.equal(new ProgramPlaces([bucket]).of(bucket.urn), undefined);
  });

  it("has its own line where no component makes it", () => {
    const own = resource("aws:s3/bucket:Bucket", "own", at("project:///src/a%20b.ts#7"));
    assert.deepEqual(new ProgramPlaces([own]).of(own.urn), { file: "src/a b.ts", line: 7 });
  });
});
