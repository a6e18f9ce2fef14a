/** Services in which everything that writes decides who somebody is or what they may do. */
const identityServices = ["iam", "identitystore", "ram", "sso", "sso-directory"];

/**
 * Actions that AWS's data labels as writing, and that in truth grant: they attach a policy or a trust of their own,
 * or hand out credentials. policy_sentry's list is the model; what AWS has since mended is left out.
 */
const granting: Readonly<Record<string, readonly string[]>> = {
  chime: ["DeleteVoiceConnectorTerminationCredentials", "PutVoiceConnectorTerminationCredentials"],
  cloudtrail: ["DeleteResourcePolicy", "PutResourcePolicy"],
  codeartifact: ["PutDomainPermissionsPolicy", "PutRepositoryPermissionsPolicy"],
  codebuild: ["DeleteSourceCredentials", "ImportSourceCredentials"],
  "cognito-identity": ["SetIdentityPoolRoles"],
  connect: ["GetFederationToken"],
  ds: [
    "CreateConditionalForwarder",
    "CreateDirectory",
    "CreateIdentityPoolDirectory",
    "CreateMicrosoftAD",
    "CreateTrust",
    "ShareDirectory",
  ],
  "ecr-public": ["DeleteRepositoryPolicy"],
  eks: ["AssociateAccessPolicy", "CreateAccessEntry", "DisassociateAccessPolicy", "UpdateAccessEntry"],
  es: ["CreateElasticsearchDomain", "UpdateElasticsearchDomainConfig"],
  gamelift: ["RequestUploadCredentials"],
  kinesis: ["DeleteResourcePolicy", "PutResourcePolicy"],
  kms: ["CreateKey"],
  lightsail: ["GetInstanceAccessDetails", "GetRelationalDatabaseMasterUserPassword"],
  logs: ["PutDeliveryDestinationPolicy", "PutDestinationPolicy"],
  organizations: ["CreatePolicy", "DeletePolicy"],
  redshift: ["GetClusterCredentials"],
  schemas: ["DeleteResourcePolicy", "PutResourcePolicy"],
  sns: ["CreateTopic"],
  sqs: ["CreateQueue"],
};

/**
 * What an action does to its resource: AWS's label says first that an action changes permissions or tags, then that
 * it writes at all, and a few labels are too mild.
 */
export function accessLevel(service: string, action: string, label: string): string {
  const level = label.split(",")[0]?.trim() ?? label;
  const grants = granting[service]?.includes(action) || (identityServices.includes(service) && level === "Write");
  return grants ? "Permissions management" : level;
}

/** Each action that is relabelled by its name: all of them must exist, or the list has gone stale. */
export function relabelledActions(): [service: string, action: string][] {
  return Object.entries(granting).flatMap(([service, actions]) =>
    actions.map((action): [string, string] => [service, action]),
  );
}
