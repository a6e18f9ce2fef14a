import assert from "node:assert/strict";
import { planDelivery } from "../../../components/delivery/plan";
import { deliveryPlanProblems, readDelivery } from "../../../components/delivery/problems";
import { partnerObject, sideOf } from "../../../components/delivery/promotion-settings";
import { deliverySettings, readSettings } from "../../support/delivery-settings";
import { scope } from "../../support/scopes";

const test = { commands: ["npm test"] };
const approver = { notify: ["a@acme.example"], principals: ["arn:aws:iam::111122223333:role/incident-leads"] };

function problems(promote: unknown, more: Record<string, unknown> = {}): string[] {
  return readDelivery(deliverySettings({ promote, ...more })).problems.map(({ path, reason }) => `${path}: ${reason}`);
}

const approval = { notify: ["a@acme.example"] };

describe("the settings of a promotion", () => {
  const good: readonly (readonly [what: string, promote: unknown, more?: Record<string, unknown>])[] = [
    ["a receiver by its name", { to: ["prod"] }, { test }],
    [
      "several receivers",
      { to: ["prod", { environment: "prod", name: "shop-prod-eu", region: "eu-west-1" }] },
      { test },
    ],
    ["a sender by its name", { from: "staging" }],
    ["both", { from: "dev", to: ["prod"] }, { test }],
    ["a sender elsewhere", { from: { environment: "staging", account: "222233334444", region: "us-east-1" } }],
    ["pulled images", { from: "staging", image: "pull" }],
    ["a scan", { from: "staging", scan: { refusedSeverities: ["CRITICAL", "HIGH"] } }],
    ["a break-glass approval", { from: "staging", breakGlass: approver }, { approval, plan: false }],
    ["the settings of the own registry", { from: "staging" }, { image: { keepImages: 20, tagDeployments: true } }],
  ];
  for (const [what, promote, more] of good) {
    it(`take ${what}`, () => assert.deepEqual(problems(promote, more), []));
  }

  const receives = "is for an environment that receives releases: add from, or remove it";
  const built = "is of a build of the image, and promote.from receives images that are built already: remove it";
  const bad: readonly (readonly [
    what: string,
    promote: unknown,
    more: Record<string, unknown>,
    expected: readonly string[],
  ])[] = [
    [
      "a break-glass approval as the only one",
      { from: "staging", breakGlass: approver },
      {},
      [
        "promote.breakGlass: is set without approval, and its own approval would be the only one: add approval, or remove breakGlass",
      ],
    ],
    ["nothing", {}, {}, ["promote: names no environment: give to, from, or both"]],
    [
      "a release that nothing tests",
      { to: ["prod"] },
      {},
      ["promote.to: is set, and nothing tests the release: add test, whose success is recorded"],
    ],
    [
      "settings of a receiver without a sender",
      { to: ["prod"], image: "copy", scan: { refusedSeverities: ["HIGH"] }, breakGlass: approver },
      { test },
      [`promote.image: ${receives}`, `promote.scan: ${receives}`, `promote.breakGlass: ${receives}`],
    ],
    [
      "a circle of two",
      { from: "prod", to: ["prod"] },
      { test },
      ['promote.to[0]: is "prod", which from names as well: releases would move in a circle. Remove one of them'],
    ],
    [
      "a receiver twice",
      { to: ["prod", { environment: "prod" }] },
      { test },
      ['promote.to[1]: is "shop-prod" a second time: give each environment once'],
    ],
    [
      "images that expire while another environment pulls them",
      { to: [{ environment: "prod", account: "444455556666", pulledBy: ["arn:aws:iam::444455556666:role/task"] }] },
      { test, image: { keepImages: 3 } },
      [
        "image.keepImages: is 3, and could expire an image that prod pulls and runs: remove it, or let prod copy images",
      ],
    ],
    [
      "a build of the image beside a sender",
      { from: "staging" },
      { image: { dockerfile: "Dockerfile", latest: true, keepImages: 3 } },
      [`image.dockerfile: ${built}`, `image.latest: ${built}`],
    ],
    [
      "an own registry for pulled images",
      { from: "staging", image: "pull" },
      { image: { repositoryName: "web" } },
      ["image.repositoryName: is of an own repository, and promote.image is pull: remove it"],
    ],
    [
      "a scan of pulled images",
      { from: "staging", image: "pull", scan: { refusedSeverities: ["HIGH"] } },
      {},
      [
        `promote.scan: is for copied images, and image is "pull": the findings are the sender's. Give image: copy, or remove scan`,
      ],
    ],
    [
      "pulled images that move on",
      { from: "dev", to: ["prod"], image: "pull" },
      { test },
      [
        'promote.image: is "pull", and to promotes further: the next environment needs the registry of this one. Give copy',
      ],
    ],
    [
      "another partition",
      { from: { environment: "staging", region: "cn-north-1" } },
      {},
      [
        "promote.from.region: is in the partition aws-cn, and eu-central-1 is in aws: a release moves within one partition",
      ],
    ],
    [
      "a signature that is neither demanded nor not",
      { from: "staging", signature: "cosign" },
      {},
      ['promote.signature: is "cosign": give true or false'],
    ],
    [
      "a misspelt signature",
      { from: "staging", signatures: true },
      {},
      [
        "promote.signatures: is not known here. Did you mean signature? Allowed are to, from, image, scan, approveBeforePlan, signature, breakGlass",
      ],
    ],
    [
      "an unknown severity",
      { from: "staging", scan: { refusedSeverities: ["critical"] } },
      {},
      [
        'promote.scan.refusedSeverities[0]: is "critical". Did you mean CRITICAL? Allowed are CRITICAL, HIGH, MEDIUM, LOW, INFORMATIONAL, UNDEFINED',
      ],
    ],
    [
      "an approver of another account",
      {
        from: "staging",
        breakGlass: { ...approver, principals: ["arn:aws:iam::222233334444:role/leads"] },
      },
      { approval, plan: false },
      [
        "promote.breakGlass.principals[0]: is of account 222233334444: give a role of account 111122223333, for its grant is made here",
      ],
    ],
    [
      "an image by its digest in variables",
      { from: "staging" },
      { test: { ...test, environmentVariables: { IMAGE_DIGEST: { value: "sha256:0" } } } },
      ["test.environmentVariables.IMAGE_DIGEST: is set for every deployment and test: choose another name"],
    ],
  ];
  for (const [what, promote, more, expected] of bad) {
    it(`refuse ${what}`, () => assert.deepEqual(problems(promote, more), expected));
  }

  it("refuse a partner that is neither a name nor an object, with the path", () => {
    assert.deepEqual(problems({ from: 3 }), [
      "promote.from: is 3: give an environment, such as staging, or an object with environment",
    ]);
    assert.deepEqual(problems({ to: ["Prod!"] }, { test }), [
      'promote.to[0]: is "Prod!": give the environment in lower case, such as staging',
    ]);
  });

  describe("with an approval", () => {
    const state = { backend: "s3", bucketName: "shop-state", keyAlias: "shop-state", key: "shop.tfstate" };
    const approval = { notify: ["a@acme.example"] };
    const refused = (changes: object, more: Record<string, unknown> = {}) =>
      problems({ from: "staging" }, { approval: { ...approval, ...changes }, state, ...more });

    it("leave room for commit, image, tests and plan in its text", () => {
      assert.deepEqual(refused({ message: "m".repeat(300) }), []);
      assert.deepEqual(refused({ message: "m".repeat(301) }), [
        "approval.message: has 301 characters, and the approval of a promoted release names commit, image and tests as well: give at most 300",
      ]);
    });

    it("have a second approval before the plan only with a plan, and its own link then", () => {
      const twice = (more: Record<string, unknown>) => problems({ from: "staging", approveBeforePlan: true }, more);
      assert.deepEqual(twice({}), [
        "promote.approveBeforePlan: is true, and there is no plan: add approval, or remove it",
      ]);
      assert.deepEqual(twice({ approval: { ...approval, reviewUrl: "https://example.com" }, state }), []);
    });

    it("have one link, to the plan; without a plan the link is free", () => {
      const reviewUrl = "https://example.com";
      assert.deepEqual(refused({ reviewUrl }), [
        "approval.reviewUrl: is set, and the approval of a promoted release links to its plan: remove it, set promote.approveBeforePlan: true, or plan: false",
      ]);
      assert.deepEqual(refused({ reviewUrl }, { plan: false }), []);
    });
  });

  describe("with the name of the environment", () => {
    const planned = (promote: unknown, name = "shop-prod") => {
      const settings = readSettings(deliverySettings({ promote, test, notify: false, notifyReason: "nobody asks" }));
      return deliveryPlanProblems(name, settings, planDelivery(scope, name, settings)).map(
        ({ path, reason }) => `${path}: ${reason}`,
      );
    };

    it("refuse the environment itself on either side", () => {
      assert.deepEqual(planned({ from: "prod" }), [
        'promote.from: is "shop-prod", this environment itself: name another one',
      ]);
      assert.deepEqual(planned({ to: ["prod"] }), [
        'promote.to[0]: is "shop-prod", this environment itself: name another one',
      ]);
      assert.deepEqual(planned({ to: [{ environment: "prod", region: "us-east-1" }] }), []);
    });

    it("refuse roles of the environment as break-glass approvers, and AWS's own", () => {
      const principals = [
        "arn:aws:iam::111122223333:role/shop-prod-deploy-eu-central-1",
        "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_1",
      ];
      const found = planned({ from: "staging", breakGlass: { ...approver, principals } });
      assert.match(found[0] ?? "", /^promote\.breakGlass\.principals\[0\]: is .* a role of this environment/);
      assert.match(found[1] ?? "", /^promote\.breakGlass\.principals\[1\]: is .* a role of AWS's own/);
    });

    it("refuse pulling roles that are not of the receiver's account", () => {
      const pulledBy = ["arn:aws:iam::999999999999:role/tasks"];
      assert.deepEqual(planned({ to: [{ environment: "next", account: "222233334444", pulledBy }] }), [
        "promote.to[0].pulledBy[0]: is of account 999999999999: give a role of account 222233334444, which receives the releases",
      ]);
    });
  });
});

describe("the side of a partner", () => {
  it("is in the same account and region, with the same path of roles, unless settings say otherwise", () => {
    const own = { ...scope, rolePath: "/delivery/" };
    assert.deepEqual(sideOf(own, "shop", "staging"), { name: "shop-staging", scope: own });
    assert.deepEqual(
      sideOf(own, "shop", {
        environment: "staging",
        name: "web",
        account: "222233334444",
        region: "us-east-1",
        rolePath: "/",
      }),
      { name: "web", scope: { partition: "aws", account: "222233334444", region: "us-east-1", rolePath: "/" } },
    );
  });

  it("is an object, whichever form settings have", () => {
    assert.deepEqual(partnerObject("staging"), { environment: "staging" });
    assert.deepEqual(partnerObject({ environment: "staging", name: "web" }), { environment: "staging", name: "web" });
  });
});
