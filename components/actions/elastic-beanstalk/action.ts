import { z } from "zod";
import { awsPolicyArn } from "../../aws/arn";
import { allowedKeys, matching } from "../../schema/vocabulary";
import { actionShape } from "../base/action-shape";
import { defineAction } from "../base/action-type";
import { deployToBeanstalk } from "./access";

export const elasticBeanstalkSchema = allowedKeys({
  ...actionShape,
  provider: z.literal("ElasticBeanstalk"),
  category: z.literal("Deploy").default("Deploy"),
  /**
   * The permissions of the action's role. AWS does not receive this key.
   *
   * `narrow`: deploy an application version to this environment. It covers all-at-once and rolling deployments of a web
   * server environment. It does not cover deployments that create or change resources. Examples are an additional batch,
   * immutable and traffic-splitting deployments, and `.ebextensions` with `Resources` or options. Others are platform
   * updates, streaming to CloudWatch Logs, SNS notifications, worker environments, databases, and Docker on ECS. Such a
   * deployment fails, and its message names the missing permission.
   *
   * `awsManagedAdministrator`: AWS's policy AdministratorAccess-AWSElasticBeanstalk, which reaches every environment
   * and passes every role of the account. The policy pack reports it.
   *
   * AWS's page on the action grants whole services.
   * @default "narrow"
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Beanstalk.html
   * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess-AWSElasticBeanstalk.html
   */
  access: z.enum(["narrow", "awsManagedAdministrator"]).default("narrow"),
  /**
   * The id of the environment, `e-` and ten characters. The action's role is limited to resources whose names hold it.
   * AWS does not receive this key.
   * @default - unknown; the role may read the stack of any environment
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
 * Deploys a new application version to an Elastic Beanstalk environment.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Beanstalk.html
 */
export const elasticBeanstalk = defineAction({
  schema: elasticBeanstalkSchema,
  inputArtifacts: 1,
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

/** Returns an action that deploys a new application version to an Elastic Beanstalk environment. */
export function elasticBeanstalkAction(
  action: Omit<z.input<typeof elasticBeanstalkSchema>, "provider">,
): z.input<typeof elasticBeanstalkSchema> {
  return { ...action, provider: "ElasticBeanstalk" };
}
