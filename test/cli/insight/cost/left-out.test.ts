import assert from "node:assert/strict";
import { action, pipeline } from "../programs";
import { build, inVirginia, lines, made, notCounted, project } from "./estimates";

describe("the costs that an estimate leaves out", () => {
  it("are all named", () => {
    const shop = pipeline(
      "shop",
      [
        {
          name: "Build",
          actions: [
            action("Run", "Commands"),
            build("windows"),
            action("Elsewhere", "CodeBuild", { configuration: { ProjectName: "shared" } }),
          ],
        },
      ],
      inVirginia,
    );
    const windows = project("windows", "BUILD_GENERAL1_MEDIUM", "WINDOWS_SERVER_2022_CONTAINER");
    const others = [
      made("aws:lambda/function:Function", "f"),
      made("aws:lambda/function:Function", "g"),
      made("aws:ec2/instance:Instance", "i"),
      made("aws:iam/role:Role", "r"),
      made("aws:ec2/subnet:Subnet", "s"),
      made("aws:kms/key:Key", "k", { enableKeyRotation: true }),
      made("aws:kms/key:Key", "signs", { keyUsage: "SIGN_VERIFY", enableKeyRotation: false }),
      made("aws:cloudwatch/logMetricFilter:LogMetricFilter", "m"),
    ];
    assert.deepEqual(notCounted([shop, windows, ...others], { runs: 2, minutes: 3 }), [
      "the build machine of action Run (Commands) in pipeline shop, whose size AWS chooses",
      "6 build minutes of WINDOWS_SERVER_2022_CONTAINER BUILD_GENERAL1_MEDIUM in project windows, without a price here",
      "6 build minutes of project shared, which the program does not make",
      "the custom metrics of 1 metric filter, until the usage states customMetrics",
      "2 Function (aws:lambda), without a price here",
      "1 Instance (aws:ec2), without a price here",
      "$1 a month more after the first and after the second rotation of each key with rotation (1)",
      "$0.15 for 10,000 requests to sign or verify with 1 key",
    ]);
  });

  it("are named where only a stated use can count them: scheduled builds, custom metrics, data events and Insights", () => {
    const all = [
      project("drift", "BUILD_GENERAL1_SMALL"),
      made("aws:cloudwatch/logMetricFilter:LogMetricFilter", "successes"),
      made("aws:cloudwatch/logMetricFilter:LogMetricFilter", "refusals"),
      made("aws:cloudtrail/trail:Trail", "audit", {
        advancedEventSelectors: [{ name: "objects" }],
        insightSelectors: [{ insightType: "ApiCallRateInsight" }],
      }),
      made("aws:cloudtrail/trail:Trail", "plain"),
    ];
    assert.deepEqual(notCounted(all), [
      "builds of project drift, which no pipeline starts, until the usage states their runs",
      "the custom metrics of 2 metric filters, until the usage states customMetrics",
      "data events of trail audit, until the usage states dataEvents",
      "Insights of trail audit, until the usage states insightEvents",
    ]);
    const stated = { runsOf: { drift: 30 }, customMetrics: 4, dataEvents: 100_000, insightEvents: 100_000 };
    assert.deepEqual(notCounted(all, stated), []);
    assert.deepEqual(lines(all, stated), [
      ["LINUX BUILD_GENERAL1_SMALL", 180, 0.9],
      ["customMetric", 4, 1.2],
      ["dataEvents", 1, 0.1],
      ["insightEvents", 1, 0.35],
    ]);
  });

  it("are the machines of a fleet, and no minutes of a project on it", () => {
    const environment = { type: "LINUX_CONTAINER", computeType: "BUILD_GENERAL1_SMALL" };
    const fleet = made("aws:codebuild/fleet:Fleet", "f", {
      ...{ baseCapacity: 2, environmentType: "LINUX_CONTAINER", computeType: "BUILD_GENERAL1_SMALL" },
    });
    const on = made("aws:codebuild/project:Project", "p", {
      environment: { ...environment, fleet: { fleetArn: "f" } },
    });
    assert.deepEqual(lines([fleet, on], { runsOf: { p: 5 } }), []);
    assert.deepEqual(notCounted([fleet, on], { runsOf: { p: 5 } }), [
      "2 reserved of LINUX_CONTAINER BUILD_GENERAL1_SMALL in fleet f, without a price here",
    ]);
  });

  it("are those of types that AWS bills, and not of those that it does not", () => {
    const types = (...all: string[]) => notCounted(all.map((type) => made(type, "x")));
    assert.deepEqual(
      types("aws:lambda/permission:Permission", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"),
      [],
    );
    assert.deepEqual(types("aws:cloudwatch/metricStream:MetricStream", "azure-native:storage:StorageAccount"), [
      "1 MetricStream (aws:cloudwatch), without a price here",
      "1 StorageAccount (azure-native:storage), without a price here",
    ]);
    const parameter = (tier: string) => notCounted([made("aws:ssm/parameter:Parameter", "p", { tier })]);
    assert.deepEqual(parameter("Standard"), []);
    assert.deepEqual(parameter("Advanced"), ["1 Parameter (aws:ssm), without a price here"]);
    const endpoint = (vpcEndpointType: string) =>
      notCounted([made("aws:ec2/vpcEndpoint:VpcEndpoint", "e", { vpcEndpointType })]);
    assert.deepEqual(endpoint("Gateway"), []);
    assert.deepEqual(endpoint("GatewayLoadBalancer"), ["1 VpcEndpoint (aws:ec2), without a price here"]);
  });
});
