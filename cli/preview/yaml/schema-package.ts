import { candidates, type PackageTypes, type ProviderFunction, type ResourceType, sameToken } from "./token";

interface PropertySpec {
  readonly secret?: boolean;
}

/** A package schema, as far as a program needs it. */
export interface PackageSchema {
  readonly provider?: { readonly inputProperties?: Readonly<Record<string, PropertySpec>> };
  readonly resources?: Readonly<
    Record<
      string,
      {
        readonly isComponent?: boolean;
        readonly inputProperties?: Readonly<Record<string, PropertySpec>>;
        readonly requiredInputs?: readonly string[];
        readonly properties?: Readonly<Record<string, PropertySpec>>;
      }
    >
  >;
  readonly functions?: Readonly<
    Record<string, { readonly inputs?: { readonly properties?: Readonly<Record<string, PropertySpec>> } }>
  >;
}

/** The types and functions of a package, as its provider's schema declares them. */
export class SchemaPackage implements PackageTypes {
  constructor(private readonly schema: PackageSchema) {}

  resourceType(token: string): ResourceType | undefined {
    const { resources = {} } = this.schema;
    const found = named(token, resources);
    const resource = found === undefined ? undefined : resources[found];
    return found === undefined || resource === undefined
      ? undefined
      : {
          token: found,
          isComponent: resource.isComponent === true,
          inputs: new Map(
            Object.keys(resource.inputProperties ?? {}).map((name) => [
              name,
              resource.requiredInputs?.includes(name) === true,
            ]),
          ),
          outputs: new Set(Object.keys(resource.properties ?? {})),
          secrets: secretsOf({ ...resource.properties, ...resource.inputProperties }),
        };
  }

  providerType(token: string): ResourceType | undefined {
    const properties = this.schema.provider?.inputProperties ?? {};
    return {
      token,
      isComponent: false,
      inputs: new Map(Object.keys(properties).map((name) => [name, false])),
      outputs: new Set(Object.keys(properties)),
      secrets: secretsOf(properties),
    };
  }

  providerFunction(token: string): ProviderFunction | undefined {
    const { functions = {} } = this.schema;
    const found = named(token, functions);
    return found === undefined
      ? undefined
      : { token: found, inputs: new Set(Object.keys(functions[found]?.inputs?.properties ?? {})) };
  }

  similar(): readonly string[] {
    return Object.keys({ ...this.schema.resources, ...this.schema.functions });
  }
}

function named(token: string, declared: Readonly<Record<string, unknown>>): string | undefined {
  return candidates(token)
    .map((candidate) => Object.keys(declared).find((each) => sameToken(each, candidate)))
    .find((found) => found !== undefined);
}

function secretsOf(properties: Readonly<Record<string, PropertySpec>>): ReadonlySet<string> {
  return new Set(Object.keys(properties).filter((name) => properties[name]?.secret === true));
}
