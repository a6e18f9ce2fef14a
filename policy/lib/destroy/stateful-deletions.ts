import type { Statement } from "../../iam/document";
import { grantsOf } from "../../iam/evaluate";

/** Actions that delete what holds data or other resources: stacks, databases, buckets, keys, clusters and the like. */
const deletions: Readonly<Record<string, readonly string[]>> = {
  aoss: ["DeleteCollection"],
  backup: ["DeleteBackupVault", "DeleteRecoveryPoint"],
  cloudformation: ["DeleteResource", "DeleteStack", "DeleteStackInstances", "DeleteStackSet"],
  codeartifact: ["DeleteDomain", "DeleteRepository"],
  codecommit: ["DeleteRepository"],
  "cognito-idp": ["DeleteUserPool"],
  dax: ["DeleteCluster"],
  "docdb-elastic": ["DeleteCluster"],
  dsql: ["DeleteCluster"],
  dynamodb: ["DeleteTable"],
  ec2: ["DeleteSnapshot", "DeleteVolume", "DeleteVpc", "TerminateInstances"],
  ecr: ["DeleteRepository"],
  ecs: ["DeleteCluster", "DeleteService"],
  eks: ["DeleteCluster", "DeleteNodegroup"],
  elasticache: ["DeleteCacheCluster", "DeleteReplicationGroup", "DeleteServerlessCache"],
  elasticbeanstalk: ["DeleteApplication", "TerminateEnvironment"],
  elasticfilesystem: ["DeleteFileSystem"],
  elasticmapreduce: ["TerminateJobFlows"],
  es: ["DeleteDomain", "DeleteElasticsearchDomain"],
  fsx: ["DeleteFileSystem", "DeleteVolume"],
  glacier: ["DeleteVault"],
  glue: ["DeleteDatabase", "DeleteTable"],
  kafka: ["DeleteCluster"],
  kinesis: ["DeleteStream"],
  kms: ["DeleteCustomKeyStore", "DeleteImportedKeyMaterial", "ScheduleKeyDeletion"],
  lightsail: ["DeleteBucket", "DeleteInstance", "DeleteRelationalDatabase"],
  memorydb: ["DeleteCluster"],
  mq: ["DeleteBroker"],
  "neptune-graph": ["DeleteGraph"],
  organizations: ["CloseAccount"],
  rds: ["DeleteDBCluster", "DeleteDBInstance", "DeleteDBClusterSnapshot", "DeleteDBSnapshot", "DeleteGlobalCluster"],
  redshift: ["DeleteCluster"],
  "redshift-serverless": ["DeleteNamespace", "DeleteWorkgroup"],
  route53: ["DeleteHostedZone"],
  s3: ["DeleteBucket"],
  s3tables: ["DeleteTable", "DeleteTableBucket"],
  secretsmanager: ["DeleteSecret"],
  timestream: ["DeleteDatabase", "DeleteTable"],
  "timestream-influxdb": ["DeleteDbCluster", "DeleteDbInstance"],
};

/** The same as `service:Action`. */
export const statefulDeletions: readonly string[] = Object.entries(deletions).flatMap(([service, actions]) =>
  actions.map((action) => `${service}:${action}`),
);

/** Stateful resources that statements allow their holder to delete. */
export interface Deletions {
  /** As `service:Action`, once each. */
  readonly actions: readonly string[];
  /** The path of the unknown value that decides, where no deletion is certain. */
  readonly hidden: string | undefined;
}

/** The stateful deletions that statements of one holder allow. */
export function deletionsIn(statements: readonly Statement[]): Deletions {
  const grants = grantsOf(statements, { actions: statefulDeletions });
  const certain = grants.filter(({ hidden }) => hidden === undefined);
  return {
    actions: [...new Set(certain.map(({ action }) => action))],
    hidden: certain.length > 0 ? undefined : grants[0]?.hidden,
  };
}

/** Whether a request of an SDK or of a service integration deletes a stateful resource: `cloudformation`, `deleteStack`. */
export function isStatefulDeletion(service: string, request: string): boolean {
  const name = `${serviceAliases[service.toLowerCase()] ?? service}:${request}`.toLowerCase();
  return statefulDeletions.some((action) => action.toLowerCase() === name);
}

/** Names of SDK clients and commands that differ from the prefix of the service's actions. */
const serviceAliases: Readonly<Record<string, string>> = {
  cloudcontrol: "cloudformation",
  cognitoidentityprovider: "cognito-idp",
  databasebackup: "backup",
  docdb: "rds",
  neptune: "rds",
  efs: "elasticfilesystem",
  elasticsearch: "es",
  emr: "elasticmapreduce",
  msk: "kafka",
  opensearch: "es",
  opensearchserverless: "aoss",
  redshiftserverless: "redshift-serverless",
  "route-53": "route53",
  s3api: "s3",
};
