import type * as pulumi from "@pulumi/pulumi";
import type { ConstructResult } from "@pulumi/pulumi/provider";
import { CustomAction } from "../actions/custom/registration";
import { BuildProject } from "../codebuild/build-project";
import { PullRequestChecks } from "../codebuild/pull-request-checks";
import { CodeCommitRepository } from "../codecommit/repository";
import { DeploymentGroup } from "../codedeploy/deployment-group";
import { Connection } from "../connections/connection";
import { DeliveryEnvironment } from "../delivery/delivery-environment";
import { DeliveryPipeline } from "../delivery/delivery-pipeline";
import { readDeliveryData } from "../delivery/read-delivery-file";
import { TargetAccount } from "../delivery/target-account";
import { DestroyPipeline } from "../destroy/destroy-pipeline";
import { Fleet } from "../fleet/fleet";
import { BuildNetwork } from "../network/build-network";
import { AuditTrail } from "../notifications/audit-trail";
import { PipelineAlarms } from "../notifications/pipeline-alarms";
import { PipelineNotifications } from "../notifications/pipeline-notifications";
import { pipelineSchema } from "../pipelines/definition/schema";
import { Pipeline } from "../pipelines/pipeline";
import { ImageRepository } from "../registries/image-repository";
import { PackageRegistry } from "../registries/package-registry";
import { requireValue } from "../schema/refuse";
import { ArtifactBucket } from "../storage/artifact-bucket";
import { StateBackend } from "../storage/state-backend";
import { resourcesOf } from "./inputs";

type Construct = (
  name: string,
  inputs: pulumi.Inputs,
  options: pulumi.ComponentResourceOptions,
) => { readonly component: pulumi.ComponentResource; readonly outputs?: pulumi.Inputs };

/** A component whose outputs are its fields. */
function fields<Args>(
  Component: new (name: string, args: Args, options: pulumi.ComponentResourceOptions) => pulumi.ComponentResource,
): Construct {
  // The package schema, which is generated from these arguments, has checked the inputs.
  return (name, inputs, options) => ({ component: new Component(name, inputs as Args, options) });
}

/** All components by name. Roles and components among their fields become ARNs and names. */
export const components: Readonly<Record<string, Construct>> = {
  ArtifactBucket: fields(ArtifactBucket),
  AuditTrail: fields(AuditTrail),
  BuildNetwork: fields(BuildNetwork),
  BuildProject: (name, inputs, options) => {
    const component = new BuildProject(name, inputs as ConstructorParameters<typeof BuildProject>[1], options);
    return { component, outputs: { roleArn: component.role.arn } };
  },
  CodeCommitRepository: fields(CodeCommitRepository),
  Connection: fields(Connection),
  CustomAction: fields(CustomAction),
  DeliveryEnvironment: fields(DeliveryEnvironment),
  DeliveryPipeline: (name, inputs, options) =>
    fields(DeliveryPipeline)(name, withDefinition(`DeliveryPipeline ${name}`, inputs), options),
  DeploymentGroup: fields(DeploymentGroup),
  DestroyPipeline: fields(DestroyPipeline),
  Fleet: fields(Fleet),
  ImageRepository: fields(ImageRepository),
  PackageRegistry: fields(PackageRegistry),
  Pipeline: (name, inputs, options) => {
    const component = new Pipeline(name, inputs as ConstructorParameters<typeof Pipeline>[1], options);
    return {
      component,
      outputs: {
        roleArn: component.role.arn,
        actionRoleArns: mapped(component.actionRoles, ({ arn }) => arn),
        regionalBucketNames: mapped(component.regionalStores, ({ bucketName }) => bucketName),
      },
    };
  },
  PipelineAlarms: fields(PipelineAlarms),
  PipelineNotifications: fields(PipelineNotifications),
  PullRequestChecks: (name, inputs, options) => {
    const component = new PullRequestChecks(
      name,
      inputs as ConstructorParameters<typeof PullRequestChecks>[1],
      options,
    );
    return {
      component,
      outputs: { checksName: component.checks.projectName, commentsName: component.comments?.projectName },
    };
  },
  StateBackend: fields(StateBackend),
  TargetAccount: (name, inputs, options) =>
    fields(TargetAccount)(
      name,
      // An environment has its stages in its settings.
      inputs.environment === undefined ? withDefinition(`TargetAccount ${name}`, inputs) : inputs,
      options,
    ),
};

/** Reads the stages as a file has them: builds hold their permissions as grants, and name their artifacts by default. */
function withDefinition(subject: string, inputs: pulumi.Inputs): pulumi.Inputs {
  const keys = Object.keys(pipelineSchema.shape);
  const written = Object.fromEntries(Object.entries(inputs).filter(([key]) => keys.includes(key)));
  const { definition: value, problems } = readDeliveryData(written);
  return { ...inputs, ...requireValue(subject, { value, problems }) };
}

/**
 * Creates a component and returns its URN and the outputs of these names.
 *
 * @param inputs - inputs that the package schema accepts
 */
export async function createComponent(
  type: string,
  name: string,
  inputs: pulumi.Inputs,
  options: pulumi.ComponentResourceOptions,
  outputNames: readonly string[],
): Promise<ConstructResult> {
  const construct = components[type];
  if (construct === undefined) {
    throw new Error(`The package schema has the component ${type}, and the provider does not construct it.`);
  }
  const { component, outputs = {} } = construct(name, await withResources(inputs), options);
  const state = outputNames.map((output) => [output, outputs[output] ?? Reflect.get(component, output)] as const);
  return { urn: component.urn, state: Object.fromEntries(state.filter(([, value]) => value !== undefined)) };
}

/**
 * Replaces outputs by the resources that they belong to, where a component waits for resources. Resources themselves
 * cannot pass between languages.
 */
async function withResources({ encryptionKeyPolicy, startAfter, ...inputs }: pulumi.Inputs): Promise<pulumi.Inputs> {
  const [keyPolicy] = encryptionKeyPolicy === undefined ? [] : await resourcesOf(encryptionKeyPolicy);
  return {
    ...inputs,
    ...(keyPolicy !== undefined && { encryptionKeyPolicy: keyPolicy }),
    ...(startAfter !== undefined && { startAfter: await resourcesOf(startAfter) }),
  };
}

function mapped<T, U>(values: Readonly<Record<string, T>>, value: (of: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(values).map(([key, of]) => [key, value(of)]));
}
