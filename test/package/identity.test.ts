import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root, runNode } from "../support/command";
import { identityLists, lostResources, released } from "../tools/release/identity";

const today = identityLists(join(root, "test/program/golden"));
const before = identityLists(join(root, released));
const versionFile = join(root, released, "version.txt");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

describe("the resources that people have made with the last release", () => {
  it("are on record for every sample program, from the first release on", () => {
    if (existsSync(versionFile)) {
      assert.match(readFileSync(versionFile, "utf8"), /^\d+\.\d+\.\d+\n$/);
      assert.deepEqual(Object.keys(before), Object.keys(today));
    } else {
      assert.equal(version, "0.1.0");
      assert.deepEqual(before, {});
    }
  });

  for (const [stack, lines] of Object.entries(before)) {
    it(`stay what they are in ${stack}: the same type, name and parent, or an alias`, async () => {
      const aliases = lines.every((line) => today[stack]?.includes(line)) ? [] : await aliasesOf(stack);
      assert.deepEqual(lostResources(lines, today[stack] ?? [], aliases), []);
    });
  }
});

describe("a list of resources beside that of a release", () => {
  const stack = "pulumi:pulumi:Stack :: shop-dev ::";
  const owner = "shop:index:Store :: store :: shop-dev";
  const bucket = "aws:s3/bucket:Bucket :: store-bucket :: store";
  const list = [bucket, stack, owner];
  const urn = (types: string, name: string) => `urn:pulumi:dev::shop::${types}::${name}`;

  it("loses nothing by holding more", () => {
    assert.deepEqual(lostResources(list, [...list, "aws:kms/key:Key :: key :: store"], []), []);
  });

  for (const [change, line] of Object.entries({
    type: "aws:s3/bucketV2:BucketV2 :: store-bucket :: store",
    name: "aws:s3/bucket:Bucket :: store-objects :: store",
    parent: "aws:s3/bucket:Bucket :: store-bucket :: shop-dev",
  })) {
    it(`loses a resource by another ${change}, unless an alias says what it was`, () => {
      assert.deepEqual(lostResources(list, [stack, owner, line], []), [bucket]);
      const alias = urn("shop:index:Store$aws:s3/bucket:Bucket", "store-bucket");
      assert.deepEqual(lostResources(list, [stack, owner, line], [alias]), []);
    });
  }

  it("takes no alias for another's", () => {
    const moved = [stack, owner];
    for (const alias of [
      urn("shop:index:Store$aws:s3/bucket:Bucket", "store-buckets"),
      urn("shop:index:Store$aws:s3/bucketV2:BucketV2", "store-bucket"),
      urn("shop:index:Shelf$aws:s3/bucket:Bucket", "store-bucket"),
      urn("aws:s3/bucket:Bucket", "store-bucket"),
    ]) {
      assert.deepEqual(lostResources(list, moved, [alias]), [bucket]);
    }
    assert.deepEqual(lostResources(list, [stack, bucket], [urn("shop:index:Store", "store")]), []);
  });
});

async function aliasesOf(stack: string): Promise<string[]> {
  const { stdout } = await runNode("bin/cli/cli.js", "preview", "--stack", stack, "--json");
  const { steps }: { steps: { newState: { aliases?: string[] } }[] } = JSON.parse(stdout);
  return steps.flatMap(({ newState }) => newState.aliases ?? []);
}
