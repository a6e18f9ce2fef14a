import { createHash } from "node:crypto";
import { type PropertyMap, type PropertyValue, UNKNOWN } from "../base/property-value";
import { declarationFile, declaredMembers } from "../invokes/result-shape";
import { packageOf } from "./urn";

/** How a provider names a resource that has no physical name. */
interface AutoName {
  readonly property: string;
  readonly separator: string;
  /** Length and characters of the random part. */
  readonly random: number;
  readonly characters: string;
  readonly lowerCase: boolean;
}

const HEXADECIMAL = "0123456789abcdef";
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

const COMMON: AutoName = { property: "name", separator: "-", random: 7, characters: HEXADECIMAL, lowerCase: false };
const WORDS: Partial<AutoName> = { separator: "_", random: 8, characters: LETTERS };

// The AWS provider's own naming; every other type with an optional `name` has the common one.
// https://github.com/pulumi/pulumi-aws/blob/master/provider/resources.go
const AWS_NAMES: Readonly<Record<string, Partial<AutoName> | undefined>> = {
  "aws:athena/database:Database": { separator: "_" },
  "aws:appsync/dataSource:DataSource": { separator: "_" },
  "aws:backup/restoreTestingPlan:RestoreTestingPlan": { separator: "_" },
  "aws:cloudwatch/eventTarget:EventTarget": { property: "targetId" },
  "aws:codedeploy/deploymentConfig:DeploymentConfig": { property: "deploymentConfigName", separator: "_" },
  "aws:ec2/keyPair:KeyPair": { property: "keyName" },
  "aws:efs/fileSystem:FileSystem": { property: "creationToken" },
  "aws:eks/fargateProfile:FargateProfile": { property: "fargateProfileName" },
  "aws:eks/nodeGroup:NodeGroup": { property: "nodeGroupName" },
  "aws:elasticache/cluster:Cluster": { property: "clusterId", lowerCase: true },
  "aws:elasticache/replicationGroup:ReplicationGroup": { property: "replicationGroupId", lowerCase: true },
  "aws:elasticsearch/domain:Domain": { property: "domainName", lowerCase: true },
  "aws:glue/catalogDatabase:CatalogDatabase": { ...WORDS, lowerCase: true },
  "aws:glue/catalogTable:CatalogTable": { ...WORDS, lowerCase: true },
  "aws:iot/topicRule:TopicRule": { separator: "_" },
  "aws:lambda/permission:Permission": { property: "statementId" },
  "aws:lex/bot:Bot": WORDS,
  "aws:lex/botAlias:BotAlias": WORDS,
  "aws:lex/intent:Intent": WORDS,
  "aws:lex/slotType:SlotType": WORDS,
  "aws:mq/broker:Broker": { property: "brokerName" },
  "aws:msk/cluster:Cluster": { property: "clusterName" },
  "aws:msk/serverlessCluster:ServerlessCluster": { property: "clusterName" },
  "aws:opensearch/domain:Domain": { property: "domainName" },
  "aws:rds/instance:Instance": { property: "identifier", separator: "" },
  "aws:s3/bucket:Bucket": { property: "bucket", lowerCase: true },
  "aws:s3/bucketObject:BucketObject": { property: "key", separator: "", random: 0 },
  "aws:s3/bucketObjectv2:BucketObjectv2": { property: "key", separator: "", random: 0 },
  "aws:s3/bucketV2:BucketV2": { property: "bucket", lowerCase: true },
};

// Their names are values that AWS knows, so the provider invents none.
const WITHOUT_NAME: ReadonlySet<string> = new Set([
  "aws:directoryservice/directory:Directory",
  "aws:route53/record:Record",
]);

const FIFO: Readonly<Record<string, string>> = {
  "aws:sns/topic:Topic": "fifoTopic",
  "aws:sqs/queue:Queue": "fifoQueue",
};

/** Fills in the names that providers give to resources without one, before policy packs judge the resources. */
export class AutoNames {
  private readonly known = new Map<string, AutoName | undefined>();
  private readonly inputs = new Map<string, ReadonlySet<string>>();

  /**
   * @param programDirectory - directory with the program's SDKs, which declare the properties of each type
   * @param mode - `pulumi:autonaming` of the stack
   */
  constructor(
    private readonly programDirectory: string,
    private readonly mode: string | undefined,
  ) {}

  /**
   * The inputs with the name that the provider's Check would add. The random part is the same in every preview of a
   * resource; a deployment draws another. The name is unknown for a type whose provider's naming is unknown.
   */
  filled(
    resource: { readonly type: string; readonly name: string; readonly urn: string },
    inputs: PropertyMap,
  ): PropertyMap {
    const naming = this.naming(resource.type);
    const isNamed = (property: string) => inputs[property] !== undefined || inputs[`${property}Prefix`] !== undefined;
    if (naming === undefined || isNamed(naming.property) || this.mode === "disabled") {
      return inputs;
    }
    return { ...inputs, [naming.property]: this.nameOf(resource, naming, inputs) };
  }

  /** Names of the inputs that the installed SDK declares for a type. */
  inputsOf(type: string): ReadonlySet<string> {
    const [packageName = "", module = "", name = ""] = type.split(":");
    const known = this.inputs.get(type);
    if (known !== undefined) {
      return known;
    }
    const file = declarationFile(packageName, module, this.programDirectory);
    const names = new Set(file === undefined ? [] : declaredMembers(file, `${name}Args`).keys());
    this.inputs.set(type, names);
    return names;
  }

  private nameOf(
    { type, name, urn }: { readonly type: string; readonly name: string; readonly urn: string },
    naming: AutoName,
    inputs: PropertyMap,
  ): PropertyValue {
    if (packageOf(type) !== "aws" || this.mode === "pattern") {
      return UNKNOWN;
    }
    const base = naming.lowerCase ? name.toLowerCase() : name;
    const random = this.mode === "verbatim" ? "" : naming.separator + randomPart(urn, naming);
    const suffix = inputs[FIFO[type] ?? ""] === true ? ".fifo" : "";
    const prefix = type === "aws:kms/alias:Alias" && !base.startsWith("alias/") ? "alias/" : "";
    return `${prefix}${base}${random}${suffix}`;
  }

  private naming(type: string): AutoName | undefined {
    if (!this.known.has(type)) {
      this.known.set(type, this.readNaming(type));
    }
    return this.known.get(type);
  }

  private readNaming(type: string): AutoName | undefined {
    const own = AWS_NAMES[type];
    if (own?.property !== undefined) {
      return { ...COMMON, ...own };
    }
    if (WITHOUT_NAME.has(type)) {
      return undefined;
    }
    return this.inputsOf(type).has("name") ? { ...COMMON, ...own } : undefined;
  }
}

function randomPart(urn: string, { random, characters }: AutoName): string {
  const digest = createHash("sha256").update(urn).digest();
  return [...digest.subarray(0, random)].map((byte) => characters[byte % characters.length]).join("");
}
