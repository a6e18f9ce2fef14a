import assert from "node:assert/strict";
import type { PlanFacts, PlannedChange } from "../../../components/recipes/plan-program";
import { pulumiUp } from "../../../components/recipes/pulumi-up";
import { pulumiUpPreview } from "../../../components/recipes/pulumi-up-preview";
import { judgeSelfUpdate, type SelfUpdated } from "../../../components/recipes/self-update-plan";
import { type BuildMachine, makeBuildMachine } from "../../support/build-machine";
import { approvePlan, plannedProject } from "../../support/planned-update";
import { runBuildspec } from "../../support/run-buildspec";

const environment = { name: "orders-prod", roleNames: ["orders-prod-deploy-eu-central-1"] };
const component = "aws-pipelines:index:DeliveryEnvironment";
const unknown = ["04da6b54", "80e4", "46f7", "96ec", "b56ff0331ba9"].join("-");

function urnOf(type: string, name: string, parents: readonly string[] = [component]): string {
  return `urn:pulumi:prod::environments::${[...parents, type].join("$")}::${name}`;
}

interface ChangeArgs extends Partial<PlannedChange> {
  readonly type: string;
  readonly name?: string;
  readonly parents?: readonly string[];
  readonly before?: object;
  readonly after?: object;
}

function change({ type, name = "orders-prod-part", parents, before, after, ...more }: ChangeArgs): PlannedChange {
  const side = (inputs: object | undefined) => (inputs === undefined ? null : { type, inputs });
  return {
    action: before === undefined ? "create" : after === undefined ? "delete" : "update",
    address: urnOf(type, name, parents),
    type,
    record: { oldState: side(before), newState: side(after) },
    ...more,
  };
}

function judge(...changes: readonly PlannedChange[]): PlanFacts {
  return judgeAs({}, changes);
}

function judgeAs(more: Pick<SelfUpdated, "waiting">, changes: readonly PlannedChange[]): PlanFacts {
  return judgeSelfUpdate(
    { tool: "pulumi 3.248.0", plugins: [], state: {}, stateRecord: {}, changes, refused: [] },
    { ...environment, ...more },
  );
}

const project = "aws:codebuild/project:Project";
const role = "aws:iam/role:Role";
const rolePolicy = "aws:iam/rolePolicy:RolePolicy";
const own = { role: "orders-prod-deploy-eu-central-1" };
const deployRole = { name: "orders-prod-deploy-eu-central-1", tags: {} };
const both = { before: { tags: {} }, after: { tags: {} } };

describe("judgeSelfUpdate", () => {
  const free: Readonly<Record<string, ChangeArgs>> = {
    "a project that changes": { type: project, ...both },
    "a pipeline that changes": { type: "aws:codepipeline/pipeline:Pipeline", ...both },
    "a key policy that changes": { type: "aws:kms/keyPolicy:KeyPolicy", before: {}, after: {} },
    "a policy of a role of the environment": { type: rolePolicy, before: own, after: own },
    "a role with another trust": {
      type: role,
      before: deployRole,
      after: deployRole,
      properties: ["assumeRolePolicy"],
    },
    "a subscription that goes": { type: "aws:sns/topicSubscription:TopicSubscription", before: {} },
    "an alarm that is new": { type: "aws:cloudwatch/metricAlarm:MetricAlarm", after: { tags: {} } },
    "other tags of a log group": { type: "aws:cloudwatch/logGroup:LogGroup", ...both, properties: ["tags"] },
    "an entry of the state": { type: "pulumi:providers:aws", action: "record", before: {}, after: {} },
  };
  for (const [what, args] of Object.entries(free)) {
    it(`lets an update make ${what}`, () => {
      assert.deepEqual(judge(change(args)).refused, []);
    });
  }

  const refused: Readonly<Record<string, readonly [ChangeArgs, RegExp]>> = {
    "a new project": [{ type: project, after: { tags: {} } }, /an update does not create it/],
    "a project that goes": [{ type: project, before: { tags: {} } }, /an update does not delete it/],
    "a bucket that is replaced": [{ type: "aws:s3/bucket:Bucket", ...both, action: "replace" }, /does not replace it/],
    "a log group that leaves the state": [
      { type: "aws:cloudwatch/logGroup:LogGroup", before: { tags: {} }, action: "forget" },
      /does not forget it/,
    ],
    "a kind that nobody knows": [{ type: "aws:lambda/function:Function", ...both }, /of the kind aws:lambda\/function/],
    "an import": [{ type: rolePolicy, after: own, action: "import" }, /an update does not import it/],
    "a new role": [{ type: role, after: deployRole }, /does not create it/],
    "another permissions boundary": [
      { type: role, before: deployRole, after: deployRole, properties: ["permissionsBoundary"] },
      /changes the permissionsBoundary of a role/,
    ],
    "another retention of a log, which no role of the update may shorten": [
      { type: "aws:cloudwatch/logGroup:LogGroup", ...both, properties: ["retentionInDays"] },
      /changes the retention of a log/,
    ],
    "a role of another name": [
      {
        type: role,
        before: { name: "orders-leads", tags: {} },
        after: { name: "orders-leads", tags: {} },
        properties: ["description"],
      },
      /is a role that an update does not change/,
    ],
    "a grant of an approver": [
      { type: rolePolicy, name: "orders-prod-destroy-first-approver", after: { role: "orders-leads" } },
      /a policy of a role outside of the environment, such as an approver/,
    ],
    "a grant that an approver loses": [{ type: rolePolicy, before: { role: "orders-leads" } }, /such as an approver/],
    "a policy of a role that is unknown": [
      { type: rolePolicy, after: { role: unknown } },
      /outside of the environment/,
    ],
    "a policy that moves to another role": [
      { type: rolePolicy, before: own, after: { role: "orders-leads" } },
      /outside of the environment/,
    ],
    "a part of the destroy pipeline": [
      { type: project, ...both, parents: [component, "aws-pipelines:index:DestroyPipeline"] },
      /a part of the gate of a destroy/,
    ],
    "a policy of the logs of the destroy pipeline": [
      {
        type: "aws:s3/bucketPolicy:BucketPolicy",
        name: "orders-prod-destroy-artifacts-logs-policy",
        before: {},
        after: {},
      },
      /a part of the gate of a destroy/,
    ],
    "a part of its own pipeline": [
      { type: project, ...both, parents: [component, "aws-pipelines:index:SelfUpdatePipeline"] },
      /or of the pipeline that updates/,
    ],
    "a part of its own pipeline that an alias moves elsewhere": [
      {
        type: project,
        record: {
          oldState: {
            urn: urnOf(project, "x", [component, "aws-pipelines:index:SelfUpdatePipeline"]),
            inputs: { tags: {} },
          },
          newState: { inputs: { tags: {} } },
        },
        action: "update",
      },
      /or of the pipeline that updates/,
    ],
    "an entry of the state below its own pipeline": [
      {
        type: "aws-pipelines:index:Pipeline",
        action: "record",
        after: {},
        parents: [component, "aws-pipelines:index:SelfUpdatePipeline"],
      },
      /or of the pipeline that updates/,
    ],
  };
  for (const [what, [args, reason]] of Object.entries(refused)) {
    it(`refuses ${what}, which a person makes by hand`, () => {
      const { refused: reasons } = judge(change({ type: project, ...both }), change(args));
      assert.equal(reasons.length, 2);
      assert.match(reasons[0] ?? "", reason);
      assert.equal(reasons[1], "A person makes these changes of orders-prod: run pulumi up by hand.");
    });
  }

  it("marks changes of a gate, and takes everything without tags for a part of one", () => {
    const gate = { "aws-pipelines:gate": "orders-prod" };
    const cases: readonly (readonly [ChangeArgs, boolean])[] = [
      [{ type: project, before: { tags: {} }, after: { tags: { owner: "shop" } } }, false],
      [{ type: project, before: { tags: gate }, after: { tags: {} } }, true],
      [{ type: project, before: { tags: {} }, after: { tags: gate } }, true],
      [{ type: project, before: { tags: {} }, after: { tags: unknown } }, true],
      [{ type: rolePolicy, before: own, after: own }, true],
      [{ type: project, before: { tags: {} }, after: {} }, true],
    ];
    for (const [args, isGate] of cases) {
      assert.equal(judge(change(args)).changes[0]?.gate ?? false, isGate, JSON.stringify(args));
    }
  });
});

describe("judgeSelfUpdate, where only some updates wait for an approval", () => {
  const build = {
    name: "orders-dev-deploy",
    serviceRole: "arn:aws:iam::111122223333:role/orders-dev-deploy-eu-central-1",
    tags: { application: "orders" },
    source: { type: "CODEPIPELINE", buildspec: "version: 0.2" },
    environment: {
      image: "aws/codebuild/standard:7.0",
      privilegedMode: false,
      environmentVariables: [{ name: "A", value: "1" }],
    },
  };
  const logs = { name: "/aws/codebuild/orders-dev-deploy", kmsKeyId: "key", tags: {} };
  const logGroup = "aws:cloudwatch/logGroup:LogGroup";
  const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
  const changed = (part: object) => ({ type: project, before: build, after: { ...build, ...part } });
  const variable = (value: object) => changed({ environment: { ...build.environment, environmentVariables: [value] } });

  const unattended: Readonly<Record<string, ChangeArgs>> = {
    "other commands of a build": changed({ source: { ...build.source, buildspec: "version: 0.2 # newer" } }),
    "another timeout and description": changed({ buildTimeout: 30, description: "Deploys orders" }),
    "another image of the machine": changed({
      environment: { ...build.environment, image: "aws/codebuild/standard:8.0" },
    }),
    "another plain variable": variable({ name: "A", value: "2" }),
    "other tags of a build": changed({ tags: { application: "orders", team: "web" } }),
    "other tags of a log group": { type: logGroup, before: logs, after: { ...logs, tags: { team: "web" } } },
    "an entry of the state": { type: "aws-pipelines:index:Pipeline", action: "record", before: {}, after: {} },
  };
  for (const [what, args] of Object.entries(unattended)) {
    it(`lets nobody wait for ${what}`, () => {
      const { changes, refused } = judgeAs({ waiting: "refuse" }, [change(args)]);
      assert.deepEqual([changes[0]?.waits, refused], [undefined, []]);
    });
  }

  const waiting: Readonly<Record<string, readonly [ChangeArgs, RegExp]>> = {
    "a policy of a role": [{ type: rolePolicy, before: own, after: own }, /is a part of a gate, or has no tags/],
    "a narrower policy, which IAM cannot tell from a wider one": [
      { type: rolePolicy, before: { ...own, tags: {} }, after: { ...own, tags: {} } },
      /of the kind aws:iam\/rolePolicy:RolePolicy, which can change a permission or a start/,
    ],
    "a change that widens a permission": [
      { ...changed({ buildTimeout: 30 }), widens: ["s3:*"] },
      /widens a permission/,
    ],
    "a trust policy": [
      { type: role, before: deployRole, after: deployRole, properties: ["assumeRolePolicy"] },
      /of the kind aws:iam\/role/,
    ],
    "a pipeline": [{ type: "aws:codepipeline/pipeline:Pipeline", ...both }, /of the kind aws:codepipeline/],
    "a topic": [{ type: "aws:sns/topic:Topic", ...both }, /of the kind aws:sns/],
    "an event rule": [{ type: "aws:cloudwatch/eventRule:EventRule", ...both }, /of the kind aws:cloudwatch\/eventRule/],
    "an alarm, which can stop machines": [
      { type: alarm, after: { tags: {} } },
      /of the kind aws:cloudwatch\/metricAlarm/,
    ],
    "a dashboard, which can call a function": [
      { type: "aws:cloudwatch/dashboard:Dashboard", before: {}, after: {} },
      /has no tags/,
    ],
    "a protection that goes": [
      { ...changed({}), record: { oldState: { inputs: build, protect: true }, newState: { inputs: build } } },
      /changes options of a resource/,
    ],
    "another provider of a resource": [
      {
        ...changed({}),
        record: {
          oldState: { inputs: build, provider: "urn:pulumi:prod::environments::pulumi:providers:aws::aws::1" },
          newState: { inputs: build, provider: "urn:pulumi:prod::environments::pulumi:providers:aws::other::2" },
        },
      },
      /changes options of a resource/,
    ],
    "a gate that a provider tags": [changed({ tagsAll: { "aws-pipelines:gate": "x" } }), /is a part of a gate/],
    "a bucket policy": [{ type: "aws:s3/bucketPolicy:BucketPolicy", before: {}, after: {} }, /has no tags/],
    "the lifecycle of images": [
      { type: "aws:ecr/lifecyclePolicy:LifecyclePolicy", before: {}, after: {} },
      /has no tags/,
    ],
    "the key of a log group": [
      { type: logGroup, before: logs, after: { ...logs, kmsKeyId: "other" } },
      /changes more of a log group than its tags/,
    ],
    "another role of a build": [
      changed({ serviceRole: "arn:aws:iam::111122223333:role/x" }),
      /more of a project than its work/,
    ],
    "a privileged build": [
      changed({ environment: { ...build.environment, privilegedMode: true } }),
      /more of a project than its work/,
    ],
    "another source of a build": [changed({ source: { ...build.source, type: "GITHUB" } }), /more of a project/],
    "a network of a build": [changed({ vpcConfig: { vpcId: "vpc-1" } }), /more of a project/],
    "a secret that a build reads": [
      variable({ name: "A", type: "SECRETS_MANAGER", value: "orders/token" }),
      /more of a project than its work/,
    ],
    "a value that the update decides": [changed({ buildTimeout: unknown }), /a value that nobody can judge/],
    "a secret value": [variable({ name: "A", value: "[secret]" }), /a value that nobody can judge/],
    "a part of a gate": [
      { type: project, before: { ...build, tags: { "aws-pipelines:gate": "x" } }, after: build },
      /is a part of a gate/,
    ],
    "a provider, which may lead to another account": [
      { type: "pulumi:providers:aws", action: "record", before: {}, after: { region: "us-east-1" } },
      /is a provider/,
    ],
  };
  for (const [what, [args, reason]] of Object.entries(waiting)) {
    it(`lets ${what} wait, and refuses it in a build that nobody approved`, () => {
      const quiet = change(changed({ buildTimeout: 30 }));
      const marked = judgeAs({ waiting: "mark" }, [quiet, change(args)]);
      assert.deepEqual([marked.changes[0]?.waits, marked.refused], [undefined, []]);
      assert.match(marked.changes[1]?.waits ?? "", reason);
      const { refused } = judgeAs({ waiting: "refuse" }, [quiet, change(args)]);
      assert.equal(refused.length, 2);
      assert.match(refused[0] ?? "", reason);
      assert.equal(refused[1], "These changes wait for an approval, and nobody approved them.");
    });
  }

  it("marks nothing where every update waits", () => {
    assert.equal(judge(change({ type: rolePolicy, before: own, after: own })).changes[0]?.waits, undefined);
  });
});

describe("The builds of a self-update", () => {
  const stack = "organization/environments/prod";
  const shared = {
    version: "3.248.0",
    directory: ".",
    stack,
    planBucketName: "acme-artifacts",
    image: false,
    environment,
  };
  const buildProject = urnOf(project, "orders-prod-deploy");
  const gated = { name: "orders-prod-deploy", tags: { "aws-pipelines:gate": "orders-prod" } };
  const state = (inputs: object) => ({
    urn: buildProject,
    type: project,
    custom: true,
    id: "orders-prod-deploy",
    inputs,
  });
  const update = {
    op: "update",
    urn: buildProject,
    oldState: state(gated),
    newState: state({ ...gated, buildTimeout: 30 }),
    detailedDiff: { buildTimeout: { kind: "update" } },
  };
  const foreignRole = urnOf(rolePolicy, "orders-prod-approver");
  const grant = {
    op: "create",
    urn: foreignRole,
    newState: { urn: foreignRole, type: rolePolicy, custom: true, inputs: { role: "orders-leads", policy: "{}" } },
  };

  let machine: BuildMachine;
  let sha256: string;
  let variables: Record<string, string>;
  beforeEach(() => {
    machine = makeBuildMachine();
    sha256 = machine.offer("pulumi-v3.248.0-linux-x64.tar.gz", "pulumi");
    machine.write("source/Pulumi.yaml", "name: environments\n");
    machine.write("source/package-lock.json", "{}\n");
    machine.write("state/stacks", `${stack}\n`);
    machine.write("state/resources", "");
    machine.write("state/steps", JSON.stringify([update]));
    variables = plannedProject();
  });
  afterEach(() => machine.remove());

  const plan = () => runBuildspec(machine, pulumiUpPreview({ ...shared, sha256 }), variables);
  const run = () => runBuildspec(machine, pulumiUp({ ...shared, sha256 }), variables);
  const updates = () => machine.calls().filter((call) => call.startsWith("pulumi up"));

  it("say in the approval which parts of a gate change, and apply that plan", () => {
    const planned = plan();
    assert.equal(
      planned.exported.PLAN_SUMMARY,
      "0 to create, 1 to update, 0 to replace, 0 to delete, 0 in the state alone; no permission becomes wider; parts of a gate that change: 1",
    );
    assert.match(planned.output, /^Changes of a gate: 1$/m);
    approvePlan(variables, planned);
    const { succeeded, output } = run();
    assert.equal(succeeded, true, output);
    assert.equal(updates().length, 1);
  });

  it("make no plan of a change that a person makes by hand", () => {
    machine.write("state/steps", JSON.stringify([update, grant]));
    const { succeeded, output } = plan();
    assert.equal(succeeded, false);
    assert.match(output, /orders-prod-approver is a policy of a role outside of the environment/);
    assert.match(output, /run pulumi up by hand/);
  });

  it("apply nothing if the program shows an approver's grant only in the build that updates", () => {
    approvePlan(variables, plan());
    machine.write("state/steps", JSON.stringify([update, grant]));
    const { succeeded, output } = run();
    assert.equal(succeeded, false, output);
    assert.deepEqual(updates(), []);
  });

  it("apply nothing if the approval showed another summary", () => {
    approvePlan(variables, plan());
    variables.APPROVED_SUMMARY =
      "0 to create, 0 to update, 0 to replace, 0 to delete, 0 in the state alone; no permission becomes wider";
    const { succeeded, output } = run();
    assert.equal(succeeded, false);
    assert.match(output, /The approval showed/);
    assert.deepEqual(updates(), []);
  });

  it("count no change of an empty plan, so the pipeline skips the approval and the update", () => {
    machine.write("state/steps", "[]");
    assert.equal(plan().exported.CHANGE_COUNT, "0");
  });

  describe("where only some updates wait", () => {
    const quiet = { name: "orders-dev-deploy", tags: {} };
    const work = {
      ...update,
      oldState: state(quiet),
      newState: state({ ...quiet, buildTimeout: 30 }),
    };
    const pipeline = urnOf("aws:codepipeline/pipeline:Pipeline", "orders-dev-pipeline");
    const ofPipeline = (inputs: object) => ({
      ...state(inputs),
      urn: pipeline,
      type: "aws:codepipeline/pipeline:Pipeline",
    });
    const start = {
      ...update,
      urn: pipeline,
      oldState: ofPipeline({ tags: {} }),
      newState: ofPipeline({ tags: { a: "b" } }),
    };
    const as = (waiting: "mark" | "refuse") => ({ ...shared, sha256, environment: { ...environment, waiting } });
    const planned = () => runBuildspec(machine, pulumiUpPreview(as("mark")), variables);
    const unattended = () => runBuildspec(machine, pulumiUp(as("refuse")), variables);

    it("count what waits, and say why in the log", () => {
      machine.write("state/steps", JSON.stringify([work, start]));
      const { exported, output } = planned();
      assert.equal(exported.WAITING_COUNT, "1");
      assert.match(output, /^Waits for an approval: "urn:.*orders-dev-pipeline" is of the kind aws:codepipeline/m);
    });

    it("apply a plan without an approval if nothing of it waits", () => {
      machine.write("state/steps", JSON.stringify([work]));
      const plannedWork = planned();
      assert.equal(plannedWork.exported.WAITING_COUNT, "0");
      approvePlan(variables, plannedWork);
      const { succeeded, output } = unattended();
      assert.equal(succeeded, true, output);
      assert.equal(updates().length, 1);
    });

    it("apply nothing without an approval if the program shows more in the build that updates, or forges the count", () => {
      machine.write("state/steps", JSON.stringify([work]));
      approvePlan(variables, planned());
      machine.write("state/steps", JSON.stringify([work, start]));
      const { succeeded, output } = unattended();
      assert.equal(succeeded, false, output);
      assert.match(output, /nobody approved them/);

      approvePlan(variables, planned());
      const forged = unattended();
      assert.equal(forged.succeeded, false, forged.output);
      assert.match(forged.output, /nobody approved them/);
      assert.deepEqual(updates(), []);
    });
  });
});
