type Load = (module: NodeJS.Module, file: string) => unknown;

type Hook = (module: NodeJS.Module, file: string, load: Load) => unknown;

const hooks: { readonly path: RegExp; readonly hook: Hook }[] = [];

/**
 * Loads a module of the SDK in another way. Every module passes one function however many hooks exist, because each
 * function between a program's modules hides a line of the program's stack traces.
 *
 * @param path - pattern of the module's path
 * @param hook - receives the module, its path, and the function that loads it
 */
export function insteadOfLoading(path: RegExp, hook: Hook): void {
  if (hooks.length === 0) {
    const original: Load = require.extensions[".js"] ?? (() => undefined);
    require.extensions[".js"] = (module, file) =>
      hooks
        .filter((candidate) => candidate.path.test(file))
        .reduce<Load>(
          (load, candidate) =>
            (...args) =>
              candidate.hook(...args, load),
          original,
        )(module, file);
  }
  hooks.push({ path, hook });
}

/**
 * Changes a module of the SDK right after Node has loaded it.
 *
 * @param path - pattern of the module's path
 * @param change - receives the module's exports and its path
 */
export function afterLoading(path: RegExp, change: (exported: Record<string, unknown>, file: string) => void): void {
  insteadOfLoading(path, (module, file, load) => {
    load(module, file);
    change(module.exports, file);
  });
}

/**
 * Loads a module when somebody reads the first member that is not known without the module.
 *
 * @param path - pattern of the module's path
 * @param known - returns a member of the module at a path; undefined for a member that the module has to tell
 */
export function loadLate(
  path: RegExp,
  known: (name: string | symbol, file: string, loaded: () => object) => { readonly value: unknown } | undefined,
): void {
  insteadOfLoading(path, (module, file, load) => {
    let part: object | undefined;
    const loaded = () => {
      if (part === undefined) {
        module.exports = {};
        load(module, file);
        part = Object(module.exports);
      }
      return part ?? {};
    };
    module.exports = new Proxy(
      {},
      {
        get: (_, name) => {
          const member = known(name, file, loaded);
          return member === undefined ? Reflect.get(loaded(), name) : member.value;
        },
        set: (_, name, value) => Reflect.set(loaded(), name, value),
        has: (_, name) => name in loaded(),
        ownKeys: () => Reflect.ownKeys(loaded()),
        getOwnPropertyDescriptor: (_, name) => {
          const property = Reflect.getOwnPropertyDescriptor(loaded(), name);
          // A proxy has no fixed property that its empty target lacks.
          return property === undefined ? undefined : { ...property, configurable: true };
        },
      },
    );
  });
}
