import assert from "node:assert/strict";
import { readDelivery } from "../../../components/delivery/problems";
import {
  notifiedUpdates,
  resolveSelfUpdate,
  selfUpdateAccountProblems,
  unattendedProblems,
} from "../../../components/delivery/self-update-settings";
import { deliverySettings, readSettings } from "../../support/delivery-settings";
import { connectionArn } from "../../support/pipelines";

const sha256 = "fe736f91b4153f94f859870e34dda01e648552c25f702c8a42282acf3a5db9ad";
const permissionsBoundaryArn = "arn:aws:iam::111122223333:policy/delivery-boundary";
const state = { backend: "s3", bucketName: "acme-state", keyAlias: "acme-state" };
const deploy = { tool: "pulumi", version: "3.221.0", sha256, stack: "organization/shop/prod" };
const approval = { notify: ["release@acme.example"] };
const program = { project: "environments", stack: "prod" };
const cloud = {
  backend: "pulumi-cloud",
  accessTokenSecret: "shop/token",
  previewAccessTokenSecret: "shop/read-token",
};
const ofStack = {
  backend: "pulumi-cloud",
  accessTokenSecret: "environments/token",
  previewAccessTokenSecret: "environments/read-token",
};

function whole(selfUpdate: unknown, changes: Record<string, unknown> = {}) {
  return deliverySettings({ permissionsBoundaryArn, state, deploy, approval, selfUpdate, ...changes });
}

function problemsOf(selfUpdate: unknown, changes: Record<string, unknown> = {}): string[] {
  return readDelivery(whole(selfUpdate, changes)).problems.map(({ path, reason }) => `${path}: ${reason}`);
}

describe("the settings of a self-update", () => {
  it("are off by default, and take true if everything else says the rest", () => {
    assert.equal(resolveSelfUpdate(readSettings(whole(undefined)), program, true), undefined);
    assert.equal(resolveSelfUpdate(readSettings(whole(false)), program, true), undefined);
    assert.deepEqual(problemsOf(true), []);
    assert.deepEqual(resolveSelfUpdate(readSettings(whole(true)), program, true), {
      source: { connectionArn, repository: "acme/shop" },
      update: {
        tool: "pulumi",
        version: "3.221.0",
        sha256,
        directory: ".",
        stack: "organization/environments/prod",
        state,
      },
      notify: ["release@acme.example"],
      principals: [],
      approvalTimeoutInMinutes: 1440,
      approveBeforePlan: true,
      isUnattended: false,
      boundaryArn: permissionsBoundaryArn,
    });
  });

  it("let updates run without an approval only where the environment waits for nobody", () => {
    const widening = { notify: ["ops@acme.example"], approval: "widening" };
    const free = { approval: undefined, test: { commands: ["npm test"] } };
    assert.deepEqual(problemsOf(widening, free), []);
    assert.equal(resolveSelfUpdate(readSettings(whole(widening, free)), program, false)?.isUnattended, true);
    const refused = (gate: string) =>
      `selfUpdate.approval: is "widening", and the environment has ${gate}: an update without an approval could go around it; give "every-update"`;
    assert.deepEqual(problemsOf(widening), [refused("approval")]);
    const promote = { to: [{ environment: "live", name: "shop-live" }] };
    assert.deepEqual(problemsOf(widening, { ...free, promote }), [refused("promote")]);
    assert.deepEqual(problemsOf({ ...widening, approval: "every-update" }), []);
    assert.match(problemsOf({ ...widening, approval: "never" }, free)[0] ?? "", /^selfUpdate\.approval: /);
    assert.deepEqual(
      unattendedProblems({ selfUpdate: widening as never }, "an approval").map(({ reason }) => reason),
      [refused("an approval").replace("selfUpdate.approval: ", "")],
    );
    assert.deepEqual(unattendedProblems({ selfUpdate: widening as never }, undefined), []);
  });

  it("name the build of unattended updates to the notifications only where there is one", () => {
    const names = (selfUpdate: unknown) =>
      notifiedUpdates("shop-dev", { selfUpdate } as never).projects.map(({ projectName }) => projectName);
    assert.deepEqual(names(true), ["self-update-shop-dev-plan", "self-update-shop-dev-run"]);
    assert.deepEqual(names({ approval: "widening" }).at(-1), "self-update-shop-dev-unattended");
  });

  it("approve before the plan only where the environment is a gate, unless they say so", () => {
    const approvesFirst = (selfUpdate: object, isGate: boolean) =>
      resolveSelfUpdate(readSettings(whole(selfUpdate, { approval: undefined })), program, isGate)?.approveBeforePlan;
    const notify = ["ops@acme.example"];
    assert.deepEqual(
      [
        approvesFirst({ notify }, true),
        approvesFirst({ notify }, false),
        approvesFirst({ notify, approveBeforePlan: true }, false),
        approvesFirst({ notify, approveBeforePlan: false }, true),
      ],
      [true, false, true, false],
    );
  });

  it("take other accounts only with roles that a stack of those accounts creates", () => {
    const accounts = { "222233334444": {}, "333344445555": "TargetAccount" };
    assert.deepEqual(selfUpdateAccountProblems({ selfUpdate: undefined }, accounts), []);
    assert.deepEqual(selfUpdateAccountProblems({ selfUpdate: true }, accounts), [
      {
        path: 'accounts["222233334444"]',
        reason:
          'is a provider, and the roles of selfUpdate assume no role of another account: give "TargetAccount", and create the roles with TargetAccount in that account',
      },
    ]);
  });

  it("give variables to the plan and to the update", () => {
    const environmentVariables = { NPM_TOKEN: { secret: "npm/read-token" } };
    const update = resolveSelfUpdate(readSettings(whole({ environmentVariables })), program, false)?.update;
    assert.deepEqual(update?.environmentVariables, environmentVariables);
    assert.deepEqual(update?.plan, { environmentVariables });
  });

  const refused: Readonly<Record<string, readonly [unknown, Record<string, unknown>, RegExp]>> = {
    "no permissions boundary": [
      true,
      { permissionsBoundaryArn: undefined },
      /^permissionsBoundaryArn: is missing, and selfUpdate/,
    ],
    "a boundary of AWS": [
      true,
      { permissionsBoundaryArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
      /^permissionsBoundaryArn: .*which bounds nothing/,
    ],
    "no version of Pulumi": [
      true,
      { deploy: { tool: "terraform", version: "1.13.5", sha256 }, state: { ...state, key: "a.tfstate" } },
      /^selfUpdate\.version: is missing/,
    ],
    "a version without its digest": [{ version: "3.248.0" }, {}, /^selfUpdate\.sha256: is missing/],
    "a version that saves no plan": [
      { version: "3.20.0", sha256 },
      {},
      /^selfUpdate\.version: is "3\.20\.0", which saves no plan/,
    ],
    "nobody who hears": [true, { approval: undefined }, /^selfUpdate\.notify: is missing/],
    "no state": [
      true,
      { state: undefined, plan: false },
      /^selfUpdate\.state: is missing: give the state of this stack/,
    ],
    "the token of the application": [
      true,
      { state: cloud },
      /^selfUpdate\.state: is missing, and state holds the token/,
    ],
    "the token of the application by its name": [
      { stack: "acme/environments/prod", state: { ...ofStack, accessTokenSecret: "shop/token" } },
      { state: cloud },
      /^selfUpdate\.state\.accessTokenSecret: is "shop\/token", the token of the application/,
    ],
    "the read token of the application": [
      { stack: "acme/environments/prod", state: { ...ofStack, previewAccessTokenSecret: "shop/read-token" } },
      { state: cloud },
      /^selfUpdate\.state\.previewAccessTokenSecret: .*the token of the application/,
    ],
    "a plan with the token that writes": [
      { stack: "acme/environments/prod", state: { ...ofStack, previewAccessTokenSecret: "environments/token:read" } },
      { state: cloud },
      /^selfUpdate\.state\.previewAccessTokenSecret: .*the secret of the token that writes/,
    ],
    "a plan without a token": [
      { stack: "acme/environments/prod", state: { ...ofStack, previewAccessTokenSecret: undefined } },
      { state: cloud },
      /^selfUpdate\.state\.previewAccessTokenSecret: is missing/,
    ],
    "no stack of Pulumi Cloud": [{ state: ofStack }, { state: cloud }, /^selfUpdate\.stack: is missing/],
    "a stack that no bucket knows": [
      { stack: "acme/environments/prod" },
      {},
      /^selfUpdate\.stack: .*organization\/<project>\/<stack>/,
    ],
    "a key in the bucket": [{ state: { ...state, key: "prod.json" } }, {}, /^selfUpdate\.state\.key: .*leave it out/],
    "an approver of another account": [
      { principals: ["arn:aws:iam::222233334444:role/leads"] },
      {},
      /^selfUpdate\.principals\[0\]: is of account 222233334444/,
    ],
    "a misspelt key": [{ approvers: [] }, {}, /^selfUpdate\.approvers: /],
    "a text": ["yes", {}, /^selfUpdate: is "yes": give true, false, or settings/],
  };
  for (const [what, [selfUpdate, changes, problem]] of Object.entries(refused)) {
    it(`refuse ${what}`, () => {
      const found = problemsOf(selfUpdate, changes);
      assert.ok(
        found.some((line) => problem.test(line)),
        found.join("\n"),
      );
    });
  }
});
