import { z } from "zod";
import { allowedKeys, given, nonEmptyText, refusedKey, shown } from "../schema/vocabulary";

/** Compute platforms of CodeDeploy. `Server` is EC2 and on-premises. */
export type ComputePlatform = "Server" | "Lambda" | "ECS";

/** Text that a build replaces before the deployment, such as `<TASK_DEFINITION>` of CodePipeline. */
const placeholder = /<[^<>]+>|\$\{?\w[\w.:-]*\}?|\{\{.+\}\}|#\{.+\}|__\w+__|%\w+%/;

/** Whether a text holds a placeholder. */
export function isPlaceholder(text: string): boolean {
  return placeholder.test(text);
}

/** Text of one pattern, or with a placeholder. */
function valueOrPlaceholder(pattern: RegExp, allowed: string) {
  return z.string().refine((text) => pattern.test(text) || placeholder.test(text), {
    error: ({ input }) => `is ${shown(input)}: ${allowed}`,
  });
}

const version = z.literal(0, { error: ({ input }) => `is ${shown(input)}: CodeDeploy reads 0.0 alone` }).default(0);

/** Lambda function that CodeDeploy runs in an event: its name or its ARN. */
const hookFunction = valueOrPlaceholder(
  /^(arn:[a-z-]+:lambda:[a-z0-9-]+:\d{12}:function:)?[A-Za-z0-9_-]{1,64}(:[A-Za-z0-9_$-]+)?$/,
  "give the name or the ARN of a Lambda function",
);

const lambdaVersion = valueOrPlaceholder(/^[1-9]\d*$/, "give a version of the function, such as 7");

/** Seconds that CodeDeploy gives all scripts of an event. */
export const maxEventSeconds = 3600;

/** @see https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html */
const scriptSchema = allowedKeys({
  /** Path of the script in the revision. */
  location: nonEmptyText,
  /**
   * Seconds that the script may take, 1 to 3600.
   * @default 3600
   */
  timeout: z.int().min(1).max(maxEventSeconds).optional(),
  /**
   * Linux user that runs the script.
   * @default - the user of the agent
   */
  runas: nonEmptyText.optional(),
  /** Whether the agent runs the script by `sudo`. */
  sudo: z.boolean().optional(),
});

const scripts = z.array(scriptSchema).optional();
const reserved = refusedKey("CodeDeploy runs the event itself, without scripts");
const serverEvents = {
  BeforeBlockTraffic: scripts,
  AfterBlockTraffic: scripts,
  ApplicationStop: scripts,
  BeforeInstall: scripts,
  AfterInstall: scripts,
  ApplicationStart: scripts,
  ValidateService: scripts,
  BeforeAllowTraffic: scripts,
  AfterAllowTraffic: scripts,
};

/** @see https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-permissions.html */
const permissionSchema = allowedKeys({
  /** File or folder of the instance. */
  object: nonEmptyText,
  /** @default "**" */
  pattern: nonEmptyText.optional(),
  except: z.array(nonEmptyText).optional(),
  owner: nonEmptyText.optional(),
  group: nonEmptyText.optional(),
  /** Mode in octal digits, such as "0644". */
  mode: z
    .string()
    .regex(/^[0-7]{1,4}$/, { error: ({ input }) => `is ${shown(input)}: give 1 to 4 octal digits, such as "0644"` })
    .optional(),
  /** Entries of `setfacl`, such as `u:deploy:rw`. The mode sets the rights of owner, group and others. */
  acls: z
    .array(
      z.string().refine(isAclEntry, {
        error: ({ input }) => `is ${shown(input)}: give [d:]u|g|m|o:name:rights, such as u:deploy:rw`,
      }),
    )
    .optional(),
  /** Label of SELinux. */
  context: allowedKeys({
    user: nonEmptyText.optional(),
    /** The key that the agent reads for the user. */
    name: nonEmptyText.optional(),
    type: nonEmptyText,
    range: z
      .string()
      .regex(/^s\d+(-s\d+)?(:c\d+(\.c\d+)?(,c\d+(\.c\d+)?)*)?$/, {
        error: ({ input }) => `is ${shown(input)}: give a range of SELinux, such as s0 or s0-s3:c0.c1`,
      })
      .optional(),
  }).optional(),
  /** @default ["file", "directory"] */
  type: z.array(z.enum(["file", "directory"])).optional(),
});

/** The agent's own rule: an entry without a name needs `d:` or the mask. */
function isAclEntry(entry: string): boolean {
  const [, isDefault, kind, name] =
    /^(d:|default:)?(?:(u|user|g|group|m|mask|o|other):)?([^:]*):(?:[rwx-]+|[0-7])$/.exec(entry) ?? [];
  if (name === undefined) {
    return false;
  }
  const isMask = /^m(ask)?$/.test(kind ?? name);
  const isOther = /^o(ther)?$/.test(kind ?? name);
  const isNamed = kind === undefined ? !isMask && !isOther && name !== "" : name !== "";
  return isMask || isOther ? kind === undefined || !isNamed : isNamed || isDefault !== undefined;
}

/**
 * AppSpec of a deployment to EC2 or on-premises instances.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure.html
 */
export const serverAppSpecSchema = allowedKeys({
  version,
  os: z.enum(["linux", "windows"]),
  /** Files of the revision that the agent copies. */
  files: z.array(allowedKeys({ source: nonEmptyText, destination: nonEmptyText })).optional(),
  /**
   * Behavior for files that exist and are not from the last deployment.
   * @default DISALLOW
   */
  file_exists_behavior: z.enum(["DISALLOW", "OVERWRITE", "RETAIN"]).optional(),
  /** Rights of the copied files, for Linux alone. */
  permissions: z.array(permissionSchema).optional(),
  /** Scripts by lifecycle event. */
  hooks: allowedKeys({
    ...serverEvents,
    Start: reserved,
    DownloadBundle: reserved,
    Install: reserved,
    BlockTraffic: reserved,
    AllowTraffic: reserved,
    End: reserved,
  }).optional(),
});

/** Exactly one resource, under a name of its own. */
function oneResource<Resource extends z.ZodType>(resource: Resource) {
  const allowed = "CodeDeploy deploys one resource";
  return z
    .array(
      z.record(nonEmptyText, resource).refine((named) => Object.keys(named).length === 1, {
        error: ({ input }) => `has ${Object.keys(Object(input)).length} names: ${allowed}`,
      }),
    )
    .refine((list) => list.length === 1, {
      error: ({ input }) => `has ${Array.isArray(input) ? input.length : 0} resources: ${allowed}`,
    });
}

const hook = hookFunction.optional();
const lambdaEvents = { BeforeAllowTraffic: hook, AfterAllowTraffic: hook };
const ecsEvents = { BeforeInstall: hook, AfterInstall: hook, AfterAllowTestTraffic: hook, ...lambdaEvents };

/**
 * Lifecycle events in which each platform runs hooks, in the order of a deployment.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html
 */
export const lifecycleEvents: Readonly<Record<ComputePlatform, readonly string[]>> = {
  Server: Object.keys(serverEvents),
  Lambda: Object.keys(lambdaEvents),
  ECS: Object.keys(ecsEvents),
};

const resourceTypes = ["AWS::Lambda::Function", "AWS::ECS::Service"] as const;

function resourceType<const Type extends (typeof resourceTypes)[number]>(type: Type) {
  return z.literal(type, {
    error: ({ input }) => `${given(input)}: allowed are ${resourceTypes.join(", ")}`,
  });
}

/**
 * AppSpec of a deployment of a Lambda function.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html
 */
export const lambdaAppSpecSchema = allowedKeys({
  version,
  /** The function to deploy, under any name. */
  Resources: oneResource(
    allowedKeys({
      Type: resourceType("AWS::Lambda::Function"),
      Properties: allowedKeys({
        /** Name of the function. */
        Name: nonEmptyText,
        /** Alias that CodeDeploy moves. */
        Alias: nonEmptyText,
        /** Version that the alias has. */
        CurrentVersion: lambdaVersion,
        /** Version that the alias gets. */
        TargetVersion: lambdaVersion,
      }),
    }),
  ),
  /** Functions by lifecycle event, each event in an object of its own. */
  Hooks: z.array(allowedKeys(lambdaEvents)).optional(),
});

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html */
const capacityProviderSchema = allowedKeys({
  CapacityProvider: nonEmptyText,
  /**
   * Smallest number of tasks, 0 to 100000. Only one provider has one.
   * @default 0
   */
  Base: z.int().min(0).max(100_000).optional(),
  /**
   * Share of the other tasks, 0 to 1000.
   * @default 0
   */
  Weight: z.int().min(0).max(1000).optional(),
});

const port = z.union([z.int().min(1).max(65_535), valueOrPlaceholder(/^(?!)/, "give a port, 1 to 65535")], {
  error: ({ input }) => `${given(input)}: give a port, 1 to 65535`,
});

/**
 * AppSpec of a blue/green deployment of an ECS service.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html
 */
export const ecsAppSpecSchema = allowedKeys({
  version,
  /** The service to deploy; its name is `TargetService`. */
  Resources: oneResource(
    allowedKeys({
      Type: resourceType("AWS::ECS::Service"),
      Properties: allowedKeys({
        /** ARN of the task definition, or the placeholder `<TASK_DEFINITION>` of CodePipeline. */
        TaskDefinition: nonEmptyText.refine(
          (text) => !text.startsWith("arn:") || placeholder.test(text) || /:task-definition\/[\w-]+(:\d+)?$/.test(text),
          { error: ({ input }) => `is ${shown(input)}: give the ARN of a task definition` },
        ),
        /** Container and port that get the traffic. */
        LoadBalancerInfo: allowedKeys({ ContainerName: nonEmptyText, ContainerPort: port }),
        /** @default LATEST */
        PlatformVersion: nonEmptyText.optional(),
        /** @default - the network of the service */
        NetworkConfiguration: allowedKeys({
          AwsvpcConfiguration: allowedKeys({
            Subnets: z.array(nonEmptyText).min(1),
            SecurityGroups: z.array(nonEmptyText).min(1),
            AssignPublicIp: z.enum(["ENABLED", "DISABLED"]),
          }),
        }).optional(),
        /** At most 20 capacity providers. */
        CapacityProviderStrategy: z.array(capacityProviderSchema).min(1).max(20).optional(),
      }),
    }),
  ),
  /** Functions by lifecycle event, each event in an object of its own. */
  Hooks: z.array(allowedKeys(ecsEvents)).optional(),
});

/** AppSpec of a deployment to EC2 or on-premises instances, in AWS's own form. */
export type ServerAppSpec = z.input<typeof serverAppSpecSchema>;

/** AppSpec of a deployment of a Lambda function, in AWS's own form. */
export type LambdaAppSpec = z.input<typeof lambdaAppSpecSchema>;

/** AppSpec of a blue/green deployment of an ECS service, in AWS's own form. */
export type EcsAppSpec = z.input<typeof ecsAppSpecSchema>;

/** An AppSpec in AWS's own form; `version` is optional. */
export type AppSpec = ServerAppSpec | LambdaAppSpec | EcsAppSpec;

/** Platform of an AppSpec. Only instances have `os`; the others name the type of their resource. */
export function platformOf(appSpec: AppSpec): ComputePlatform {
  if ("os" in appSpec) {
    return "Server";
  }
  const [resource] = Object.values(appSpec.Resources[0] ?? {});
  return resource?.Type === "AWS::ECS::Service" ? "ECS" : "Lambda";
}
