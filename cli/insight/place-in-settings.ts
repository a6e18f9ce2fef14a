import { isMap, type PropertyValue } from "../preview/base/property-value";
import type { Resource } from "../preview/engine/resource";
import type { SettingLines } from "../preview/project/setting-lines";
import { fromJson } from "./known";

/** A value in the settings of a stack. */
export interface SettingPlace {
  /** Path of the settings file, relative to the project. */
  readonly file: string;
  readonly line: number;
  /** Name of the setting, such as `logRetentionInDays`. */
  readonly key: string;
}

/** A message that names a property first, as `policy.Statement[0].Action should …`. */
const PROPERTY = /^([A-Za-z_]\w*)((?:\.\w+|\[\d+\])*) /;

/**
 * Finds the setting that a finding is about. The setting has the value of the property that the message names, under a
 * key that ends with the property's name. A longer text such as an ARN may stand under any key.
 */
export class SettingPlaces {
  private readonly byUrn: ReadonlyMap<string, Resource>;

  constructor(
    resources: readonly Resource[],
    private readonly settings: SettingLines,
  ) {
    this.byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  }

  of(urn: string, message: string): SettingPlace | undefined {
    const [, root = "", rest = ""] = PROPERTY.exec(message) ?? [];
    const value = this.byUrn.get(urn)?.inputs[root];
    if (value === undefined) {
      return undefined;
    }
    const steps = rest.split(/[.[\]]+/).filter((step) => step !== "");
    const name = [root, ...steps].findLast((step) => !/^\d+$/.test(step)) ?? root;
    const found = new Set(scalarsOf(follow(value, steps)));
    const candidates = this.settings.values.filter((setting) => found.has(String(setting.value)));
    const setting =
      candidates.find(({ key }) => key.toLowerCase().endsWith(name.toLowerCase())) ??
      candidates.find((candidate) => typeof candidate.value === "string" && candidate.value.includes(":"));
    return setting && { file: this.settings.file, line: setting.line, key: setting.key };
  }
}

/** The value at a path. Documents stand in properties as JSON text. */
function follow(value: PropertyValue, steps: readonly string[]): PropertyValue | undefined {
  let current: PropertyValue | undefined = value;
  for (const step of steps) {
    const owner: PropertyValue | undefined = fromJson(current);
    current = Array.isArray(owner) ? (owner[Number(step)] ?? owner) : isMap(owner) ? owner[step] : owner;
  }
  return fromJson(current);
}

function scalarsOf(value: PropertyValue | undefined): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(scalarsOf);
  }
  if (isMap(value)) {
    return Object.values(value).flatMap(scalarsOf);
  }
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? [String(value)] : [];
}
