import assert from "node:assert/strict";
import { sideOf } from "../../../components/delivery/promotion-settings";
import { resolvePromotion, stackFile } from "../../../components/delivery/promotion-stacks";
import { deliverySettings, readSettings, stackSettings } from "../../support/delivery-settings";

type Changes = Record<string, unknown>;

const accounts: Readonly<Record<string, string>> = {
  dev: "111122223333",
  staging: "222233334444",
  prod: "333344445555",
};

/** Settings of the stacks of a project, by environment. */
function stacksOf(stacks: Readonly<Record<string, Changes>>) {
  const settings = Object.entries(stacks).map(
    ([name, changes]) =>
      [name, readSettings(deliverySettings({ account: accounts[name], region: "us-east-1", ...changes }))] as const,
  );
  return new Map(settings);
}

function resolve(own: string, stacks: Readonly<Record<string, Changes>>) {
  const all = stacksOf(stacks);
  const settings = all.get(own) ?? assert.fail(own);
  const { settings: resolved, problems } = resolvePromotion(settings, own, (name) => all.get(name));
  return { promote: resolved.promote, problems: problems.map(({ path, reason }) => `${path}: ${reason}`) };
}

const test = { commands: ["npm test"] };
const staging = { test, promote: { to: ["prod"] } };
const prod = { promote: { from: "staging" } };

describe("a promotion between the stacks of a project", () => {
  it("reads the file of each stack once, though a partner is a step of the chain too", () => {
    const all = stacksOf({ staging, prod });
    const read: string[] = [];
    resolvePromotion(all.get("prod") ?? assert.fail(), "prod", (name) => {
      read.push(name);
      return all.get(name);
    });
    assert.deepEqual(read, ["staging"]);
  });

  it("takes account, region, path of roles and repository of the sender from its stack", () => {
    const { promote, problems } = resolve("prod", {
      staging: { ...staging, rolePath: "/delivery/", image: { existingRepositoryName: "shared/web" } },
      prod,
    });
    assert.deepEqual(problems, []);
    assert.deepEqual(promote, {
      from: {
        environment: "staging",
        account: "222233334444",
        region: "us-east-1",
        rolePath: "/delivery/",
        repositoryName: "shared/web",
      },
    });
  });

  it("takes the place of each receiver from its stack, and what settings say beside it", () => {
    const pulledBy = ["arn:aws:iam::333344445555:role/tasks"];
    const { promote, problems } = resolve("staging", {
      staging: { test, promote: { to: [{ environment: "prod", pulledBy }] } },
      prod: { promote: { from: "staging", image: "pull" } },
    });
    assert.deepEqual(problems, []);
    assert.deepEqual(promote, {
      to: [{ account: "333344445555", region: "us-east-1", rolePath: "/", environment: "prod", pulledBy }],
    });
  });

  it("demands signatures of a sender that signs, and of no other", () => {
    const signing = { test, promote: { to: ["prod"], signature: true } };
    const verifying = { promote: { from: "staging", signature: true } };
    assert.deepEqual(resolve("prod", { staging: signing, prod: verifying }).problems, []);
    assert.deepEqual(resolve("staging", { staging: signing, prod }).problems, []);
    assert.deepEqual(resolve("prod", { staging, prod: verifying }).problems, [
      "promote.signature: is true, and staging signs no image: set promote.signature: true in Pulumi.staging.yaml, or remove it",
    ]);
    const away = { environment: "staging", account: "222233334444", region: "us-east-1" };
    assert.deepEqual(resolve("prod", { prod: { promote: { from: away, signature: true } } }).problems, []);
  });

  it("takes / as the path of a stack without one, whatever path this stack has", () => {
    const { promote, problems } = resolve("prod", { staging, prod: { ...prod, rolePath: "/delivery/" } });
    assert.deepEqual(problems, []);
    const scope = { partition: "aws", account: "333344445555", region: "us-east-1", rolePath: "/delivery/" } as const;
    assert.equal(sideOf(scope, "shop", promote?.from ?? assert.fail()).scope.rolePath, "/");
    assert.equal(sideOf(scope, "shop", "staging").scope.rolePath, "/delivery/");
  });

  it("needs no stack file for a partner whose place settings give", () => {
    const from = { environment: "staging", account: "222233334444", region: "us-east-1" };
    const { promote, problems } = resolve("prod", { prod: { promote: { from } } });
    assert.deepEqual([promote, problems], [{ from }, []]);
  });

  it("is nothing for an environment without one", () => {
    assert.deepEqual(resolve("dev", { dev: {} }), { promote: undefined, problems: [] });
  });

  const refused: readonly (readonly [
    what: string,
    own: string,
    stacks: Readonly<Record<string, Changes>>,
    expected: string,
  ])[] = [
    [
      "an environment that does not exist",
      "prod",
      { prod },
      'promote.from: is "staging", and Pulumi.staging.yaml does not describe such an environment: create the stack, or give environment, account and region',
    ],
    [
      "an environment whose place is given by half",
      "prod",
      { prod: { promote: { from: { environment: "staging", account: "222233334444" } } } },
      'promote.from: is "staging", and Pulumi.staging.yaml does not describe such an environment: create the stack, or give environment, account and region',
    ],
    [
      "a sender that does not send",
      "prod",
      { staging: {}, prod },
      'promote.from: is "staging", which does not promote to prod: add prod to promote.to in Pulumi.staging.yaml',
    ],
    [
      "a receiver that receives from another one",
      "staging",
      { staging, prod: { promote: { from: "dev" } } },
      'promote.to[0]: is "prod", which does not receive releases from staging: set promote.from: staging in Pulumi.prod.yaml',
    ],
    [
      "an account that the stack contradicts",
      "prod",
      {
        staging,
        prod: { promote: { from: { environment: "staging", account: "999999999999", region: "us-east-1" } } },
      },
      'promote.from.account: is "999999999999", and Pulumi.staging.yaml says "222233334444": remove it',
    ],
    [
      "a path of roles that the stack does not have",
      "prod",
      { staging, prod: { promote: { from: { environment: "staging", rolePath: "/delivery/" } } } },
      'promote.from.rolePath: is "/delivery/", and Pulumi.staging.yaml gives none, so that of its roles is "/": remove it',
    ],
    [
      "another application",
      "prod",
      { staging: { ...staging, application: "payroll" }, prod },
      'promote.from: is "staging", and Pulumi.staging.yaml delivers the application "payroll": a release belongs to one application',
    ],
    [
      "a receiver that pulls, without the roles that pull",
      "staging",
      { staging, prod: { promote: { from: "staging", image: "pull" } } },
      "promote.to[0].pulledBy: is missing, and prod pulls its images from here. Give the ARNs of the roles that pull, such as the execution role of its ECS tasks",
    ],
    [
      "a circle of three",
      "dev",
      {
        dev: { test, promote: { from: "prod", to: ["staging"] } },
        staging: { test, promote: { from: "dev", to: ["prod"] } },
        prod: { test, promote: { from: "staging", to: ["dev"] } },
      },
      "promote.from: moves releases in a circle, dev to staging to prod to dev: one of them builds the image, so remove its from",
    ],
  ];
  for (const [what, own, stacks, expected] of refused) {
    it(`refuses ${what}`, () => assert.deepEqual(resolve(own, stacks).problems, [expected]));
  }

  it("ends for a circle of others, which they report themselves", () => {
    const { problems } = resolve("prod", {
      dev: { test, promote: { from: "staging", to: ["staging"] } },
      staging: { test, promote: { from: "dev", to: ["dev", "prod"] } },
      prod,
    });
    assert.deepEqual(problems, []);
  });

  it("finds the three stacks of this project in order", () => {
    assert.deepEqual(stackSettings("staging").promote?.to, [
      { account: "333344445555", region: "us-east-1", rolePath: "/", environment: "prod" },
    ]);
    assert.deepEqual(stackSettings("prod").promote?.from, {
      account: "222233334444",
      region: "us-east-1",
      rolePath: "/",
      environment: "staging",
    });
    assert.equal(stackFile("prod"), "Pulumi.prod.yaml");
  });
});
