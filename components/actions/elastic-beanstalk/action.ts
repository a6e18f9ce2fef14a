import { z } from "zod";
import { awsPolicyArn } from "../../aws/arn";
import { allowedKeys, matching } from "../../schema/vocabulary";
import { actionShape } from "../base/action-shape";
import { actionType, movesArtifacts } from "../base/action-type";
import { deployToBeanstalk } from "./access";

export const elasticBeanstalkSchema = allowedKeys({
  ...actionShape,
  provider: z.literal("ElasticBeanstalk"),
  category: z.literal("Deploy").default("Deploy"),
  /**
   * What the action's role may do; not part of what AWS is told.
   *
   * `narrow`: give this environment another version of its application. That covers deployments all at once, rolling,
   * and rolling with instances that exist, of a web server environment. It does not cover what makes or changes resources:
   * an additional batch, immutable and traffic-splitting deployments, `.ebextensions` with `Resources` or options,
   * platform updates, streaming to CloudWatch Logs, notifications by SNS, worker environments, databases, and
   * environments of Docker on ECS. Such a deployment fails, and its message names the missing permission.
   *
   * `awsManagedAdministrator`: hold AWS's policy AdministratorAccess-AWSElasticBeanstalk, which reaches every environment
   * and passes every role of the account. The policy pack reports it.
   *
   * AWS's page on the action knows only rights to whole services.
   * @default "narrow"
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Beanstalk.html
   * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess-AWSElasticBeanstalk.html
   */
  access: z.enum(["narrow", "awsManagedAdministrator"]).default("narrow"),
  /**
   * The id of the environment, `e-` and ten characters, which the names of its resources hold. It is not part of what AWS
   * is told: the action's role is limited to those names.
   * @default - not known: the role may read the stack of any environment
   */
  environmentId: matching(
    /^e-[a-z0-9]{10}$/,
    "give the id of an environment, e- and ten lower-case letters or digits",
  ).optional(),
  configuration: allowedKeys({
    /** The name of the application in Elastic Beanstalk. */
    ApplicationName: matching(
      /^[^/*?#$]{1,100}$/,
      "give the name of an application, 1 to 100 characters without / * ? # $",
    ),
    /** The name of the environment, which must exist. */
    EnvironmentName: matching(
      /^[A-Za-z0-9][A-Za-z0-9-]{2,38}[A-Za-z0-9]$/,
      "give the name of an environment, 4 to 40 letters, digits or hyphens, with a hyphen neither first nor last",
    ),
  }),
});

/**
 * Gives an environment of Elastic Beanstalk a new version of its application.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Beanstalk.html
 */
export const elasticBeanstalk = actionType(elasticBeanstalkSchema, {
  provider: "ElasticBeanstalk",
  owner: "AWS",
  version: "1",
  categories: ["Deploy"],
  inputArtifacts: { min: 1, max: 1 },
  outputArtifacts: { min: 0, max: 0 },
  outputVariables: [],
  pipelineTypes: ["V1", "V2"],
  crossRegion: true,
  artifactUse: movesArtifacts,
  validate: () => [],
  permissions: ({ access, environmentId, configuration: { ApplicationName, EnvironmentName } }, { scope }) =>
    access === "narrow"
      ? deployToBeanstalk(scope, {
          applicationName: ApplicationName,
          environmentName: EnvironmentName,
          environmentId,
        })
      : [],
  managedPolicies: ({ access }, { scope }) =>
    access === "narrow" ? [] : [awsPolicyArn(scope, "AdministratorAccess-AWSElasticBeanstalk")],
});

/** An action that gives an environment of Elastic Beanstalk a new version of its application. */
export function elasticBeanstalkAction(
  action: Omit<z.input<typeof elasticBeanstalkSchema>, "provider">,
): z.input<typeof elasticBeanstalkSchema> {
  return { ...action, provider: "ElasticBeanstalk" };
}
