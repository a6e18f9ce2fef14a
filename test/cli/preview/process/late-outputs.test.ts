import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(__dirname, "../../../..");

const program = `
  const { inspect } = require("node:util");
  const pulumi = require("@pulumi/pulumi");
  const { getStore } = require("@pulumi/pulumi/runtime/state");
  const facts = [];
  pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: name + "-id", state: { ...inputs, made: "yes" } }),
    call: () => ({}),
  });
  class Thing extends pulumi.CustomResource {
    constructor(name, args, options) {
      super("test:index:Thing", name, { size: undefined, made: undefined, list: undefined, absent: undefined, ...args }, options);
    }
  }
  const run = async () => {
    const before = getStore().leakCandidates.size;
    const thing = new Thing("thing", { size: 3, list: [{ deep: pulumi.secret("s") }] });
    const watched = getStore().leakCandidates.size - before;
    const early = thing.size.apply((size) => size + 1);
    const { size } = thing;
    facts.push(
      Object.keys(thing).filter((key) => !key.startsWith("__")).sort(),
      [pulumi.Output.isInstance(thing.made), thing.made instanceof pulumi.Output, pulumi.Resource.isInstance(thing.made)],
      [thing.size === size, "apply" in thing.made, typeof thing.list[0].deep.apply, inspect(thing.made).split(" ")[0]],
    );
    const other = new Thing("other", { size: thing.size, made: thing.made.length }, { dependsOn: thing });
    const valueOf = (output) => new Promise((resolve) => pulumi.output(output).apply(resolve));
    facts.push(await Promise.all([early, thing.size, thing.made, thing.list[0].deep, other.size, other.made].map(valueOf)));
    facts.push(await Promise.all([thing.absent.promise(), thing.list.isSecret, thing.size.isSecret, other.size.isKnown]));
    facts.push([...(await other.size.allResources())].map((resource) => resource.__name));
    facts.push([...thing.absent.resources()].map((resource) => resource === thing));
    console.log(JSON.stringify({ watched, facts }));
  };
  run();
`;

function result(...options: string[]): { watched: number; facts: unknown[] } {
  const { stdout, stderr } = spawnSync(process.execPath, [...options, "-e", program], { cwd: root, encoding: "utf8" });
  assert.equal(stderr, "");
  return JSON.parse(stdout);
}

describe("an output of a resource that is made late", () => {
  it("is what the SDK makes at once, and waits for its first use", () => {
    const late = result(`--require=${join(root, "bin/cli/preview/process/late-outputs.js")}`);
    const atOnce = result();
    assert.deepEqual(late.facts, atOnce.facts);
    assert.deepEqual(late.facts, [
      ["absent", "id", "list", "made", "size", "urn"],
      [true, true, false],
      [true, true, "function", "OutputImpl"],
      [4, 3, "yes", "s", 3, "yes"],
      [null, true, false, true],
      ["other"],
      [true],
    ]);
    // Four promises for each of the four properties.
    assert.equal(atOnce.watched - late.watched, 16);
  });
});
