import * as nodeModule from "node:module";

/** Members of Node's loader that its types lack. */
type Loader = typeof nodeModule.Module & { readonly _cache: object; readonly _pathCache: object };

/** An object, with everything that a program could change of it. */
interface Kept {
  readonly object: object;
  readonly prototype: object | null;
  readonly isExtensible: boolean;
  readonly properties: ReadonlyMap<PropertyKey, PropertyDescriptor>;
}

/** Modules of Node whose exports the SDK and its packages use. Programs may use them too. */
const MODULES =
  "assert async_hooks buffer crypto dns events fs http http2 https module net os path querystring stream string_decoder timers tls tty url util v8 vm zlib".split(
    " ",
  );
/** Steps from a global variable, or from a module, to the objects that are kept. */
const DEPTH = 4;
/** Values whose prototypes no global variable names. */
const VALUES: readonly unknown[] = [
  [][Symbol.iterator](),
  new Map().entries(),
  new Set().entries(),
  ""[Symbol.iterator](),
  "".matchAll(/x/g),
  (function* () {})(),
  (async function* () {})(),
  async () => undefined,
];
/** State of ts-node's source maps: a global variable that cannot be removed. A new copy fills in what it misses there. */
const SOURCE_MAPS = Symbol.for("source-map-support/sharedData");
const OWN_LISTS: ReadonlySet<PropertyKey> = new Set(["_events", "_eventsCount"]);

/**
 * Records the global state of this process: global variables, their prototypes, modules of Node, the loader, the
 * environment, the working directory and the listeners of the process.
 *
 * @returns a function that restores everything, and says whether that succeeded
 */
export function keepState(): () => boolean {
  const loader = nodeModule.Module as Loader;
  const left = new Set<object>([process.env, loader._cache, loader._pathCache, process.argv]);
  const kept = new Map<object, Kept>();
  for (const root of [globalThis, ...MODULES.map((name): unknown => require(name)), ...VALUES]) {
    collect(root, DEPTH, left, kept);
  }
  // Looking at some variables defines others.
  kept.delete(globalThis);
  collect(globalThis, 0, left, kept);
  const modules = new Set(Object.keys(loader._cache));
  const listeners = new Map(process.eventNames().map((name) => [name, process.rawListeners(name as "exit")]));
  const environment = { ...process.env };
  const argv = [...process.argv];
  const { title } = process;
  const directory = process.cwd();
  return () => {
    process.chdir(directory);
    process.title = title;
    process.exitCode = undefined;
    process.argv = [...argv];
    restoreEnvironment(environment);
    removeOthers(loader._cache, (name) => modules.has(name));
    // Packages stay where they were found. A program may write modules of its own.
    removeOthers(loader._pathCache, (key) => key.includes("node_modules"));
    return restoreListeners(listeners) && [...kept.values()].map(restore).every(Boolean);
  };
}

function collect(value: unknown, depth: number, left: ReadonlySet<object>, kept: Map<object, Kept>): void {
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
  if (!isObject || left.has(value as object) || kept.has(value as object)) {
    return;
  }
  const object = value as object;
  const properties = propertiesOf(object);
  const prototype = Object.getPrototypeOf(object);
  kept.set(object, { object, prototype, isExtensible: Object.isExtensible(object), properties });
  if (depth > 0) {
    collect(prototype, depth, left, kept);
    for (const { value: member } of properties.values()) {
      collect(member, depth - 1, left, kept);
    }
  }
}

function propertiesOf(object: object): Map<PropertyKey, PropertyDescriptor> {
  const properties = new Map<PropertyKey, PropertyDescriptor>();
  for (const key of Reflect.ownKeys(object)) {
    const property = Reflect.getOwnPropertyDescriptor(object, key);
    if (property !== undefined && !(object === process && OWN_LISTS.has(key))) {
      properties.set(key, property);
    }
  }
  return properties;
}

function restore({ object, prototype, isExtensible, properties }: Kept): boolean {
  if (Object.isExtensible(object) !== isExtensible) {
    return false;
  }
  const isPrototypeKept = Object.getPrototypeOf(object) === prototype || Reflect.setPrototypeOf(object, prototype);
  const present = propertiesOf(object);
  const areOthersGone = [...present.keys()].every((key) => properties.has(key) || isRemoved(object, key));
  const areAllKept = [...properties].every(
    ([key, property]) => isSame(property, present.get(key)) || Reflect.defineProperty(object, key, property),
  );
  return isPrototypeKept && areOthersGone && areAllKept;
}

function isRemoved(object: object, key: PropertyKey): boolean {
  if (Reflect.deleteProperty(object, key)) {
    return true;
  }
  const state: unknown = Reflect.get(object, key);
  if (key !== SOURCE_MAPS || typeof state !== "object" || state === null) {
    return false;
  }
  removeOthers(state, (name) => name === "version");
  return true;
}

function isSame(one: PropertyDescriptor, other: PropertyDescriptor | undefined): boolean {
  return (
    other !== undefined &&
    Object.is(one.value, other.value) &&
    one.get === other.get &&
    one.set === other.set &&
    one.writable === other.writable &&
    one.enumerable === other.enumerable &&
    one.configurable === other.configurable
  );
}

function restoreEnvironment(environment: Readonly<NodeJS.ProcessEnv>): void {
  removeOthers(process.env, (name) => name in environment);
  for (const [name, value] of Object.entries(environment)) {
    if (process.env[name] !== value) {
      process.env[name] = value;
    }
  }
}

function removeOthers(object: object, isKept: (key: string) => boolean): void {
  for (const key of Object.keys(object)) {
    if (!isKept(key)) {
      Reflect.deleteProperty(object, key);
    }
  }
}

function restoreListeners(listeners: ReadonlyMap<string | symbol, readonly unknown[]>): boolean {
  for (const name of process.eventNames()) {
    const known = listeners.get(name) ?? [];
    for (const listener of process.rawListeners(name as "exit")) {
      if (!known.includes(listener)) {
        process.removeListener(name, listener as () => void);
      }
    }
  }
  return [...listeners].every(([name, known]) => process.listenerCount(name) === known.length);
}
