import assert from "node:assert/strict";
import { appConfig, appConfigAction, appConfigSchema } from "../../../components/actions/app-config";
import type { Statement } from "../../../components/iam/statement";
import { context } from "../../support/pipelines";
import { configured, describeProvider, factsOf } from "../../support/provider-cases";

const configuration = {
  Application: "2s2qv57",
  Environment: "9tm27yd",
  ConfigurationProfile: "PvjrpU",
  InputArtifactConfigurationPath: "/",
};
const action = appConfigAction({ name: "Flags", inputArtifacts: ["source"], configuration });
const full = appConfigAction({
  ...action,
  configuration: { ...configuration, DeploymentStrategy: "AppConfig.Linear50PercentEvery30Seconds" },
});

const application = "arn:aws:appconfig:eu-central-1:111122223333:application/2s2qv57";
const environment = `${application}/environment/9tm27yd`;
const strategies = "arn:aws:appconfig:eu-central-1:111122223333:deploymentstrategy";

function statements(strategy: string): Statement[] {
  const profile = `${application}/configurationprofile/PvjrpU`;
  return [
    {
      Sid: "StartDeployment",
      Effect: "Allow",
      Action: ["appconfig:StartDeployment"],
      Resource: [application, environment, profile, `${strategies}/${strategy}`],
    },
    {
      Sid: "Deployments",
      Effect: "Allow",
      Action: ["appconfig:GetDeployment", "appconfig:StopDeployment"],
      Resource: [application, environment, `${environment}/deployment/*`],
    },
  ];
}

describe("an action of AppConfig", () => {
  it("is known as AWS describes it, and reads its artifact", () => {
    assert.deepEqual(factsOf(appConfig), {
      provider: "AppConfig",
      owner: "AWS",
      version: "1",
      categories: ["Deploy"],
      inputArtifacts: { min: 1, max: 1 },
      outputArtifacts: { min: 0, max: 0 },
      outputVariables: [],
      pipelineTypes: ["V1", "V2"],
      crossRegion: true,
    });
    assert.deepEqual(appConfig.artifactUse(appConfigSchema.parse(action)), { read: true, write: false });
  });

  it("asks of the configuration profile that it takes its configuration from the pipeline", () => {
    assert.deepEqual(appConfig.requiredGrants?.(appConfigSchema.parse(action), context, "store"), [
      {
        of: "the configuration profile PvjrpU of the application 2s2qv57",
        statements: [],
        note: "It must have the location codepipeline://shop.",
      },
    ]);
  });
});

const id = (what: string) => `give the id of ${what}, 4 to 7 letters or digits, without references`;

describeProvider(appConfig, {
  title: "an action that deploys a configuration",
  minimal: { action, configuration, statements: statements("AppConfig.*") },
  full: {
    action: full,
    configuration: { ...configuration, DeploymentStrategy: "AppConfig.Linear50PercentEvery30Seconds" },
    statements: statements("AppConfig.Linear50PercentEvery30Seconds"),
  },
  required: ["Application", "Environment", "ConfigurationProfile", "InputArtifactConfigurationPath"],
  refused: [
    [
      "the name of an application",
      configured(action, { Application: "shop-flags" }),
      "configuration.Application",
      `is "shop-flags": ${id("an application")}`,
    ],
    [
      "every environment",
      configured(action, { Environment: "*" }),
      "configuration.Environment",
      `is "*": ${id("an environment")}`,
    ],
    [
      "a profile that only the execution names",
      configured(action, { ConfigurationProfile: "#{variables.Profile}" }),
      "configuration.ConfigurationProfile",
      `is "#{variables.Profile}": ${id("a configuration profile")}`,
    ],
    [
      "a file with its artifact",
      configured(action, { InputArtifactConfigurationPath: "source::flags.json" }),
      "configuration.InputArtifactConfigurationPath",
      'is "source::flags.json": give the path of a file in the input artifact',
    ],
    [
      "a strategy by the name that it was given",
      configured(action, { DeploymentStrategy: "slowly-does-it" }),
      "configuration.DeploymentStrategy",
      'is "slowly-does-it": give the id of a deployment strategy, or one of AWS\'s own such as AppConfig.AllAtOnce',
    ],
  ],
  accepted: [["a strategy of the account", configured(action, { DeploymentStrategy: "frqt7ir" })]],
  allowed: [
    ...[application, environment, `${application}/configurationprofile/PvjrpU`].map((resource) => ({
      action: "appconfig:StartDeployment",
      resource,
    })),
    {
      action: "appconfig:StartDeployment",
      resource: `${strategies}/AppConfig.Linear50PercentEvery30Seconds`,
    },
    { action: "appconfig:GetDeployment", resource: `${environment}/deployment/3` },
    { action: "appconfig:StopDeployment", resource: `${environment}/deployment/3` },
  ],
  denied: [
    { action: "appconfig:StartDeployment", resource: `${application}/environment/9tm27ye` },
    { action: "appconfig:StartDeployment", resource: `${application}/configurationprofile/other` },
    { action: "appconfig:StartDeployment", resource: `${strategies}/AppConfig.AllAtOnce` },
    {
      action: "appconfig:StartDeployment",
      resource: "arn:aws:appconfig:eu-central-1:111122223333:application/other57/environment/9tm27yd",
    },
    { action: "appconfig:StopDeployment", resource: `${application}/environment/9tm27ye/deployment/3` },
    { action: "appconfig:UpdateEnvironment", resource: environment },
    { action: "appconfig:DeleteEnvironment", resource: environment },
    { action: "appconfig:UpdateDeploymentStrategy", resource: `${strategies}/frqt7ir` },
  ],
});
