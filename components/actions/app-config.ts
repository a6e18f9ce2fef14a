import { z } from "zod";
import { configApplicationArn, deploymentStrategyArn } from "../aws/provisioning-arn";
import { allowStatement, type Statement } from "../iam/statement";
import { allowedKeys, matching } from "../schema/vocabulary";
import { actionShape } from "./base/action-shape";
import { type ActionContext, actionType, movesArtifacts, type RequiredGrant } from "./base/action-type";

/**
 * What AppConfig calls its resources.
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
    /** The path of the configuration in the input artifact; `/` where it is all of it. */
    InputArtifactConfigurationPath: matching(/^[^\s:][^:]*$/, "give the path of a file in the input artifact"),
    /**
     * The id of the deployment strategy, or the name of one of AWS's own such as `AppConfig.AllAtOnce`.
     * @default - one of AWS's own
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
export const appConfig = actionType(appConfigSchema, {
  provider: "AppConfig",
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
  permissions,
  asksOthers,
});

/** An action that deploys a configuration. */
export function appConfigAction(
  action: Omit<z.input<typeof appConfigSchema>, "provider">,
): z.input<typeof appConfigSchema> {
  return { ...action, provider: "AppConfig" };
}

// AWS does not say which strategy it takes where none is given: it can only be one that every account has.
const strategiesOfAws = "AppConfig.*";

/**
 * What one deployment to one environment needs; AWS's page reaches the whole application and every strategy.
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

function asksOthers({ configuration }: Action, { pipelineName }: ActionContext): RequiredGrant[] {
  const { Application, ConfigurationProfile } = configuration;
  const of = `the configuration profile ${ConfigurationProfile} of the application ${Application}`;
  return [{ of, statements: [], note: `must have the location codepipeline://${pipelineName}` }];
}
