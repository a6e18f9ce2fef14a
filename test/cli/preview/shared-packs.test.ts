import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { preview } from "../../../cli/preview/preview";
import { type PreviewResult, Status } from "../../../cli/preview/result";
import { SharedPacks } from "../../../cli/preview/shared-packs";
import { root } from "../../support/command";
import { removeTemporaryDirectories, temporaryDirectory } from "./support/temporary";

/** A pack that reports its process, and how many resources the process has judged. */
const COUNTING = `
const { PolicyPack } = require("@pulumi/policy");
let judged = 0;
console.error("loads");
new PolicyPack("counting", { enforcementLevel: "advisory", policies: [
  { name: "process", description: "x", validateResource: (_, report) => report(process.pid + " " + ++judged) },
  { name: "names", description: "x", validateStack: ({ resources }, report) => report(resources.map(({ name }) => name).sort().join(" ")) },
  { name: "marked", description: "x", enforcementLevel: "LEVEL", remediateResource: ({ props }) => ({ ...props, mark: String(process.pid) }) },
] });
`;

function project(): string {
  const program =
    'const { CustomResource, getStack } = require("@pulumi/pulumi");\nnew CustomResource("acme:index:Api", getStack() + "-api", {});\n';
  const pack = (level: string) => COUNTING.replace("LEVEL", level);
  const top = temporaryDirectory({
    "Pulumi.yaml": "name: shop\nruntime: nodejs\nmain: index.js\n",
    "Pulumi.dev.yaml": "{}\n",
    "Pulumi.prod.yaml": "{}\n",
    "index.js": program,
    "turns/PulumiPolicy.yaml": "runtime: nodejs\nservesStacksInTurn: true\n",
    "turns/package.json": '{ "version": "1.0.0" }',
    "turns/index.js": pack("advisory"),
    "mending/PulumiPolicy.yaml": "runtime: nodejs\nservesStacksInTurn: true\n",
    "mending/package.json": '{ "version": "1.0.0" }',
    "mending/index.js": pack("remediate"),
    "own/PulumiPolicy.yaml": "runtime: nodejs\n",
    "own/package.json": '{ "version": "1.0.0" }',
    "own/index.js": pack("advisory"),
  });
  symlinkSync(join(root, "node_modules"), join(top, "node_modules"));
  return top;
}

function messagesOf({ packs }: PreviewResult, pack: number, name: string): readonly string[] {
  const found = packs[pack]?.policies.find((policy) => policy.name === name);
  return (found?.violations ?? []).map(({ message }) => message);
}

describe("packs that many previews share", () => {
  let results: readonly PreviewResult[];
  before(async () => {
    const top = project();
    const options = {
      cwd: top,
      policyPacks: ["turns", "own", "mending"].map((name) => join(top, name)),
      policyPackConfigs: [],
    };
    const sharedPacks = new SharedPacks(options);
    const surroundings = { env: {}, signal: new AbortController().signal, onResource: () => undefined, sharedPacks };
    results = await Promise.all(["dev", "prod"].map((stack) => preview({ ...options, stack }, surroundings)));
    await sharedPacks.end();
  });
  after(removeTemporaryDirectories);

  const processes = (pack: number) =>
    results.map((result) => messagesOf(result, pack, "process").map((message) => message.split(" ")));

  it("judge every stack in one process where the manifest allows it, one stack after the other", () => {
    const [dev = [], prod = []] = processes(0);
    assert.equal(new Set([...dev, ...prod].map(([process]) => process)).size, 1);
    const counts = [dev, prod].map((all) => all.map(([, count]) => Number(count)).sort());
    assert.deepEqual(counts.sort(), [
      [1, 2, 3],
      [4, 5, 6],
    ]);
  });

  it("judge each stack in a process of its own otherwise", () => {
    const [dev = [], prod = []] = processes(1);
    assert.notEqual(dev[0]?.[0], prod[0]?.[0]);
    assert.deepEqual(
      [dev, prod].map((all) => all.map(([, count]) => count).sort()),
      [
        ["1", "2", "3"],
        ["1", "2", "3"],
      ],
    );
  });

  it("see the resources of one stack only", () => {
    assert.deepEqual(
      [0, 1, 2].map((pack) => results.map((result) => messagesOf(result, pack, "names"))),
      Array(3).fill([["default dev-api shop-dev"], ["default prod-api shop-prod"]]),
    );
  });

  it("change resources in the turn of their stack", () => {
    const marks = results.map(({ resources }) => resources.find(({ custom }) => custom)?.inputs.mark);
    const [[[process] = []] = []] = processes(2);
    assert.deepEqual(marks, [process, process]);
  });

  it("speak to the stack whose turn it is, and before the first turn to the first", () => {
    assert.deepEqual(
      results.map(({ status }) => status),
      [Status.clean, Status.clean],
    );
    const loads = results.map(
      ({ diagnostics }) => diagnostics.filter(({ message }) => message.includes("loads")).length,
    );
    // Two shared processes and one of its own for each stack.
    assert.deepEqual(loads.sort(), [1, 3]);
  });
});
