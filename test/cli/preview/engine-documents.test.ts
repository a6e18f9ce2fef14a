import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PreviewOptions } from "../../../cli/preview/options";
import { fixture, previewFixture } from "./support/fixture";
import { removeTemporaryDirectories, temporaryDirectory } from "./support/temporary";

interface Recorded {
  readonly to: string;
  readonly urn: string;
}

/** The requests that a pack receives for a program, sorted as the expected ones are. */
async function requestsFor(name: string, options: Partial<PreviewOptions>): Promise<Recorded[]> {
  const file = join(temporaryDirectory(), "requests");
  process.env.RECORDED_REQUESTS = file;
  await previewFixture(
    name,
    { policyPacks: [fixture("recorder-pack")], ...options },
    { PULUMI_CONFIG_PASSPHRASE: "fixture" },
  );
  assert.ok(existsSync(file), "the pack received nothing");
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  const key = ({ to, urn }: Recorded) => `${to} ${urn}`;
  return lines.map((line): Recorded => JSON.parse(line)).sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

// Each expected.json was written from a run of Pulumi 3.248.0 with the same program and the same pack.
describe("a policy pack receives the requests that the Pulumi engine sends for", () => {
  afterEach(() => {
    delete process.env.RECORDED_REQUESTS;
    removeTemporaryDirectories();
  });

  const programs: readonly (readonly [name: string, shape: string, options?: Partial<PreviewOptions>])[] = [
    ["plain", "plain resources"],
    ["transforms", "transforms"],
    ["reference-inputs", "resources, assets and archives as inputs, and transforms that return resources"],
    ["reads", "existing resources that are read"],
    ["secrets", "secrets of each type with the passphrase"],
    ["awaited", "awaited function results with answers", { answers: fixture("awaited", "answers.yaml") }],
    ["esm", "TypeScript as ES modules"],
    ["dynamic", "dynamic providers with a check"],
    ["skipped", "components and callbacks of unknown outputs"],
    ["remote", "remote components"],
    ["hooks", "resource hooks, added by transforms too"],
    ["calls", "methods of components, and resources found by their URN"],
    ["syntax", "enums and other syntax that Node cannot strip"],
  ];
  for (const [name, shape, options = {}] of programs) {
    it(shape, async () => {
      const expected: unknown = JSON.parse(readFileSync(fixture(name, "expected.json"), "utf8"));
      assert.deepEqual(await requestsFor(name, options), expected);
    });
  }

  it("2,000 resources, each once", async () => {
    const requests = await requestsFor("many", {});
    const provider = "urn:pulumi:dev::many::pulumi:providers:aws::default_7_48_0";
    const queues = Array.from({ length: 2000 }, (_, index) => `queue-${index}`).sort();
    const urn = (name: string) => `urn:pulumi:dev::many::aws:sqs/queue:Queue::${name}`;
    assert.deepEqual(
      requests.filter((request) => request.urn.startsWith(urn(""))),
      [
        ...queues.map((name) => ({ to: "resource policies", urn: urn(name), properties: { name }, provider })),
        ...queues.map((name) => ({
          to: "stack policies",
          urn: urn(name),
          properties: { name },
          dependencies: [],
          propertyDependencies: {},
          provider,
        })),
      ],
    );
    assert.deepEqual(requests.at(-1), {
      to: "stack policies",
      urn: "urn:pulumi:dev::many::pulumi:pulumi:Stack::many-dev",
      properties: { length: 2000 },
      dependencies: [],
      propertyDependencies: {},
    });
  }).timeout(300_000);
});
