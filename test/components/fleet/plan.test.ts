import assert from "node:assert/strict";
import { fleetDigest, fullStackName, planFleet } from "../../../components/fleet/plan";

const waves = [{ name: "all", tags: ["any"] }];
const defaults = { project: "shop", tags: ["any"] };
const problemsOf = (settings: unknown) => planFleet(settings).problems.map(({ path, reason }) => `${path}: ${reason}`);

describe("the plan of a fleet", () => {
  it("completes each environment: defaults, then overrides in their order, then its own settings", () => {
    const { plan, problems } = planFleet({
      defaults: {
        ...defaults,
        region: "eu-central-1",
        config: { "shop:size": "small", "shop:limits": { cpu: 1, memory: 2 }, "shop:zones": ["a", "b"] },
        permissions: [{ actions: ["sqs:CreateQueue"], resources: ["arn:aws:sqs:{region}:{account}:{name}-*"] }],
        environmentVariables: { LEVEL: { value: "info" }, STACK: { value: "{project}/{stack}" } },
      },
      overrides: [
        { tags: ["prod"], set: { timeoutInMinutes: 90, config: { "shop:size": "large", "shop:limits": { cpu: 4 } } } },
        { accounts: ["222233334444"], set: { directory: "deploy", config: { "shop:zones": ["c"] } } },
        { regions: ["us-east-1"], set: { config: { "shop:size": "never" } } },
        { tags: ["prod", "pci"], set: { config: { "shop:size": "never" } } },
      ],
      environments: {
        prod: {
          tags: ["prod"],
          account: "222233334444",
          stack: "live",
          config: { "shop:limits": { memory: 8 } },
          permissions: [{ actions: ["sqs:DeleteQueue"], resources: ["arn:aws:sqs:{region}:{account}:{name}-a"] }],
          environmentVariables: { LEVEL: { value: "warn" } },
        },
      },
      waves,
    });
    assert.deepEqual(problems, []);
    assert.deepEqual(plan, {
      waves: [
        {
          name: "all",
          approval: undefined,
          maxParallel: 10,
          environments: [
            {
              name: "prod",
              stack: "live",
              project: "shop",
              directory: "deploy",
              tags: ["any", "prod"],
              account: "222233334444",
              region: "eu-central-1",
              timeoutInMinutes: 90,
              config: { "shop:size": "large", "shop:limits": { cpu: 4, memory: 8 }, "shop:zones": ["c"] },
              permissions: [
                { actions: ["sqs:CreateQueue"], resources: ["arn:aws:sqs:eu-central-1:222233334444:prod-*"] },
                { actions: ["sqs:DeleteQueue"], resources: ["arn:aws:sqs:eu-central-1:222233334444:prod-a"] },
              ],
              environmentVariables: { LEVEL: { value: "warn" }, STACK: { value: "shop/live" } },
            },
          ],
        },
      ],
    });
  });

  it("sorts environments into waves by tags or by names, in the order of the settings", () => {
    const { plan } = planFleet({
      defaults: { project: "shop" },
      environments: { c: { tags: ["x"] }, a: {}, b: { tags: ["x"] } },
      waves: [
        { name: "first", environments: ["a"] },
        { name: "second", tags: ["x"], approval: true, maxParallel: 1 },
      ],
      maxParallel: 5,
    });
    assert.deepEqual(
      plan?.waves.map(({ name, approval, maxParallel, environments }) => [
        name,
        approval,
        maxParallel,
        environments.map((environment) => environment.name),
      ]),
      [
        ["first", undefined, 5, ["a"]],
        ["second", {}, 1, ["c", "b"]],
      ],
    );
  });

  it("has a digest that changes with any setting", () => {
    const digests = ["a", "b", "a"].map((size) => {
      const { plan } = planFleet({
        defaults: { ...defaults, config: { "shop:size": size } },
        environments: { x: {} },
        waves,
      });
      assert.ok(plan);
      return fleetDigest(plan);
    });
    assert.equal(digests[0], digests[2]);
    assert.notEqual(digests[0], digests[1]);
  });

  it("names stacks in full, with the organization that state outside Pulumi Cloud needs", () => {
    const { plan } = planFleet({
      defaults,
      environments: { x: {}, y: { organization: "acme", stack: "z" } },
      waves,
    });
    assert.deepEqual(plan?.waves[0]?.environments.map(fullStackName), ["organization/shop/x", "acme/shop/z"]);
  });

  const cases: readonly (readonly [title: string, settings: unknown, problems: readonly string[]])[] = [
    [
      "every mistake at once",
      {
        defaults: { project: "shop", acount: "111122223333" },
        environments: { dev: { tags: ["test"], region: "eu-central" }, "a b": {} },
        waves: [{ name: "test", tags: ["tset"] }, { name: "prod" }],
        maxParallel: 51,
      },
      [
        "defaults.acount: is not known here. Did you mean account? Allowed are tags, account, region, project, directory, organization, config, permissions, environmentVariables, state, timeoutInMinutes",
        'environments.dev.region: is "eu-central": give a region, such as eu-central-1',
        'environments.a b: is "a b": give 1 to 60 letters, digits, - or _, starting with a letter or digit, such as prod-eu',
        "maxParallel: is 51: give at most 50",
        'waves[0].tags[0]: is "tset", and that is not a tag of an environment. Did you mean test?',
        "waves[1]: chooses no environment: give tags, or environments",
      ],
    ],
    [
      "an environment in no wave, in two waves, and one that does not exist",
      {
        defaults,
        environments: { a: {}, b: {}, c: {} },
        waves: [
          { name: "one", environments: ["a", "bb"] },
          { name: "one", environments: ["a", "c"] },
        ],
      },
      [
        'waves[0].environments[1]: is "bb", and that is not an environment: known are a, b, c',
        'waves[1].name: is "one" a second time: rename the wave',
        "environments.a: is in the waves one and one: leave it in one",
        "environments.b: is in no wave: name it in a wave, or give it a tag of one",
      ],
    ],
    [
      "a wave with tags and environments, and tags that no environment has together",
      {
        defaults: { project: "shop" },
        environments: { a: { tags: ["x"] }, b: { tags: ["y"] } },
        waves: [
          { name: "one", tags: ["x", "y"] },
          { name: "two", tags: ["x"], environments: ["b"] },
        ],
      },
      [
        'waves[0].tags: is ["x","y"]: no environment has all of them. Remove a tag, or the wave',
        "waves[1]: has tags and environments: give tags, or environments",
      ],
    ],
    [
      "environments without a project, once",
      { environments: { a: {}, b: {} }, waves: [{ name: "one", environments: ["a", "b"] }] },
      ["defaults.project: is missing, and 2 environments have none: give it"],
    ],
    [
      "one stack of two environments",
      { defaults, environments: { a: { stack: "live" }, b: { stack: "live" } }, waves },
      ['environments.b.stack: is "live", the stack of a too: give each environment a stack of its own'],
    ],
    [
      "one stack of two environments, once by the organization that an environment without one has",
      {
        defaults,
        environments: {
          a: { stack: "live" },
          b: { stack: "live", organization: "organization", directory: "other" },
          c: { stack: "live", organization: "acme", directory: "third" },
        },
        waves,
      },
      ['environments.b.stack: is "live", the stack of a too: give each environment a stack of its own'],
    ],
    [
      "one settings file of two stacks in different organizations, however the directory is written",
      {
        defaults: { ...defaults, directory: "deploy" },
        environments: {
          a: { stack: "live" },
          b: { stack: "live", organization: "acme", directory: "./deploy/" },
          c: { stack: "live", organization: "other", directory: "deploy/other" },
        },
        waves,
      },
      [
        'environments.b.stack: is "live" in the directory "./deploy/", with the settings file of a too: give each environment another stack, or another directory',
      ],
    ],
    [
      "settings that the environment decides, and secrets, which belong to one stack",
      {
        defaults: { ...defaults, region: "eu-central-1", config: { "aws:region": "eu-west-1" } },
        environments: { a: { config: { "shop:token": { secure: "v1:abc" } } } },
        waves,
      },
      [
        "defaults.config.aws:region: stands beside region, which decides it: remove one of them",
        'environments.a.config.shop:token: is encrypted for one stack: remove it here, and set it with "pulumi config set --secret" for the stack',
      ],
    ],
    [
      "a misspelt placeholder, and one without a value, once for all environments",
      {
        defaults: {
          ...defaults,
          permissions: [{ actions: ["sqs:CreateQueue"], resources: ["arn:aws:sqs:{region}:111122223333:{nmae}"] }],
        },
        environments: { a: {}, b: {} },
        waves,
      },
      ['defaults.permissions[0].resources[0]: has "{region}", which has no value here: give region to the environment'],
    ],
    [
      "a value that no settings file can hold",
      { defaults, environments: { a: { config: { "shop:size": () => 1 } } }, waves },
      ["environments.a.config.shop:size: is no plain value: give text, a number, true, false, a list or an object"],
    ],
  ];
  for (const [title, settings, problems] of cases) {
    it(`refuses ${title}`, () => {
      assert.deepEqual(problemsOf(settings), problems);
      assert.equal(planFleet(settings).plan, undefined);
    });
  }

  it("refuses what is no object at all", () => {
    assert.deepEqual(problemsOf(undefined), [": is missing: give an object"]);
  });
});
