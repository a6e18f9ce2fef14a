import assert from "node:assert/strict";
import { type Environment, keyId, type Role } from "./iam/environment";
import { type Decision, decideForOther, decideInContext, type Request } from "./iam/simulate";
import { nameOf, previewOf } from "./support/preview";

const home = "111122223333";
const prod = "333344445555";
const store = `arn:aws:s3:::network-artifacts-${home}-eu-central-1`;
const key = `arn:aws:kms:eu-central-1:${home}:key/${keyId}`;
const ours = { "aws:ResourceAccount": home, "aws:SecureTransport": "true" };
const state = `arn:aws:s3:::acme-state-${prod}-eu-central-1`;
const stateKey = `arn:aws:kms:eu-central-1:${prod}:key/${keyId}`;
const theirs = { "aws:ResourceAccount": prod };
const ofState = { "kms:ResourceAliases": ["alias/acme-state"], "kms:ViaService": "s3.eu-central-1.amazonaws.com" };
const stack = `arn:aws:cloudformation:eu-central-1:${prod}:stack/orders-queue/1`;
const ofPlan = { "cloudformation:ChangeSetName": "plan-1a2b" };
const logs = (project: string) => `arn:aws:logs:eu-central-1:${home}:log-group:/aws/codebuild/${project}`;
const project = (name: string) => `arn:aws:codebuild:eu-central-1:${home}:project/${name}`;
const role = (account: string, name: string) => `arn:aws:iam::${account}:role/${name}`;
const on = (resource: string, actions: readonly string[], context: Request["context"] = {}): Request[] =>
  actions.map((action) => ({ action, resource, context }));

/** The roles of one build: in the account of the pipeline, and in that of the infrastructure. */
const buildOf = (stage: string, action: string) => ({
  project: project(`network-${stage}-${action}`),
  starts: role(home, `network+${stage}+${action}+eu-central-1`),
  runs: role(home, `network-${stage}-${action}-eu-central-1`),
  acts: role(prod, `network+${stage}+target+${action}+eu-central-1`),
  logs: logs(`network-${stage}-${action}`),
});
const planNetwork = buildOf("Plan-Network", "Network");
const deployNetwork = buildOf("Deploy-Network", "Network");
const describeQueue = buildOf("Plan-Queue", "Queue-describe");
const checkQueue = {
  runs: role(home, "network+Deploy-Queue+Queue-check+eu-central-1"),
  acts: role(prod, "network+Deploy-Queue+target+Queue-check+eu-central-1"),
};
const changesQueue = role(prod, "network+Plan-Queue+Queue+eu-central-1");
const executesQueue = role(prod, "network+Deploy-Queue+Queue+eu-central-1");
const stackRole = role(prod, "network+stack-orders-queue+eu-central-1");
const pipelineRole = role(home, "network+eu-central-1");
const source = `${store}/network/Repository/a1`;
const ofGate = { "aws:ResourceTag/aws-pipelines:gate": "network" };
const throughStore = {
  "kms:ResourceAliases": ["alias/network-artifacts"],
  "kms:ViaService": "s3.eu-central-1.amazonaws.com",
  "kms:EncryptionContext:aws:s3:arn": store,
};

const startBuild = (build: typeof planNetwork): [string, Request[]][] => [
  [pipelineRole, on(build.starts, ["sts:AssumeRole"])],
  [build.starts, on(build.project, ["codebuild:StartBuild", "codebuild:BatchGetBuilds"])],
];
const runBuild = (build: typeof planNetwork): [string, Request[]][] => [
  [build.runs, on(source, ["s3:GetObject", "s3:GetObjectVersion"], ours)],
  [build.runs, on(key, ["kms:Decrypt"], throughStore)],
  [build.runs, on(build.acts, ["sts:AssumeRole"], ofGate)],
];
const report = (build: typeof planNetwork): [string, Request[]] => [
  build.runs,
  [
    ...on(`${build.logs}:log-stream:a`, ["logs:CreateLogStream"]),
    ...on(`${build.logs}:log-stream:a`, ["logs:PutLogEvents"]),
  ],
];

/** Requests of a whole execution, by role, in their order. */
const execution: readonly [string, readonly Request[]][] = [
  ...startBuild(planNetwork),
  ...runBuild(planNetwork),
  [
    planNetwork.acts,
    [
      ...on(state, ["s3:ListBucket"], theirs),
      ...on(`${state}/network.tfstate`, ["s3:GetObject"], theirs),
      ...on(stateKey, ["kms:Decrypt"], ofState),
      ...on("*", ["ec2:DescribeVpcs"], theirs),
    ],
  ],
  [
    planNetwork.runs,
    [
      ...on(`${store}/plans/Network/1a2b.json`, ["s3:PutObject"], {
        ...ours,
        "s3:x-amz-server-side-encryption": "aws:kms",
        "s3:x-amz-server-side-encryption-aws-kms-key-id": key,
      }),
      ...on(key, ["kms:GenerateDataKey"], throughStore),
    ],
  ],
  report(planNetwork),
  ...startBuild(deployNetwork),
  ...runBuild(deployNetwork),
  [deployNetwork.runs, on(`${store}/plans/Network/1a2b.json`, ["s3:GetObject"], ours)],
  [
    deployNetwork.acts,
    [
      ...on(`${state}/network.tfstate`, ["s3:GetObject", "s3:PutObject"], theirs),
      ...on(`${state}/network.tfstate.tflock`, ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], theirs),
      ...on(stateKey, ["kms:Decrypt", "kms:GenerateDataKey"], ofState),
      ...on("*", ["ec2:DescribeVpcs"], theirs),
      ...on(`arn:aws:ec2:eu-central-1:${prod}:vpc/vpc-1`, ["ec2:CreateVpc"]),
    ],
  ],
  report(deployNetwork),
  [pipelineRole, on(changesQueue, ["sts:AssumeRole"])],
  [
    changesQueue,
    [
      ...on(source, ["s3:GetObject", "s3:GetObjectVersion"], ours),
      ...on(key, ["kms:Decrypt"], throughStore),
      ...on(stack, ["cloudformation:CreateChangeSet", "cloudformation:DeleteChangeSet"], ofPlan),
      ...on(stack, ["cloudformation:DescribeChangeSet", "cloudformation:DescribeStacks"]),
      ...on(stackRole, ["iam:PassRole"], { "iam:PassedToService": "cloudformation.amazonaws.com" }),
    ],
  ],
  ...startBuild(describeQueue),
  ...runBuild(describeQueue),
  [
    describeQueue.acts,
    [...on(stack, ["cloudformation:DescribeChangeSet"]), ...on(stack, ["cloudformation:DeleteChangeSet"], ofPlan)],
  ],
  report(describeQueue),
  [pipelineRole, on(checkQueue.runs, ["sts:AssumeRole"])],
  [checkQueue.runs, on(checkQueue.acts, ["sts:AssumeRole"], ofGate)],
  [checkQueue.acts, on(stack, ["cloudformation:DescribeChangeSet"])],
  [pipelineRole, on(executesQueue, ["sts:AssumeRole"])],
  [executesQueue, on(stack, ["cloudformation:ExecuteChangeSet"], ofPlan)],
  [stackRole, on(`arn:aws:sqs:eu-central-1:${prod}:orders-a`, ["sqs:CreateQueue"])],
];

describe("plans and deployments in another account", () => {
  let environment: Environment;

  before(async () => {
    const { resources, policies, status } = await previewOf("prod", "examples/plan-two-accounts");
    const mandatory = policies.flatMap(({ violations }) => violations).filter(({ level }) => level === "mandatory");
    assert.deepEqual([status, mandatory], [0, []]);
    const isThere = (name: string) => /-target-role$|-stack-|-Queue-Queue-role$/.test(name);
    const inputsOf = (type: string, name: string) =>
      resources.find((each) => each.type === type && nameOf(each.urn) === name)?.inputs ?? assert.fail(name);
    const roles = resources
      .filter(({ type }) => type === "aws:iam/role:Role")
      .map(({ urn, inputs }): Role => {
        const { policy } = inputsOf("aws:iam/rolePolicy:RolePolicy", `${nameOf(urn)}-policy`);
        const name = String(inputs.name);
        const arn = role(isThere(nameOf(urn)) ? prod : home, name);
        return { name, arn, trust: JSON.parse(String(inputs.assumeRolePolicy)), policy: JSON.parse(String(policy)) };
      });
    // As a StateBackend of that account makes it: the account lets in its roles, whose own documents limit them.
    const ofAccount = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${prod}:root` }, Action: "kms:*", Resource: "*" }],
    };
    const policyOf = (type: string, name: string) => JSON.parse(String(inputsOf(type, name).policy));
    environment = {
      stack: "prod",
      account: home,
      roles,
      resourcePolicies: new Map([
        ...roles.map(({ arn, trust }) => [arn, trust] as const),
        [store, policyOf("aws:s3/bucketPolicy:BucketPolicy", "network-artifacts-store-policy")],
        [key, policyOf("aws:kms/key:Key", "network-artifacts-key")],
        [stateKey, ofAccount],
      ]),
    };
  });

  const decideAs = (arn: string, request: Request): Promise<Decision> => {
    const actor = environment.roles.find((each) => each.arn === arn) ?? assert.fail(arn);
    return decideInContext(environment, actor, request);
  };
  const answered = async (arn: string, requests: readonly Request[], isAllowed: boolean) => {
    const found: string[] = [];
    for (const request of requests) {
      if (((await decideAs(arn, request)) === "Allowed") === isAllowed) {
        found.push(`${request.action} ${request.resource}`);
      }
    }
    return found;
  };

  it("can run step by step: start, assume, read, decrypt, plan, keep, apply, report", async () => {
    for (const [arn, requests] of execution) {
      assert.deepEqual([arn, await answered(arn, requests, false)], [arn, []]);
    }
    const assume = { action: "sts:AssumeRole", resource: stackRole, context: { "aws:SourceAccount": prod } };
    assert.equal(await decideForOther(environment, "cloudformation.amazonaws.com", assume), "Allowed");
  });

  it("lets no role of the account of the pipeline act as another build's role there", async () => {
    const builds = [planNetwork, deployNetwork, describeQueue, checkQueue];
    for (const { runs, acts } of builds) {
      const others = builds.filter((each) => each.acts !== acts).map((each) => each.acts);
      const targets = [...others, changesQueue, executesQueue, stackRole];
      assert.deepEqual(await answered(runs, on(targets[0] ?? "", ["sts:AssumeRole"]), true), []);
      for (const target of targets) {
        assert.deepEqual(await answered(runs, on(target, ["sts:AssumeRole"]), true), []);
        // Even with every permission of its own account, the trust of the other role refuses it.
        const assume = { action: "sts:AssumeRole", resource: target, context: {} };
        assert.notEqual(await decideForOther(environment, runs, assume), "Allowed");
      }
    }
    for (const stranger of [role(home, "payroll"), role(prod, "payroll"), pipelineRole]) {
      for (const { acts } of builds) {
        const assume = { action: "sts:AssumeRole", resource: acts, context: {} };
        assert.notEqual(await decideForOther(environment, stranger, assume), "Allowed", `${stranger} ${acts}`);
      }
    }
  });

  it("lets a plan write nothing, in either account, but the plan", async () => {
    const denied = [
      ...on(`${state}/network.tfstate`, ["s3:PutObject", "s3:DeleteObject"], theirs),
      ...on(`${state}/network.tfstate.tflock`, ["s3:PutObject"], theirs),
      ...on(`${state}/payroll.tfstate`, ["s3:GetObject"], theirs),
      ...on(`arn:aws:s3:::payroll-state-${prod}-eu-central-1/network.tfstate`, ["s3:GetObject"], theirs),
      ...on(stateKey, ["kms:Decrypt"], { ...ofState, "kms:ResourceAliases": ["alias/payroll"] }),
      ...on(stateKey, ["kms:Decrypt"], { "kms:ResourceAliases": ["alias/acme-state"] }),
      ...on(stateKey, ["kms:GenerateDataKey", "kms:PutKeyPolicy"], ofState),
      ...on(`arn:aws:ec2:eu-central-1:${prod}:vpc/vpc-1`, ["ec2:CreateVpc"]),
      ...on(stack, ["cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet"], ofPlan),
      ...on(stackRole, ["iam:PassRole", "sts:AssumeRole", "iam:PutRolePolicy"]),
      ...on(source, ["s3:GetObject", "s3:PutObject"], ours),
      ...on(key, ["kms:Decrypt"], throughStore),
    ];
    assert.deepEqual(await answered(planNetwork.acts, denied, true), []);
    assert.deepEqual(await answered(describeQueue.acts, denied, true), []);
    assert.deepEqual(
      await answered(checkQueue.acts, [...denied, ...on(stack, ["cloudformation:DeleteChangeSet"], ofPlan)], true),
      [],
    );
    const athome = [
      ...on(source, ["s3:PutObject"], ours),
      ...on(`${store}/plans/Other/1a2b.json`, ["s3:PutObject"], ours),
      ...on(planNetwork.project, ["codebuild:StartBuild", "codebuild:UpdateProject"]),
      ...on(`arn:aws:codepipeline:eu-central-1:${home}:network`, ["codepipeline:StartPipelineExecution"]),
    ];
    assert.deepEqual(await answered(planNetwork.runs, [...athome, ...denied.slice(0, -3)], true), []);
  });

  it("keeps the deployment from roles, gates and states that are not its own", async () => {
    const denied = [
      ...on(`${state}/payroll.tfstate`, ["s3:GetObject", "s3:PutObject"], theirs),
      ...on(`${state}/network.tfstate`, ["s3:DeleteObject", "s3:PutObjectAcl"], theirs),
      ...on(state, ["s3:PutBucketPolicy", "s3:DeleteBucket"], theirs),
      ...on(stackRole, ["iam:PassRole"], { "iam:PassedToService": "cloudformation.amazonaws.com" }),
      ...on(planNetwork.acts, ["iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy", "sts:AssumeRole"]),
      ...on(stack, ["cloudformation:ExecuteChangeSet"], ofPlan),
      ...on(`arn:aws:ec2:us-east-1:${prod}:vpc/vpc-1`, ["ec2:CreateVpc"]),
    ];
    assert.deepEqual(await answered(deployNetwork.acts, denied, true), []);
    assert.deepEqual(
      await answered(deployNetwork.runs, on(`arn:aws:ec2:eu-central-1:${prod}:vpc/vpc-1`, ["ec2:CreateVpc"]), true),
      [],
    );
  });
});
