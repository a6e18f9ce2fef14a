import assert from "node:assert/strict";
import { Alias } from "@pulumi/pulumi/proto/alias_pb";
import { aliasUrns } from "../../../../cli/preview/engine/aliases";

const PARENT = "urn:pulumi:dev::shop::shop:index:Store::store";
const BUCKET = "aws:s3/bucket:Bucket";
const context = {
  stack: "dev",
  project: "shop",
  type: BUCKET,
  name: "store-bucket",
  parent: PARENT,
  parentAliases: [],
};

function spec(given: {
  name?: string;
  type?: string;
  stack?: string;
  project?: string;
  parent?: string;
  noParent?: true;
}): Alias {
  const content = new Alias.Spec();
  content.setName(given.name ?? "");
  content.setType(given.type ?? "");
  content.setStack(given.stack ?? "");
  content.setProject(given.project ?? "");
  if (given.noParent) {
    content.setNoparent(true);
  } else {
    content.setParenturn(given.parent ?? "");
  }
  const alias = new Alias();
  alias.setSpec(content);
  return alias;
}

describe("aliases", () => {
  it("replace what they name and keep the rest", () => {
    const plain = new Alias();
    plain.setUrn("urn:pulumi:a::b::c::d");
    const aliases = [
      plain,
      spec({ name: "older" }),
      spec({ type: "aws:s3/old:Old" }),
      spec({ noParent: true }),
      spec({ stack: "prod", project: "store" }),
      spec({ name: "older" }),
    ];
    assert.deepEqual(aliasUrns(aliases, context), [
      "urn:pulumi:a::b::c::d",
      `urn:pulumi:dev::shop::shop:index:Store$${BUCKET}::older`,
      "urn:pulumi:dev::shop::shop:index:Store$aws:s3/old:Old::store-bucket",
      `urn:pulumi:dev::shop::${BUCKET}::store-bucket`,
      `urn:pulumi:prod::store::shop:index:Store$${BUCKET}::store-bucket`,
    ]);
  });

  it("follow those of the parent, with its name in theirs", () => {
    const moved = { ...context, parentAliases: ["urn:pulumi:dev::shop::shop:index:Shop::market"] };
    assert.deepEqual(aliasUrns([spec({ name: "lone" })], moved), [
      `urn:pulumi:dev::shop::shop:index:Store$${BUCKET}::lone`,
      `urn:pulumi:dev::shop::shop:index:Shop$${BUCKET}::market-bucket`,
      `urn:pulumi:dev::shop::shop:index:Shop$${BUCKET}::lone`,
    ]);
  });
});
