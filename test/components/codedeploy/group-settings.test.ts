import assert from "node:assert/strict";
import {
  type GroupSettings,
  groupProblems,
  groupSchema,
  predefinedConfigurations,
} from "../../../components/codedeploy/group-settings";
import { readInput } from "../../../components/schema/lenient";

const lambda = { platform: "Lambda", functionNames: ["shop"] } as const;
const ecs = {
  platform: "ECS",
  clusterName: "shop",
  serviceName: "web",
  loadBalancerName: "front",
  targetGroupNames: ["blue", "green"],
  passRoleArns: ["arn:aws:iam::111122223333:role/task"],
} satisfies GroupSettings["target"];
const server = { platform: "Server", tagSets: [[{ key: "app", value: "shop" }]] } as const;

const launchTemplate = {
  tag: { key: "app", value: "shop" },
  instanceRoleArns: ["arn:aws:iam::111122223333:role/web"],
};
const found = { ...server, targetGroupNames: ["web"], blueGreen: { greenFleet: "DISCOVER_EXISTING" } } as const;
const copied = {
  platform: "Server",
  autoScalingGroupNames: ["shop"],
  targetGroupNames: ["web"],
  blueGreen: { greenFleet: "COPY_AUTO_SCALING_GROUP", launchTemplate },
} as const;

function problemsOf(settings: object, hasListeners = false): string[] {
  const { value, problems } = readInput(groupSchema, settings);
  const all = value === undefined ? problems : groupProblems(value, "111122223333", hasListeners);
  return all.map(({ path, reason }) => `${path} ${reason}`);
}

describe("the settings of a deployment group", () => {
  it("accepts each platform, and each configuration that AWS has for it", () => {
    const targets = { Lambda: lambda, ECS: ecs, Server: server };
    for (const [platform, target] of Object.entries(targets)) {
      const names = predefinedConfigurations[target.platform];
      for (const configurationName of [...names, "our-own"]) {
        assert.deepEqual(problemsOf({ target, configurationName }, platform === "ECS"), []);
      }
    }
  });

  const cases: readonly [says: string, settings: object, problem: string, hasListeners?: boolean][] = [
    [
      "a platform that CodeDeploy does not have",
      { target: { ...lambda, platform: "lambda" } },
      'target.platform is "lambda". Did you mean Lambda? Allowed are Server, Lambda, ECS',
    ],
    [
      "blue/green for servers without a load balancer",
      { target: { ...server, blueGreen: { greenFleet: "DISCOVER_EXISTING" } } },
      "target.blueGreen moves traffic between instances, and the target has no load balancer: give targetGroupNames",
    ],
    [
      "blue/green for servers of their owner",
      { target: { ...found, onPremisesTags: [{ key: "site" }] } },
      "target.onPremisesTags is given with blueGreen, which replaces EC2 instances only: remove one of the two",
    ],
    [
      "a copy of two groups",
      { target: { ...copied, autoScalingGroupNames: ["a", "b"] } },
      "target.autoScalingGroupNames has 2 groups: CodeDeploy copies exactly one",
    ],
    [
      "tags beside a copied group",
      { target: { ...copied, tagSets: server.tagSets } },
      "target.tagSets is given, and CodeDeploy copies an Auto Scaling group: remove it, or give DISCOVER_EXISTING",
    ],
    [
      "a green group beside a copied one",
      { target: { ...copied, blueGreen: { ...copied.blueGreen, greenAutoScalingGroupNames: ["b"] } } },
      "target.blueGreen.greenAutoScalingGroupNames is given, and CodeDeploy creates the new group: remove it, or give DISCOVER_EXISTING",
    ],
    [
      "a launch template that nobody uses",
      { target: { ...found, blueGreen: { ...found.blueGreen, launchTemplate } } },
      "target.blueGreen.launchTemplate is given, and with DISCOVER_EXISTING CodeDeploy starts no instance: remove it",
    ],
    [
      "a time for instances that stay",
      { target: { ...found, blueGreen: { ...found.blueGreen, oldInstances: "KEEP_ALIVE", terminateAfterMinutes: 5 } } },
      "target.blueGreen.terminateAfterMinutes is given, and KEEP_ALIVE terminates no instance: remove one of the two",
    ],
    [
      "an instance role of another account",
      {
        target: {
          ...copied,
          blueGreen: {
            ...copied.blueGreen,
            launchTemplate: { ...launchTemplate, instanceRoleArns: ["arn:aws:iam::444455556666:role/web"] },
          },
        },
      },
      'target.blueGreen.launchTemplate.instanceRoleArns[0] is "arn:aws:iam::444455556666:role/web": give a role of account 111122223333',
    ],
    [
      "more than two days before old instances end",
      { target: { ...found, blueGreen: { ...found.blueGreen, terminateAfterMinutes: 2881 } } },
      "target.blueGreen.terminateAfterMinutes ",
    ],
    [
      "zones of functions",
      { target: lambda, newConfiguration: { type: "canary", percentage: 10, minutes: 5, zones: {} } },
      "newConfiguration.zones is not known here",
    ],
    [
      "servers that nothing selects",
      { target: { platform: "Server" } },
      "target reaches no instance: give tagSets, onPremisesTags or autoScalingGroupNames",
    ],
    [
      "two kinds of load balancers",
      { target: { ...server, targetGroupNames: ["web"], classicLoadBalancerNames: ["old"] } },
      "target.classicLoadBalancerNames is given with targetGroupNames: give one of them",
    ],
    [
      "a termination hook without groups",
      { target: { ...server, terminationHook: true } },
      "target.terminationHook is true without autoScalingGroupNames: give groups, or remove it",
    ],
    [
      "the configuration of another platform, with the nearest name",
      { target: lambda, configurationName: "CodeDeployDefault.ECSCanary10Percent5Minutes" },
      'configurationName is "CodeDeployDefault.ECSCanary10Percent5Minutes", which AWS does not have for Lambda.',
    ],
    [
      "two configurations",
      { target: lambda, configurationName: "x", newConfiguration: { type: "canary", percentage: 10, minutes: 5 } },
      "newConfiguration is given with configurationName: give one of them",
    ],
    [
      "healthy hosts without hosts",
      { target: lambda, newConfiguration: { type: "healthyHostCount", value: 1 } },
      'newConfiguration.type is "healthyHostCount" for Lambda: allowed are canary, linear',
    ],
    [
      "steps of traffic on servers",
      { target: server, newConfiguration: { type: "canary", percentage: 10, minutes: 5 } },
      'newConfiguration.type is "canary" for Server: allowed are healthyHostCount, healthyHostPercent',
    ],
    [
      "waits over two days",
      { target: lambda, newConfiguration: { type: "linear", percentage: 30, minutes: 961 } },
      "newConfiguration.minutes is 961, and 3 waits take 2883 minutes: at most 2880 are allowed together",
    ],
    ["a service without listeners", { target: ecs }, "listenerArns is missing: give the listeners of the service"],
    ["listeners of functions", { target: lambda }, "listenerArns is given for Lambda: remove it", true],
    [
      "a role of another account",
      { target: { ...ecs, passRoleArns: ["arn:aws:iam::444455556666:role/task"] } },
      'target.passRoleArns[0] is "arn:aws:iam::444455556666:role/task": give a role of account 111122223333',
      true,
    ],
    ["one target group", { target: { ...ecs, targetGroupNames: ["blue"] } }, "target.targetGroupNames ", true],
    [
      "two applications",
      { target: lambda, applicationName: "a", existingApplicationName: "b" },
      "existingApplicationName is given with applicationName: give one of them",
    ],
    [
      "wildcards in alarms",
      { target: lambda, alarmNames: ["shop-*"] },
      "alarmNames[0] write the name without wildcards",
    ],
  ];
  for (const [says, settings, problem, hasListeners] of cases) {
    it(`refuses ${says}`, () => {
      const problems = problemsOf(settings, hasListeners);
      assert.equal(problems.length, 1, problems.join("\n"));
      assert.equal(problems[0]?.slice(0, problem.length), problem);
    });
  }

  it("accepts blue/green for servers of each kind, and zones", () => {
    const newConfiguration = {
      type: "healthyHostCount",
      value: 2,
      zones: {
        firstZoneMonitorSeconds: 600,
        monitorSeconds: 60,
        healthyHosts: { type: "healthyHostPercent", value: 50 },
      },
    };
    assert.deepEqual(problemsOf({ target: found, newConfiguration }), []);
    assert.deepEqual(problemsOf({ target: copied }), []);
  });

  it("allows waits of exactly two days", () => {
    const newConfiguration = { type: "linear", percentage: 30, minutes: 960 };
    assert.deepEqual(problemsOf({ target: lambda, newConfiguration }), []);
  });
});
