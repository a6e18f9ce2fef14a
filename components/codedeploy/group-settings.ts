import { z } from "zod";
import { accountOf } from "../aws/arn";
import {
  bucketName,
  codeDeployName,
  ecsName,
  functionName,
  keyArnSchema,
  roleArnSchema,
  targetGroupName,
  topicArnSchema,
} from "../aws/names";
import { nearest } from "../schema/nearest";
import type { Problem } from "../schema/problem";
import { allowedKeys, distinct, matching, nonEmptyText, shown } from "../schema/vocabulary";

const minutes = z.int().min(1).max(2880);
const functionNames = distinct(z.array(functionName));
const loadBalancerName = matching(
  /^(?!-)[A-Za-z0-9-]{1,32}(?<!-)$/,
  "give the name of a load balancer, 1 to 32 letters, digits or hyphens, with a hyphen neither first nor last",
);
const autoScalingGroupName = matching(
  /^[^*?:/\\${}\r\n\u0100-\uffff]{1,255}$/,
  "give the name of an Auto Scaling group, 1 to 255 characters up to U+00FF without wildcards, colons or slashes",
);

const tags = z
  .array(
    allowedKeys({
      /** The key of the tag, 1 to 128 characters. */
      key: nonEmptyText.max(128),
      /**
       * The value of the tag, at most 256 characters.
       * @default - every value
       */
      value: z.string().max(256).optional(),
    }),
  )
  .min(1)
  .max(10);

const waits = {
  /**
   * Minutes in which somebody must let traffic move, 1 to 2880; the deployment stops otherwise.
   * @default - traffic moves as soon as the new instances or tasks are healthy
   */
  confirmWithinMinutes: minutes.optional(),
};

const oldStayMinutes = z.int().min(0).max(2880);

/**
 * Blue/green deployment to EC2 instances.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GreenFleetProvisioningOption.html
 */
const blueGreen = allowedKeys({
  /**
   * Origin of the new instances. `COPY_AUTO_SCALING_GROUP`: CodeDeploy copies the one Auto Scaling group.
   * `DISCOVER_EXISTING`: they exist, and each deployment names them.
   */
  greenFleet: z.enum(["COPY_AUTO_SCALING_GROUP", "DISCOVER_EXISTING"]),
  ...waits,
  /**
   * Fate of the old instances after a deployment. `KEEP_ALIVE` takes them out of the load balancer.
   * @default "TERMINATE"
   */
  oldInstances: z.enum(["TERMINATE", "KEEP_ALIVE"]).default("TERMINATE"),
  /**
   * Minutes that the old instances stay before CodeDeploy terminates them, 0 to 2880.
   * @default - 30 for `TERMINATE`
   */
  terminateAfterMinutes: oldStayMinutes.optional(),
  /**
   * The launch template of the copied group. CodeDeploy starts instances by it.
   * @default - none: the group has a launch configuration
   */
  launchTemplate: allowedKeys({
    /** A tag of the launch template, because EC2 assigns its id. */
    tag: allowedKeys({
      /** The key of the tag, 1 to 128 characters. */
      key: nonEmptyText.max(128),
      /** The value of the tag, 1 to 256 characters. */
      value: nonEmptyText.max(256),
    }),
    /** The ARNs of the roles in its instance profile; CodeDeploy passes them to instances. */
    instanceRoleArns: distinct(z.array(roleArnSchema).min(1)),
  }).optional(),
  /**
   * Names of Auto Scaling groups that deployments name as new instances, for `DISCOVER_EXISTING`.
   * @default - none
   */
  greenAutoScalingGroupNames: distinct(z.array(autoScalingGroupName).max(10)).default([]),
});

/** Bucket of revisions that CodeDeploy reads itself. */
const revisions = allowedKeys({
  /** The bucket of the AppSpec files. */
  bucketName,
  /**
   * The ARN of the customer key of the bucket.
   * @default - none
   */
  keyArn: keyArnSchema.optional(),
});

const server = allowedKeys({
  platform: z.literal("Server"),
  /**
   * Sets of tags, at most 3. A deployment reaches EC2 instances with one tag of each set.
   * @default - none
   * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/instances-tagging.html
   */
  tagSets: z.array(tags).max(3).default([]),
  /**
   * Tags of on-premises instances. A deployment reaches instances with one of these tags.
   * @default - none
   */
  onPremisesTags: tags.optional(),
  /**
   * Names of Auto Scaling groups, at most 10. New instances get the last revision.
   * @default - none
   */
  autoScalingGroupNames: distinct(z.array(autoScalingGroupName).max(10)).default([]),
  /**
   * Whether a deployment runs on instances that an Auto Scaling group terminates.
   * @default false
   */
  terminationHook: z.boolean().default(false),
  /**
   * Names of target groups, at most 10. An instance leaves them while CodeDeploy changes it.
   * @default - none
   */
  targetGroupNames: distinct(z.array(targetGroupName).max(10)).default([]),
  /**
   * Names of Classic Load Balancers, at most 10, instead of target groups.
   * @default - none
   */
  classicLoadBalancerNames: distinct(z.array(loadBalancerName).max(10)).default([]),
  /**
   * New instances for each deployment, behind a load balancer.
   * @default - instances are changed in place
   */
  blueGreen: blueGreen.optional(),
  /**
   * Whether instances that started during a deployment get the revision by a further deployment, or stay as they are.
   * @default "UPDATE"
   */
  outdatedInstances: z.enum(["UPDATE", "IGNORE"]).optional(),
});

const lambda = allowedKeys({
  platform: z.literal("Lambda"),
  /** The functions whose aliases move to a new version. */
  functionNames: functionNames.min(1),
  /**
   * Functions that check a deployment: the hooks of the AppSpec file.
   * @default - none
   */
  hookFunctionNames: functionNames.default([]),
  /**
   * Bucket of the AppSpec files.
   * @default - none: each deployment contains its AppSpec file
   */
  revisions: revisions.optional(),
});

const ecs = allowedKeys({
  platform: z.literal("ECS"),
  /** The name of the cluster. */
  clusterName: ecsName("a cluster"),
  /** The name of the service. */
  serviceName: ecsName("a service"),
  /** The load balancer of the listeners, by name: its ARN is unknown before it exists. */
  loadBalancerName,
  /** The two target groups between which traffic moves. */
  targetGroupNames: distinct(z.array(targetGroupName).length(2)),
  /** The ARNs of the task roles and execution roles of the task definitions; CodeDeploy passes them to tasks. */
  passRoleArns: distinct(z.array(roleArnSchema).min(1)),
  /**
   * Functions that check a deployment: the hooks of the AppSpec file.
   * @default - none
   */
  hookFunctionNames: functionNames.default([]),
  /**
   * Minutes that the old tasks stay for a rollback, 0 to 2880.
   * @default 30
   */
  terminateAfterMinutes: oldStayMinutes.default(30),
  ...waits,
  /**
   * Bucket of the AppSpec files.
   * @default - none: each deployment contains its AppSpec file
   */
  revisions: revisions.optional(),
});

const traffic = {
  /** Share of the traffic that moves at once, in percent: 1 to 99. */
  percentage: z.int().min(1).max(99),
  /** Minutes between two steps. */
  minutes,
};

const healthyHostCount = {
  type: z.literal("healthyHostCount"),
  /** Instances that stay in service: 0 to 500 of `healthyHostCount`, 0 to 99 percent of `healthyHostPercent`. */
  value: z.int().min(0).max(500),
};
const healthyHostPercent = {
  type: z.literal("healthyHostPercent"),
  /** Instances that stay in service, in percent: 0 to 99. */
  value: z.int().min(0).max(99),
};
const monitorSeconds = z.int().min(0).max(604_800).optional();

/** @see https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ZonalConfig.html */
const zoneSettings = allowedKeys({
  /**
   * Seconds between the first Availability Zone and the second, 0 to 604800.
   * @default - monitorSeconds
   */
  firstZoneMonitorSeconds: monitorSeconds,
  /**
   * Seconds between two Availability Zones, 0 to 604800.
   * @default 0
   */
  monitorSeconds,
  /**
   * Instances of a zone that stay in service.
   * @default - 0 percent, by CodeDeploy
   */
  healthyHosts: z
    .discriminatedUnion("type", [allowedKeys(healthyHostCount), allowedKeys(healthyHostPercent)])
    .optional(),
});

const zoned = {
  /**
   * Deploys to one Availability Zone after the other.
   * @default - all zones at once
   */
  zones: zoneSettings.optional(),
};

/** Settings of a CodeDeploy deployment group. */
export const groupSchema = allowedKeys({
  /**
   * The name of the new application, 1 to 100 characters.
   * @default - the name of the component
   */
  applicationName: codeDeployName("an application").optional(),
  /**
   * The name of an existing application of the same platform, instead of a new one.
   * @default - a new application
   */
  existingApplicationName: codeDeployName("an application").optional(),
  /**
   * The name of the deployment group, 1 to 100 characters.
   * @default - the name of the component
   */
  groupName: codeDeployName("a deployment group").optional(),
  /** The platform, and the instances, functions or service that a deployment changes. */
  target: z.discriminatedUnion("platform", [server, lambda, ecs]),
  /**
   * The name of a deployment configuration, of AWS or your own.
   * @default - 10 % for 5 minutes for functions and services; one instance at a time for servers
   * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html
   */
  configurationName: codeDeployName("a deployment configuration").optional(),
  /**
   * A new deployment configuration, instead of a name. `canary` and `linear` move traffic. `healthyHostCount` and
   * `healthyHostPercent` keep instances in service, with `zones` one Availability Zone after the other.
   * @default - none
   */
  newConfiguration: z
    .discriminatedUnion("type", [
      allowedKeys({ type: z.literal("canary"), ...traffic }),
      allowedKeys({ type: z.literal("linear"), ...traffic }),
      allowedKeys({ ...healthyHostCount, ...zoned }),
      allowedKeys({ ...healthyHostPercent, ...zoned }),
    ])
    .optional(),
  /**
   * Names of metric alarms that stop a deployment, at most 10.
   * @default - none
   */
  alarmNames: distinct(
    z
      .array(
        nonEmptyText
          .max(255)
          .regex(/^[^*?]+$/, "write the name without wildcards")
          .regex(/^[\u0020-\u00ff]+$/, "IAM policies take characters up to U+00FF: rename the alarm"),
      )
      .max(10),
  ).default([]),
  /**
   * Events that bring the last revision back. `alarm` has no effect without `alarmNames`.
   * @default ["failure", "alarm"]
   * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/deployments-rollback-and-redeploy.html
   */
  rollbackOn: distinct(z.array(z.enum(["failure", "alarm", "stop"]))).default(["failure", "alarm"]),
  /**
   * Triggers by name, at most 10: CodeDeploy tells a topic about deployments and instances.
   * @default - none
   * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-sns-event-notifications.html
   */
  triggers: z
    .record(
      matching(/^[A-Za-z0-9_-]{1,100}$/, "give 1 to 100 letters, digits or the characters - _"),
      allowedKeys({
        /** The ARN of the topic. */
        topicArn: topicArnSchema,
        /**
         * The ARN of the customer key of the topic.
         * @default - none
         */
        keyArn: keyArnSchema.optional(),
        /** The events that CodeDeploy reports. */
        events: distinct(
          z
            .array(
              z.enum([
                "DeploymentStart",
                "DeploymentSuccess",
                "DeploymentFailure",
                "DeploymentStop",
                "DeploymentRollback",
                "DeploymentReady",
                "InstanceStart",
                "InstanceSuccess",
                "InstanceFailure",
                "InstanceReady",
              ]),
            )
            .min(1),
        ),
      }),
    )
    .refine((all) => Object.keys(all).length <= 10, { error: "has more than 10 triggers: CodeDeploy allows 10" })
    .default({}),
});

export type GroupSettings = z.input<typeof groupSchema>;
export type GroupModel = z.output<typeof groupSchema>;

/** Predefined configurations of each platform; the first one is the default of the component. */
export const predefinedConfigurations: Readonly<Record<GroupModel["target"]["platform"], readonly string[]>> = {
  Server: ["OneAtATime", "HalfAtATime", "AllAtOnce"].map(predefined),
  Lambda: [
    ...[5, 10, 15, 30].map((count) => `LambdaCanary10Percent${count}Minutes`),
    "LambdaLinear10PercentEvery1Minute",
    ...[2, 3, 10].map((count) => `LambdaLinear10PercentEvery${count}Minutes`),
    "LambdaAllAtOnce",
  ].map(predefined),
  ECS: [
    ...[5, 15].map((count) => `ECSCanary10Percent${count}Minutes`),
    ...[1, 3].map((count) => `ECSLinear10PercentEvery${count}Minutes`),
    "ECSAllAtOnce",
  ].map(predefined),
};

function predefined(name: string): string {
  return `CodeDeployDefault.${name}`;
}

/** Lists settings that CodeDeploy refuses together. */
export function groupProblems(model: GroupModel, account: string, hasListeners: boolean): Problem[] {
  const { target, applicationName, existingApplicationName } = model;
  const isEcs = target.platform === "ECS";
  return [
    ...(applicationName !== undefined && existingApplicationName !== undefined
      ? [{ path: "existingApplicationName", reason: "is given with applicationName: give one of them" }]
      : []),
    ...(isEcs === hasListeners
      ? []
      : [
          {
            path: "listenerArns",
            reason: isEcs
              ? "is missing: give the listeners of the service, at least production"
              : `is given for ${target.platform}: remove it, because only ECS moves traffic by listeners`,
          },
        ]),
    ...(target.platform === "Server" ? [...serverProblems(target), ...blueGreenProblems(target, account)] : []),
    ...(target.platform === "ECS" ? foreignRoles("target.passRoleArns", target.passRoleArns, account) : []),
    ...configurationProblems(model),
  ];
}

function serverProblems(target: z.output<typeof server>): Problem[] {
  const { tagSets, onPremisesTags, autoScalingGroupNames, terminationHook } = target;
  const hasGroups = autoScalingGroupNames.length > 0;
  return [
    ...(tagSets.length > 0 || onPremisesTags !== undefined || hasGroups
      ? []
      : [{ path: "target", reason: "reaches no instance: give tagSets, onPremisesTags or autoScalingGroupNames" }]),
    ...(target.targetGroupNames.length > 0 && target.classicLoadBalancerNames.length > 0
      ? [{ path: "target.classicLoadBalancerNames", reason: "is given with targetGroupNames: give one of them" }]
      : []),
    ...(terminationHook && !hasGroups
      ? [{ path: "target.terminationHook", reason: "is true without autoScalingGroupNames: give groups, or remove it" }]
      : []),
  ];
}

/**
 * Lists settings that CodeDeploy refuses for blue/green deployments to servers.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/applications-create-blue-green.html
 */
function blueGreenProblems({ blueGreen: settings, ...target }: z.output<typeof server>, account: string): Problem[] {
  if (settings === undefined) {
    return [];
  }
  const { greenFleet, oldInstances, terminateAfterMinutes, launchTemplate, greenAutoScalingGroupNames } = settings;
  const { tagSets, onPremisesTags, autoScalingGroupNames, targetGroupNames, classicLoadBalancerNames } = target;
  const copies = greenFleet === "COPY_AUTO_SCALING_GROUP";
  const groupPath = "target.autoScalingGroupNames";
  const candidates: readonly (Problem | false)[] = [
    onPremisesTags !== undefined && {
      path: "target.onPremisesTags",
      reason: "is given with blueGreen, which replaces EC2 instances only: remove one of the two",
    },
    targetGroupNames.length + classicLoadBalancerNames.length === 0 && {
      path: "target.blueGreen",
      reason: "moves traffic between instances, and the target has no load balancer: give targetGroupNames",
    },
    copies &&
      autoScalingGroupNames.length !== 1 && {
        path: groupPath,
        reason: `has ${autoScalingGroupNames.length} groups: CodeDeploy copies exactly one`,
      },
    copies &&
      tagSets.length > 0 && {
        path: "target.tagSets",
        reason: "is given, and CodeDeploy copies an Auto Scaling group: remove it, or give DISCOVER_EXISTING",
      },
    copies &&
      greenAutoScalingGroupNames.length > 0 && {
        path: "target.blueGreen.greenAutoScalingGroupNames",
        reason: "is given, and CodeDeploy creates the new group: remove it, or give DISCOVER_EXISTING",
      },
    !copies &&
      launchTemplate !== undefined && {
        path: "target.blueGreen.launchTemplate",
        reason: "is given, and with DISCOVER_EXISTING CodeDeploy starts no instance: remove it",
      },
    oldInstances === "KEEP_ALIVE" &&
      terminateAfterMinutes !== undefined && {
        path: "target.blueGreen.terminateAfterMinutes",
        reason: "is given, and KEEP_ALIVE terminates no instance: remove one of the two",
      },
  ];
  return [
    ...candidates.filter((problem) => problem !== false),
    ...foreignRoles(
      "target.blueGreen.launchTemplate.instanceRoleArns",
      launchTemplate?.instanceRoleArns ?? [],
      account,
    ),
  ];
}

function foreignRoles(path: string, arns: readonly string[], account: string): Problem[] {
  return arns.flatMap((arn, index) =>
    accountOf(arn) === account
      ? []
      : [{ path: `${path}[${index}]`, reason: `is ${shown(arn)}: give a role of account ${account}` }],
  );
}

function configurationProblems({ target, configurationName, newConfiguration }: GroupModel): Problem[] {
  const own = newConfiguration;
  const names = predefinedConfigurations[target.platform];
  if (configurationName !== undefined && own !== undefined) {
    return [{ path: "newConfiguration", reason: "is given with configurationName: give one of them" }];
  }
  if (configurationName?.startsWith("CodeDeployDefault.") && !names.includes(configurationName)) {
    const meant = nearest(configurationName, names);
    const hint = meant === undefined ? "" : ` Did you mean ${meant}?`;
    return [
      {
        path: "configurationName",
        reason: `is ${shown(configurationName)}, which AWS does not have for ${target.platform}.${hint} Allowed are ${names.join(", ")}, or your own`,
      },
    ];
  }
  if (own === undefined) {
    return [];
  }
  if ("value" in own !== (target.platform === "Server")) {
    const allowed = "value" in own ? "canary, linear" : "healthyHostCount, healthyHostPercent";
    return [
      { path: "newConfiguration.type", reason: `is ${shown(own.type)} for ${target.platform}: allowed are ${allowed}` },
    ];
  }
  // https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html
  const waits = own.type === "linear" ? Math.ceil(100 / own.percentage) - 1 : 1;
  return "minutes" in own && waits * own.minutes > 2880
    ? [
        {
          path: "newConfiguration.minutes",
          reason: `is ${own.minutes}, and ${waits} waits take ${waits * own.minutes} minutes: at most 2880 are allowed together`,
        },
      ]
    : [];
}
