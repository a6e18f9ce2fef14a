import { nearest } from "../../../components/schema/nearest";
import { isProviderType, servedPackage } from "../engine/providers";
import { packageOf } from "../engine/urn";
import type { Problem } from "./document";
import { type Expression, type Invoke, invokesIn, literalMembers, referencesIn } from "./expression";
import { defaultProviders } from "./order";
import { propertyExpressions, type ResourceDeclaration, type Template, valueExpressions } from "./template";
import type { PackageTypes, ProviderFunction, ResourceType } from "./token";

/** Types of a program's resources and functions, as far as their packages are known here. */
export interface ResolvedTypes {
  /** By the key of the resource. */
  readonly resources: ReadonlyMap<string, ResourceType>;
  readonly functions: ReadonlyMap<Invoke, ProviderFunction>;
  /** One line for each type whose package is unknown here. */
  readonly unknown: readonly Problem[];
}

// The SDK has these types itself.
const BUILT_IN = /^pulumi:(?:pulumi:|index:|[A-Z])/;

/** The package that declares a type: for a provider, the package that it serves. */
export function declaringPackage(type: string): string {
  return servedPackage(type) ?? packageOf(type);
}

/** The packages of a program's resources and functions. */
export function usedPackages(template: Template): ReadonlySet<string> {
  const types = [...template.resources.values()].map(({ type }) => type).filter((type) => !BUILT_IN.test(type));
  return new Set([
    ...types.map(declaringPackage),
    ...valueExpressions(template)
      .flatMap(invokesIn)
      .map(({ token }) => packageOf(token)),
  ]);
}

/**
 * Resolves the types of a program, and compares properties, arguments and references with them.
 *
 * @param packages - the packages that are known here
 * @param problems - receives each difference with its line
 */
export function resolveTypes(
  template: Template,
  packages: ReadonlyMap<string, PackageTypes>,
  problems: Problem[],
): ResolvedTypes {
  const resources = new Map<string, ResourceType>();
  const unknown: Problem[] = [];
  for (const [key, resource] of template.resources) {
    const { type, typeLine } = resource;
    const known = packages.get(declaringPackage(type));
    const resolved = isProviderType(type) ? known?.providerType(type) : known?.resourceType(type);
    if (resolved !== undefined) {
      resources.set(key, resolved);
      problems.push(...propertyProblems(key, resource, resolved));
    } else if (!BUILT_IN.test(type) && !isProviderType(type)) {
      if (known === undefined) {
        unknown.push({ line: typeLine, text: type });
      } else {
        problems.push({ line: typeLine, text: undeclared("type", type, known) });
      }
    }
  }
  problems.push(...versionProblems(template));
  const functions = new Map<Invoke, ProviderFunction>();
  for (const invoke of valueExpressions(template).flatMap(invokesIn)) {
    const known = packages.get(packageOf(invoke.token));
    const resolved = known?.providerFunction(invoke.token);
    if (resolved !== undefined) {
      functions.set(invoke, resolved);
      problems.push(...argumentProblems(invoke, resolved));
    } else if (known === undefined) {
      unknown.push({ line: invoke.line, text: invoke.token });
    } else {
      problems.push({ line: invoke.line, text: undeclared("function", invoke.token, known) });
    }
  }
  problems.push(...referenceProblems(template, resources));
  return { resources, functions, unknown };
}

function propertyProblems(key: string, resource: ResourceDeclaration, type: ResourceType): Problem[] {
  const { properties, get, line } = resource;
  if (get !== undefined) {
    return get.state.flatMap(({ key: name, line: at }) =>
      type.outputs.has(name) || type.inputs.has(name)
        ? []
        : [{ line: at, text: missing(`${key} (${type.token})`, "property", name, type.outputs) }],
    );
  }
  if ("kind" in properties) {
    return [];
  }
  const given = new Set(properties.map(({ key: name }) => name));
  const needed = [...type.inputs].filter(([name, required]) => required && !given.has(name));
  return [
    ...properties.flatMap(({ key: name, line: at }) =>
      type.inputs.has(name)
        ? []
        : [{ line: at, text: missing(`${key} (${type.token})`, "property", name, new Set(type.inputs.keys())) }],
    ),
    ...needed.map(([name]) => ({ line, text: `${key} (${type.token}) needs property ${name}` })),
  ];
}

/** Options that differ from those of the default provider, which serves the resource. */
function versionProblems(template: Template): Problem[] {
  const defaults = defaultProviders(template);
  return [...template.resources.values()].flatMap(({ type, line, options }) => {
    const provider = template.resources.get(defaults.get(packageOf(type)) ?? "");
    return provider === undefined || options.provider !== undefined
      ? []
      : (["version", "pluginDownloadURL"] as const)
          .filter((name) => options[name] !== undefined && options[name] !== provider.options[name])
          .map((name) => ({ line, text: `${name} differs from that of the default provider. Remove the option` }));
  });
}

function argumentProblems({ args }: Invoke, { token, inputs }: ProviderFunction): Problem[] {
  return (args === undefined ? [] : literalMembers(args)).flatMap(([name, { line }]) =>
    inputs.has(name) ? [] : [{ line, text: missing(token, "argument", name, inputs) }],
  );
}

function referenceProblems({ resources, variables, outputs }: Template, types: ReadonlyMap<string, ResourceType>) {
  const expressions: Expression[] = [
    ...variables.values(),
    ...outputs.values(),
    ...[...resources.values()].flatMap((resource) => [
      ...propertyExpressions(resource),
      ...(resource.get === undefined ? [] : [resource.get.id, ...resource.get.state.map(({ value }) => value)]),
    ]),
  ];
  return expressions.flatMap(referencesIn).flatMap(({ access: [root, member], line }): Problem[] => {
    const type = types.get(root);
    return type === undefined || member === undefined || hasOutput(type, member)
      ? []
      : [{ line, text: missing(`${root} (${type.token})`, "output", String(member), type.outputs) }];
  });
}

function hasOutput(type: ResourceType, member: string | number): boolean {
  return (
    typeof member === "string" &&
    (member === "id" || member === "urn" || type.outputs.has(member) || type.inputs.has(member))
  );
}

function undeclared(kind: string, token: string, known: PackageTypes): string {
  return missing(`package ${packageOf(token)}`, kind, token, new Set(known.similar(token)));
}

function missing(subject: string, kind: string, name: string, known: ReadonlySet<string>): string {
  const near = nearest(name, [...known]);
  return near === undefined
    ? `${subject} has no ${kind} ${name}`
    : `${subject} has no ${kind} ${name}. Did you mean ${near}?`;
}
