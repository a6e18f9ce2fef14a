import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { scopeOf } from "../../../components/aws/scope";
import { planDelivery } from "../../../components/delivery/plan";
import { readDelivery } from "../../../components/delivery/problems";
import { planSelfUpdate, type SelfUpdatePlan } from "../../../components/delivery/self-update";
import { resolveSelfUpdate } from "../../../components/delivery/self-update-settings";
import { type DeliverySettings, deliverySettingsSchema } from "../../../components/delivery/settings";
import { gateBoundary } from "../../../components/iam/gate-boundary";
import { renderStages } from "../../../components/pipelines/render/pipeline";
import { type Perform, runPipeline } from "../../support/run-pipeline";
import { answersOtherThan, contradictionsOfAws, type RoleRequest } from "../../support/statements";

const root = join(__dirname, "../../..");
const file = parse(readFileSync(join(root, "examples/self-update/Pulumi.prod.yaml"), "utf8"));
const settings = deliverySettingsSchema.parse(file.config["self-update:environment"]);
const name = "orders-prod";
const program = { project: "environments", stack: "prod" };

function planOf(changed: DeliverySettings = settings): SelfUpdatePlan {
  assert.deepEqual(readDelivery(changed).problems, []);
  const scope = scopeOf(changed);
  const { bucketName, pipeline, projects, keyUsers, topics, notifications } = planDelivery(scope, name, changed);
  const selfUpdate =
    resolveSelfUpdate(changed, program, changed.approval !== undefined) ?? assert.fail("there is none");
  const environment = {
    name,
    application: "orders",
    bucketName,
    pipeline,
    projects,
    repositoryName: name,
    keyUsers,
    topicNames: [...topics, ...(notifications?.topics ?? [])].map(({ topicName }) => topicName),
  };
  return planSelfUpdate(scope, environment, program, selfUpdate);
}

const plan = planOf();
const statementsOf = (end: string) =>
  plan.projects.find(({ projectName }) => projectName === `self-update-${name}-${end}`)?.permissions ??
  assert.fail(end);

const arn = (service: string, resource: string, region = "eu-central-1") =>
  `arn:aws:${service}:${region}:111122223333:${resource}`;
const iam = (resource: string) => arn("iam", resource, "");
const gateTag = "aws:ResourceTag/aws-pipelines:gate";
const gate = (value: string) => ({ [gateTag]: value });
const ofDelivery = gate(name);
const boundary = { "iam:PermissionsBoundary": "arn:aws:iam::111122223333:policy/delivery-boundary" };
const deployRole = iam(`role/${name}-deploy-eu-central-1`);
const bucket = `arn:aws:s3:::${name}-artifacts-111122223333-eu-central-1`;
const ownTags = { "aws:ResourceTag/application": "orders", "aws:ResourceTag/environment": "prod" };
const toCodeBuild = { "iam:PassedToService": "codebuild.amazonaws.com" };

const selfGate = gate(`self-update-${name}`);
const destroyGate = gate(`${name}-destroy`);
const attacks: Readonly<Record<string, RoleRequest>> = {
  "takes the approval out of its own pipeline": {
    action: "codepipeline:UpdatePipeline",
    resource: arn("codepipeline", `self-update-${name}`),
    context: selfGate,
  },
  "changes the build that updates": {
    action: "codebuild:UpdateProject",
    resource: arn("codebuild", `project/self-update-${name}-run`),
    context: selfGate,
  },
  "grants itself more": {
    action: "iam:PutRolePolicy",
    resource: iam(`role/self-update-${name}-run-eu-central-1`),
    context: { ...boundary, ...selfGate },
  },
  "trusts itself to somebody": {
    action: "iam:UpdateAssumeRolePolicy",
    resource: iam(`role/self-update-${name}-run-eu-central-1`),
    context: { ...boundary, ...selfGate },
  },
  "hands its role to a project of the environment": {
    action: "iam:PassRole",
    resource: iam(`role/self-update-${name}-run-eu-central-1`),
    context: toCodeBuild,
  },
  "approves an update": {
    action: "codepipeline:PutApprovalResult",
    resource: arn("codepipeline", `self-update-${name}/Update/Plan`),
  },
  "approves a delivery": {
    action: "codepipeline:PutApprovalResult",
    resource: arn("codepipeline", `${name}-pipeline/ApprovePlan/Plan`),
    context: ofDelivery,
  },
  "overrides a condition": {
    action: "codepipeline:OverrideStageCondition",
    resource: arn("codepipeline", `${name}-pipeline/Deploy`),
    context: ofDelivery,
  },
  "starts the deployment": {
    action: "codebuild:StartBuild",
    resource: arn("codebuild", `project/${name}-deploy`),
    context: ofDelivery,
  },
  "starts the build that destroys": {
    action: "codebuild:StartBuild",
    resource: arn("codebuild", `project/${name}-destroy-run`),
    context: destroyGate,
  },
  "changes the build that destroys": {
    action: "codebuild:UpdateProject",
    resource: arn("codebuild", `project/${name}-destroy-run`),
    context: destroyGate,
  },
  "takes the approval out of the destroy pipeline": {
    action: "codepipeline:UpdatePipeline",
    resource: arn("codepipeline", `${name}-destroy-pipeline`),
    context: destroyGate,
  },
  "hears of destroys in place of the approvers": {
    action: "sns:Subscribe",
    resource: arn("sns", `${name}-destroy-first-approvers`),
    context: destroyGate,
  },
  "opens the key of the destroy pipeline": {
    action: "kms:PutKeyPolicy",
    resource: arn("kms", "key/5678"),
    context: { ...ownTags, ...destroyGate },
  },
  "opens the access logs of the gate": {
    action: "s3:PutBucketPolicy",
    resource: `arn:aws:s3:::${name}-destroy-artifacts-111122223333-eu-central-1-logs`,
    context: { "aws:ResourceAccount": "111122223333" },
  },
  "makes itself an approver": { action: "iam:PutRolePolicy", resource: iam("role/orders-leads"), context: boundary },
  "creates a role without the guard": {
    action: "iam:CreateRole",
    resource: iam(`role/${name}-other-eu-central-1`),
    context: boundary,
  },
  "widens a role without the boundary": { action: "iam:PutRolePolicy", resource: deployRole, context: ofDelivery },
  "widens a role behind another boundary": {
    action: "iam:PutRolePolicy",
    resource: deployRole,
    context: { "iam:PermissionsBoundary": iam("policy/other"), ...ofDelivery },
  },
  "takes the boundary of a role away": {
    action: "iam:DeleteRolePermissionsBoundary",
    resource: deployRole,
    context: { ...boundary, ...ofDelivery },
  },
  "changes the boundary": { action: "iam:CreatePolicyVersion", resource: iam("policy/delivery-boundary") },
  "becomes the role that deploys": { action: "sts:AssumeRole", resource: deployRole, context: ofDelivery },
  "touches the gate of another environment whose name begins like this one": {
    action: "sns:SetTopicAttributes",
    resource: arn("sns", `${name}-eu-approvals`),
    context: gate(`${name}-eu`),
  },
  "deletes the rule of the messages of an environment whose name begins like this one": {
    action: "events:DeleteRule",
    resource: arn("events", `rule/${name}-eu-notifications-run`),
  },
  "sends the messages of such an environment elsewhere": {
    action: "events:PutTargets",
    resource: arn("events", `rule/${name}-eu-notifications-run`),
  },
  "deletes an alarm of such an environment": {
    action: "cloudwatch:DeleteAlarms",
    resource: arn("cloudwatch", `alarm:${name}-eu-notifications-alarms-slow`),
  },
  "changes a topic of such an environment": {
    action: "sns:SetTopicAttributes",
    resource: arn("sns", `${name}-eu-notifications`),
  },
  "deletes the dashboard of such an environment": {
    action: "cloudwatch:DeleteDashboards",
    resource: `${arn("cloudwatch", "dashboard", "")}/${name}-eu-notifications-alarms`,
  },
  "deletes the rule of a gate whose name only a beginning tells": {
    action: "events:DeleteRule",
    resource: arn("events", `rule/${name}-notifications-eu-run`),
    context: gate(`${name}-notifications-eu`),
  },
  "deletes an alarm of such a gate": {
    action: "cloudwatch:DeleteAlarms",
    resource: arn("cloudwatch", `alarm:${name}-notifications-alarms-eu-slow`),
    context: gate(`${name}-notifications-alarms-eu`),
  },
  "changes the pipeline of another environment": {
    action: "codepipeline:UpdatePipeline",
    resource: arn("codepipeline", "shop-dev-pipeline"),
  },
  "replaces the source that is delivered": {
    action: "s3:PutObject",
    resource: `${bucket}/orders-prod-pipeline/source/abc`,
    context: { "aws:ResourceAccount": "111122223333" },
  },
  "pushes an image": { action: "ecr:PutImage", resource: arn("ecr", `repository/${name}`), context: ofDelivery },
  "deletes the log of an approved plan": {
    action: "logs:DeleteLogGroup",
    resource: arn("logs", `log-group:/aws/codebuild/${name}-plan`),
    context: ofDelivery,
  },
  "shortens the retention of a log": {
    action: "logs:PutRetentionPolicy",
    resource: arn("logs", `log-group:/aws/codebuild/${name}-plan`),
    context: ofDelivery,
  },
  "forges the log that approvers read": {
    action: "logs:PutLogEvents",
    resource: arn("logs", `log-group:/aws/codebuild/self-update-${name}-plan:log-stream:x`),
    context: selfGate,
  },
  "deletes a key": {
    action: "kms:ScheduleKeyDeletion",
    resource: arn("kms", "key/1234"),
    context: { ...ownTags, ...ofDelivery },
  },
  "writes the state of the application": {
    action: "s3:PutObject",
    resource: "arn:aws:s3:::acme-state-111122223333-eu-central-1/.pulumi/stacks/orders/prod.json",
    context: { "aws:ResourceAccount": "111122223333" },
  },
  "opens the bucket of the states": {
    action: "s3:PutBucketPolicy",
    resource: "arn:aws:s3:::acme-state-111122223333-eu-central-1",
    context: { "aws:ResourceAccount": "111122223333" },
  },
};

/** Outputs of a plan with changes. */
const planned: Readonly<Record<string, string>> = {
  CHANGE_COUNT: "3",
  PLAN_DIGEST: "0f".repeat(32),
  PLAN_SUMMARY: "0 to create, 3 to update",
  PREVIEW_LINK:
    "https://eu-central-1.console.aws.amazon.com/codesuite/codebuild/111122223333/projects/self-update-orders-prod-plan/build/self-update-orders-prod-plan%3A0a1b/?region=eu-central-1",
};

/** Runs the pipeline of a plan whose preview has these outputs; the named action fails. */
function stepsOf({ pipeline }: SelfUpdatePlan, outputs: Readonly<Record<string, string>>, failed?: string) {
  const perform: Perform = ({ name: action }) => {
    if (action === failed) {
      return undefined;
    }
    return action === "Source/Repository" ? { CommitId: "4f1d" } : action === "Plan/Preview" ? outputs : {};
  };
  return runPipeline(renderStages(pipeline), perform, { executionId: "execution-1" }).steps;
}

describe("the pipeline of a self-update", () => {
  it("approves the commit, plans it, and has the approval of the plan in the stage of the update", () => {
    const stages = plan.pipeline.model.stages.map(({ name: stage, beforeEntry, actions }) => [
      stage,
      beforeEntry?.result,
      actions.map(({ name: action, provider, runOrder = 1 }) => `${runOrder} ${action} ${provider}`),
    ]);
    assert.deepEqual(stages, [
      ["Source", undefined, ["1 Repository CodeStarSourceConnection"]],
      ["Approve", undefined, ["1 Commit Manual"]],
      ["Plan", undefined, ["1 Preview CodeBuild"]],
      ["Update", "SKIP", ["1 Plan Manual", "2 Stack CodeBuild"]],
    ]);
  });

  it("plans at once if nobody approves the deliveries of the environment, and still approves the update", () => {
    const { approval: _, destroy: __, ...others } = settings;
    const { pipeline, approvers } = planOf(others as DeliverySettings);
    assert.deepEqual(
      pipeline.model.stages.map((stage) => stage.name),
      ["Source", "Plan", "Update"],
    );
    assert.deepEqual(
      approvers.map(({ stage, roleName }) => [stage, roleName]),
      [["Update", "platform-leads"]],
    );
  });

  it("has names that no pattern of the environment's names matches", () => {
    const names = [plan.name, plan.bucketName, ...plan.topics.map(({ topicName }) => topicName)];
    const all = [...names, ...plan.projects.map(({ projectName }) => projectName)];
    assert.deepEqual(
      all.filter((each) => !each.startsWith("self-update-orders-prod")),
      [],
    );
  });

  describe("as it runs", () => {
    const run = (outputs: Readonly<Record<string, string>>, rejected?: string) => stepsOf(plan, outputs, rejected);

    it("updates after both approvals", () => {
      assert.deepEqual(run(planned), [
        "Source/Repository",
        "Approve/Commit",
        "Plan/Preview",
        "Update/Plan",
        "Update/Stack",
      ]);
    });

    it("updates nothing without either of them", () => {
      for (const rejected of ["Approve/Commit", "Update/Plan"]) {
        assert.ok(!run(planned, rejected).includes("Update/Stack"), rejected);
      }
      assert.ok(!run(planned, "Approve/Commit").includes("Plan/Preview"));
    });

    it("skips the approval and the update together, for an empty plan and for forged texts", () => {
      const forgeries: readonly Readonly<Record<string, string>>[] = [
        { CHANGE_COUNT: "0" },
        { PLAN_SUMMARY: '0 to create"},{"name":"EXECUTION_ID","value":"other' },
        { PLAN_DIGEST: "nothing" },
        { PREVIEW_LINK: "https://example.com" },
      ];
      for (const forged of forgeries) {
        assert.deepEqual(run({ ...planned, ...forged }).slice(3), ["Update skipped"], JSON.stringify(forged));
      }
    });
  });
});

describe("a self-update whose approvals are for what widens", () => {
  const { approval: _, ...others } = settings;
  const selfUpdate = { ...(settings.selfUpdate as object), approval: "widening" };
  const quick = planOf({ ...others, selfUpdate } as DeliverySettings);
  const stages = renderStages(quick.pipeline);
  const run = (outputs: Readonly<Record<string, string>>, failed?: string) =>
    stepsOf(quick, { ...planned, CHANGE_COUNT: "1", WAITING_COUNT: "0", ...outputs }, failed).slice(2);

  it("runs exactly one update: with the approval for what waits, and without it by another build", () => {
    assert.deepEqual(run({}), ["Update skipped", "UpdateUnattended/Unattended"]);
    assert.deepEqual(run({ WAITING_COUNT: "1" }), ["Update/Plan", "Update/Stack", "UpdateUnattended skipped"]);
    assert.deepEqual(run({ WAITING_COUNT: "1" }, "Update/Plan").includes("Update/Stack"), false);
    assert.deepEqual(run({ CHANGE_COUNT: "0" }), ["Update skipped", "UpdateUnattended skipped"]);
    assert.deepEqual(run({ PLAN_DIGEST: "nothing" }), ["Update skipped", "UpdateUnattended skipped"]);
    // Everything but a plain zero waits.
    for (const forged of ["", "00", "0 ", "-0", "no"]) {
      assert.ok(!run({ WAITING_COUNT: forged }).includes("UpdateUnattended/Unattended"), forged);
    }
    assert.ok(!run({}, "Plan/Preview").some((step) => step.startsWith("Update")));
  });

  it("hands the plan to both builds, and no build of updates with an approval to the other stage", () => {
    const projectOf = (name: string) =>
      stages
        .find((stage) => stage.name === name)
        ?.actions.flatMap(({ configuration }) => configuration?.ProjectName ?? []);
    assert.deepEqual(projectOf("Update"), [`self-update-${name}-run`]);
    assert.deepEqual(projectOf("UpdateUnattended"), [`self-update-${name}-unattended`]);
    const text = JSON.stringify(stages.find((stage) => stage.name === "UpdateUnattended"));
    assert.match(text, /APPROVED_DIGEST.*APPROVED_SUMMARY/s);
  });

  const statements =
    quick.projects.find(({ projectName }) => projectName === `self-update-${name}-unattended`)?.permissions ?? [];

  it("lets the build without an approval change the work of builds, and write the state of the stack", async () => {
    const requests: RoleRequest[] = [
      { action: "codebuild:UpdateProject", resource: arn("codebuild", `project/${name}-deploy`) },
      { action: "logs:TagResource", resource: arn("logs", `log-group:/aws/codebuild/${name}-deploy`) },
      {
        action: "s3:PutObject",
        resource: "arn:aws:s3:::acme-state-111122223333-eu-central-1/.pulumi/stacks/environments/prod.json",
        context: { "aws:ResourceAccount": "111122223333" },
      },
    ];
    assert.deepEqual(await answersOtherThan("Allowed", statements, requests), []);
  });

  const widening: Readonly<Record<string, RoleRequest>> = {
    "widens a policy": { action: "iam:PutRolePolicy", resource: deployRole, context: boundary },
    "attaches a policy": { action: "iam:AttachRolePolicy", resource: deployRole, context: boundary },
    "deletes a policy with the guard": { action: "iam:DeleteRolePolicy", resource: deployRole, context: boundary },
    "changes a trust": { action: "iam:UpdateAssumeRolePolicy", resource: deployRole, context: boundary },
    "takes a tag of a gate from a role": { action: "iam:UntagRole", resource: deployRole },
    "hands a project its own role": { action: "iam:PassRole", resource: deployRole, context: toCodeBuild },
    "changes a dashboard, which can call a function": {
      action: "cloudwatch:PutDashboard",
      resource: `${arn("cloudwatch", "dashboard", "")}/${name}-notifications-alarms`,
    },
    "gives a project another role": {
      action: "codebuild:UpdateProject",
      resource: arn("codebuild", `project/${name}-deploy`),
      context: { "codebuild:serviceRole": deployRole },
    },
    "hands a role of an action to a project": {
      action: "iam:PassRole",
      resource: iam(`role/${name}-pipeline+Deploy+Infrastructure+eu-central-1`),
      context: toCodeBuild,
    },
    "hands a role to a pipeline": {
      action: "iam:PassRole",
      resource: deployRole,
      context: { "iam:PassedToService": "codepipeline.amazonaws.com" },
    },
    "changes the delivery": {
      action: "codepipeline:UpdatePipeline",
      resource: arn("codepipeline", `${name}-pipeline`),
    },
    "starts the delivery by a rule": {
      action: "events:PutTargets",
      resource: arn("events", `rule/${name}-pipeline-schedule-nightly`),
    },
    "stops machines by an alarm": {
      action: "cloudwatch:PutMetricAlarm",
      resource: arn("cloudwatch", `alarm:${name}-notifications-alarms-slow`),
    },
    "opens the bucket": {
      action: "s3:PutBucketPolicy",
      resource: bucket,
      context: { "aws:ResourceAccount": "111122223333" },
    },
    "turns off the access log": {
      action: "s3:PutBucketLogging",
      resource: bucket,
      context: { "aws:ResourceAccount": "111122223333" },
    },
    "lets images expire": { action: "ecr:PutLifecyclePolicy", resource: arn("ecr", `repository/${name}`) },
    "opens the registry": { action: "ecr:SetRepositoryPolicy", resource: arn("ecr", `repository/${name}`) },
    "opens the key": { action: "kms:PutKeyPolicy", resource: arn("kms", "key/1234"), context: ownTags },
    "hears of failures": { action: "sns:Subscribe", resource: arn("sns", `${name}-notifications`) },
    "opens the topic": { action: "sns:SetTopicAttributes", resource: arn("sns", `${name}-notifications`) },
    "moves a log to another key": {
      action: "logs:AssociateKmsKey",
      resource: arn("logs", `log-group:/aws/codebuild/${name}-deploy`),
    },
  };
  for (const [attack, request] of Object.entries({ ...attacks, ...widening })) {
    it(`denies the build without an approval, whatever its program calls: it ${attack}`, async () => {
      assert.equal((await answersOtherThan("Allowed", statements, [request])).length, 1);
    });
  }

  it("keeps that denial against a grant of everything", async () => {
    const everything = [...statements, { Sid: "All", Effect: "Allow", Action: "*", Resource: "*" } as const];
    const { "hands a role to a pipeline": __, ...denied } = widening;
    const answers = await answersOtherThan("Allowed", everything, Object.values(denied));
    assert.equal(answers.filter((answer) => answer.startsWith("ExplicitlyDenied")).length, Object.keys(denied).length);
  });

  it("asks AWS for nothing that its data does not know", async () => {
    assert.deepEqual(await contradictionsOfAws(statements), ["cloudwatch:DescribeAlarms has resources"]);
  });

  it("has one build and one stage less where every update waits", () => {
    assert.equal(plan.projects.length, 2);
    assert.equal(quick.projects.length, 3);
  });
});

describe("the role that updates an environment", () => {
  const statements = statementsOf("run");

  it("asks AWS for nothing that its data does not know, and lists composite alarms as their page says", async () => {
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
    assert.deepEqual(await contradictionsOfAws(statements), ["cloudwatch:DescribeAlarms has resources"]);
  });

  it("may change the environment", async () => {
    const requests: RoleRequest[] = [
      { action: "codepipeline:UpdatePipeline", resource: arn("codepipeline", `${name}-pipeline`), context: ofDelivery },
      { action: "codebuild:UpdateProject", resource: arn("codebuild", `project/${name}-deploy`), context: ofDelivery },
      { action: "iam:PutRolePolicy", resource: deployRole, context: { ...boundary, ...ofDelivery } },
      { action: "iam:UpdateAssumeRolePolicy", resource: deployRole, context: { ...boundary, ...ofDelivery } },
      { action: "iam:PassRole", resource: deployRole, context: toCodeBuild },
      { action: "s3:PutBucketPolicy", resource: bucket, context: { "aws:ResourceAccount": "111122223333" } },
      { action: "sns:Subscribe", resource: arn("sns", `${name}-notifications`), context: ofDelivery },
      { action: "ecr:PutLifecyclePolicy", resource: arn("ecr", `repository/${name}`), context: ofDelivery },
      {
        action: "logs:AssociateKmsKey",
        resource: arn("logs", `log-group:/aws/codebuild/${name}-deploy`),
        context: ofDelivery,
      },
      {
        action: "codeconnections:PassConnection",
        resource: settings.source.connectionArn,
        context: { "codeconnections:PassedToService": "codepipeline.amazonaws.com" },
      },
      { action: "cloudwatch:DescribeAlarms", resource: "*" },
      { action: "events:DeleteRule", resource: arn("events", `rule/${name}-pipeline-schedule-nightly`) },
      { action: "cloudwatch:PutMetricAlarm", resource: arn("cloudwatch", `alarm:${name}-notifications-alarms-slow`) },
      {
        action: "cloudwatch:PutDashboard",
        resource: `${arn("cloudwatch", "dashboard", "")}/${name}-notifications-alarms`,
      },
      { action: "sns:SetTopicAttributes", resource: arn("sns", `${name}-approvals`), context: ofDelivery },
      { action: "events:PutRule", resource: arn("events", `rule/${name}-notifications-run`) },
      {
        action: "s3:PutObject",
        resource: "arn:aws:s3:::acme-state-111122223333-eu-central-1/.pulumi/stacks/environments/prod.json",
        context: { "aws:ResourceAccount": "111122223333" },
      },
    ];
    assert.deepEqual(await answersOtherThan("Allowed", statements, requests), []);
  });

  it("may change the keys with the tags of the environment, as far as their policies let the account in", () => {
    const keys = statements.filter(({ Action }) => [Action].flat().includes("kms:PutKeyPolicy"));
    assert.deepEqual(
      keys.map(({ Resource, Condition }) => [Resource, Condition]),
      [[[arn("kms", "key/*")], { StringEquals: ownTags }]],
    );
  });

  for (const [attack, request] of Object.entries(attacks)) {
    it(`is denied, even with code that calls AWS itself: it ${attack}`, async () => {
      assert.equal((await answersOtherThan("Allowed", statements, [request])).length, 1);
    });
  }

  it("keeps its guard against a grant of everything: each denial of a gate is explicit", async () => {
    const everything = [...statements, { Sid: "All", Effect: "Allow", Action: "*", Resource: "*" } as const];
    const implicit = [
      "creates a role without the guard",
      "widens a role without the boundary",
      "widens a role behind another boundary",
      "makes itself an approver",
      "deletes the rule of the messages of an environment whose name begins like this one",
      "sends the messages of such an environment elsewhere",
      "deletes an alarm of such an environment",
      "changes a topic of such an environment",
      "deletes the dashboard of such an environment",
      "changes the pipeline of another environment",
      "deletes a key",
      "pushes an image",
      "deletes the log of an approved plan",
      "shortens the retention of a log",
      "forges the log that approvers read",
    ];
    const guarded = Object.entries(attacks).filter(([attack]) => !implicit.includes(attack));
    const opened = await Promise.all(
      guarded.map(async ([attack, request]) =>
        (await answersOtherThan("Allowed", everything, [request]))[0]?.startsWith("ExplicitlyDenied") ? [] : [attack],
      ),
    );
    assert.deepEqual(opened.flat(), []);
  });
});

describe("the role that plans an update", () => {
  it("reads the state, and changes nothing of the environment", async () => {
    const statements = statementsOf("plan");
    const writes: RoleRequest[] = [
      { action: "codepipeline:UpdatePipeline", resource: arn("codepipeline", `${name}-pipeline`) },
      { action: "iam:PutRolePolicy", resource: deployRole, context: boundary },
      { action: "s3:PutObject", resource: `arn:aws:s3:::${plan.bucketName}/self-update-orders-prod/source/abc` },
      {
        action: "s3:PutObject",
        resource: "arn:aws:s3:::acme-state-111122223333-eu-central-1/.pulumi/stacks/environments/prod.json",
        context: { "aws:ResourceAccount": "111122223333" },
      },
    ];
    assert.equal((await answersOtherThan("Allowed", statements, writes)).length, writes.length);
    const reads: RoleRequest = {
      action: "s3:GetObject",
      resource: "arn:aws:s3:::acme-state-111122223333-eu-central-1/.pulumi/stacks/environments/prod.json",
      context: { "aws:ResourceAccount": "111122223333" },
    };
    assert.deepEqual(await answersOtherThan("Allowed", statements, [reads]), []);
  });
});

describe("the boundary of an environment with a self-update", () => {
  const boundaryArn = iam("policy/delivery-boundary");
  const all = { Sid: "All", Effect: "Allow", Action: "*", Resource: "*" } as const;
  const statements = [all, ...gateBoundary({ boundaryArn, environment: name })];
  const principal = (role: string) => ({ "aws:PrincipalArn": iam(`role/${role}`) });
  const lost = [`${name}-deploy-eu-central-1`, `delivery/${name}-deploy-eu-central-1`];

  // The delivery is the environment's own work. Names of its buckets, and of those of states, tell no gate.
  const ownWork = [
    "starts the deployment",
    "becomes the role that deploys",
    "deletes the rule of the messages of an environment whose name begins like this one",
    "sends the messages of such an environment elsewhere",
    "deletes an alarm of such an environment",
    "changes a topic of such an environment",
    "deletes the dashboard of such an environment",
    "changes the pipeline of another environment",
    "replaces the source that is delivered",
    "pushes an image",
    "deletes the log of an approved plan",
    "shortens the retention of a log",
    "deletes a key",
    "writes the state of the application",
    "opens the bucket of the states",
    // A role behind the boundary approves nothing, whoever creates or widens it.
    "creates a role without the guard",
    "makes itself an approver",
  ];
  for (const [attack, request] of Object.entries(attacks).filter(([attack]) => !ownWork.includes(attack))) {
    it(`denies it to a role of the environment that lost its guard: it ${attack}`, async () => {
      const requests = lost.map((role) => ({ ...request, context: { ...request.context, ...principal(role) } }));
      const answers = await answersOtherThan("Allowed", statements, requests);
      assert.equal(answers.filter((answer) => answer.startsWith("ExplicitlyDenied")).length, 2);
    });
  }

  const buckets = { "aws:ResourceAccount": "111122223333" };
  const further: Readonly<Record<string, RoleRequest>> = {
    "approves a destroy": {
      action: "codepipeline:PutApprovalResult",
      resource: arn("codepipeline", `${name}-destroy-pipeline/Approve/First`),
    },
    "starts the destroy pipeline": {
      action: "codepipeline:StartPipelineExecution",
      resource: arn("codepipeline", `${name}-destroy-pipeline`),
      context: gate(`${name}-destroy`),
    },
    "changes the gate of another environment": {
      action: "codepipeline:UpdatePipeline",
      resource: arn("codepipeline", "shop-prod-pipeline"),
      context: gate("shop-prod"),
    },
    "starts the gate of another environment": {
      action: "codepipeline:StartPipelineExecution",
      resource: arn("codepipeline", "shop-prod-pipeline"),
      context: gate("shop-prod"),
    },
    "replaces the source of an update": {
      action: "s3:PutObject",
      resource: `arn:aws:s3:::${plan.bucketName}/self-update-orders-prod/source/abc`,
      context: buckets,
    },
    "replaces the source of a destroy": {
      action: "s3:PutObject",
      resource: `arn:aws:s3:::${name}-destroy-artifacts-111122223333-eu-central-1/source/abc`,
      context: buckets,
    },
    "creates a role that looks like one of the update": {
      action: "iam:CreateRole",
      resource: iam(`role/x/self-update-${name}-run-2`),
      context: boundary,
    },
    "widens the role of a person": { action: "iam:PutRolePolicy", resource: iam("role/orders-leads") },
    "creates a role without the boundary": { action: "iam:CreateRole", resource: iam("role/other") },
    "takes the permissions boundary away": { action: "iam:DeleteRolePermissionsBoundary", resource: deployRole },
    "makes a key of a user": { action: "iam:CreateAccessKey", resource: iam("user/lead") },
  };
  for (const [attack, request] of Object.entries(further)) {
    it(`denies it to a role of the environment that lost its guard: it ${attack}`, async () => {
      const requests = lost.map((role) => ({ ...request, context: { ...request.context, ...principal(role) } }));
      const answers = await answersOtherThan("Allowed", statements, requests);
      assert.equal(answers.filter((answer) => answer.startsWith("ExplicitlyDenied")).length, 2);
    });
  }

  const work: Readonly<Record<string, readonly [role: string, RoleRequest]>> = {
    "the self-update starts its build": [
      `self-update-${name}+Update+Stack+eu-central-1`,
      {
        action: "codebuild:StartBuild",
        resource: arn("codebuild", `project/self-update-${name}-run`),
        context: selfGate,
      },
    ],
    "the self-update's pipeline assumes the role of an action": [
      `self-update-${name}+eu-central-1`,
      {
        action: "sts:AssumeRole",
        resource: iam(`role/self-update-${name}+Update+Stack+eu-central-1`),
        context: selfGate,
      },
    ],
    "the self-update writes its source": [
      `self-update-${name}+Source+Repository+eu-central-1`,
      {
        action: "s3:PutObject",
        resource: `arn:aws:s3:::${plan.bucketName}/self-update-orders-prod/source/abc`,
        context: buckets,
      },
    ],
    "the self-update writes its log": [
      `self-update-${name}-run-eu-central-1`,
      {
        action: "logs:PutLogEvents",
        resource: arn("logs", `log-group:/aws/codebuild/self-update-${name}-run:log-stream:x`),
        context: selfGate,
      },
    ],
    "the update changes a policy of the environment": [
      `self-update-${name}-run-eu-central-1`,
      { action: "iam:PutRolePolicy", resource: deployRole, context: { ...boundary, ...ofDelivery } },
    ],
    "the update changes the pipeline of the delivery": [
      `self-update-${name}-run-eu-central-1`,
      {
        action: "codepipeline:UpdatePipeline",
        resource: arn("codepipeline", `${name}-pipeline`),
        context: ofDelivery,
      },
    ],
    "the destroy pipeline starts its build": [
      `${name}-destroy-pipeline+Destroy+Destroy+eu-central-1`,
      {
        action: "codebuild:StartBuild",
        resource: arn("codebuild", `project/${name}-destroy-run`),
        context: destroyGate,
      },
    ],
    "the destroy writes its log": [
      `${name}-destroy-run-eu-central-1`,
      {
        action: "logs:PutLogEvents",
        resource: arn("logs", `log-group:/aws/codebuild/${name}-destroy-run:log-stream:x`),
        context: destroyGate,
      },
    ],
    "the delivery starts its build": [
      `${name}-pipeline+Deploy+Infrastructure+eu-central-1`,
      { action: "codebuild:StartBuild", resource: arn("codebuild", `project/${name}-deploy`), context: ofDelivery },
    ],
    "the delivery reads the token that a destroy uses too": [
      `${name}-deploy-eu-central-1`,
      {
        action: "secretsmanager:GetSecretValue",
        resource: arn("secretsmanager", "secret:pulumi-a1b2c3"),
        context: destroyGate,
      },
    ],
    "a message of a failure is read from the log of a destroy": [
      `${name}-notifications+log-tail+eu-central-1`,
      {
        action: "logs:GetLogEvents",
        resource: arn("logs", `log-group:/aws/codebuild/${name}-destroy-run:log-stream:x`),
        context: destroyGate,
      },
    ],
  };
  for (const [what, [role, request]] of Object.entries(work)) {
    it(`allows the work behind it, with and without a path of roles: ${what}`, async () => {
      const requests = [role, `delivery/${role}`, `a/b/${role}`].map((each) => ({
        ...request,
        context: { ...request.context, ...principal(each) },
      }));
      assert.deepEqual(await answersOtherThan("Allowed", statements, requests), []);
    });
  }

  it("lets an environment start the pipelines of its partners alone", async () => {
    const start = {
      action: "codepipeline:StartPipelineExecution",
      resource: arn("codepipeline", "orders-live-pipeline"),
      context: { ...gate("orders-live"), ...principal(`${name}-pipeline+Promote+Live+eu-central-1`) },
    };
    const partner = [all, ...gateBoundary({ boundaryArn, environment: name, partners: ["orders-live"] })];
    assert.deepEqual(await answersOtherThan("Allowed", partner, [start]), []);
    assert.equal((await answersOtherThan("Allowed", statements, [start])).length, 1);
    const change = { ...start, action: "codepipeline:UpdatePipeline" };
    assert.equal((await answersOtherThan("Allowed", partner, [change])).length, 1);
  });
});
