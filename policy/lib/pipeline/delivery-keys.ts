import { everyAt, isSet, type Located, textOf, unknownValue, type Value } from "../../iam/value";
import { leadsTo, type Reference } from "../facts/links";
import { declared, ofTypes, type StackResource } from "../facts/stack";
import { defaultsOf, encryptionRules } from "../storage/bucket-encryption";
import { bucketsAmong, s3Types } from "../storage/buckets";
import { topicName } from "../storage/topic-name";
import { configured, pipelineSteps, pipelineType } from "./actions";
import { projectsAmong, projectType } from "./build-projects";

export const keyTypes = [
  "aws:kms/key:Key",
  "aws:kms/externalKey:ExternalKey",
  "aws:kms/replicaKey:ReplicaKey",
  "aws:kms/replicaExternalKey:ReplicaExternalKey",
];
export const keyPolicyType = "aws:kms/keyPolicy:KeyPolicy";

const alias = "aws:kms/alias:Alias";
const logGroup = "aws:cloudwatch/logGroup:LogGroup";
const topic = "aws:sns/topic:Topic";

/** The properties that name keys, by the type of the pipeline's own resources. */
const properties: readonly (readonly [type: string, property: string, ...steps: string[]])[] = [
  [pipelineType, "artifactStores", "encryptionKey", "id"],
  [projectType, "encryptionKey"],
  // A build that signs finds its key in a variable.
  [projectType, "environment", "environmentVariables", "value"],
  ["aws:codebuild/reportGroup:ReportGroup", "exportConfig", "s3Destination", "encryptionKey"],
  ["aws:ecr/repository:Repository", "encryptionConfigurations", "kmsKey"],
];

/** Type tokens of keys, of their policies, and of the resources through which pipelines use them. */
export const deliveryKeyTypes = [
  ...new Set([
    ...keyTypes,
    ...[keyPolicyType, alias, logGroup, topic],
    ...properties.map(([type]) => type),
    ...s3Types.bucket,
    ...s3Types.encryption,
  ]),
];

/**
 * Returns the keys and key policies of keys that pipelines and builds use: for artifacts, logs, images, signatures, and
 * topics of approvals. A program without a pipeline or a build project has none.
 */
export function deliveryKeys(resources: readonly StackResource[]): StackResource[] {
  const uses = keyUses(resources);
  const names = new Set<Value>(uses.map(({ name }) => name).filter((name) => name !== unknownValue));
  const keys = ofTypes(resources, keyTypes).filter((key) => uses.some((use) => isOf(use, key)));
  const policies = ofTypes(resources, [keyPolicyType]).filter(
    (from) =>
      names.has(keyName(from.props.keyId)) || keys.some((key) => isOf(reference(from, "keyId", from.props.keyId), key)),
  );
  return [...keys, ...policies];
}

function isOf(use: Reference, key: StackResource): boolean {
  const names: readonly Value[] = [key.props.arn, key.props.keyId];
  return names.some((name) => leadsTo(use, key, keyName(name)));
}

/** Returns the references to keys, with those of the aliases that they lead to. */
function keyUses(resources: readonly StackResource[]): Reference[] {
  const pipelines = ofTypes(resources, [pipelineType]);
  const projects = projectsAmong(resources);
  if (pipelines.length + projects.length === 0) {
    return [];
  }
  const uses = [
    ...properties.flatMap(([type, property, ...steps]) =>
      ofTypes(resources, [type]).flatMap((from) => referencesIn(from, property, steps)),
    ),
    ...bucketsAmong(resources)
      .filter((bucket) => pipelines.some((pipeline) => storesIn(pipeline, bucket)))
      .flatMap((bucket) => bucketReferences(bucket, resources)),
    ...ofTypes(resources, [logGroup])
      .filter((group) => isBuildLog(group, projects))
      .flatMap((from) => referencesIn(from, "kmsKeyId")),
    ...ofTypes(resources, [topic])
      .filter((each) => pipelines.some((pipeline) => asksThrough(pipeline, each)))
      .flatMap((from) => referencesIn(from, "kmsMasterKeyId")),
  ];
  const aliases = ofTypes(resources, [alias]).filter((each) =>
    uses.some((use) => leadsTo(use, each, keyName(each.props.name))),
  );
  return [...uses, ...aliases.flatMap((from) => referencesIn(from, "targetKeyId"))];
}

function referencesIn(from: StackResource, property: string, steps: readonly string[] = []): Reference[] {
  return everyAt(declaredAt(from, property), ...steps)
    .filter(({ value }) => isSet(value))
    .map(({ value }) => reference(from, property, value));
}

function declaredAt(from: StackResource, path: string): Located {
  return { path, value: declared(from, path) };
}

function reference(from: StackResource, property: string, name: Value): Reference {
  return { from, property, name: keyName(name) };
}

/** The id of a key or the name of an alias. cosign's names of keys start with `awskms:///`. */
function keyName(name: Value): Value {
  if (typeof name !== "string") {
    return name;
  }
  return name.replace(/^awskms:\/{3}/, "").replace(/^arn:[^:]*:kms:[^:]*:[^:]*:(key\/)?/, "");
}

function storesIn(from: StackResource, bucket: StackResource): boolean {
  return everyAt({ path: "artifactStores", value: from.props.artifactStores }, "location").some(({ value: name }) =>
    leadsTo({ from, property: "artifactStores", name }, bucket, bucket.props.bucket),
  );
}

function bucketReferences(bucket: StackResource, resources: readonly StackResource[]): Reference[] {
  return encryptionRules(bucket, resources).flatMap((rule) => {
    const from = resources.find(({ urn }) => urn === rule.urn) ?? bucket;
    return defaultsOf(rule)
      .flatMap((block) => everyAt(block, "kmsMasterKeyId"))
      .filter(({ value }) => isSet(value))
      .map(({ path, value }) => reference(from, /^\w+/.exec(path)?.[0] ?? path, value));
  });
}

function isBuildLog(group: StackResource, projects: readonly StackResource[]): boolean {
  const { name } = group.props;
  return (
    /^\/aws\/code(build|pipeline)\//.test(textOf(name)) ||
    projects.some((from) =>
      everyAt(declaredAt(from, "logsConfig"), "cloudwatchLogs", "groupName").some(({ value }) =>
        leadsTo({ from, property: "logsConfig", name: value }, group, name),
      ),
    )
  );
}

function asksThrough(from: StackResource, target: StackResource): boolean {
  return pipelineSteps(from.props.stages)
    .map((step) => topicName(configured(step, "NotificationArn")))
    .some((name) => isSet(name) && leadsTo({ from, property: "stages", name }, target, target.props.name));
}
