import assert from "node:assert/strict";
import { estimateOf } from "../../../../cli/insight/cost/estimate";
import { TARIFFS } from "../../../../cli/insight/cost/prices";
import { DEFAULT_USAGE, type Usage } from "../../../../cli/insight/cost/usage";
import { pipelinesOf } from "../../../../cli/insight/pipelines";
import { type PropertyMap, UNKNOWN } from "../../../../cli/preview/base/property-value";
import type { Resource } from "../../../../cli/preview/engine/resource";
import type { Gap } from "../../../../cli/preview/gap";
import { resource } from "../../preview/support/resource";
import { action, pipeline, source } from "../programs";
import { build, inVirginia, lines, made, notCounted, of, project } from "./estimates";

const certainties = (resources: Resource[], usage: Partial<Usage> = {}, gaps: Gap[] = []) => {
  const stated = { ...DEFAULT_USAGE, ...usage };
  const { fixed, byUse, total } = estimateOf(resources, {}, pipelinesOf(resources, {}), stated, gaps);
  return [fixed, byUse, total].map(({ certainty, usd }) =>
    certainty === "unknown" ? certainty : `${certainty} ${usd.toFixed(2)}`,
  );
};

describe("the price of AWS", () => {
  it("states its unit, its page and the day on which it was read", () => {
    for (const [name, { unit, page, prices }] of Object.entries(TARIFFS)) {
      assert.ok(unit !== "", name);
      assert.match(
        page,
        /^https:\/\/(aws\.amazon\.com\/[a-z0-9-]+\/pricing\/|docs\.aws\.amazon\.com\/\S+\.html)$/,
        name,
      );
      for (const { usd, read } of Object.values(prices)) {
        assert.ok(usd > 0, name);
        assert.match(read, /^202[4-9]-\d\d-\d\d$/, name);
      }
    }
  });
});

describe("the examples of AWS's pages", () => {
  it("CloudTrail: 150,000 management events again are $3, and two million data events are $2", () => {
    const trail = made("aws:cloudtrail/trail:Trail", "audit");
    assert.deepEqual(lines([trail], { repeatedManagementEvents: 150_000, dataEvents: 2_000_000 }), [
      ["dataEvents", 20, 2],
      ["managementEvents", 1.5, 3],
    ]);
  });

  it("the price list: 100 minutes of Windows on general1.large are $3.60, and Insights of 300,000 events $1.05", () => {
    const windows = project("w", "BUILD_GENERAL1_LARGE", "WINDOWS_SERVER_2019_CONTAINER");
    assert.deepEqual(lines([windows], { runsOf: { w: 1 }, minutes: 100 })[0]?.[2], 3.6);
    const trail = made("aws:cloudtrail/trail:Trail", "audit");
    assert.deepEqual(lines([trail], { insightEvents: 300_000 }), [["insightEvents", 3, 1.05]]);
  });

  it("VPC: a NAT gateway in Ohio is $0.045 an hour, and $0.045 for each GB", () => {
    const gateway = made("aws:ec2/natGateway:NatGateway", "nat", {}, "us-east-2");
    assert.deepEqual(lines([gateway], { natGb: 1 }), [
      ["natHour", 730, 32.85],
      ["natGigabyte", 1, 0.045],
    ]);
  });

  it("CodeBuild: 45 minutes of general1.medium are $0.45, 120 of large $2.40, and 90 of 2xlarge $18", () => {
    const cost = (size: string, minutes: number) => lines([project("scan", size)], { runsOf: { scan: 1 }, minutes })[0];
    assert.deepEqual(cost("BUILD_GENERAL1_MEDIUM", 45), ["LINUX BUILD_GENERAL1_MEDIUM", 45, 0.45]);
    assert.deepEqual(cost("BUILD_GENERAL1_LARGE", 120), ["LINUX BUILD_GENERAL1_LARGE", 120, 2.4]);
    assert.deepEqual(cost("BUILD_GENERAL1_2XLARGE", 90), ["LINUX BUILD_GENERAL1_2XLARGE", 90, 18]);
  });
});

describe("the cost of a stack", () => {
  it("counts each minute of each action of a V2 pipeline but approvals and custom actions, and the builds that it runs", () => {
    const approve = action("Ok", "Manual", { category: "Approval" });
    const own = action("Mine", "Scanner", { owner: "Custom" });
    const shop = pipeline(
      "shop",
      [
        { name: "Source", actions: [source] },
        { name: "Build", actions: [build("image"), approve, own] },
      ],
      inVirginia,
    );
    const image = project("image", "BUILD_GENERAL1_SMALL");
    assert.deepEqual(lines([shop, image], { runs: 10, minutes: 5.2 }), [
      ["actionMinute", 70, 0.14],
      ["LINUX BUILD_GENERAL1_SMALL", 60, 0.3],
    ]);
    assert.deepEqual(lines([shop, image], { runsOf: { shop: 1 }, minutesOf: { image: 2 } }), [
      ["actionMinute", 3, 0.006],
      ["LINUX BUILD_GENERAL1_SMALL", 2, 0.01],
    ]);
    assert.deepEqual(lines([shop, image], { runs: 0 }), []);
  });

  it("counts a V1 pipeline once where it runs at all", () => {
    const old = pipeline("old", [{ name: "Source", actions: [source] }], { ...inVirginia, pipelineType: "V1" });
    assert.deepEqual(lines([old]), [["activePipeline", 1, 1]]);
    assert.deepEqual(lines([old], { runs: 0 }), []);
  });

  it("counts builds outside pipelines as often as the usage says", () => {
    const checks = project("checks", "BUILD_GENERAL1_SMALL", "ARM_CONTAINER");
    assert.deepEqual(lines([checks]), []);
    assert.deepEqual(lines([checks], { runsOf: { checks: 100 }, minutesOf: { checks: 4 } }), [
      ["ARM BUILD_GENERAL1_SMALL", 400, 1.36],
    ]);
  });

  const cases: [string, Resource, ...[string, number, number][]][] = [
    ["a key", made("aws:kms/key:Key", "k"), ["key", 1, 1]],
    ["a replica of a key", made("aws:kms/replicaKey:ReplicaKey", "k"), ["key", 1, 1]],
    [
      "a secret with two replicas",
      made("aws:secretsmanager/secret:Secret", "s", { replicas: [{ region: "eu-west-1" }, { region: "sa-east-1" }] }),
      ["secret", 1, 0.4],
      ["secret", 1, 0.4],
      ["secret", 1, 0],
    ],
    ["an alarm", made("aws:cloudwatch/metricAlarm:MetricAlarm", "a", { period: 300 }), ["alarmMetric", 1, 0.1]],
    ["a fast alarm", made("aws:cloudwatch/metricAlarm:MetricAlarm", "a", { period: 10 }), ["fastAlarmMetric", 1, 0.3]],
    [
      "an alarm on a sum of two metrics",
      made("aws:cloudwatch/metricAlarm:MetricAlarm", "a", {
        metricQueries: [{ id: "s", expression: "a + b" }, { id: "a" }, { id: "b" }],
      }),
      ["alarmMetric", 2, 0.2],
    ],
    ["a composite alarm", made("aws:cloudwatch/compositeAlarm:CompositeAlarm", "a"), ["compositeAlarm", 1, 0.5]],
    ["a dashboard", made("aws:cloudwatch/dashboard:Dashboard", "d"), ["dashboard", 1, 3]],
    ["a NAT gateway", made("aws:ec2/natGateway:NatGateway", "n"), ["natHour", 730, 32.85]],
    ["an address", made("aws:ec2/eip:Eip", "e"), ["addressHour", 730, 3.65]],
    [
      "an interface endpoint in two zones",
      made("aws:ec2/vpcEndpoint:VpcEndpoint", "e", { vpcEndpointType: "Interface", subnetIds: ["a", "b"] }),
      ["endpointHour", 1460, 14.6],
    ],
  ];
  for (const [what, subject, ...expected] of cases) {
    it(`counts ${what} as long as it exists`, () => {
      const usd = expected.reduce((sum, [, , one]) => sum + one, 0);
      assert.deepEqual(lines([subject]), expected);
      assert.equal(of([subject]).fixed.usd.toFixed(6), usd.toFixed(6));
      assert.equal(of([subject]).byUse.usd, 0);
    });
  }

  it("counts volumes in the region of the resources that hold them", () => {
    const bucket = made("aws:s3/bucket:Bucket", "b", {}, "eu-central-1");
    const images = made("aws:ecr/repository:Repository", "r");
    const logs = made("aws:cloudwatch/logGroup:LogGroup", "l", {}, "eu-west-1");
    assert.deepEqual(lines([bucket, images, logs], { objectsGb: 100, imagesGb: 10, logsGb: 2 }), [
      ["objectGigabyte", 100, 2.45],
      ["imageGigabyte", 10, 1],
      ["logGigabyte", 2, 1.14],
    ]);
    assert.deepEqual(lines([bucket], { imagesGb: 10 }), []);
  });

  it("does not guess a price: the line has none and adds nothing", () => {
    const [line] = of([made("aws:secretsmanager/secret:Secret", "s", {}, "sa-east-1")]).lines;
    assert.deepEqual([line?.price, line?.usd, line?.units, line?.region], [undefined, 0, 1, "sa-east-1"]);
    assert.deepEqual(of([made("aws:kms/key:Key", "k", {}, "sa-east-1")]).fixed, { usd: 1, certainty: "exact" });
  });

  it("takes one price for all regions in commercial regions alone", () => {
    const keyIn = (region: PropertyMap[string]) => certainties([made("aws:kms/key:Key", "k", { region })])[2];
    assert.deepEqual(
      ["us-east-1", "eu-central-1", "ap-south-2", "us-gov-west-1", "cn-north-1", "eusc-de-east-1", "us-iso-east-1"].map(
        keyIn,
      ),
      ["exact 1.00", "exact 1.00", "exact 1.00", "unknown", "unknown", "unknown", "unknown"],
    );
    assert.equal(keyIn(UNKNOWN), "unknown");
    assert.equal(certainties([resource("aws:kms/key:Key", "k")])[2], "unknown");
  });

  it("is unknown where nothing has a price, and a lower bound where something has one", () => {
    const secret = made("aws:secretsmanager/secret:Secret", "s", {}, "ap-south-2");
    const key = made("aws:kms/key:Key", "k", {}, "eu-west-1");
    const lambda = made("aws:lambda/function:Function", "f");
    const bucket = resource("gcp:storage/bucket:Bucket", "b");
    const role = made("aws:iam/role:Role", "r");
    const checks = project("checks", "BUILD_GENERAL1_SMALL");
    for (const subject of [secret, lambda, bucket]) {
      assert.deepEqual(certainties([subject, role]), ["unknown", "exact 0.00", "unknown"], subject.type);
      assert.deepEqual(certainties([subject, key]), ["at least 1.00", "exact 0.00", "at least 1.00"], subject.type);
    }
    assert.deepEqual(certainties([checks, key]), ["exact 1.00", "unknown", "at least 1.00"]);
    assert.deepEqual(certainties([role, resource("random:index/randomId:RandomId", "id")]), [
      "exact 0.00",
      "exact 0.00",
      "exact 0.00",
    ]);
  });

  it("is unknown where only a volume costs, until the usage states it", () => {
    const bucket = made("aws:s3/bucketV2:BucketV2", "b");
    const logs = made("aws:cloudwatch/logGroup:LogGroup", "l");
    assert.deepEqual(certainties([bucket, logs]), ["exact 0.00", "unknown", "unknown"]);
    assert.deepEqual(of([bucket, logs]).notStated, [
      "objects of 1 bucket, until the usage states objectsGb",
      "logs of 1 log group, until the usage states logsGb",
    ]);
    assert.deepEqual(certainties([bucket], { objectsGb: 100 }), ["exact 0.00", "exact 2.30", "exact 2.30"]);
    assert.deepEqual(certainties([bucket, made("aws:kms/key:Key", "k")])[2], "exact 1.00");
  });

  it("is a lower bound where a number or a part of the program is unknown at preview", () => {
    const endpoint = made("aws:ec2/vpcEndpoint:VpcEndpoint", "e", { vpcEndpointType: "Interface", subnetIds: UNKNOWN });
    assert.deepEqual(certainties([endpoint])[0], "at least 7.30");
    assert.deepEqual(notCounted([endpoint]), ["subnetIds of VpcEndpoint e, unknown at preview"]);
    const gaps: Gap[] = [
      { kind: "component", what: "awsx:ec2:Vpc (vpc)" },
      { kind: "environment", what: "shop/dev" },
    ];
    assert.deepEqual(certainties([made("aws:kms/key:Key", "k")], {}, gaps)[2], "at least 1.00");
    assert.deepEqual(certainties([], {}, gaps), ["unknown", "exact 0.00", "unknown"]);
    assert.deepEqual(
      estimateOf([], {}, [], DEFAULT_USAGE, gaps).missing.map(({ text }) => text),
      ["resources of awsx:ec2:Vpc (vpc), unknown offline"],
    );
  });

  it("belongs to the component that adds it, and leaves out resources that are only read", () => {
    const component = resource("aws-pipelines:index:ArtifactBucket", "store", { custom: false });
    const key = resource("aws:kms/key:Key", "store-key", { parent: component.urn, inputs: {} });
    const alone = made("aws:kms/key:Key", "alone");
    const read = resource("aws:kms/key:Key", "existing", { operation: "read" });
    assert.deepEqual(
      of([component, key, alone, read]).lines.map(({ owner }) => owner),
      ["ArtifactBucket store", "Key alone"],
    );
  });
});
