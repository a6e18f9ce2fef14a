import assert from "node:assert/strict";
import type { AppSpec, EcsAppSpec, LambdaAppSpec } from "../../../components/codedeploy/appspec";
import { containerProblems, groupAppSpecProblems, hookFunctionsOf } from "../../../components/codedeploy/group-appspec";
import { groupSchema } from "../../../components/codedeploy/group-settings";
import { scope } from "../../support/scopes";

const lambda = groupSchema.parse({ target: { platform: "Lambda", functionNames: ["shop"] } }).target;
const properties = { Name: "shop", Alias: "live", CurrentVersion: "1", TargetVersion: "2" };

function functionSpec(name: string, hooks: LambdaAppSpec["Hooks"] = []): LambdaAppSpec {
  const resource = { Type: "AWS::Lambda::Function" as const, Properties: { ...properties, Name: name } };
  return { Resources: [{ shop: resource }], ...(hooks.length > 0 && { Hooks: hooks }) };
}

function serviceSpec(ContainerName: string, ContainerPort: number | string): EcsAppSpec {
  const Properties = { TaskDefinition: "<TASK_DEFINITION>", LoadBalancerInfo: { ContainerName, ContainerPort } };
  return { Resources: [{ TargetService: { Type: "AWS::ECS::Service", Properties } }] };
}

const problemsOf = (appSpec: unknown) =>
  groupAppSpecProblems(lambda, appSpec, scope).map(({ path, reason }) => `${path} ${reason}`);

describe("the AppSpec of a deployment group", () => {
  it("deploys functions of the group, or a placeholder", () => {
    assert.deepEqual(problemsOf(functionSpec("shop")), []);
    assert.deepEqual(problemsOf(functionSpec("<FUNCTION>")), []);
    assert.deepEqual(problemsOf(functionSpec("bank")), [
      'appSpec.Resources[0].shop.Properties.Name is "bank", which target.functionNames lacks: give one of shop',
    ]);
  });

  it("is of the platform of the group, and valid", () => {
    assert.deepEqual(problemsOf(serviceSpec("web", 80)), [
      "appSpec is for ECS, but the deployment group is for Lambda",
    ]);
    assert.equal(problemsOf({ Resources: [] }).length, 1);
  });

  it("calls hooks of its account and region", () => {
    const check = (account: string, region: string) => `arn:aws:lambda:${region}:${account}:function:check`;
    const hooked = (...hooks: string[]) =>
      functionSpec(
        "shop",
        hooks.map((hook) => ({ BeforeAllowTraffic: hook })),
      );
    assert.deepEqual(problemsOf(hooked(check("111122223333", "eu-central-1"))), []);
    assert.deepEqual(problemsOf(hooked(check("111122223333", "eu-west-1"))), [
      `appSpec.Hooks[0].BeforeAllowTraffic is "${check("111122223333", "eu-west-1")}": give a function of account 111122223333 in eu-central-1`,
    ]);
    assert.deepEqual(
      hookFunctionsOf(
        functionSpec("shop", [
          { BeforeAllowTraffic: `${check("111122223333", "eu-central-1")}:7` },
          { AfterAllowTraffic: "after" },
        ]),
      ),
      ["check", "after"],
    );
    assert.deepEqual(hookFunctionsOf(functionSpec("shop", [{ AfterAllowTraffic: "<HOOK>" }])), []);
    assert.deepEqual(hookFunctionsOf({ os: "linux" }), []);
  });

  const containers = JSON.stringify([
    { name: "web", portMappings: [{ containerPort: 80 }, { containerPortRange: "9000-9010" }] },
    { name: "log" },
  ]);
  const balancer = "appSpec.Resources[0].TargetService.Properties.LoadBalancerInfo";
  const cases: readonly [says: string, spec: AppSpec, definitions: string, problems: string[]][] = [
    ["a port that the container maps", serviceSpec("web", 80), containers, []],
    ["a port of a range", serviceSpec("web", 9010), containers, []],
    ["placeholders", serviceSpec("<NAME>", 81), containers, []],
    ["the placeholder of a port", serviceSpec("web", "<PORT>"), containers, []],
    [
      "a port that no mapping has",
      serviceSpec("web", 8080),
      containers,
      [`${balancer}.ContainerPort is 8080, which the container web does not map: give one of 80, 9000-9010`],
    ],
    [
      "a container without ports",
      serviceSpec("log", 80),
      containers,
      [`${balancer}.ContainerPort is 80, which the container log does not map: add 80 to its portMappings`],
    ],
    [
      "a misspelt container",
      serviceSpec("wbe", 80),
      containers,
      [
        `${balancer}.ContainerName is "wbe", which the task definition lacks. Did you mean web? Its containers are web, log`,
      ],
    ],
    [
      "text that is no JSON",
      serviceSpec("web", 80),
      "web",
      ["containerDefinitions is no JSON list of containers: give containerDefinitions of the task definition"],
    ],
  ];
  for (const [says, spec, definitions, problems] of cases) {
    it(`answers ${says} with ${problems.length === 0 ? "nothing" : "its problem"}`, () => {
      assert.deepEqual(
        containerProblems(spec, definitions).map(({ path, reason }) => `${path} ${reason}`),
        problems,
      );
    });
  }
});
