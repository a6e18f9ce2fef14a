import { hash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { CACHE_FOLDER, keepFile } from "./code-cache";
import { afterLoading, insteadOfLoading, loadLate } from "./sdk-module";

// Loaded ahead of a program: keeps the JavaScript that ts-node transpiled for the next run, which then loads neither ts-node
// nor the TypeScript compiler. Each entry belongs to one exact source text, configuration, and version of Node and of both.
// `npm run bench`: 15 % less processor time for each stack of `preview --all`.

const TOOLS_OF_SDK = /[\\/]@pulumi[\\/]pulumi[\\/]tsutils\.js$/;
const COMPILER = /[\\/]node_modules[\\/]typescript[\\/]lib[\\/]typescript\.js$/;
const TS_NODE = /[\\/]node_modules[\\/]ts-node[\\/]dist[\\/]index\.js$/;
const KNOWN_VERSION = /^10\.9\./;
/** Files that ts-node decides about by their extension. */
const OTHER_FILES = /\.[cm]ts$/;
const INSTANCE = Symbol.for("ts-node.register.instance");
const IN_PACKAGES = /[\\/]node_modules[\\/]/;

/** Options with which the SDK registers ts-node. */
interface Options {
  readonly compiler: string;
  readonly transpileOnly?: unknown;
  readonly project: string;
  readonly skipProject: boolean;
  readonly compilerOptions: object;
}

const OPTIONS = ["compiler", "transpileOnly", "project", "skipProject", "compilerOptions"];

interface Service {
  compile(code: string, file: string): string;
}

interface TsNode {
  create(options: Options): Service;
  register(options: Options | Service): Service;
}

interface SourceMapSupport {
  install(options: object): void;
}

/** The transpiled texts of a program: the hash of each source, and its JavaScript, by the path of the source. */
type Texts = Record<string, readonly [source: string, text: string]>;

type Handler = (module: NodeJS.Module, file: string) => unknown;

if (CACHE_FOLDER !== undefined) {
  const folder = CACHE_FOLDER;
  afterLoading(TOOLS_OF_SDK, (exported) => {
    const original = exported.loadTypeScriptCompilerOptions;
    if (typeof original === "function") {
      exported.loadTypeScriptCompilerOptions = (file: string) => readJson(file)?.compilerOptions ?? original(file);
    }
  });
  loadLate(COMPILER, (name, file) => {
    switch (name) {
      case "__esModule":
        return { value: false };
      case "version":
        return { value: versionOf(join(dirname(file), "..")) };
      default:
        return undefined;
    }
  });
  loadLate(TS_NODE, (name, file, loaded) => {
    switch (name) {
      case "__esModule":
        return { value: true };
      case "VERSION":
        return { value: versionOf(join(dirname(file), "..")) };
      case "register":
        return { value: (options: Options) => register(file, folder, options, loaded as () => TsNode) };
      default:
        return undefined;
    }
  });
}

function register(tsNode: string, folder: string, options: Options, loaded: () => TsNode): unknown {
  const key = keyOf(tsNode, options);
  if (key === undefined) {
    return loaded().register(options);
  }
  const file = join(folder, `${hash("sha256", key, "hex").slice(0, 16)}.js.json`);
  const kept: Texts = (readJson(file) as Texts | undefined) ?? {};
  const fresh: Texts = {};
  process.once("exit", () => {
    if (Object.keys(fresh).length > 0) {
      const present = Object.entries(kept).filter(([source]) => existsSync(source));
      keepFile(file, JSON.stringify({ ...Object.fromEntries(present), ...fresh }));
    }
  });
  const registerNow = () => {
    const service = loaded().create(options);
    const compile = service.compile;
    service.compile = (code, name, ...rest) => {
      const text = compile(code, name, ...rest);
      fresh[name] = [hashOf(code), text];
      return text;
    };
    return loaded().register(service);
  };
  // Without kept texts, an error of the configuration is told where ts-node tells it.
  return Object.keys(kept).length === 0 ? registerNow() : registerLate(tsNode, kept, registerNow);
}

/** Takes kept texts until a file has none. */
function registerLate(tsNode: string, kept: Texts, registerNow: () => Service): void {
  const taken = new Map<string, string>();
  const { install }: SourceMapSupport = createRequire(tsNode)("@cspotcode/source-map-support");
  install({
    environment: "node",
    retrieveFile: (file: string) => taken.get(withSlashes(file)) ?? "",
    redirectConflictingLibrary: true,
    onConflictingLibraryRedirect: () => undefined,
  });
  const { extensions } = require;
  const replaced = new Map<string, Handler | undefined>();
  const handle = (extension: string, handler: Handler) => {
    replaced.set(extension, extensions[extension]);
    extensions[extension] = handler;
  };
  let service: Service | undefined;
  const serviceNow = () => {
    if (service === undefined) {
      for (const [extension, handler] of replaced) {
        delete extensions[extension];
        Object.assign(extensions, handler === undefined ? {} : { [extension]: handler });
      }
      Reflect.deleteProperty(process, INSTANCE);
      service = registerNow();
    }
    return service;
  };
  const leaveToTsNode = (extension: string) => (module: NodeJS.Module, file: string) => {
    serviceNow();
    return extensions[extension]?.(module, file);
  };
  const load = extensions[".ts"] ?? extensions[".js"];
  handle(".ts", (module, file) => {
    if (service !== undefined || IN_PACKAGES.test(file) || isInEsModules(file)) {
      return leaveToTsNode(".ts")(module, file);
    }
    const loading = module as NodeJS.Module & { _compile(code: string, file: string): unknown };
    const compile = loading._compile;
    loading._compile = function (code, name) {
      const [source, text = ""] = kept[name] ?? [];
      if (source === undefined || source !== hashOf(code)) {
        return compile.call(this, serviceNow().compile(code, name), name);
      }
      taken.set(withSlashes(name), text);
      return compile.call(this, text, name);
    };
    return load?.(module, file);
  });
  for (const extension of [".cts", ".mts"]) {
    if (extensions[extension] !== undefined) {
      handle(extension, leaveToTsNode(extension));
    }
  }
  insteadOfLoading(OTHER_FILES, (module, file, load) => {
    if (service !== undefined) {
      load(module, file);
    } else {
      leaveToTsNode(".js")(module, file);
    }
  });
  // Programs look here for ts-node.
  Object.defineProperty(process, INSTANCE, { configurable: true, enumerable: true, get: serviceNow });
}

/** All that a transpiled text depends on but its source; undefined for a configuration that is not understood here. */
function keyOf(tsNode: string, options: Options): string | undefined {
  const version = versionOf(join(dirname(tsNode), ".."));
  const isOfSdk = Object.keys(options).every((name) => OPTIONS.includes(name));
  const isOwn = !Object.keys(process.env).some((name) => name.startsWith("TS_NODE_"));
  const config = options.skipProject ? {} : readJson(options.project);
  if (!isOfSdk || !isOwn || options.transpileOnly !== true || !KNOWN_VERSION.test(version) || config === undefined) {
    return undefined;
  }
  const { allowJs, jsx } = Object(config.compilerOptions);
  if ("extends" in config || "ts-node" in config || allowJs !== undefined || jsx !== undefined) {
    return undefined;
  }
  const compilers = [tsNode, join(resolve(options.project), "..", "package.json"), join(process.cwd(), "package.json")];
  return JSON.stringify([process.version, version, compilers.map(compilerOf), process.cwd(), options, config]);
}

/** Path and version of the TypeScript compiler for a file. */
function compilerOf(file: string): string {
  try {
    const compiler = createRequire(file).resolve("typescript/package.json");
    return `${compiler} ${versionOf(dirname(compiler))}`;
  } catch {
    // None is installed there.
    return "";
  }
}

function versionOf(folder: string): string {
  return String(readJson(join(folder, "package.json"))?.version);
}

/** Whether the nearest package.json makes a file an ES module. */
function isInEsModules(file: string): boolean {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest) || dirname(folder) === folder) {
      return readJson(manifest)?.type === "module";
    }
  }
}

/** The object of a file in JSON. Undefined for another value, a missing file and JSON with comments. */
function readJson(file: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function hashOf(text: string): string {
  return hash("sha256", text, "base64");
}

function withSlashes(path: string): string {
  return path.replaceAll("\\", "/");
}
