import type { PolicyResource } from "@pulumi/policy";
import { at, type Properties, unknownValue, type Value } from "../../iam/value";
import type { Finding } from "./finding";
import { snapshot } from "./snapshot";
import { isTranslated, translated } from "./translations";

/** A resource of the stack as a stack rule sees it: its outputs, and the resources that they come from. */
export interface StackResource {
  readonly type: string;
  readonly urn: string;
  readonly props: Properties;
  /** URNs of all that the resource depends on. */
  readonly dependencies: ReadonlySet<string>;
  /** URNs that the value of a property comes from, by property. */
  readonly propertyDependencies: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A resource of another provider in a form that the rules read. */
export interface TranslatedResource extends StackResource {
  /** The names that properties have in the program, where they differ. */
  readonly names: Readonly<Record<string, string>>;
  readonly protect: boolean;
}

/** A resource as the engine sends it. Its properties are read when a rule asks for its type. */
export interface RegisteredResource {
  readonly type: string;
  readonly urn: string;
  readonly protect: boolean;
  /** Whether a provider makes it; a component has none. */
  readonly hasProvider: boolean;
  readonly read: () => Pick<StackResource, "props" | "dependencies" | "propertyDependencies">;
}

export type Tags = ReadonlyMap<string, string>;

/** All resources of a stack, copied into plain data type by type. */
export interface Stack {
  readonly resources: readonly RegisteredResource[];
  readonly tags: Tags;
  /** Resources of the types, among them those of other providers: the same list for the same types. */
  readonly ofTypes: (types: readonly string[]) => readonly StackResource[];
  /** Resources of other providers alone, in the form of the types. */
  readonly translated: (types: readonly string[]) => readonly TranslatedResource[];
}

export function stackOf(resources: readonly RegisteredResource[], tags: Tags): Stack {
  const forms = new Map<RegisteredResource, readonly StackResource[]>();
  const formsOf = (resource: RegisteredResource): readonly StackResource[] => {
    const known = forms.get(resource) ?? formsIn(resource);
    forms.set(resource, known);
    return known;
  };
  const others = new Set(resources.filter(({ type }) => isTranslated(type)));
  const lists = new Map<string, readonly StackResource[]>();
  return {
    resources,
    tags,
    ofTypes(types) {
      const key = types.join(" ");
      const list = lists.get(key) ?? listOf(types);
      lists.set(key, list);
      return list;
    },
    translated: (types) =>
      [...others]
        .flatMap((resource) => formsOf(resource).filter(isTranslation))
        .filter(({ type }) => types.includes(type)),
  };

  function listOf(types: readonly string[]): StackResource[] {
    const wanted = new Set(types);
    return resources
      .filter((resource) => wanted.has(resource.type) || others.has(resource))
      .flatMap((resource) => formsOf(resource).filter(({ type }) => wanted.has(type)));
  }
}

/** The resource itself, and its forms where it is of another provider. */
function formsIn(resource: RegisteredResource): StackResource[] {
  const { type, urn, protect } = resource;
  const own: StackResource = { type, urn, ...resource.read() };
  const forms = isTranslated(type) ? translated(type, own.props) : [];
  return [
    own,
    ...forms.map(({ id, ...form }): TranslatedResource => ({ ...own, ...form, protect, urn: urnOf(urn, id) })),
  ];
}

/** Behind it stands the name of a resource in the template of a stack. No URN contains it. */
const inTemplate = "\u0000";

/** The resources of a template are other resources than its stack. */
function urnOf(urn: string, id: string | undefined): string {
  return id === undefined ? urn : `${urn}${inTemplate}${id}`;
}

/** Whether a resource is one of the program, and no part of a template. */
export function isOwn({ urn }: StackResource): boolean {
  return !urn.includes(inTemplate);
}

/**
 * A finding about a resource of a template as a finding about its stack. The template's functions decide an unknown
 * value there, so that the program cannot mend it.
 */
export function ofStackResource<F extends { readonly urn: string; readonly finding: Finding }>(found: F): F {
  const [urn = "", id] = found.urn.split(inTemplate);
  if (id === undefined) {
    return found;
  }
  const { kind, message, unknown, ...finding } = found.finding;
  const path = `templateBody.Resources.${id}: `;
  const said: Finding =
    unknown === undefined
      ? { ...finding, kind, message: `${path}${message}` }
      : { kind: "advice", message: `${path}${unknown} is decided by the template, so this rule cannot judge it` };
  return { ...found, urn, finding: said };
}

function isTranslation(resource: StackResource): resource is TranslatedResource {
  return "names" in resource;
}

/** A resource of the SDK. */
export function registered(resource: PolicyResource): RegisteredResource {
  const { type, urn, opts, provider } = resource;
  return {
    type,
    urn,
    protect: opts.protect,
    hasProvider: provider !== undefined,
    read: () => ({
      props: snapshot(resource.props),
      dependencies: urnsOf(resource.dependencies),
      propertyDependencies: new Map(
        Object.entries(resource.propertyDependencies).map(([property, sources]) => [property, urnsOf(sources)]),
      ),
    }),
  };
}

const byTypes = new WeakMap<readonly StackResource[], Map<string, readonly StackResource[]>>();

/** Returns the resources of the given types: the same list every time, so that a search over it can keep an index. */
export function ofTypes(resources: readonly StackResource[], types: readonly string[]): readonly StackResource[] {
  const lists = byTypes.get(resources) ?? new Map<string, readonly StackResource[]>();
  byTypes.set(resources, lists);
  const key = types.join(" ");
  const list = lists.get(key) ?? resources.filter(({ type }) => types.includes(type));
  lists.set(key, list);
  return list;
}

function urnsOf(resources: readonly PolicyResource[]): Set<string> {
  return new Set(resources.map((resource) => resource.urn));
}

/**
 * Returns a property as the program declares it. Stack rules read outputs, and AWS fills in optional properties there.
 * An unknown that comes from no resource was not declared.
 */
export function declared(resource: StackResource, property: string): Value {
  const value = at(resource.props, property);
  const sources = resource.propertyDependencies.get(property);
  return value === unknownValue && (sources === undefined || sources.size === 0) ? undefined : value;
}
