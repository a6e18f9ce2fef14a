import assert from "node:assert/strict";
import { fleetSchema } from "../../../components/fleet/settings";
import { schemaProblems } from "../../../components/schema/vocabulary";

const wave = { name: "all", tags: ["all"] };
const problemsOf = (changes: object) =>
  schemaProblems(fleetSchema, { environments: {}, waves: [wave], ...changes }).map(
    ({ path, reason }) => `${path}: ${reason}`,
  );

describe("the settings of a fleet", () => {
  it("take each key at its limits", () => {
    const changes = {
      defaults: {
        tags: ["a", "b:c/d.e_f-g"],
        organization: "acme",
        config: { "aws-pipelines:environment": { a: [1, null] } },
      },
      overrides: [
        { tags: ["a"], accounts: ["111122223333"], regions: ["eu-central-1"], set: { timeoutInMinutes: 2160 } },
      ],
      environments: { ["x".repeat(60)]: { stack: "live.1" } },
      waves: [
        {
          ...wave,
          approval: { notify: ["a@b.example"], message: "m".repeat(600), timeoutInMinutes: 86_400 },
          maxParallel: 50,
        },
      ],
      maxParallel: 1,
    };
    assert.deepEqual(problemsOf(changes), []);
  });

  const cases: readonly (readonly [changes: object, problem: string])[] = [
    [{ waves: [] }, "waves: is []: give at least 1 entry"],
    [{ waves: [{ ...wave, maxParallel: 0 }] }, "waves[0].maxParallel: is 0: give at least 1"],
    [
      { waves: [{ ...wave, approval: { timeoutInMinutes: 4 } }] },
      "waves[0].approval.timeoutInMinutes: is 4: give at least 5",
    ],
    [
      { waves: [{ ...wave, approval: { notify: ["ops"] } }] },
      'waves[0].approval.notify[0]: is "ops": give an email address',
    ],
    [{ waves: [{ ...wave, tags: ["a", "a"] }] }, 'waves[0].tags: is ["a","a"]: give everything once'],
    [
      { waves: [{ ...wave, aproval: true }] },
      "waves[0].aproval: is not known here. Did you mean approval? Allowed are name, tags, environments, approval, maxParallel",
    ],
    [
      { overrides: [{ set: { account: "111122223333" } }] },
      "overrides[0].set.account: is not known here: allowed are project, directory, organization, config, permissions, environmentVariables, state, timeoutInMinutes",
    ],
    [
      { defaults: { config: { size: "small" } } },
      'defaults.config.size: is "size": give namespace:key, such as shop:size or aws-pipelines:environment',
    ],
    [
      { defaults: { directory: "../other" } },
      'defaults.directory: is "../other": give a path inside the repository, relative to its root, such as deploy',
    ],
  ];
  for (const [changes, problem] of cases) {
    it(`refuse ${JSON.stringify(changes).slice(0, 60)}`, () => {
      assert.deepEqual(problemsOf(changes), [problem]);
    });
  }
});
