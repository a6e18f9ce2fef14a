import assert from "node:assert/strict";
import { planApplication, readApplication } from "../../../components/delivery/application-plan";
import { driftFolderProblems, driftProjectName } from "../../../components/delivery/drift";
import { planDelivery } from "../../../components/delivery/plan";
import type { Statement } from "../../../components/iam/statement";
import { pulumiDrift } from "../../../components/recipes/pulumi-drift";
import { stackDrift } from "../../../components/recipes/stack-drift";
import { deliverySettings, readSettings } from "../../support/delivery-settings";
import { scope } from "../../support/scopes";
import { answersOtherThan } from "../../support/statements";

const sha256 = "0".repeat(64);
const notify = { emails: ["team@acme.example"] };
const approval = { notify: ["release@acme.example"] };
const state = { backend: "s3", bucketName: "acme-state", keyAlias: "acme-state" } as const;
const resources = ["arn:aws:ecs:eu-central-1:111122223333:service/shop/web"];
const permissions = [{ actions: ["ecs:DescribeServices", "ecs:UpdateService"], resources }];
const program = { tool: "pulumi", version: "3.248.0", sha256, stack: "organization/shop/prod", permissions } as const;
const bucketName = "shop-prod-artifacts-111122223333-eu-central-1";

const granted = (
  projects: readonly { projectName: string; permissions: readonly { Sid?: string; Action?: unknown }[] }[],
  name: string,
) =>
  projects
    .find(({ projectName }) => projectName === name)
    ?.permissions.filter(({ Sid = "" }) => Sid.startsWith("Granted"));

describe("the checks of drift", () => {
  const planOf = (changes: object = {}) =>
    planDelivery(
      scope,
      "shop-prod",
      readSettings(deliverySettings({ deploy: program, state, notify, drift: true, ...changes })),
    );

  it("compare the deployment of an environment by the action that deploys it, with the part of its grants that reads", () => {
    const { projects, notifications, roleNames, pipeline } = planOf();
    const check = projects.find(({ projectName }) => projectName === "shop-prod-drift") ?? assert.fail();
    assert.deepEqual(
      check.buildspec,
      pulumiDrift({
        ...{ version: "3.248.0", sha256, directory: "deploy", stack: "organization/shop/prod" },
        ...{ architecture: "x64", state: { bucketName: "acme-state", region: scope.region } },
        ...{ pipelineName: "shop-prod-pipeline", stageName: "Deploy", actionName: "Infrastructure" },
        copyBucketName: bucketName,
      }),
    );
    assert.deepEqual([check.source, check.keyUse], [{ type: "NO_SOURCE" }, "encrypt"]);
    assert.deepEqual(
      granted(projects, "shop-prod-drift")?.map(({ Action }) => Action),
      [["ecs:DescribeServices"]],
    );
    const copies = [`arn:aws:s3:::${bucketName}/drift/*`];
    const writing = check.permissions.filter(({ Sid = "" }) => ["KeepSource", "GuardWrites"].includes(Sid));
    assert.deepEqual(
      writing.map(({ Effect, Resource, NotResource }) => [Effect, Resource ?? NotResource]),
      [
        ["Allow", copies],
        ["Deny", copies],
      ],
    );
    assert.ok(roleNames.includes("shop-prod-drift-eu-central-1"));
    assert.deepEqual(notifications?.logTail?.settings.driftProjects, ["shop-prod-drift"]);
    assert.equal(
      pipeline.definition.stages.some(({ actions }) => actions.some(({ name }) => name.includes("rift"))),
      false,
    );
  });

  it("read with the permissions of the plan, or with their own", () => {
    const read = [{ actions: ["ecs:ListTasks"], resources: ["*"] }];
    const planned = planOf({ approval, plan: { permissions: read } });
    const actions = (plan: typeof planned) => granted(plan.projects, "shop-prod-drift")?.map(({ Action }) => Action);
    assert.deepEqual(actions(planned), [["ecs:ListTasks"]]);
    const own = [{ actions: ["ecs:DescribeClusters"], resources: ["*"] }];
    assert.deepEqual(actions(planOf({ approval, plan: { permissions: read }, drift: { permissions: own } })), [
      ["ecs:DescribeClusters"],
    ]);
  });

  it("take the image of a promoted release by the digest of the deployment", () => {
    const to = [{ environment: "prod", name: "shop-prod", account: "444455556666", region: "eu-central-1" }];
    const { projects } = planDelivery(
      scope,
      "shop-staging",
      readSettings(deliverySettings({ deploy: program, state, notify, drift: true, promote: { to } })),
    );
    const check = projects.find(({ projectName }) => projectName === "shop-staging-drift");
    assert.match(JSON.stringify(check?.buildspec), /\$IMAGE_REPOSITORY_URI@\$\{IMAGE_DIGEST/);
  });

  const application = (changes: object = {}) => {
    const { deploy: _, ...base } = deliverySettings({ notify, drift: true, state }) as unknown as Record<
      string,
      unknown
    >;
    const builds = [{ name: "Site", commands: ["npm run build"], files: ["dist/**"] }];
    const deployments = [
      { name: "Program", ...program },
      { name: "Stack", tool: "cloudformation", stackName: "orders", permissions, target: { region: "eu-west-1" } },
      {
        name: "Files",
        tool: "action",
        provider: "S3",
        input: "Site",
        configuration: { BucketName: "site", Extract: true },
      },
    ];
    const { value, problems } = readApplication({ ...base, builds, deployments, ...changes });
    assert.deepEqual(problems, []);
    const read = { readFile: () => assert.fail(), accounts: ["444455556666"] };
    const planned = planApplication(scope, "shop-prod", value ?? assert.fail(), read);
    assert.deepEqual(planned.problems, []);
    return planned.plan ?? assert.fail();
  };
  const checksOf = ({ projects }: ReturnType<typeof application>) =>
    projects.filter(({ projectName }) => projectName.includes("-drift-"));

  it("compare each deployment of an application that has a state or a stack", () => {
    const plan = application();
    assert.deepEqual(
      checksOf(plan).map(({ projectName }) => projectName),
      ["shop-prod-drift-Program", "shop-prod-drift-Stack"],
    );
    const [, stack] = checksOf(plan);
    assert.deepEqual(stack?.buildspec, stackDrift({ stackName: "orders", region: "eu-west-1" }));
    assert.equal(stack?.keyUse, undefined);
    assert.deepEqual(stack?.permissions.find(({ Sid }) => Sid === "DetectDrift")?.Resource, [
      "arn:aws:cloudformation:eu-west-1:111122223333:stack/orders/*",
    ]);
    assert.deepEqual(
      granted(plan.projects, "shop-prod-drift-Stack")?.map(({ Action }) => Action),
      [["ecs:DescribeServices"]],
    );
    assert.deepEqual(plan.notifications?.logTail?.settings.driftProjects, [
      "shop-prod-drift-Program",
      "shop-prod-drift-Stack",
    ]);
  });

  it("compare infrastructure in the region of its target", () => {
    const [check] = checksOf(application({ target: { region: "eu-west-1" } }));
    assert.match(JSON.stringify(check?.buildspec), /acme-state\?region=eu-west-1.*AWS_REGION=eu-west-1/);
    const decrypts = check?.permissions.filter(({ Sid = "" }) => Sid.startsWith("State")) ?? [];
    assert.ok(decrypts.some(({ Resource }) => String(Resource).startsWith("arn:aws:kms:eu-west-1:")));
  });

  it("compare deployments of another account with one role there for each check, which may do what the check may", async () => {
    const target = { account: "444455556666" };
    const inTarget = permissions.map(({ actions }) => ({
      actions,
      resources: resources.map((arn) => arn.replace("111122223333", "444455556666")),
    }));
    const plan = application({
      deployments: [
        { name: "Program", ...program, permissions: inTarget, target },
        { name: "Stack", tool: "cloudformation", stackName: "orders", permissions: inTarget, target },
      ],
    });
    const checks = plan.targetRoles.filter(({ stageName }) => stageName === "Drift");
    assert.deepEqual(
      checks.map(({ roleName, trustedRoleArn }) => [roleName, trustedRoleArn]),
      ["Program", "Stack"].map((of) => [
        `shop-prod+Drift+target+${of}+eu-central-1`,
        `arn:aws:iam::111122223333:role/shop-prod-drift-${of}-eu-central-1`,
      ]),
    );
    for (const [index, { roleName, policies, trust, trustedRoleArn }] of checks.entries()) {
      const arn = `arn:aws:iam::444455556666:role/${roleName}`;
      const { permissions: own = [], buildspec } = checksOf(plan)[index] ?? assert.fail();
      assert.ok(JSON.stringify(buildspec).includes(`role_arn = ${arn}`));
      const context = { "aws:PrincipalArn": trustedRoleArn };
      const assume = { action: "sts:AssumeRole", resource: arn, context, resourcePolicy: trust };
      assert.deepEqual(await answersOtherThan("Allowed", own, [assume]), []);
      const there: Statement[] = JSON.parse(policies.inline ?? "").Statement;
      const [resource = ""] = resources;
      const holder = { account: "444455556666", name: roleName };
      const requests = ["DescribeServices", "UpdateService", "DeleteService"].map((action) => ({
        action: `ecs:${action}`,
        resource: resource.replace("111122223333", "444455556666"),
      }));
      assert.deepEqual(
        (await answersOtherThan("Allowed", there, requests, holder)).map((answer) => answer.split(" ")[1]),
        ["ecs:UpdateService", "ecs:DeleteService"],
      );
    }
    const [stack] = checks.slice(-1);
    assert.match(stack?.policies.inline ?? "", /arn:aws:cloudformation:eu-central-1:444455556666:stack\/orders\/\*/);
    assert.doesNotMatch(JSON.stringify(checksOf(plan)[1]?.permissions), /cloudformation:DetectStackDrift/);
  });

  it("look for the stage of their deployment, which plans rename", () => {
    const stages = (plan: ReturnType<typeof application>) =>
      /\{"stageName":"(\S+?)","actionName":"Program"\}/.exec(
        String(checksOf(plan)[0]?.buildspec.phases.build?.commands[1]),
      )?.[1];
    assert.equal(stages(application()), "Deploy");
    assert.equal(stages(application({ approval })), "Deploy-Program");
  });

  it("leave out what settings leave out, and read the resources of a serverless stack", () => {
    const deployments = [
      { name: "Program", ...program, drift: false },
      { name: "Api", tool: "cloudformation", stackName: "orders", sam: { api: "http" } },
    ];
    const [api, ...others] = checksOf(application({ deployments }));
    assert.deepEqual([api?.projectName, others], ["shop-prod-drift-Api", []]);
    const reading =
      api?.permissions.filter(({ Effect }) => Effect === "Allow").flatMap(({ Action = [] }) => Action) ?? [];
    assert.ok(reading.includes("iam:GetRole") && reading.includes("lambda:GetFunction"));
    assert.deepEqual(
      reading.filter((action) => /:(Create|Delete|Update|Put|Tag|Attach|Pass|Add)/.test(action)),
      [],
    );
  });

  it("write no folder of artifacts: an environment with the name of their folder is refused", () => {
    assert.deepEqual(driftFolderProblems("drift", { drift: true }), [
      {
        path: "drift",
        reason:
          'belongs to the pipeline "drift", whose artifacts would be in the folder of the copies: rename the environment',
      },
    ]);
    assert.deepEqual([...driftFolderProblems("drift", {}), ...driftFolderProblems("shop", { drift: true })], []);
  });

  it("have names of AWS, however long those of deployments are", () => {
    assert.equal(driftProjectName("shop-dev", "Network"), "shop-dev-drift-Network");
    assert.ok(driftProjectName("x".repeat(40), "y".repeat(200)).length <= 150);
  });
});
