import type { AwsScope } from "../aws/scope";
import { type Reports, retryOwnBuilds, writeLogs, writeReports } from "../iam/build-access";
import { readSourceObject, useBucketPart } from "../iam/build-storage-access";
import { pullBuildImage } from "../iam/image-access";
import { type KeyUse, useOfKey } from "../iam/key-use";
import { joinNetwork, joinTaggedNetwork } from "../iam/network-access";
import { decryptReferences, type References, readReferences } from "../iam/reference-access";
import type { Statement } from "../iam/statement";
import type { BuildPlace } from "../network/build-place";
import { findPrivateImage, imageOf } from "./build-environment";
import { type BucketPlace, prefixIn } from "./build-storage";
import { type Buildspec, findSecretReference, isCoverage } from "./buildspec";
import { variableKeys, variableReferences } from "./environment-variable";
import { artifactPlaces, sourceStatements } from "./own-source";
import type { BuildProjectModel } from "./project-schema";

/** Facts that determine the permissions of a build. */
export interface BuildWork {
  readonly projectName: string;
  readonly logGroupName: string;
  readonly model: BuildProjectModel;
  /** A network of the same program, whose ids may be unknown. */
  readonly network: Pick<BuildPlace, "networkTag" | "knownSubnetIds"> | undefined;
  /** The buildspec; undefined for a file in the source, whose parameters and secrets `permissions` must cover. */
  readonly buildspec: Buildspec | undefined;
  /** Further statements. */
  readonly permissions: readonly Statement[];
  /** The ARN of an existing key. The policy of a key made in the same program allows the role itself. */
  readonly existingKeyArn: string | undefined;
  readonly keyUse: KeyUse;
}

/** Returns the statements of the role of a build project. */
export function buildStatements(scope: AwsScope, work: BuildWork): Statement[] {
  const { projectName, logGroupName, model, network, buildspec, existingKeyArn } = work;
  const { environmentVariables, registryCredential, vpc } = model;
  const variables = variableReferences(environmentVariables);
  const spec = buildspec === undefined ? { parameters: [], secrets: [] } : buildspecReads(buildspec);
  const reports = buildspec === undefined ? { tests: [], coverage: [] } : newReportGroups(buildspec);
  return [
    writeLogs(scope, logGroupName),
    ...readReferences(scope, {
      parameters: [...variables.parameters, ...spec.parameters],
      secrets: [
        ...variables.secrets,
        ...spec.secrets,
        ...(registryCredential === undefined ? [] : [registryCredential.secret]),
      ],
    }),
    ...decryptReferences(scope, [
      ...variableKeys(environmentVariables),
      ...(registryCredential?.keyArn === undefined ? [] : [registryCredential.keyArn]),
    ]),
    ...writeReports(scope, projectName, reports, model.reportGroups !== undefined),
    ...imageStatements(scope, model),
    ...(vpc === undefined
      ? []
      : joinNetwork(scope, {
          subnets: vpc.subnetIds,
          securityGroupIds: [...new Set([...vpc.securityGroupIds, ...(model.dockerServer?.securityGroupIds ?? [])])],
        })),
    ...(model.certificate === undefined
      ? []
      : readSourceObject(scope, model.certificate.bucket, model.certificate.key)),
    ...(network === undefined ? [] : joinTaggedNetwork(scope, network.networkTag, network.knownSubnetIds)),
    ...storageStatements(scope, model, projectName),
    ...sourceStatements(scope, model),
    ...(model.autoRetryLimit === undefined ? [] : [retryOwnBuilds(scope, projectName)]),
    ...(existingKeyArn === undefined ? [] : [useOfKey(existingKeyArn, work.keyUse)]),
    ...work.permissions,
  ];
}

/** An image of ECR may be of another account, whose repository policy must allow the role. */
function imageStatements(scope: AwsScope, model: BuildProjectModel): Statement[] {
  const image = findPrivateImage(imageOf(model));
  return image === undefined
    ? []
    : pullBuildImage({ ...scope, account: image.account, region: image.region }, image.repositoryName);
}

function storageStatements(scope: AwsScope, model: BuildProjectModel, projectName: string): Statement[] {
  const { cache, s3Logs, reportGroups } = model;
  const use = (kind: Parameters<typeof useBucketPart>[1], places: readonly (BucketPlace | undefined)[]) =>
    places.flatMap((place) =>
      place === undefined
        ? []
        : useBucketPart(scope, kind, { bucket: place.bucket, prefix: prefixIn(place, projectName) }),
    );
  return [
    ...use("cache", [cache?.type === "S3" ? cache : undefined]),
    ...use("logs", [s3Logs]),
    ...use("reports", [reportGroups?.exportTo]),
    ...use("artifacts", artifactPlaces(model)),
  ];
}

/**
 * Lists the parameters and secrets that CodeBuild reads for a valid buildspec before the first command: by name or ARN,
 * without duplicates, sorted.
 */
export function buildspecReads(spec: Buildspec): References {
  return {
    parameters: distinct(Object.values(spec.env?.["parameter-store"] ?? {}).map(withoutSelector)),
    secrets: distinct(
      Object.values(spec.env?.["secrets-manager"] ?? {}).flatMap((text) => findSecretReference(text)?.secretId ?? []),
    ),
  };
}

/** Lists the report groups that CodeBuild creates as `<project>-<name>`. ARNs and variables name existing groups. */
export function newReportGroups(spec: Buildspec): Reports {
  const made = Object.entries(spec.reports ?? {}).filter(([group]) => /^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(group));
  const names = (coverage: boolean) =>
    made.filter(([, report]) => isCoverage(report["file-format"]) === coverage).map(([group]) => group);
  return { tests: names(false), coverage: names(true) };
}

/** The ARN of a parameter in IAM has no `:version` or `:label`. */
function withoutSelector(parameter: string): string {
  return parameter.split(":", parameter.startsWith("arn:") ? 6 : 1).join(":");
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
