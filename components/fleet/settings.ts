import { z } from "zod";
import { accountId, regionName } from "../aws/names";
import { environmentVariablesSchema } from "../codebuild/environment-variable";
import { grantSchema } from "../iam/grant";
import { deploymentShape } from "../infrastructure/deploy-settings";
import { stateSchema } from "../infrastructure/state-settings";
import { repositoryPath } from "../recipes/args";
import { allowedKeys, distinct, matching, nonEmptyText } from "../schema/vocabulary";

/** The name of an environment or a wave. It becomes part of the names of stages, actions and projects. */
const fleetName = matching(
  /^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$/,
  "give 1 to 60 letters, digits, - or _, starting with a letter or digit, such as prod-eu",
);

/** The name of a Pulumi project, stack or organization. */
const pulumiName = matching(
  /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/,
  'give up to 100 letters, digits, "_", "." and "-", such as shop',
);

const tag = matching(/^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,63}$/, "give 1 to 64 letters, digits or the characters _ . : / -");

/** The name of a setting of Pulumi, with its namespace. */
const configKey = matching(
  /^[A-Za-z0-9][\w.-]*:[A-Za-z0-9][\w./-]*$/,
  "give namespace:key, such as shop:size or aws-pipelines:environment",
);

/** A value that a settings file can hold. Outputs are none: the settings of a stack are known before its program runs. */
const configValue = z.unknown().refine((value) => z.json().safeParse(value).success, {
  error: "is no plain value: give text, a number, true, false, a list or an object",
});

/** Keys that an override may set. */
const shared = {
  /**
   * The name of the Pulumi project, as Pulumi.yaml has it.
   * @default - required, here or in `defaults`
   */
  project: pulumiName.optional(),
  /**
   * The folder of Pulumi.yaml in the repository.
   * @default "."
   */
  directory: repositoryPath.optional(),
  /**
   * The organization of the stack in Pulumi Cloud.
   * @default "organization", the word that state in a bucket or a folder needs
   */
  organization: pulumiName.optional(),
  /**
   * Settings of the stack, by namespace and key. Objects of several places are merged; a list replaces a list.
   * @default - none
   */
  config: z.record(configKey, configValue).optional(),
  /**
   * Permissions of the deployment on AWS, without wildcards in actions. Grants of several places add up.
   * @default - only the state of the stack
   */
  permissions: z.array(grantSchema).optional(),
  /**
   * Variables of the deployment on AWS: values, parameters or secrets.
   * @default - none
   */
  environmentVariables: environmentVariablesSchema.optional(),
  /**
   * Where the pipeline finds the state of the stack: a bucket in its own account and region, or Pulumi Cloud. Stacks of one
   * key can decrypt each other's secrets: give production a state of its own.
   * @default - Pulumi Cloud, with `PULUMI_ACCESS_TOKEN` in `environmentVariables`
   */
  state: stateSchema.optional(),
  /**
   * How long one deployment may take, in minutes: 5 to 2160.
   * @default 60
   */
  timeoutInMinutes: deploymentShape.timeoutInMinutes,
};

/** Keys that decide which overrides fit. */
const place = {
  /**
   * Words by which waves and overrides choose environments.
   * @default - none
   */
  tags: distinct(z.array(tag)).optional(),
  /**
   * The account of the environment, 12 digits in quotation marks. The stack gets it as `aws:allowedAccountIds`.
   * @default - the stack's own setting
   */
  account: accountId.optional(),
  /**
   * The region of the environment. The stack gets it as `aws:region`.
   * @default - the stack's own setting
   */
  region: regionName.optional(),
};

/** Settings of every environment. */
export const defaultsSchema = allowedKeys({ ...place, ...shared });

/** Settings of the environments that fit. */
export const overrideSchema = allowedKeys({
  /**
   * Environments that have all these tags.
   * @default - any tags
   */
  tags: distinct(z.array(tag)).min(1).optional(),
  /**
   * Environments of one of these accounts.
   * @default - any account
   */
  accounts: distinct(z.array(accountId)).min(1).optional(),
  /**
   * Environments of one of these regions.
   * @default - any region
   */
  regions: distinct(z.array(regionName)).min(1).optional(),
  /** The settings. They win over `defaults` and earlier overrides; the environment's own settings win over them. */
  set: allowedKeys(shared),
});

/** One environment: a stack of a Pulumi project. */
export const environmentSchema = allowedKeys({
  /**
   * The name of the stack.
   * @default - the name of the environment
   */
  stack: pulumiName.optional(),
  ...place,
  ...shared,
});

/** The approval before a wave. */
export const approvalSchema = allowedKeys({
  /**
   * Email addresses that the pipeline notifies.
   * @default - nobody is notified
   */
  notify: distinct(z.array(matching(/^\S+@\S+\.\S+$/, "give an email address"))).optional(),
  /**
   * The message to the approvers, up to 600 characters.
   * @default - the environments of the wave
   */
  message: z.string().min(1).max(600).optional(),
  /**
   * How long the pipeline waits, in minutes: 5 to 86400.
   * @default - 10080, seven days
   */
  timeoutInMinutes: z.int().min(5).max(86_400).optional(),
});

/** Environments that are deployed together. */
export const waveSchema = allowedKeys({
  /** The name of the wave. */
  name: fleetName,
  /**
   * Environments that have all these tags.
   * @default - the environments in `environments`
   */
  tags: distinct(z.array(tag)).min(1).optional(),
  /**
   * Names of environments.
   * @default - the environments with `tags`
   */
  environments: distinct(z.array(nonEmptyText)).min(1).optional(),
  /**
   * Whether people approve before the wave starts, with the settings of the approval.
   * @default false
   */
  approval: z.union([z.boolean(), approvalSchema]).optional(),
  /**
   * The number of environments of the wave that are deployed at the same time, 1 to 50.
   * @default - `maxParallel` of the fleet
   */
  maxParallel: z.int().min(1).max(50).optional(),
});

/** Settings of a fleet. */
export const fleetSchema = allowedKeys({
  /**
   * Settings of every environment.
   * @default - none
   */
  defaults: defaultsSchema.optional(),
  /**
   * Settings of environments by tag, account or region, in their order.
   * @default - none
   */
  overrides: z.array(overrideSchema).optional(),
  /** The environments, by name. */
  environments: z.record(fleetName, environmentSchema),
  /** The waves in their order. Each environment belongs to one wave. */
  waves: z.array(waveSchema).min(1),
  /**
   * The number of environments that are deployed at the same time, 1 to 50.
   * @default 10
   */
  maxParallel: z.int().min(1).max(50).optional(),
});

/** Settings of a fleet: environments, their settings, and the waves that deploy them. */
export interface FleetSettings extends z.input<typeof fleetSchema> {}

/** The settings as the schema returns them. */
export type FleetModel = z.output<typeof fleetSchema>;
export type EnvironmentModel = z.output<typeof environmentSchema>;
export type WaveModel = z.output<typeof waveSchema>;
