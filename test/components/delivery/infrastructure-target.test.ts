import assert from "node:assert/strict";
import { scopeOf } from "../../../components/aws/scope";
import { planDelivery } from "../../../components/delivery/plan";
import { readDelivery } from "../../../components/delivery/problems";
import type { Statement } from "../../../components/iam/statement";
import { deliverySettings } from "../../support/delivery-settings";
import { approvers } from "../../support/destroy-settings";
import { answersOtherThan, type RoleRequest } from "../../support/statements";

const account = "444455556666";
const bucketName = `acme-state-${account}-us-east-1`;
const service = `arn:aws:ecs:us-east-1:${account}:service/shop/web`;
const { source } = deliverySettings();
const whole = {
  deploy: {
    tool: "pulumi",
    version: "3.248.0",
    sha256: "0".repeat(64),
    stack: "organization/shop/prod",
    permissions: [{ actions: ["ecs:DescribeServices", "ecs:UpdateService"], resources: [service] }],
  },
  state: { backend: "s3", bucketName, keyAlias: "acme-state" },
  approval: { notify: ["release@acme.example"] },
  notify: { emails: ["team@acme.example"] },
  drift: true,
  target: { account, region: "us-east-1" },
};

function planOf(changes: Record<string, unknown> = {}) {
  const { value, problems } = readDelivery(deliverySettings({ ...whole, ...changes }));
  assert.deepEqual(problems, []);
  const settings = value ?? assert.fail();
  return planDelivery(scopeOf(settings), "shop-prod", settings);
}
const problemsOf = (changes: Record<string, unknown>) =>
  readDelivery(deliverySettings({ ...whole, ...changes })).problems.map(({ path, reason }) => `${path}: ${reason}`);

describe("an environment with a target", () => {
  const plan = planOf();
  const steps = {
    plan: "shop-prod-pipeline+Plan+target+Preview+eu-central-1",
    deploy: "shop-prod-pipeline+Deploy+target+Infrastructure+eu-central-1",
    drift: "shop-prod-pipeline+Drift+target+Infrastructure+eu-central-1",
  } as const;
  const buildOf = (step: string) =>
    plan.projects.find(({ projectName }) => projectName === `shop-prod-${step}`) ?? assert.fail(step);
  const roleOf = (step: keyof typeof steps) =>
    plan.targetRoles.find(({ roleName }) => roleName === steps[step]) ?? assert.fail(step);
  const statementsOf = (step: keyof typeof steps): Statement[] =>
    JSON.parse(roleOf(step).policies.inline ?? "").Statement;

  it("has one role there for plan, deployment and check, each of which trusts the role of its build alone", () => {
    assert.deepEqual(plan.targetProblems, []);
    assert.deepEqual(plan.targetRoles.map(({ roleName }) => roleName).sort(), Object.values(steps).sort());
    for (const step of ["plan", "deploy", "drift"] as const) {
      const { place, trust, trustedRoleArn } = roleOf(step);
      assert.deepEqual([place.account, place.region], [account, "us-east-1"]);
      assert.equal(trustedRoleArn, `arn:aws:iam::111122223333:role/shop-prod-${step}-eu-central-1`);
      assert.deepEqual(JSON.parse(trust).Statement[0].Condition, {
        ArnEquals: { "aws:PrincipalArn": trustedRoleArn },
      });
    }
  });

  const object = `arn:aws:s3:::${bucketName}/.pulumi/stacks/shop/prod.json`;
  const owner = { "aws:ResourceAccount": account };
  const there: Readonly<Record<string, RoleRequest>> = {
    "reads the state": { action: "s3:GetObject", resource: object, context: owner },
    "reads the service": { action: "ecs:DescribeServices", resource: service },
    "writes the state": { action: "s3:PutObject", resource: object, context: owner },
    "changes the service": { action: "ecs:UpdateService", resource: service },
    "changes another service": { action: "ecs:UpdateService", resource: `${service}-2` },
    "reads the state of another stack": {
      action: "s3:GetObject",
      resource: `arn:aws:s3:::${bucketName}/.pulumi/stacks/other/prod.json`,
      context: owner,
    },
  };
  const allowed = { plan: 2, deploy: 4, drift: 2 } as const;

  for (const step of ["plan", "deploy", "drift"] as const) {
    it(`lets the build of ${step} assume its role and no other, and act there by that role alone`, async () => {
      const requests = Object.values(there);
      const own = buildOf(step).permissions;
      const build = { account: "111122223333", name: `shop-prod-${step}-eu-central-1` };
      const assume = (of: keyof typeof steps): RoleRequest => ({
        action: "sts:AssumeRole",
        resource: `arn:aws:iam::${account}:role/${steps[of]}`,
        context: { "aws:PrincipalArn": `arn:aws:iam::${build.account}:role/${build.name}` },
        resourcePolicy: roleOf(of).trust,
      });
      assert.deepEqual(await answersOtherThan("Allowed", own, [assume(step)], build), []);
      const others = (Object.keys(steps) as (keyof typeof steps)[]).filter((of) => of !== step);
      assert.equal((await answersOtherThan("Allowed", own, others.map(assume), build)).length, 2);
      // The trust decides too: a role with every permission assumes none of the others.
      const everything = [{ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }] as const;
      assert.equal((await answersOtherThan("Allowed", everything, others.map(assume), build)).length, 2);
      assert.equal((await answersOtherThan("Allowed", own, requests, { ...build, account })).length, requests.length);

      const target = { account, name: steps[step] };
      const inside = requests.slice(0, allowed[step]);
      assert.deepEqual(await answersOtherThan("Allowed", statementsOf(step), inside, target), []);
      const beyond = requests.slice(allowed[step]);
      assert.equal((await answersOtherThan("Allowed", statementsOf(step), beyond, target)).length, beyond.length);
    });

    it(`enters the place of the target in the build of ${step}`, () => {
      const text = JSON.stringify(buildOf(step).buildspec);
      assert.ok(text.includes(`role_arn = arn:aws:iam::${account}:role/${steps[step]}`));
      assert.match(text, /AWS_REGION=us-east-1/);
      assert.match(text, new RegExp(`${bucketName}\\?region=us-east-1`));
    });
  }

  it("guards its roles against the gates of their own account", () => {
    const guard = statementsOf("deploy").find(({ Sid }) => Sid === "GuardNamed");
    assert.match(JSON.stringify(guard?.Resource), new RegExp(`arn:aws:iam::${account}:role/\\*\\+\\*`));
  });

  it("works with the roles of its builds in another region of its account", () => {
    const near = planOf({ target: { region: "us-east-1" } });
    assert.deepEqual(near.targetRoles, []);
    const deploy = near.projects.find(({ projectName }) => projectName === "shop-prod-deploy");
    assert.match(JSON.stringify(deploy?.buildspec), /AWS_REGION=us-east-1/);
    assert.doesNotMatch(JSON.stringify(deploy?.buildspec), /target\.config/);
    assert.ok(deploy?.permissions.some(({ Sid = "" }) => Sid.startsWith("Granted")));
  });

  it("lets roles of other accounts pull the image from the registry beside the pipeline", () => {
    const pulledBy = [`arn:aws:iam::${account}:role/web-execution`];
    const { Statement: pulled } = JSON.parse(planOf({ image: { pulledBy } }).repositoryPolicy ?? "{}");
    assert.match(JSON.stringify(pulled), /ecr:BatchGetImage/);
    assert.match(JSON.stringify(pulled), /role\/web-execution/);
    assert.equal(planOf().repositoryPolicy, undefined);
    const to = [{ environment: "live", name: "shop-live", account: "555566667777", region: "eu-central-1" }];
    const sender = planOf({ image: { pulledBy }, promote: { to }, test: { commands: ["npm test"] } });
    assert.match(sender.promotion?.repositoryPolicy ?? "", /PushersOnly.*role\/web-execution/s);
  });

  it("refuses a destroy, whose gate belongs to the place of the state", () => {
    const [problem, ...others] = problemsOf({ destroy: { approvers } });
    assert.match(
      problem ?? "",
      /^destroy: stands beside target, .*Create a DestroyPipeline in a program of that place/,
    );
    assert.deepEqual(others, []);
  });

  it("refuses a registry that does not know the account, variables that lead elsewhere, and wrong places", () => {
    const receiver = { promote: { from: { environment: "staging", account: "222233334444" }, image: "pull" } };
    assert.match(
      problemsOf({ ...receiver, source })[0] ?? "",
      /^promote\.image: is "pull", and "444455556666" deploys/,
    );
    assert.deepEqual(
      problemsOf({ deploy: { ...whole.deploy, environmentVariables: { AWS_PROFILE: { value: "admin" } } } }),
      ["deploy.environmentVariables.AWS_PROFILE: is set for every deployment with a target: remove it"],
    );
    assert.match(problemsOf({ target: { acount: account } })[0] ?? "", /^target\.acount: .*Did you mean account\?/);
  });
});
