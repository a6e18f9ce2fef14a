import { isRecord } from "./yaml-file";

/** Type that a project declares for a setting. */
export interface SettingType {
  readonly type: string;
  readonly items?: unknown;
}

/** The type that a declaration in Pulumi.yaml states; undefined for a declaration without a type. */
export function settingType(declaration: unknown): SettingType | undefined {
  return isRecord(declaration) && typeof declaration.type === "string"
    ? { type: declaration.type, ...(declaration.items === undefined ? {} : { items: declaration.items }) }
    : undefined;
}

/** The name of a type, as the Pulumi CLI writes it: `array<string>`. */
export function typeName({ type, items }: SettingType): string {
  const of = settingType(items);
  return type === "array" && of !== undefined ? `array<${typeName(of)}>` : type;
}

/** Whether a value has a type. Text that reads as a number or a boolean counts as one, as in the Pulumi CLI. */
export function hasType({ type, items }: SettingType, value: unknown): boolean {
  switch (type) {
    case "string":
      return typeof value === "string";
    case "integer":
      return (
        typeof value === "bigint" ||
        (typeof value === "number" && Number.isInteger(value)) ||
        (typeof value === "string" && /^[-+]?\d+$/.test(value))
      );
    case "boolean":
      return typeof value === "boolean" || value === "true" || value === "false";
    case "object":
      return isRecord(value);
    default: {
      const of = settingType(items);
      return Array.isArray(value) && of !== undefined && value.every((element) => hasType(of, element));
    }
  }
}
