import { everyAt, isSet, textOf, unknownValue, type Value } from "../../iam/value";
import { type Finder, finderAmong, type Reference } from "../facts/links";
import { declared, ofTypes, type StackResource } from "../facts/stack";
import { defaultsOf, encryptionRules } from "../storage/bucket-encryption";
import { bucketsAmong, s3Types } from "../storage/buckets";
import { topicName } from "../storage/topic-name";
import { configured, pipelineSteps, pipelineType } from "./actions";
import { projectsAmong, projectType } from "./build-projects";

const keyTypes = [
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
  const findUses = finderAmong(uses);
  const keys = ofTypes(resources, keyTypes).filter((key) => toKey(findUses, key).length > 0);
  const policies = ofTypes(resources, [keyPolicyType]);
  const findPolicies = finderAmong(policies.map((from) => reference(from, "keyId", from.props.keyId)));
  const ofKeys = new Set(keys.flatMap((key) => toKey(findPolicies, key)).map(({ from }) => from));
  return [...keys, ...policies.filter((each) => names.has(keyName(each.props.keyId)) || ofKeys.has(each))];
}

function toKey(find: Finder, key: StackResource): Reference[] {
  const names: readonly Value[] = [key.props.arn, key.props.keyId];
  return names.flatMap((name) => find(key, keyName(name)));
}

/** Returns the references to keys, with those of the aliases that they lead to. */
function keyUses(resources: readonly StackResource[]): Reference[] {
  const pipelines = ofTypes(resources, [pipelineType]);
  const projects = projectsAmong(resources);
  if (pipelines.length + projects.length === 0) {
    return [];
  }
  const findStores = finderAmong(pipelines.flatMap(storesOf));
  const findLogs = finderAmong(projects.flatMap(logsOf));
  const findTopics = finderAmong(pipelines.flatMap(topicsOf));
  const uses = [
    ...properties.flatMap(([type, property, ...steps]) =>
      ofTypes(resources, [type]).flatMap((from) => referencesIn(from, property, steps)),
    ),
    ...bucketsAmong(resources)
      .filter((bucket) => findStores(bucket, bucket.props.bucket).length > 0)
      .flatMap((bucket) => bucketReferences(bucket, resources)),
    ...ofTypes(resources, [logGroup])
      .filter((group) => isLogOfService(group) || findLogs(group, group.props.name).length > 0)
      .flatMap((from) => referencesIn(from, "kmsKeyId")),
    ...ofTypes(resources, [topic])
      .filter((each) => findTopics(each, each.props.name).length > 0)
      .flatMap((from) => referencesIn(from, "kmsMasterKeyId")),
  ];
  const findUses = finderAmong(uses);
  const aliases = ofTypes(resources, [alias]).filter((each) => findUses(each, keyName(each.props.name)).length > 0);
  return [...uses, ...aliases.flatMap((from) => referencesIn(from, "targetKeyId"))];
}

function referencesIn(from: StackResource, property: string, steps: readonly string[] = []): Reference[] {
  return namesAt(from, property, declared(from, property), steps)
    .filter(({ name }) => isSet(name))
    .map(({ name }) => reference(from, property, name));
}

function namesAt(from: StackResource, property: string, value: Value, steps: readonly string[]): Reference[] {
  return everyAt({ path: property, value }, ...steps).map(({ value: name }) => ({ from, property, name }));
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

function storesOf(from: StackResource): Reference[] {
  return namesAt(from, "artifactStores", from.props.artifactStores, ["location"]);
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

function isLogOfService({ props: { name } }: StackResource): boolean {
  return /^\/aws\/code(build|pipeline)\//.test(textOf(name));
}

function logsOf(from: StackResource): Reference[] {
  return namesAt(from, "logsConfig", declared(from, "logsConfig"), ["cloudwatchLogs", "groupName"]);
}

/** The topics through which a pipeline asks for approvals. */
function topicsOf(from: StackResource): Reference[] {
  return pipelineSteps(from.props.stages)
    .map((step) => topicName(configured(step, "NotificationArn")))
    .filter(isSet)
    .map((name) => ({ from, property: "stages", name }));
}
