import type * as pulumi from "@pulumi/pulumi";
import { PullRequestChecks, type PullRequestChecksArgs } from "../../components/codebuild/pull-request-checks";
import { CodeCommitRepository, type CodeCommitRepositoryArgs } from "../../components/codecommit/repository";
import { DeploymentGroup, type DeploymentGroupArgs } from "../../components/codedeploy/deployment-group";
import { BuildNetwork, type BuildNetworkArgs } from "../../components/network";
import {
  PipelineNotifications,
  type PipelineNotificationsArgs,
} from "../../components/notifications/pipeline-notifications";
import { ImageRepository, type ImageRepositoryArgs } from "../../components/registries/image-repository";
import { PackageRegistry, type PackageRegistryArgs } from "../../components/registries/package-registry";
import { keyArn, scope } from "./scopes";

type Settings = Record<string, unknown>;

/** A component with settings that use all of it. */
export interface FuzzSubject {
  readonly settings: Settings;
  readonly make: (settings: Settings, opts: pulumi.ComponentResourceOptions) => void;
}

const roles = { rolePath: "/delivery/", permissionsBoundaryArn: "arn:aws:iam::111122223333:policy/bounds" };
const common = { ...scope, tags: { team: "web", cost: "42" } };
const topicArn = "arn:aws:sns:eu-central-1:111122223333:team";
const functionArn = "arn:aws:lambda:eu-central-1:111122223333:function:run";
const queueArn = "arn:aws:sqs:eu-central-1:111122223333:undelivered";
const roleArn = "arn:aws:iam::111122223333:role/leads";

const group = (target: Settings, more: Settings = {}): FuzzSubject => ({
  settings: {
    ...common,
    ...roles,
    ...{ applicationName: "shop", groupName: "web", alarmNames: ["errors"], target },
    triggers: { team: { topicArn, keyArn, events: ["DeploymentFailure"] } },
    ...more,
  },
  make: (settings, opts) => new DeploymentGroup("shop", settings as unknown as DeploymentGroupArgs, opts),
});

const listener = (id: string) => `arn:aws:elasticloadbalancing:eu-central-1:111122223333:listener/app/front/1/${id}`;

/** Components beside pipelines, projects and environments. */
export const furtherSubjects: Readonly<Record<string, FuzzSubject>> = {
  PipelineNotifications: {
    settings: {
      ...common,
      ...roles,
      ...{ pipelineNames: ["shop"], projectNames: ["shop-image"], environment: "shop-prod" },
      ...{ emails: ["team@acme.example"], endpoints: ["https://hooks.acme.example/aws"], functions: [functionArn] },
      ...{ queues: [queueArn.replace("undelivered", "told")], topics: [topicArn], deadLetterQueue: queueArn },
      slack: [{ workspaceId: "T0AAAAAAA", channelId: "C0AAAAAAA" }],
      teams: [
        {
          tenantId: "12345678-1234-1234-1234-123456789012",
          teamId: "22345678-1234-1234-1234-123456789012",
          channelId: "19%3Aabc%40thread.tacv2",
        },
      ],
      eventBuses: ["arn:aws:events:eu-central-1:444455556666:event-bus/central"],
      events: ["run-failed", "action-failed", "approval-needed", "build-slow"],
      logTail: 40,
      alarms: { slowRunMinutes: 60, slowBuildMinutes: 30, queueMinutes: 10 },
    },
    make: (settings, opts) =>
      new PipelineNotifications("shop-told", settings as unknown as PipelineNotificationsArgs, opts),
  },
  CodeCommitRepository: {
    settings: {
      ...common,
      ...roles,
      ...{ repositoryName: "shop", description: "The shop", encryptionKeyArn: keyArn, protectedBranches: ["main"] },
      approvals: { count: 2, approvers: [roleArn] },
      access: { ci: { permission: "contribute", principals: [roleArn], mfa: false, externalId: "acme" } },
      triggers: { build: { destinationArn: functionArn, branches: ["main"] } },
      notify: { team: { destinationArn: topicArn, events: ["pull-request-created"], branches: ["main"] } },
    },
    make: (settings, opts) => new CodeCommitRepository("shop", settings as unknown as CodeCommitRepositoryArgs, opts),
  },
  BuildNetwork: {
    settings: {
      ...common,
      ...roles,
      ...{ cidrBlock: "10.1.0.0/16", natGateways: "single", endpoints: ["logs", "sts"], encryptionKeyArn: keyArn },
    },
    make: (settings, opts) => new BuildNetwork("builds", settings as unknown as BuildNetworkArgs, opts),
  },
  "BuildNetwork in an existing VPC": {
    settings: {
      ...{ ...common, encryptionKeyArn: keyArn },
      existingVpc: {
        ...{ vpcId: "vpc-0a1b2c3d", subnetIds: ["subnet-0a1b2c3d"], routeTableIds: ["rtb-0a1b2c3d"] },
        hasInternet: true,
      },
    },
    make: (settings, opts) => new BuildNetwork("builds", settings as unknown as BuildNetworkArgs, opts),
  },
  PullRequestChecks: {
    settings: {
      ...common,
      ...roles,
      ...{ encryptionKeyArn: keyArn, baseBranches: ["main"], environmentVariables: { STAGE: { value: "check" } } },
      source: {
        type: "GITHUB",
        location: "https://github.com/acme/shop.git",
        connectionArn: "arn:aws:codeconnections:eu-central-1:111122223333:connection/1a2b",
      },
      buildspec: {
        phases: { build: { commands: ["npm ci", "npm test"] } },
        reports: { unit: { files: ["reports/*.xml"] } },
      },
      comment: { secret: "shop/comment-token", keyArn },
    },
    make: (settings, opts) => new PullRequestChecks("shop", settings as unknown as PullRequestChecksArgs, opts),
  },
  "DeploymentGroup of functions": group(
    {
      platform: "Lambda",
      functionNames: ["shop"],
      hookFunctionNames: ["check"],
      revisions: { bucketName: "rev", keyArn },
    },
    { newConfiguration: { type: "linear", percentage: 20, minutes: 3 } },
  ),
  "DeploymentGroup of a service": group(
    {
      ...{ platform: "ECS", clusterName: "shop", serviceName: "web", loadBalancerName: "front" },
      ...{ targetGroupNames: ["blue", "green"], passRoleArns: ["arn:aws:iam::111122223333:role/task"] },
      confirmWithinMinutes: 60,
    },
    { listenerArns: { production: listener("a"), test: listener("b") } },
  ),
  "DeploymentGroup of servers": group(
    {
      ...{ platform: "Server", tagSets: [[{ key: "app", value: "shop" }], [{ key: "stage" }]] },
      ...{ onPremisesTags: [{ key: "app" }], autoScalingGroupNames: ["web"], targetGroupNames: ["web"] },
    },
    { newConfiguration: { type: "healthyHostPercent", value: 75 } },
  ),
  "DeploymentGroup of servers that are replaced": group(
    {
      ...{ platform: "Server", autoScalingGroupNames: ["web"], targetGroupNames: ["web"], outdatedInstances: "IGNORE" },
      blueGreen: {
        greenFleet: "COPY_AUTO_SCALING_GROUP",
        confirmWithinMinutes: 60,
        terminateAfterMinutes: 30,
        launchTemplate: {
          tag: { key: "app", value: "shop" },
          instanceRoleArns: ["arn:aws:iam::111122223333:role/web"],
        },
      },
    },
    {
      newConfiguration: {
        ...{ type: "healthyHostCount", value: 1 },
        zones: { monitorSeconds: 60, healthyHosts: { type: "healthyHostPercent", value: 50 } },
      },
    },
  ),
  ImageRepository: {
    settings: {
      ...{ region: "eu-central-1", repositoryName: "shop/web", encryptionKeyArn: keyArn, tags: common.tags },
      ...{ mutableTags: ["latest", "deployed-*"], keepImages: 10, protectedTags: ["prod-*"] },
    },
    make: (settings, opts) => new ImageRepository("shop", settings as unknown as ImageRepositoryArgs, opts),
  },
  PackageRegistry: {
    settings: { ...common, domainName: "acme", repositoryName: "npm", npmScope: "acme", readers: [roleArn] },
    make: (settings, opts) => new PackageRegistry("acme", settings as unknown as PackageRegistryArgs, opts),
  },
};
