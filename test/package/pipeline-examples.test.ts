import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readBuildspec } from "../../components/codebuild/read-buildspec";
import { goldenLines } from "../program/support/golden";
import { nameOf, previewOf, type Registered, type StackPreview, unknown } from "../program/support/preview";
import { misplacedIfExists } from "../support/if-exists";

const examples = {
  "codedeploy-ec2": "prod",
  "ecs-blue-green": "staging",
  "environment-two-accounts": "prod",
  fleet: "prod",
  "function-two-accounts": "prod",
  "jenkins-beanstalk": "dev",
  "lambda-canary": "staging",
  library: "prod",
  monorepo: "dev",
  "plan-two-accounts": "prod",
  "s3-static-site": "prod",
  service: "prod",
  "stack-sets": "prod",
  "test-infrastructure": "prod",
};

// Inputs of each type that decide about access.
const documents: Readonly<Record<string, string>> = {
  "aws:iam/role:Role": "assumeRolePolicy",
  "aws:iam/rolePolicy:RolePolicy": "policy",
  "aws:s3/bucketPolicy:BucketPolicy": "policy",
  "aws:codepipeline/pipeline:Pipeline": "stages",
};

const here = "arn:aws:sqs:eu-central-1:111122223333";

for (const [name, stack] of Object.entries(examples)) {
  describe(`the example ${name}`, () => {
    let preview: StackPreview;

    before(async () => {
      preview = await previewOf(stack, `examples/${name}`);
    });

    it("makes exactly the resources of its golden list", () => {
      const lines = preview.resources.map((made) => `${made.type} :: ${nameOf(made.urn)} :: ${nameOf(made.parent)}`);
      const actual = lines.map((line) => line.trimEnd()).sort();
      assert.deepEqual(actual, goldenLines(`examples/${name}.txt`, actual));
    });

    it("is clean: no mandatory finding, nothing that could not be judged, exit status 0", () => {
      const found = preview.policies.flatMap(({ violations }) => violations);
      assert.deepEqual(
        found.filter(({ level, message }) => level === "mandatory" || message.includes("can't run policy")),
        [],
      );
      assert.equal(preview.stderr, "");
      assert.equal(preview.status, 0);
    });

    it("has conditions that hold without their key only where docs/permissions.md lists them", () => {
      assert.deepEqual(misplacedIfExists(preview.resources), []);
    });

    it("knows every document before any of it exists", () => {
      const judged = preview.resources.flatMap(({ type, urn, inputs }) =>
        type in documents ? [[nameOf(urn), JSON.stringify(inputs[documents[type] ?? ""])] as const] : [],
      );
      assert.ok(judged.length > 8, `only ${judged.length} documents`);
      assert.deepEqual(
        judged.filter(([, text]) => text === undefined || text.includes(unknown)).map(([owner]) => owner),
        [],
      );
    });

    it("lets no build of an image write to an artifact store", () => {
      const privileged = preview.resources
        .filter(({ type }) => type === "aws:codebuild/project:Project")
        .filter(({ inputs }) => JSON.stringify(inputs.environment).includes('"privilegedMode":true'))
        .map(({ urn }) => nameOf(urn));
      const writers = privileged.filter((project) => /s3:(Put|Delete)/.test(grantsOf(preview.resources, project)));
      assert.deepEqual(writers, []);
    });

    it("gives no two roles one name", () => {
      const roles = preview.resources.filter(({ type }) => type === "aws:iam/role:Role");
      const names = roles.map(({ inputs }) => inputs.name);
      assert.deepEqual(
        names.filter((role, index) => names.indexOf(role) !== index),
        [],
      );
    });
  });
}

describe("what the examples show", () => {
  it("a stack to test in goes before production is touched, and what tests it reaches that stack alone", async () => {
    const { resources } = await previewOf("prod", "examples/test-infrastructure");
    assert.deepEqual(actionsOf(resources), [
      "Source/Repository",
      "Build/Build",
      "Test/MakeStack: REPLACE_ON_FAILURE orders-test",
      "Test/Integration",
      "Test/DeleteStack: DELETE_ONLY orders-test",
      "Review/ChangeSet: CHANGE_SET_REPLACE orders-prod",
      "Review/Approve",
      "Production/Execute: CHANGE_SET_EXECUTE orders-prod",
    ]);
    assert.equal(
      actionOf(resources, "Integration").configuration.EnvironmentVariables,
      JSON.stringify([{ name: "QUEUE_URL", value: "#{MakeStack.QueueUrl}" }]),
    );
    assert.equal(actionOf(resources, "MakeStack").namespace, "MakeStack");
    assert.deepEqual(statementOf(resources, "orders-tests-role-policy", "Queue").Resource, [`${here}:orders-test`]);
    assert.deepEqual(statementOf(resources, "orders-prod-stack-policy", "Queue").Resource, [`${here}:orders-prod`]);
  });

  it("a deployment to ECS registers one family, passes one role, and moves the traffic of one load balancer", async () => {
    const { resources } = await previewOf("staging", "examples/ecs-blue-green");
    const execution = ["arn:aws:iam::222233334444:role/shop-web-execution"];
    const deploy = "shop-web-Deploy-BlueGreen-role-policy";
    assert.deepEqual(statementOf(resources, deploy, "PassTaskRoles").Resource, execution);
    assert.deepEqual(statementOf(resources, deploy, "RegisterTaskDefinition").Resource, [
      "arn:aws:ecs:eu-central-1:222233334444:task-definition/shop-web:*",
    ]);
    assert.deepEqual(statementOf(resources, "shop-web-deployments-role-policy", "PassRoles").Resource, execution);
    assert.deepEqual(statementOf(resources, "shop-web-deployments-role-policy", "Listeners").Resource, [
      "arn:aws:elasticloadbalancing:eu-central-1:222233334444:listener/app/shop/*",
      "arn:aws:elasticloadbalancing:eu-central-1:222233334444:listener/net/shop/*",
    ]);
  });

  it("servers are replaced by a copy of their group, which starts by one template with one role", async () => {
    const { resources } = await previewOf("prod", "examples/codedeploy-ec2");
    const role = "shop-deployments-role-policy";
    assert.deepEqual(statementOf(resources, role, "PassInstanceRoles").Resource, [
      "arn:aws:iam::222233334444:role/shop-instances",
    ]);
    assert.deepEqual(statementOf(resources, role, "CreateFleet").Resource, [
      "arn:aws:autoscaling:eu-central-1:222233334444:autoScalingGroup:*:autoScalingGroupName/CodeDeploy_shop_d-*",
    ]);
    assert.deepEqual(actionOf(resources, "Servers").configuration, {
      ApplicationName: "shop",
      DeploymentGroupName: "shop",
    });
    assert.deepEqual(statementOf(resources, "shop-Deploy-Servers-role-policy", "DeploymentConfig").Resource, [
      "arn:aws:codedeploy:eu-central-1:222233334444:deploymentconfig:CodeDeployDefault.OneAtATime",
    ]);
  });

  it("the alarm that stops a canary takes a finished deployment back, by a role that reads this alarm", async () => {
    const { resources } = await previewOf("staging", "examples/lambda-canary");
    const alarms = resources.filter(({ type }) => type.endsWith(":MetricAlarm")).map(({ inputs }) => inputs.name);
    assert.deepEqual(alarms, ["prices-errors"]);
    assert.deepEqual(inputsOf(resources, "prices-deployments").alarmConfiguration, { enabled: true, alarms: alarms });
    assert.deepEqual(statementOf(resources, "prices-deploy-role-policy", "Deployments").Resource, [
      "arn:aws:codedeploy:eu-central-1:222233334444:deploymentgroup:prices/prices",
    ]);
    const [, , { onSuccess } = {}] = stagesOf(resources);
    assert.deepEqual(
      [onSuccess?.condition.result, onSuccess?.condition.rules.map(({ configuration }) => configuration)],
      ["ROLLBACK", [{ AlarmName: "prices-errors", WaitTime: "15" }]],
    );
    assert.deepEqual(statementOf(resources, "prices-Deploy-onSuccess-NoErrors-role-policy", "Alarm"), {
      Sid: "Alarm",
      Effect: "Allow",
      Action: ["cloudwatch:DescribeAlarms"],
      Resource: ["arn:aws:cloudwatch:eu-central-1:222233334444:alarm:prices-errors"],
    });
  });

  it("a stack set goes to the pilot account first, and its role to these accounts alone", async () => {
    const { resources } = await previewOf("prod", "examples/stack-sets");
    assert.deepEqual(
      ["StackSet", "StackInstances"].map((name) => actionOf(resources, name).configuration.DeploymentTargets),
      ["222233334444", "333344445555,444455556666"],
    );
    assert.deepEqual(
      statementOf(resources, "baseline-stack-set-policy", "ExecutionRoles").Resource,
      ["222233334444", "333344445555", "444455556666"].map((id) => `arn:aws:iam::${id}:role/baseline-stacks`),
    );
  });

  it("the build of a site reaches its artifacts and not the site, which one distribution reads", async () => {
    const { resources } = await previewOf("prod", "examples/s3-static-site");
    const documentOf = (name: string) => String(inputsOf(resources, name).policy);
    assert.match(grantsOf(resources, "site-build"), /"arn:aws:s3:::acme-site-artifacts\/\*"/);
    assert.doesNotMatch(grantsOf(resources, "site-build"), /:acme-site["/]/);
    assert.deepEqual(statementOf(resources, "site-Deploy-Site-role-policy", "Objects").Resource, [
      "arn:aws:s3:::acme-site/*",
    ]);
    const [serve] = JSON.parse(documentOf("site-policy")).Statement;
    assert.deepEqual(serve.Condition.StringEquals, {
      "aws:SourceArn": "arn:aws:cloudfront::111122223333:distribution/E1A2B3C4D5E6F7",
    });
    assert.equal(inputsOf(resources, "site-schedule+nightly").scheduleExpression, "cron(30 3 * * ? *)");
  });

  it("a push starts the pipeline of the service it is about; what is proposed is tested without a right to write", async () => {
    const { resources } = await previewOf("dev", "examples/monorepo");
    const pipelines = resources.filter(({ type }) => type === "aws:codepipeline/pipeline:Pipeline");
    const branches = { includes: ["main"] };
    assert.deepEqual(Object.fromEntries(pipelines.map(({ urn, inputs }) => [nameOf(urn), inputs.triggers])), {
      "shop-cart": triggerOf({
        pushes: [{ branches, filePaths: { includes: ["services/cart/**", "packages/**"] } }],
      }),
      "shop-catalog": triggerOf({
        pushes: [{ branches, filePaths: { includes: ["services/catalog/**", "packages/**"] } }],
      }),
      "shop-proposals": triggerOf({ pullRequests: [{ branches, events: ["OPEN", "UPDATED"] }] }),
    });
    const writes = /s3:Put|kms:(Encrypt|GenerateDataKey)/;
    assert.match(grantsOf(resources, "shop-cart-build"), writes);
    assert.doesNotMatch(grantsOf(resources, "shop-proposals-build"), writes);
  });

  it("a service does the whole job: image, migration, deployment, schedule, alarm, Slack and checks", async () => {
    const { resources, diagnostics } = await previewOf("prod", "examples/service");
    assert.deepEqual(diagnostics, []);
    assert.equal(actionOf(resources, "Repository").configuration.DetectChanges, "true");
    assert.deepEqual(
      stagesOf(resources).map(({ actions }) => actions.map(({ name, runOrder }) => `${name} ${runOrder}`)),
      [["Repository 1"], ["Image 1", "Definitions 2"], ["Migrate 1", "Service 2"]],
    );

    const image = "web-pipeline-Build-Image-role-policy";
    assert.deepEqual(statementOf(resources, image, "RegistryLogin").Resource, ["*"]);
    assert.deepEqual(statementOf(resources, image, "PushImages").Resource, [
      "arn:aws:ecr:eu-central-1:111122223333:repository/web",
    ]);
    assert.equal(inputsOf(resources, "web-images").name, "web");
    assert.equal(actionOf(resources, "Image").configuration.ImageTags, "#{codepipeline.PipelineExecutionId}");
    assert.deepEqual(JSON.parse(actionOf(resources, "Definitions").configuration.EnvironmentVariables ?? ""), [
      { name: "DIGEST", value: "#{Image.ECRImageDigestId}" },
    ]);

    const { vpcConfig, environment } = inputsOf(resources, "web-Deploy-Migrate");
    assert.deepEqual(vpcConfig, {
      vpcId: "vpc-0a1b2c3d",
      subnets: ["subnet-0a1b2c3d"],
      securityGroupIds: ["sg-0a1b2c3d"],
    });
    assert.match(JSON.stringify(environment), /"DB_PASSWORD","type":"SECRETS_MANAGER","value":"rds\/web:password"/);
    assert.deepEqual(actionOf(resources, "Service").configuration, { ClusterName: "web", ServiceName: "web" });

    assert.equal(inputsOf(resources, "web-pipeline-schedule+weekly").scheduleExpression, "cron(0 3 ? * SUN *)");
    assert.deepEqual(
      resources
        .filter(({ type }) => type.endsWith(":MetricAlarm"))
        .map(({ inputs }) => inputs.metricName)
        .sort(),
      ["FailedBuilds", "FailedBuilds", "FailedPipelineExecutions"],
    );
    assert.equal(inputsOf(resources, "web-notifications-slack-C0123456789").slackChannelId, "C0123456789");

    const { source } = inputsOf(resources, "web-checks");
    assert.match(JSON.stringify(source), /"location":"https:\/\/github.com\/acme\/web.git".*"reportBuildStatus":true/);
    assert.match(JSON.stringify(inputsOf(resources, "web-checks-webhook").filterGroups), /"\^refs\/heads\/main\$"/);
  });

  it("the image definitions of a service name the repository and the digest that the image action reports", async () => {
    const { resources } = await previewOf("prod", "examples/service");
    const { source, environment } = inputsOf(resources, "web-Build-Definitions");
    const { buildspec } = source as { buildspec: string };
    const { phases, artifacts } = readBuildspec("buildspec", buildspec);
    const [command = ""] = phases?.build?.commands ?? [];
    const folder = mkdtempSync(join(tmpdir(), "definitions-"));
    try {
      const repository = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/web";
      assert.ok(JSON.stringify(environment).includes(`"REPOSITORY","type":"PLAINTEXT","value":"${repository}"`));
      execFileSync("sh", ["-c", command], { cwd: folder, env: { REPOSITORY: repository, DIGEST: "sha256:0a1b" } });
      assert.deepEqual(artifacts?.files, ["imagedefinitions.json"]);
      assert.deepEqual(JSON.parse(readFileSync(join(folder, "imagedefinitions.json"), "utf8")), [
        { name: "web", imageUri: `${repository}@sha256:0a1b` },
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("Jenkins and a function work at the same time, and Jenkins takes the jobs of its own action alone", async () => {
    const { resources } = await previewOf("dev", "examples/jenkins-beanstalk");
    assert.deepEqual(
      stagesOf(resources).map(({ actions }) => actions.map(({ provider, runOrder }) => `${provider} ${runOrder}`)),
      [["CodeStarSourceConnection 1"], ["Jenkins 1", "Lambda 1"], ["CodeBuild 1"], ["ElasticBeanstalk 1"]],
    );
    assert.deepEqual(statementOf(resources, "jenkins-jobs", "PollForJobs").Resource, [
      "arn:aws:codepipeline:eu-central-1:111122223333:actiontype:Custom/Build/Jenkins/1",
    ]);
  });
});

interface Action {
  readonly name: string;
  readonly provider: string;
  readonly runOrder: number;
  readonly namespace?: string;
  readonly configuration: Readonly<Record<string, string>>;
}

interface Stage {
  readonly name: string;
  readonly actions: readonly Action[];
  readonly onSuccess?: {
    readonly condition: { readonly result: string; readonly rules: readonly Pick<Action, "configuration">[] };
  };
}

function stagesOf(resources: readonly Registered[]): readonly Stage[] {
  const pipeline = resources.find(({ type }) => type === "aws:codepipeline/pipeline:Pipeline");
  return JSON.parse(JSON.stringify(pipeline?.inputs.stages));
}

function actionsOf(resources: readonly Registered[]): string[] {
  return stagesOf(resources).flatMap(({ name: stage, actions }) =>
    actions.map(({ name, configuration: { ActionMode, StackName } }) =>
      ActionMode === undefined ? `${stage}/${name}` : `${stage}/${name}: ${ActionMode} ${StackName}`,
    ),
  );
}

function actionOf(resources: readonly Registered[], name: string): Action {
  const action = stagesOf(resources)
    .flatMap(({ actions }) => actions)
    .find((each) => each.name === name);
  assert.ok(action, name);
  return action;
}

function triggerOf(filters: object) {
  const gitConfiguration = { sourceActionName: "Repository", ...filters };
  return [{ providerType: "CodeStarSourceConnection", gitConfiguration }];
}

function inputsOf(resources: readonly Registered[], name: string): Registered["inputs"] {
  const [made, ...others] = resources.filter(({ type, urn }) => type.startsWith("aws:") && nameOf(urn) === name);
  assert.ok(made, name);
  assert.equal(others.length, 0, name);
  return made.inputs;
}

/** The statements of a policy that allow something, as text. */
/** Everything that the builds of a project may do: by the project's own policy, and by that of its pipeline. */
function grantsOf(resources: readonly Registered[], project: string): string {
  const { name } = inputsOf(resources, `${project}-role`);
  const documents = resources.filter(
    ({ type, inputs }) => type === "aws:iam/rolePolicy:RolePolicy" && inputs.role === name,
  );
  assert.ok(documents.length > 0, project);
  const statements = documents.flatMap(({ inputs }) => JSON.parse(String(inputs.policy)).Statement);
  return JSON.stringify(statements.filter(({ Effect }: { Effect: string }) => Effect === "Allow"));
}

function statementOf(resources: readonly Registered[], policy: string, sid: string): { Resource: string[] } {
  const owner = resources.find(({ urn }) => nameOf(urn) === policy);
  const { Statement: statements } = JSON.parse(String(owner?.inputs.policy));
  return statements.find(({ Sid }: { Sid: string }) => Sid === sid);
}
