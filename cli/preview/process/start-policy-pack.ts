import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { deferred } from "../base/deferred";
import { PreviewError } from "../base/error";
import { withoutOwnFrames } from "../base/own-frames";
import { placeholderIn } from "../base/placeholder";
import { UNKNOWN } from "../base/property-value";
import type { Config } from "../project/config";
import { readRuntimeOptions } from "../project/runtime-options";
import { readYamlFile } from "../project/yaml-file";
import { type RunningModule, startModule } from "./node-module";

/** A policy pack that has started to listen. */
export interface StartedPack {
  /** Directory of the pack. */
  readonly directory: string;
  /** Version in PulumiPolicy.yaml, which overrides the pack's own. */
  readonly statedVersion?: string;
  /** Address of its analyzer. */
  readonly address: Promise<string>;
  readonly running: RunningModule;
}

/** The stack that a pack judges. */
export interface PackContext {
  readonly project: string;
  readonly organization: string;
  readonly stack: string;
  readonly config: Config;
  readonly engineAddress: string;
}

/** Port that nobody serves: several stacks have several engines. */
const NO_ENGINE = "127.0.0.1:1";

/**
 * Whether one process of a pack may judge several stacks, one after the other. Such a pack knows its stack from the
 * request `ConfigureStack` alone, and keeps nothing of the stack before.
 */
export function servesStacksInTurn(directory: string): boolean {
  return readManifest(directory).content.servesStacksInTurn === true;
}

/**
 * Starts a policy pack with the arguments and environment that the Pulumi CLI gives it.
 *
 * @param directory - directory with PulumiPolicy.yaml
 * @param context - the stack; absent for a process that judges several stacks in turn
 * @param onLine - receives the lines that the pack writes after its port
 * @throws {PreviewError} when the directory holds no pack
 */
export function startPolicyPack(
  directory: string,
  context: PackContext | undefined,
  onLine: (stream: "stdout" | "stderr", line: string) => void,
): StartedPack {
  const { root, file, content } = readManifest(directory);
  const runtime = readRuntimeOptions(file, content.runtime);
  const firstLine = firstLineOf(root);
  const said: string[] = [];
  const running = startModule(
    {
      module: "@pulumi/pulumi/cmd/run-policy-pack",
      directory: root,
      cwd: root,
      nodeArgs: [],
      preloads: [require.resolve("./late-typescript")],
      // The SDK's entry point takes Node's arguments after the module's name.
      args: [...runtime.nodeArgs, context?.engineAddress ?? NO_ENGINE, root],
      env: {
        ...runtime.env,
        PULUMI_NODEJS_DRY_RUN: "true",
        ...(context === undefined ? {} : stackEnvironment(context)),
      },
    },
    (stream, line) => {
      if (stream === "stdout" && !firstLine.seen()) {
        firstLine.accept(line);
      } else {
        said.push(stripVTControlCharacters(line));
        onLine(stream, line);
      }
    },
  );
  running.ended.then(() => firstLine.end(said), firstLine.fail);
  return {
    directory: root,
    ...(typeof content.version === "string" ? { statedVersion: content.version } : {}),
    address: firstLine.address,
    running,
  };
}

function stackEnvironment({ organization, project, stack, config }: PackContext): Record<string, string> {
  return {
    PULUMI_NODEJS_ORGANIZATION: organization,
    PULUMI_NODEJS_PROJECT: project,
    PULUMI_NODEJS_STACK: stack,
    PULUMI_CONFIG: JSON.stringify(
      Object.fromEntries(
        [...config.values].map(([key, value]) => [key, placeholderIn(value) === undefined ? value : UNKNOWN]),
      ),
    ),
  };
}

function readManifest(directory: string) {
  const root = resolve(directory);
  const file = join(root, "PulumiPolicy.yaml");
  if (!existsSync(file)) {
    throw new PreviewError(`--policy-pack ${directory}: no PulumiPolicy.yaml in ${root}`);
  }
  return { root, file, content: readYamlFile(file) };
}

function firstLineOf(directory: string) {
  let seen = false;
  const { promise, resolve, reject } = deferred<string>();
  return {
    address: promise,
    seen: () => seen,
    accept(line: string) {
      seen = true;
      if (/^\d+$/.test(line)) {
        resolve(`127.0.0.1:${line}`);
      } else {
        reject(
          new PreviewError(
            `policy pack ${directory}: its first line of output must be its port, not ${JSON.stringify(stripVTControlCharacters(line))}. Create the PolicyPack before anything prints.`,
          ),
        );
      }
    },
    end: (said: readonly string[]) =>
      reject(
        new PreviewError(
          said.length === 0
            ? `policy pack ${directory} ended without a PolicyPack. It must create one PolicyPack of @pulumi/policy.`
            : withoutOwnFrames([`policy pack ${directory} does not load:`, ...said].join("\n")),
        ),
      ),
    fail: reject,
  };
}
