import * as codepipeline from "@pulumi/aws/codepipeline";
import * as pulumi from "@pulumi/pulumi";
import { refuse, requireKinds } from "../../schema/refuse";
import { otherTags, tagProblems } from "../../schema/tags";
import {
  type CustomActionTypeModel,
  type CustomActionTypeSettings,
  customActionTypeProblems,
  customActionTypeSchema,
} from "./action-type";

/** The arguments of a {@link CustomAction}. */
export interface CustomActionArgs extends Omit<CustomActionTypeSettings, "providerName"> {
  /**
   * The provider name that pipelines use: 1 to 35 letters, digits, hyphens or underscores.
   * @default - the name of the component
   */
  providerName?: string | undefined;
  /**
   * Tags of the action.
   * @default - none
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/**
 * Registers a custom action type of the account, whose jobs a worker performs: Jenkins, TeamCity or any other. Pipelines
 * use it through `customAction`; its worker needs the permissions of `workCustomJobs`.
 *
 * @example
 * A Jenkins server, with the keys that its plug-in for CodePipeline expects:
 * ```typescript
 * new CustomAction("Jenkins", {
 *   category: "Build",
 *   configurationProperties: { ProjectName: { required: true, key: true, queryable: true } },
 *   entityUrlTemplate: "https://jenkins.example.com/job/{Config:ProjectName}",
 *   executionUrlTemplate: "https://jenkins.example.com/job/{Config:ProjectName}/{ExternalExecutionId}",
 * });
 * ```
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-custom-action.html
 * @throws RunError naming every argument that is wrong.
 */
export class CustomAction extends pulumi.ComponentResource {
  /** The provider name that pipelines use, known on the first preview. */
  readonly providerName: pulumi.Output<string>;
  /** The version of the action type. */
  readonly version: pulumi.Output<string>;
  /** The ARN of the action type. */
  readonly actionTypeArn: pulumi.Output<string>;

  constructor(name: string, args: CustomActionArgs, opts?: pulumi.ComponentResourceOptions) {
    requireKinds("CustomAction", name, args);
    const { tags, ...settings } = args;
    const model = readSettings(name, settings, tags);
    super("aws-pipelines:index:CustomAction", name, args, opts);

    const { inputArtifacts, outputArtifacts } = model;
    const registered = new codepipeline.CustomActionType(
      name,
      {
        providerName: model.providerName,
        category: model.category,
        version: model.version,
        configurationProperties: propertiesOf(model),
        inputArtifactDetails: { minimumCount: inputArtifacts.min, maximumCount: inputArtifacts.max },
        outputArtifactDetails: { minimumCount: outputArtifacts.min, maximumCount: outputArtifacts.max },
        settings: addressesOf(model),
        tags,
      },
      { parent: this },
    );

    this.providerName = registered.providerName;
    this.version = registered.version;
    this.actionTypeArn = registered.arn;
    this.registerOutputs({
      providerName: this.providerName,
      version: this.version,
      actionTypeArn: this.actionTypeArn,
    });
  }
}

function readSettings(
  name: string,
  args: Omit<CustomActionArgs, "tags">,
  tags: CustomActionArgs["tags"],
): CustomActionTypeModel {
  const { providerName = name, ...others } = args;
  const settings = { providerName, ...others };
  refuse(`CustomAction ${name}`, [...customActionTypeProblems(settings), ...tagProblems(tags, otherTags)]);
  return customActionTypeSchema.parse(settings);
}

function propertiesOf({ configurationProperties }: CustomActionTypeModel) {
  return Object.entries(configurationProperties).map(([name, property]) => ({ name, ...property }));
}

function addressesOf(model: CustomActionTypeModel) {
  const { entityUrlTemplate, executionUrlTemplate, revisionUrlTemplate, thirdPartyConfigurationUrl } = model;
  const addresses = { entityUrlTemplate, executionUrlTemplate, revisionUrlTemplate, thirdPartyConfigurationUrl };
  return Object.values(addresses).every((address) => address === undefined) ? undefined : addresses;
}
