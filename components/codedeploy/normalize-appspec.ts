import { isRecord } from "../schema/vocabulary";
import type { ComputePlatform } from "./appspec";

type Keys = Readonly<Record<string, unknown>>;

/** Keys of AppSpecs of Lambda and ECS, which AWS's own pages write in both cases. */
const canonicalKeys = [
  "version",
  "Resources",
  "Hooks",
  "Type",
  "Properties",
  "Name",
  "Alias",
  "CurrentVersion",
  "TargetVersion",
  "TaskDefinition",
  "LoadBalancerInfo",
  "ContainerName",
  "ContainerPort",
  "PlatformVersion",
  "NetworkConfiguration",
  "AwsvpcConfiguration",
  "Subnets",
  "SecurityGroups",
  "AssignPublicIp",
  "CapacityProviderStrategy",
  "CapacityProvider",
  "Base",
  "Weight",
  "BeforeInstall",
  "AfterInstall",
  "AfterAllowTestTraffic",
  "BeforeAllowTraffic",
  "AfterAllowTraffic",
];

/** Keys whose value is text, also where YAML reads a number. */
const textKeys = ["Name", "Alias", "CurrentVersion", "TargetVersion", "PlatformVersion", "owner", "group", "mode"];

/** Keys whose value is a number, also in quotation marks. */
const numberKeys = ["version", "ContainerPort", "Base", "Weight", "timeout"];

/**
 * Platform that an AppSpec of any shape means: instances have `os`, `files` or `permissions`, and the others name the
 * type of their resource. Returns undefined when nothing tells.
 */
export function findPlatform(spec: unknown): ComputePlatform | undefined {
  const keys = keysOf(spec) ?? {};
  const resources = valueUnder(keys, "Resources");
  if (resources === undefined) {
    return ["os", "files", "permissions"].some((key) => valueUnder(keys, key) !== undefined) ? "Server" : undefined;
  }
  const text = JSON.stringify(resources).toLowerCase();
  return text.includes("aws::ecs::service") || text.includes("taskdefinition") ? "ECS" : "Lambda";
}

/**
 * Rewrites other spellings that CodeDeploy accepts into the form of the schemas. These are keys of Lambda and ECS in
 * any case, numbers in quotation marks, and keys without a value.
 *
 * Any other value stays as it is, so that the schema can refuse it.
 */
export function normalizeAppSpec(spec: unknown, platform: ComputePlatform): unknown {
  const isServer = platform === "Server";
  const read = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) {
      return value.map((item) => read(item, key));
    }
    const keys = keysOf(value);
    if (keys === undefined) {
      return textKeys.includes(key) ? readText(value) : numberKeys.includes(key) ? readNumber(value) : value;
    }
    // Names of resources stay as they are.
    const isNamed = !isServer && key === "Resources";
    return Object.fromEntries(
      Object.entries(keys)
        .filter(([name, item]) => item !== null && item !== undefined && !(key === "files" && name === "overwrite"))
        .map(([name, item]) => {
          const canonical = isServer || isNamed ? name : canonicalKey(name);
          return [canonical, read(item, isNamed ? "" : canonical)];
        }),
    );
  };
  return read(spec, "");
}

/** Names the parts of an AppSpec that CodeDeploy ignores, and that the reader leaves out. */
export function ignoredAppSpecParts(spec: unknown): string[] {
  const files = keysOf(spec)?.files;
  return (Array.isArray(files) ? files : [])
    .map((file, index) => (keysOf(file)?.overwrite === undefined ? undefined : index))
    .filter((index) => index !== undefined)
    .map(
      (index) =>
        `CodeDeploy ignores files[${index}].overwrite. Use file_exists_behavior: OVERWRITE at the top of the file.`,
    );
}

function canonicalKey(name: string): string {
  return canonicalKeys.find((key) => key.toLowerCase() === name.toLowerCase()) ?? name;
}

function valueUnder(keys: Keys, name: string): unknown {
  return Object.entries(keys).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1] ?? undefined;
}

function readText(value: unknown): unknown {
  return typeof value === "number" ? String(value) : value;
}

function readNumber(value: unknown): unknown {
  return typeof value === "string" && /^\d+(\.0+)?$/.test(value) ? Number(value) : value;
}

function keysOf(value: unknown): Keys | undefined {
  return isRecord(value) ? value : undefined;
}
