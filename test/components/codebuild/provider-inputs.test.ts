import assert from "node:assert/strict";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { BuildProject, type BuildProjectArgs } from "../../../components/codebuild/build-project";
import { CodeCommitRepository } from "../../../components/codecommit/repository";
import { DeploymentGroup, type DeploymentGroupArgs } from "../../../components/codedeploy/deployment-group";
import { providerInputs, renderedInputs } from "../../support/provider-inputs";
import { type Recorded, record } from "../../support/recorder";
import { keyArn, scope } from "../../support/scopes";

/** Inputs that no component gives, each with the reason. */
type LeftOut = Readonly<Record<string, string>>;

const isolated = "the bucket belongs to the account of the project, and its owner owns every object";
const encrypted = "everything is encrypted";
const once = "the main source reports the status";
const byName = "the deprecated form of another input";

const project = (name: string, args: Partial<BuildProjectArgs>) => (opts: ComponentResourceOptions) =>
  new BuildProject(
    name,
    {
      ...scope,
      encryptionKeyArn: keyArn,
      buildspec: { phases: { build: { commands: ["make"] } }, reports: { unit: { files: ["*.xml"] } } },
      tags: { team: "shop" },
      ...args,
    },
    opts,
  );
const connectionArn =
  "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f";
const github = { type: "GITHUB", location: "https://github.com/acme/shop.git", connectionArn } as const;
const place = { bucket: "acme-builds", prefix: "shop" };

/** Projects that together use every setting of a project. */
const projects = [
  project("one", {
    description: "Builds of the shop",
    source: { ...github, version: "main", statusContext: "build", statusUrl: "https://ci.example.com" },
    secondarySources: { lib: { ...github, version: "v1" } },
    artifacts: { ...place, nameFromBuildspec: true },
    secondaryArtifacts: { site: { ...place, nameFromBuildspec: true } },
    webhook: {
      filterGroups: [
        { events: ["PUSH"], branches: ["main"] },
        { events: ["PULL_REQUEST_CREATED"], baseBranches: ["main"] },
      ],
      startsBatch: true,
    },
    schedules: [{ name: "nightly", expression: "cron(0 2 * * ? *)" }],
    image: "docker.io/acme/builds:1.2",
    registryCredential: { secret: "acme/hub" },
    vpc: { vpcId: "vpc-0a1b2c3d", subnetIds: ["subnet-0a1b2c3d"], securityGroupIds: ["sg-0a1b2c3d"] },
    hostKernel: "LINUX_KERNEL_6",
    certificate: { bucket: "acme-certificates", key: "github.pem" },
    fileSystems: [
      { identifier: "cache", fileSystemId: "fs-0a1b2c3d", mountPoint: "/mnt/cache", mountOptions: "nfsvers=4.1" },
    ],
    cache: { type: "S3", ...place, namespace: "shop" },
    s3Logs: place,
    reportGroups: { exportTo: place },
    environmentVariables: { TOKEN: { secret: "shop/token" } },
    batch: { computeTypes: ["BUILD_GENERAL1_SMALL"], combineArtifacts: true },
    timeoutInMinutes: 30,
    queuedTimeoutInMinutes: 60,
    concurrentBuildLimit: 2,
    autoRetryLimit: 2,
    badge: true,
  }),
  project("three", {
    vpc: { vpcId: "vpc-0a1b2c3d", subnetIds: ["subnet-0a1b2c3d"], securityGroupIds: ["sg-0a1b2c3d"] },
    dockerServer: { computeType: "BUILD_GENERAL1_LARGE", securityGroupIds: ["sg-1a1b2c3d"] },
  }),
  project("two", {
    cache: { type: "LOCAL", modes: ["LOCAL_SOURCE_CACHE"] },
    fleetArn: "arn:aws:codebuild:eu-central-1:111122223333:fleet/shop:1a2b",
  }),
];

const group =
  (name: string, args: Pick<DeploymentGroupArgs, "target"> & Partial<DeploymentGroupArgs>) =>
  (opts: ComponentResourceOptions) =>
    new DeploymentGroup(name, { ...scope, tags: { team: "shop" }, ...args }, opts);
const topicArn = "arn:aws:sns:eu-central-1:111122223333:team";
const listener = (id: string) => `arn:aws:elasticloadbalancing:eu-central-1:111122223333:listener/app/front/1/${id}`;

/** Groups that together use every setting of a group. */
const groups = [
  group("servers", {
    target: {
      platform: "Server",
      tagSets: [[{ key: "app", value: "shop" }]],
      onPremisesTags: [{ key: "site", value: "berlin" }],
      autoScalingGroupNames: ["shop"],
      terminationHook: true,
      classicLoadBalancerNames: ["old"],
      outdatedInstances: "IGNORE",
    },
    newConfiguration: {
      type: "healthyHostPercent",
      value: 50,
      zones: {
        firstZoneMonitorSeconds: 60,
        monitorSeconds: 60,
        healthyHosts: { type: "healthyHostCount", value: 1 },
      },
    },
    alarmNames: ["errors"],
    triggers: { team: { topicArn, events: ["DeploymentFailure"] } },
  }),
  group("fleet", {
    target: {
      platform: "Server",
      autoScalingGroupNames: ["shop"],
      targetGroupNames: ["web"],
      blueGreen: { greenFleet: "COPY_AUTO_SCALING_GROUP", confirmWithinMinutes: 60 },
    },
  }),
  group("service", {
    target: {
      platform: "ECS",
      clusterName: "shop",
      serviceName: "web",
      loadBalancerName: "front",
      targetGroupNames: ["blue", "green"],
      passRoleArns: ["arn:aws:iam::111122223333:role/task"],
    },
    listenerArns: { production: listener("a"), test: listener("b") },
    newConfiguration: { type: "canary", percentage: 10, minutes: 5 },
  }),
  group("function", {
    target: { platform: "Lambda", functionNames: ["shop"] },
    newConfiguration: { type: "linear", percentage: 10, minutes: 5 },
  }),
];

const repositories = [
  (opts: ComponentResourceOptions) =>
    new CodeCommitRepository(
      "shop",
      {
        ...scope,
        encryptionKeyArn: keyArn,
        description: "The shop",
        approvals: { approvers: ["arn:aws:iam::111122223333:role/reviewers"] },
        triggers: { team: { destinationArn: topicArn, branches: ["main"] } },
        tags: { team: "shop" },
      },
      opts,
    ),
];

const cases: readonly [
  service: string,
  resource: string,
  build: readonly ((opts: ComponentResourceOptions) => unknown)[],
  leftOut: LeftOut,
][] = [
  [
    "codebuild",
    "Project",
    projects,
    {
      "artifacts.artifactIdentifier": "only secondary artifacts have identifiers",
      "artifacts.bucketOwnerAccess": isolated,
      "artifacts.encryptionDisabled": encrypted,
      "logsConfig.cloudwatchLogs.streamName": "the log group belongs to one project, and each build has its stream",
      "logsConfig.s3Logs.bucketOwnerAccess": isolated,
      "logsConfig.s3Logs.encryptionDisabled": encrypted,
      resourceAccessRole: "only public projects have one, and no project is public",
      "secondaryArtifacts.bucketOwnerAccess": isolated,
      "secondaryArtifacts.encryptionDisabled": encrypted,
      "secondarySources.buildStatusConfig.context": once,
      "secondarySources.buildStatusConfig.targetUrl": once,
      "secondarySources.buildspec": "the buildspec of the main source counts",
      "secondarySources.insecureSsl": "every connection is verified",
      "secondarySources.reportBuildStatus": once,
      "source.insecureSsl": "every connection is verified",
    },
  ],
  [
    "codebuild",
    "Webhook",
    projects,
    {
      branchFilter: byName,
      "filterGroups.filters.excludeMatchedPattern":
        "a group names what starts a build: an exclusion lets all else start it",
      manualCreation: "connections create webhooks at the provider",
      "scopeConfiguration.domain": "webhooks of organizations run the code of all its repositories in one role",
      "scopeConfiguration.name": "webhooks of organizations run the code of all its repositories in one role",
      "scopeConfiguration.scope": "webhooks of organizations run the code of all its repositories in one role",
    },
  ],
  ["codebuild", "ReportGroup", projects, { "exportConfig.s3Destination.encryptionDisabled": encrypted }],
  ["codedeploy", "Application", groups, {}],
  ["codedeploy", "DeploymentConfig", groups, {}],
  [
    "codedeploy",
    "DeploymentGroup",
    groups,
    {
      "alarmConfiguration.ignorePollAlarmFailure": "a deployment stops while CodeDeploy cannot read its alarms",
      "ec2TagFilters.key": byName,
      "ec2TagFilters.type": byName,
      "ec2TagFilters.value": byName,
    },
  ],
  ["codecommit", "Repository", repositories, { defaultBranch: "the first push decides it" }],
  ["codecommit", "Trigger", repositories, { "triggers.customData": "events name the repository themselves" }],
  ["codecommit", "ApprovalRuleTemplate", repositories, {}],
  ["codecommit", "ApprovalRuleTemplateAssociation", repositories, {}],
];

describe("the inputs of the provider", () => {
  const recordings = new Map<unknown, Promise<Recorded[]>>();

  function recordingOf(build: readonly ((opts: ComponentResourceOptions) => unknown)[]) {
    const known =
      recordings.get(build) ??
      record({ preview: true }, (opts) => {
        for (const make of build) {
          make(opts);
        }
      });
    recordings.set(build, known);
    return known;
  }

  for (const [service, resource, build, leftOut] of cases) {
    it(`of aws.${service}.${resource} are settings, or left out with a reason`, async () => {
      const type = `aws:${service}/${resource.charAt(0).toLowerCase()}${resource.slice(1)}:${resource}`;
      const known = providerInputs(service, resource);
      const rendered = renderedInputs(await recordingOf(build), type);
      assert.ok(known.length > 2, `only ${known.length} inputs`);
      const reasons = Object.keys(leftOut);
      assert.deepEqual(
        known.filter((input) => !rendered.includes(input)),
        reasons.toSorted(),
      );
      assert.deepEqual(
        rendered.filter((input) => !known.includes(input)),
        [],
      );
    });
  }
});
