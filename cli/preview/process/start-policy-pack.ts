import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { deferred } from "../base/deferred";
import { PreviewError } from "../base/error";
import type { Config } from "../project/config";
import { readRuntimeOptions } from "../project/runtime-options";
import { readYamlFile } from "../project/yaml-file";
import { type RunningModule, startModule } from "./node-module";
import { ORGANIZATION } from "./program";

/** A policy pack that has started to listen. */
export interface StartedPack {
  /** Directory of the pack. */
  readonly directory: string;
  /** Version that PulumiPolicy.yaml states, which wins over the pack's own. */
  readonly statedVersion?: string;
  /** Address of its analyzer. */
  readonly address: Promise<string>;
  readonly running: RunningModule;
}

/** What a pack learns about the stack when it starts. */
export interface PackContext {
  readonly project: string;
  readonly stack: string;
  readonly config: Config;
  readonly engineAddress: string;
}

/**
 * Starts a policy pack with the arguments and environment that the Pulumi CLI gives it.
 *
 * @param directory - directory with PulumiPolicy.yaml
 * @param onLine - receives what the pack writes, except for the port it tells first
 * @throws {PreviewError} when there is no pack in the directory
 */
export function startPolicyPack(
  directory: string,
  context: PackContext,
  onLine: (stream: "stdout" | "stderr", line: string) => void,
): StartedPack {
  const root = resolve(directory);
  const file = join(root, "PulumiPolicy.yaml");
  if (!existsSync(file)) {
    throw new PreviewError(`--policy-pack ${directory}: no PulumiPolicy.yaml in ${root}`);
  }
  const content = readYamlFile(file);
  const runtime = readRuntimeOptions(file, content.runtime);
  const firstLine = firstLineOf(root);
  const said: string[] = [];
  const running = startModule(
    {
      module: "@pulumi/pulumi/cmd/run-policy-pack",
      directory: root,
      cwd: root,
      nodeArgs: [],
      // The SDK's entry point takes Node's arguments after the module's name.
      args: [...runtime.nodeArgs, context.engineAddress, root],
      env: {
        ...runtime.env,
        PULUMI_NODEJS_ORGANIZATION: ORGANIZATION,
        PULUMI_NODEJS_PROJECT: context.project,
        PULUMI_NODEJS_STACK: context.stack,
        PULUMI_NODEJS_DRY_RUN: "true",
        PULUMI_CONFIG: JSON.stringify(Object.fromEntries(context.config.values)),
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
            `policy pack ${directory}: its first output must be the port it listens on, but was ${JSON.stringify(line)}`,
          ),
        );
      }
    },
    end: (said: readonly string[]) =>
      reject(new PreviewError([`policy pack ${directory} does not load:`, ...said].join("\n"))),
    fail: reject,
  };
}
