import { z } from "zod";
import { configApplicationArn, deploymentStrategyArn } from "../aws/arn";
import { allowStatement, type Statement } from "../iam/statement";
import { allowedKeys, matching } from "../schema/vocabulary";
import { actionShape } from "./base/action-shape";
import { type ActionContext, defineAction, type RequiredGrant } from "./base/action-type";

/**
 * The id of an AppConfig resource.
 *
 * @see https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_StartDeployment.html
 */
function idOf(what: string) {
  return matching(/^[A-Za-z0-9]{4,7}$/, `give the id of ${what}, 4 to 7 letters or digits, without references`);
}

export const appConfigSchema = allowedKeys({
  ...actionShape,
  provider: z.literal("AppConfig"),
  category: z.literal("Deploy").default("Deploy"),
  configuration: allowedKeys({
    /** The id of the application. */
    Application: idOf("an application"),
    /** The id of the environment that the configuration is deployed to. */
    Environment: idOf("an environment"),
    /** The id of the configuration profile, whose location is `codepipeline://<pipeline>`. */
    ConfigurationProfile: idOf("a configuration profile"),
    /** The path of the configuration in the input artifact; `/` for the whole artifact. */
    InputArtifactConfigurationPath: matching(/^[^\s:][^:]*$/, "give the path of a file in the input artifact"),
    /**
     * The id of the deployment strategy, or the name of an AWS strategy such as `AppConfig.AllAtOnce`.
     * @default - an AWS strategy
     */
    DeploymentStrategy: matching(
      /^([A-Za-z0-9]{4,7}|AppConfig\.[A-Za-z0-9]{9,40})$/,
      "give the id of a deployment strategy, or one of AWS's own such as AppConfig.AllAtOnce",
    ).optional(),
  }),
});

type Action = z.output<typeof appConfigSchema>;

/**
 * Deploys a configuration with AppConfig.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-AppConfig.html
 */
export const appConfig = defineAction({
  schema: appConfigSchema,
  inputArtifacts: 1,
  permissions,
  requiredGrants,
});

/** Returns an action that deploys a configuration. */
export function appConfigAction(
  action: Omit<z.input<typeof appConfigSchema>, "provider">,
): z.input<typeof appConfigSchema> {
  return { ...action, provider: "AppConfig" };
}

// AWS does not document its default strategy. It can only be one that every account has.
const strategiesOfAws = "AppConfig.*";

/**
 * The permissions of deployments to one environment. AWS's page grants the whole application and every strategy.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-AppConfig.html#edit-role-appconfig
 */
function permissions({ configuration }: Action, { scope }: ActionContext): Statement[] {
  const { Application, Environment, ConfigurationProfile, DeploymentStrategy = strategiesOfAws } = configuration;
  const place = [
    configApplicationArn(scope, Application),
    configApplicationArn(scope, Application, `environment/${Environment}`),
  ];
  return [
    allowStatement({
      sid: "StartDeployment",
      actions: ["appconfig:StartDeployment"],
      resources: [
        ...place,
        configApplicationArn(scope, Application, `configurationprofile/${ConfigurationProfile}`),
        deploymentStrategyArn(scope, DeploymentStrategy),
      ],
    }),
    allowStatement({
      sid: "Deployments",
      actions: ["appconfig:GetDeployment", "appconfig:StopDeployment"],
      resources: [...place, configApplicationArn(scope, Application, `environment/${Environment}/deployment/*`)],
    }),
  ];
}

function requiredGrants({ configuration }: Action, { pipelineName }: ActionContext): RequiredGrant[] {
  const { Application, ConfigurationProfile } = configuration;
  const of = `the configuration profile ${ConfigurationProfile} of the application ${Application}`;
  return [{ of, statements: [], note: `It must have the location codepipeline://${pipelineName}.` }];
}
