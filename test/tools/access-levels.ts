/** Services whose write actions all change identities or permissions. */
const identityServices = ["iam", "identitystore", "ram", "sso", "sso-directory"];

/**
 * Actions that grant although AWS's data labels them as Write: they attach a policy or a trust, or return credentials.
 * The model is the list of policy_sentry, without the labels that AWS has corrected.
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
  // An alias decides where kms:ResourceAliases allows: https://docs.aws.amazon.com/kms/latest/developerguide/abac.html
  kms: ["CreateAlias", "CreateKey", "DeleteAlias", "UpdateAlias"],
  lightsail: ["GetInstanceAccessDetails", "GetRelationalDatabaseMasterUserPassword"],
  logs: ["PutDeliveryDestinationPolicy", "PutDestinationPolicy"],
  organizations: ["CreatePolicy", "DeletePolicy"],
  redshift: ["GetClusterCredentials"],
  schemas: ["DeleteResourcePolicy", "PutResourcePolicy"],
  sns: ["CreateTopic"],
  sqs: ["CreateQueue"],
};

/**
 * Access level of an action. AWS's label of permissions or tags comes first, then Write. The lists above correct a few
 * labels.
 */
export function accessLevel(service: string, action: string, label: string): string {
  const level = label.split(",")[0]?.trim() ?? label;
  const grants = granting[service]?.includes(action) || (identityServices.includes(service) && level === "Write");
  return grants ? "Permissions management" : level;
}

/** Actions that are relabelled by name. All must exist, or the list is stale. */
export function relabelledActions(): [service: string, action: string][] {
  return Object.entries(granting).flatMap(([service, actions]) =>
    actions.map((action): [string, string] => [service, action]),
  );
}
