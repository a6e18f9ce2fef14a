import type { AwsScope } from "../aws/scope";
import type { DestroySettings } from "../destroy/settings";
import { withImage } from "./infrastructure-builds";
import type { DeliverySettings } from "./settings";

/** The settings of the pipeline that destroys the infrastructure of an environment: the same tool, on the same state. */
export function destroySettingsOf(
  scope: AwsScope,
  name: string,
  { deploy, destroy, source, builds, state, logRetentionInDays, protect, artifacts }: DeliverySettings,
  repositoryName: string,
): DestroySettings | undefined {
  if (destroy === undefined) {
    return undefined;
  }
  const { branch, environmentVariables = deploy.environmentVariables, ...gate } = destroy;
  const target = gate.target ?? (deploy.tool === "terraform" ? name : undefined);
  const { version, sha256, directory } = deploy;
  const tool = { version, sha256, ...(directory !== undefined && { directory }) };
  const { connectionArn, repository } = source;
  return {
    ...gate,
    ...(target !== undefined && { target }),
    infrastructure:
      deploy.tool === "pulumi"
        ? { tool: "pulumi", stack: deploy.stack, ...(deploy.nodejs && { nodejs: deploy.nodejs }), ...tool }
        : { tool: "terraform", ...(deploy.providers && { providers: deploy.providers }), ...tool },
    source: { connectionArn, repository, ...(branch !== undefined && { branch }) },
    ...(builds && { builds }),
    ...(state && { state }),
    environmentVariables: withImage(scope, repositoryName, environmentVariables) ?? {},
    // Who destroyed what is known for a year, however soon the logs of other builds are of no use.
    ...(logRetentionInDays && logRetentionInDays > 365 && { logRetentionInDays }),
    ...(protect !== undefined && { protect }),
    ...(artifacts?.retainOnDelete !== undefined && { retainOnDelete: artifacts.retainOnDelete }),
  };
}
