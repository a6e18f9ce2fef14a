import assert from "node:assert/strict";
import { gitSource } from "../../../components/delivery/inline-actions";
import { planDeliveryPipeline } from "../../../components/delivery/pipeline-plan";
import { planFleet } from "../../../components/fleet/plan";
import { fleetDeploymentSchema, fleetStages, stageProblems } from "../../../components/fleet/stages";
import { schemaProblems } from "../../../components/schema/vocabulary";
import { scope } from "../../support/scopes";

const deployment = { cli: { version: "3.248.0", sha256: "0".repeat(64) } };

function planOf(settings: object) {
  const { plan, problems } = planFleet(settings);
  assert.deepEqual(problems, []);
  assert.ok(plan);
  return plan;
}

/** A fleet of numbered environments, in waves of the given sizes. */
function fleetOf(sizes: readonly number[], wave: object = {}, environment: object = {}) {
  const names = sizes.map((size, at) => Array.from({ length: size }, (_, index) => `w${at}-${index}`));
  return planOf({
    defaults: { project: "shop", ...environment },
    environments: Object.fromEntries(names.flat().map((name) => [name, {}])),
    waves: names.map((environments, at) => ({ name: `w${at}`, environments, ...wave })),
  });
}

const outline = (plan: ReturnType<typeof planOf>) =>
  fleetStages(plan, deployment, "Source").map(({ name, actions }) => [name, actions.length]);

describe("the stages of a fleet", () => {
  it("are one for each wave, and one before it for its approval", () => {
    const plan = planOf({
      defaults: { project: "shop" },
      environments: { a: {}, b: {} },
      waves: [
        { name: "test", environments: ["a"] },
        { name: "prod", environments: ["b"], approval: { notify: ["ops@acme.example"], timeoutInMinutes: 60 } },
      ],
    });
    const stages = fleetStages(plan, deployment, "Source");
    assert.deepEqual(
      stages.map(({ name, actions }) => [name, actions.map((action) => action.name)]),
      [
        ["test", ["a"]],
        ["Approve.prod", ["Approve"]],
        ["prod", ["b"]],
      ],
    );
    assert.deepEqual(stages[1]?.actions, [
      {
        name: "Approve",
        provider: "Manual",
        timeoutInMinutes: 60,
        configuration: { CustomData: "Deploy wave prod: 1 environment: b" },
        notify: ["ops@acme.example"],
      },
    ]);
  });

  it("deploy each environment with its own settings, at most so many at the same time", () => {
    const plan = planOf({
      defaults: { project: "shop", directory: "deploy" },
      environments: Object.fromEntries(["a", "b", "c", "d", "e"].map((name) => [name, { timeoutInMinutes: 90 }])),
      waves: [{ name: "all", environments: ["a", "b", "c", "d", "e"], maxParallel: 2 }],
    });
    const [stage] = fleetStages(plan, deployment, "Source");
    assert.deepEqual(
      stage?.actions.map(({ name, runOrder }) => [name, runOrder]),
      [
        ["a", 1],
        ["b", 1],
        ["c", 2],
        ["d", 2],
        ["e", 3],
      ],
    );
    const [first] = stage?.actions ?? [];
    assert.deepEqual(first && "update" in first && first.update, {
      step: "apply",
      settings: {
        tool: "pulumi",
        version: "3.248.0",
        sha256: "0".repeat(64),
        stack: "organization/shop/a",
        directory: "deploy",
        permissions: [],
        environmentVariables: {},
        timeoutInMinutes: 90,
      },
      planName: undefined,
      repositoryName: undefined,
      passed: {},
    });
  });

  it("hold at most the 50 actions that CodePipeline takes in a stage", () => {
    assert.deepEqual(outline(fleetOf([50, 51, 130])), [
      ["w0", 50],
      ["w1.1", 50],
      ["w1.2", 1],
      ["w2.1", 50],
      ["w2.2", 50],
      ["w2.3", 30],
    ]);
  });

  it("give 200 environments a pipeline within all limits of CodePipeline", () => {
    const plan = fleetOf([5, 60, 135], { approval: true });
    assert.deepEqual(stageProblems(scope, plan, deployment), []);
    const source = gitSource({
      name: "Source",
      connectionArn: "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c",
      repository: "acme/shops",
    });
    const stages = [{ name: "Source", actions: [source] }, ...fleetStages(plan, deployment, "Source")];
    const reading = planDeliveryPipeline(scope, "shops", { stages });
    assert.deepEqual(reading.problems, []);
    assert.equal(new Set(reading.plan?.projects.map(({ projectName }) => projectName)).size, 200);
    assert.ok(reading.plan?.isGate);
  });

  it("name the first and the last environment of a wave in its approval, where all are too many", () => {
    const [stage] = fleetStages(fleetOf([200], { approval: true }), deployment, "Source");
    const [approval] = stage?.actions ?? [];
    assert.deepEqual(approval && "configuration" in approval && approval.configuration, {
      CustomData: "Deploy wave w0: 200 environments, w0-0 to w0-199",
    });
  });

  it("are refused beyond the limits of a pipeline, each with the way out", () => {
    const messages = (plan: ReturnType<typeof planOf>) =>
      stageProblems(scope, plan, deployment).map(({ path, reason }) => `${path}: ${reason}`);
    assert.deepEqual(
      messages(
        fleetOf(
          Array.from({ length: 25 }, () => 1),
          { approval: true },
        ),
      ),
      ["waves: need 51 stages, and a pipeline takes 50: join waves, or create two fleets"],
    );
    assert.deepEqual(messages(fleetOf([1000])), [
      "waves: need 1001 actions, and a pipeline takes 1000: create two fleets",
    ]);
  });

  it("refuse an environment whose state and account the builds cannot reach", () => {
    const state = { backend: "s3", bucketName: "acme-state", keyAlias: "acme-state" };
    const grant = { actions: ["sts:AssumeRole"], resources: ["arn:aws:iam::222233334444:role/deploy-{name}"] };
    const plan = planOf({
      defaults: { project: "shop", state },
      environments: {
        a: { account: "222233334444" },
        b: { account: "222233334444", permissions: [grant] },
        c: { account: scope.account, organization: "acme", environmentVariables: { IMAGE_URI: { value: "x" } } },
      },
      waves: [{ name: "all", environments: ["a", "b", "c"] }],
    });
    assert.deepEqual(
      stageProblems(scope, plan, deployment).map(({ path, reason }) => `${path}: ${reason}`),
      [
        `environments.a.account: is "222233334444", and the builds are in ${scope.account}. Grant sts:AssumeRole on a role of 222233334444 in permissions, and give the role to the AWS provider in config`,
        'environments.c.stack: is "acme/shop/c": for state in a bucket give organization/<project>/<stack>, with the word organization as it stands',
        "environments.c.environmentVariables.IMAGE_URI: is set for every deployment and test: choose another name",
      ],
    );
  });

  it("need one version of the CLI with its hash", () => {
    assert.deepEqual(schemaProblems(fleetDeploymentSchema, { cli: { version: "latest", sha256: "abc" } }), [
      { path: "cli.version", reason: 'is "latest": give one version as x.y.z, such as 1.13.5' },
      {
        path: "cli.sha256",
        reason: 'is "abc": give the SHA-256 of the download: 64 digits of 0-9 and a-f in lower case',
      },
    ]);
  });
});
