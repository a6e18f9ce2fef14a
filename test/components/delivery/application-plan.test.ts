import assert from "node:assert/strict";
import { planApplication, readApplication } from "../../../components/delivery/application-plan";
import { deployBuild, planBuild, planObjects } from "../../../components/delivery/infrastructure-builds";
import { deliverySettings } from "../../support/delivery-settings";

const { deploy: _, ...base } = deliverySettings({}) as unknown as Record<string, unknown>;
const scope = { partition: "aws", account: "111122223333", region: "us-east-1" };
const settings = (more: object) => ({ ...base, account: scope.account, region: scope.region, ...more });
const site = { name: "Site", commands: ["npm run build"], files: ["dist/**"] };
const upload = {
  name: "Upload",
  tool: "action",
  provider: "S3",
  input: "Site",
  configuration: { BucketName: "site", Extract: true },
};
const sha256 = "0".repeat(64);
const program = { name: "Program", tool: "pulumi", stack: "organization/shop/dev", version: "3.248.0", sha256 };
const state = { backend: "s3", bucketName: "shop-state", keyAlias: "shop-state" };

const approval = { notify: ["release@acme.example"] };

const noFile = (file: string): string => assert.fail(`reads ${file}`);

function planOf(more: object, accounts: readonly string[] = [], readFile = noFile) {
  const { value, problems } = readApplication(settings(more));
  assert.deepEqual(problems, []);
  return planApplication(scope, "shop-dev", value ?? assert.fail(), { readFile, accounts });
}

const problemsOf = (more: object) =>
  readApplication(settings(more)).problems.map(({ path, reason }) => `${path}: ${reason}`);
const said = (problems: readonly { path: string; reason: string }[]) =>
  problems.map(({ path, reason }) => `${path}: ${reason}`);

describe("the plan of an application", () => {
  it("builds and deploys what the settings list, in their order, and no image unless they ask for one", () => {
    const { plan } = planOf({ builds: [site], deployments: [upload] });
    assert.deepEqual(
      plan?.pipeline.definition.stages.map(({ name, actions }) => [name, actions.map((action) => action.name)]),
      [
        ["Source", ["Repository"]],
        ["Build", ["Site"]],
        ["Deploy", ["Upload"]],
      ],
    );
    assert.deepEqual([plan?.repositoryName, plan?.keyUsers.imageRepository], [undefined, false]);
    assert.deepEqual(
      plan?.projects.map(({ projectName }) => projectName),
      ["shop-dev-Build-Site"],
    );
  });

  it("names the image for containers by a build that the image's own build cannot write over", () => {
    const { plan } = planOf({ image: { containers: ["web"] }, builds: [site] });
    const actions = plan?.pipeline.definition.stages[1]?.actions ?? [];
    assert.deepEqual(
      actions.map(({ name, runOrder, outputArtifacts }) => [name, runOrder, outputArtifacts]),
      [
        ["Image", undefined, []],
        ["ImageDefinitions", 2, ["ImageDefinitions"]],
        ["Site", undefined, ["Site"]],
      ],
    );
    assert.deepEqual([plan?.repositoryName, plan?.keyUsers.imageRepository], ["shop-dev", true]);
  });

  it("applies Pulumi, Terraform and OpenTofu with the state of each, one after the other", () => {
    const module = { version: "1.10.5", sha256, state: { ...state, key: "module.tfstate" } };
    const { plan } = planOf({
      state,
      deployments: [
        program,
        { name: "Module", tool: "terraform", ...module },
        { name: "Network", tool: "opentofu", ...module, directory: "network" },
      ],
    });
    const [pulumi, terraform, opentofu] = plan?.projects.map(({ buildspec }) => JSON.stringify(buildspec)) ?? [];
    assert.match(pulumi ?? "", /pulumi up /);
    assert.match(terraform ?? "", /terraform -chdir='?deploy'? apply/);
    assert.match(opentofu ?? "", /tofu -chdir='?network'? apply/);
    assert.doesNotMatch(`${pulumi}${terraform}`, /IMAGE_URI/);
    assert.deepEqual(
      plan?.pipeline.definition.stages.at(-1)?.actions.map(({ runOrder }) => runOrder),
      [1, 2, 3],
    );
  });

  it("approves a commit before any of its code runs, and tests what it deployed", () => {
    const approval = { notify: ["release@acme.example"], message: "Check the board." };
    const { plan, problems } = planOf({ builds: [site], approval, test: { commands: ["npm test"] } });
    assert.deepEqual(problems, []);
    assert.deepEqual(
      plan?.pipeline.definition.stages.map(({ name }) => name),
      ["Source", "Approve", "Build", "Test"],
    );
    assert.equal(plan?.isGate, true);
    assert.deepEqual(plan?.topics, [{ topicName: "shop-dev-Approve-Release", emails: ["release@acme.example"] }]);
  });

  it("deploys to the target of the environment, or of one deployment", () => {
    const target = { account: "222233334444" };
    const stack = { name: "Stack", tool: "cloudformation", input: "Functions", stackName: "orders", sam: {} };
    const functions = { name: "Functions", recipe: { samPackage: { runtime: { python: "3.13" } } } };
    const more = { builds: [functions, site], deployments: [stack, upload], target };
    const { plan } = planOf({ ...more, accounts: { "222233334444": "TargetAccount" } });
    assert.deepEqual(
      plan?.pipeline.definition.stages.at(-1)?.actions.map(({ roleArn }) => roleArn?.split(":")[4]),
      ["222233334444", "222233334444"],
    );
    assert.deepEqual(
      said(planOf(more).problems)[0]
        ?.split(/: |\. Give/)
        .slice(0, 2),
      ["deployments[0].target.account", 'is "222233334444", and nothing creates roles there'],
    );
  });

  it("lets roles of other accounts pull the image, and nobody else", () => {
    const puller = "arn:aws:iam::222233334444:role/shop-execution";
    const image = { containers: ["web"], pulledBy: [puller] };
    const { plan, problems } = planOf({ image, builds: [site], deployments: [upload] });
    assert.deepEqual(said(problems), []);
    assert.deepEqual(JSON.parse(plan?.repositoryPolicy ?? "").Statement, [
      {
        Sid: "Pull",
        Effect: "Allow",
        Principal: { AWS: ["arn:aws:iam::222233334444:root"] },
        Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        Condition: { ArnEquals: { "aws:PrincipalArn": [puller] } },
      },
    ]);
    assert.equal(
      planOf({ image: { containers: ["web"] }, builds: [site], deployments: [upload] }).plan?.repositoryPolicy,
      undefined,
    );
  });

  it("plans with the build that plans an environment, whose role reads and writes its plan alone", () => {
    const { plan, problems } = planOf({ approval, state, deployments: [program] });
    assert.deepEqual(problems, []);
    const [planned, deployed] = plan?.projects ?? [];
    assert.deepEqual(
      [planned?.projectName, deployed?.projectName],
      ["shop-dev-Plan-Program", "shop-dev-Deploy-Program"],
    );
    const place = { planBucketName: "shop-dev-artifacts-111122223333-us-east-1", planName: "Program" };
    const update = { ...program, tool: "pulumi", state: { ...state, backend: "s3" } } as const;
    const infrastructure = { name: "Program of shop-dev", update, repositoryName: undefined };
    const build = planBuild(scope, infrastructure, place);
    assert.deepEqual(planned?.buildspec, build.buildspec);
    assert.deepEqual(deployed?.buildspec, deployBuild(scope, infrastructure, place).buildspec);
    assert.deepEqual([planned?.keyUse, deployed?.keyUse], ["encrypt", "decrypt"]);
    const sids = planned?.permissions.map(({ Sid }) => Sid) ?? [];
    assert.deepEqual(
      build.permissions.filter(({ Sid }) => !sids.includes(Sid)),
      [],
    );
    const writes = planned?.permissions.find(({ Sid }) => Sid === "GuardWrites");
    assert.deepEqual(writes?.NotResource, [planObjects(scope, place)]);
    assert.deepEqual(
      plan?.keyUsers.roles.encrypt?.map((arn) => arn.split("/").at(-1)).includes("shop-dev-Plan-Program-us-east-1"),
      true,
    );
  });

  it("plans a stack by its change set, and infrastructure, in another account too", () => {
    const functions = { name: "Functions", recipe: { samPackage: { runtime: { python: "3.13" } } } };
    const stack = { name: "Stack", tool: "cloudformation", input: "Functions", stackName: "orders", sam: {} };
    const { plan, problems } = planOf({ approval, builds: [functions], deployments: [stack] });
    assert.deepEqual(problems, []);
    assert.deepEqual(
      plan?.pipeline.definition.stages
        .slice(3)
        .map(({ name, actions }) => [name, actions.map((action) => action.name)]),
      [
        ["Plan", ["Stack", "Stack-describe"]],
        ["ApprovePlan", ["Plan"]],
        ["Deploy", ["Stack-check", "Stack"]],
      ],
    );
    const more = { approval, builds: [functions], accounts: { "222233334444": "TargetAccount" } };
    const there = { ...stack, target: { account: "222233334444" } };
    const elsewhere = planOf({ ...more, state, deployments: [there, { ...program, target: there.target }] });
    assert.deepEqual(elsewhere.problems, []);
    assert.deepEqual(
      elsewhere.plan?.targetRoles.map(({ roleName }) => roleName),
      [
        "Plan-Stack+target+Stack-describe",
        "Deploy-Stack+target+Stack-check",
        "Plan-Program+target+Program",
        "Deploy-Program+target+Program",
      ].map((part) => `shop-dev+${part}+us-east-1`),
    );
  });

  it("takes the pipeline from a definition file, with the lines of its problems", () => {
    const file = (build: string) => `
stages:
  - name: Source
    actions:
      - name: Repository
        provider: CodeStarSourceConnection
        outputArtifacts: [source]
        configuration:
          ConnectionArn: arn:aws:codeconnections:us-east-1:111122223333:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f
          FullRepositoryId: acme/shop
          BranchName: main
  - name: Build
    actions:
      - name: Site
        inputArtifacts: [source]
        build: ${build}
`;
    const read = (text: string) => {
      const { source: _source, ...others } = settings({ definition: "pipeline.yaml" }) as Record<string, unknown>;
      const { value } = readApplication(others);
      return planApplication(scope, "shop-dev", value ?? assert.fail(), { readFile: () => text, accounts: [] });
    };
    assert.deepEqual(
      read(file("{ commands: [make] }")).plan?.projects.map(({ projectName }) => projectName),
      ["shop-dev-Build-Site"],
    );
    assert.deepEqual(said(read(file("{}")).problems), [
      "stages[1].actions[0].build.commands (pipeline.yaml:16): is missing: give commands, or a buildspec",
    ]);
  });
});

describe("the problems of an application", () => {
  const cases: [what: string, more: object, problem: string][] = [
    [
      "a definition file and builds at once",
      { definition: "pipeline.yaml", builds: [site], source: undefined },
      "builds: stands beside definition, and pipeline.yaml describes the pipeline: write it there, or remove definition",
    ],
    ["no source", { builds: [site], source: undefined }, "source: is missing: give connectionArn and repository"],
    [
      "a name twice",
      { builds: [site], deployments: [{ ...upload, name: "Site" }] },
      'deployments[0].name: is "Site" a second time: give each build and deployment a name',
    ],
    [
      "an input that no build makes",
      { builds: [site], deployments: [{ ...upload, input: "Sight" }] },
      'deployments[0].input: is "Sight", and no build of this name makes an artifact: give one of Site',
    ],
    [
      "a plan that nobody approves",
      { state, deployments: [{ ...program, plan: true }] },
      "deployments[0].plan: is set, and nobody approves it: add approval, or remove plan",
    ],
    [
      "a plan by a tool that makes none",
      { approval, builds: [site], deployments: [{ ...upload, plan: true }] },
      'deployments[0].plan: stands in a deployment by "action", which makes no plan: remove it, or deploy with pulumi, terraform, opentofu or cloudformation',
    ],
    [
      "a plan of an artifact, which has no commit",
      { approval, state, builds: [site], deployments: [{ ...program, input: "Site" }] },
      'deployments[0].input: is "Site", and a plan belongs to the commit of the repository: remove input, or set plan: false',
    ],
    [
      "a plan of a state that is nowhere",
      { approval, deployments: [program] },
      "state: is missing, and the plan before the approval reads it: give it, or set plan: false",
    ],
    [
      "a plan with the token that writes",
      { approval, deployments: [{ ...program, state: { backend: "pulumi-cloud", accessTokenSecret: "shop/write" } }] },
      "deployments[0].state.previewAccessTokenSecret: is missing, and the plan before the approval gets no token that writes: give the secret of a token that only reads this stack, or set plan: false",
    ],
    [
      "a version that saves no plan",
      { approval, state, deployments: [{ ...program, version: "3.24.0" }] },
      'deployments[0].version: is "3.24.0", which saves no plan: give 3.24.1 or newer, or set plan: false',
    ],
    [
      "a plan that may write",
      {
        approval,
        state,
        deployments: [{ ...program, plan: { permissions: [{ actions: ["ecs:UpdateService"], resources: ["*"] }] } }],
      },
      'deployments[0].plan.permissions[0].actions[0]: is "ecs:UpdateService", which may write before anyone approves: give actions that read, such as ecs:DescribeServices',
    ],
    [
      "a variable that the recipes set",
      { state, deployments: [{ ...program, environmentVariables: { IMAGE_URI: { value: "x" } } }] },
      "deployments[0].environmentVariables.IMAGE_URI: is set for every deployment and test: choose another name",
    ],
    [
      "state that the tool cannot use",
      { deployments: [{ name: "Module", tool: "terraform", version: "1.10.5", sha256, state }] },
      "deployments[0].state.key: is missing: give the key of the object, such as shop/dev/terraform.tfstate",
    ],
  ];
  for (const [what, more, problem] of cases) {
    it(`are ${what}`, () => {
      assert.deepEqual(problemsOf(more), [problem]);
    });
  }

  it("are named at the build or deployment that the pipeline refuses", () => {
    assert.deepEqual(said(planOf({ builds: [{ name: "Empty" }] }).problems), [
      "builds[0].commands: is missing: give commands, or a buildspec",
    ]);
    const { problems } = planOf({
      image: { containers: ["web"] },
      builds: [site],
      deployments: [{ ...upload, configuration: { BucketName: "site" } }],
    });
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["deployments[0].configuration.Extract"],
    );
  });
});
