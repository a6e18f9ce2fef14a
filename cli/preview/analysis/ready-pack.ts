import { type Client, status } from "@grpc/grpc-js";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  type AnalyzerInfo,
  AnalyzerStackConfigureRequest,
  ConfigureAnalyzerRequest,
  PolicyConfig as WirePolicyConfig,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { PreviewError } from "../base/error";
import { placeholderIn } from "../base/placeholder";
import { type PropertyMap, UNKNOWN } from "../base/property-value";
import { call, connect, failureOf } from "../engine/rpc";
import { fromStruct, toStruct } from "../engine/struct";
import type { PackContext, StartedPack } from "../process/start-policy-pack";
import { type PolicyConfig, reconcile } from "./pack-config";
import { settingsOf } from "./pack-info";
import { configProblems } from "./validate-config";
import { levelFromWire, levelToWire } from "./wire-level";

/** A policy pack that has told its policies and taken its settings. */
export interface ReadyPack {
  readonly client: Client;
  readonly info: AnalyzerInfo;
  readonly version: string;
  readonly settled: ReadonlyMap<string, Required<PolicyConfig>>;
  /** Settings that have no effect. */
  readonly warnings: readonly string[];
}

/**
 * Connects to a started pack and gives it its settings.
 *
 * @param context - stack that the pack judges; absent for a pack that receives many stacks in turn
 * @throws {PreviewError} when the settings do not fit the pack, or the address is no pack's
 */
export async function readyPack(
  started: StartedPack,
  context: PackContext | undefined,
  configFile: string | undefined,
  config: ReadonlyMap<string, PolicyConfig>,
): Promise<ReadyPack> {
  const client = connect(await started.address);
  const info = await analyzerInfo(client, context, started.directory);
  const settings = settingsOf(info);
  const settled = reconcile(settings, initialConfig(info), config);
  const problems = configProblems(settings, settled).map((problem) => `${configFile ?? started.directory}: ${problem}`);
  if (problems.length > 0) {
    throw new PreviewError(`policy pack ${info.getName()} has wrong settings:\n${problems.join("\n")}`);
  }
  if (settled.size > 0) {
    await configure(client, settled);
  }
  return {
    client,
    info,
    version: started.statedVersion ?? info.getVersion(),
    settled,
    warnings: unknownPolicies(config, [...settled.keys()]).map((warning) => `${configFile}: ${warning}`),
  };
}

async function analyzerInfo(
  client: Client,
  context: PackContext | undefined,
  directory: string,
): Promise<AnalyzerInfo> {
  try {
    if (context !== undefined) {
      await configureStack(client, context);
    }
    return await call(client, AnalyzerService.getAnalyzerInfo, new Empty());
  } catch (error) {
    throw new PreviewError(
      `policy pack ${directory} does not answer as a policy pack: ${failureOf(error)}. It must create one PolicyPack of @pulumi/policy.`,
    );
  }
}

/** Tells a pack its stack. */
export async function configureStack(client: Client, context: PackContext): Promise<void> {
  const request = new AnalyzerStackConfigureRequest();
  request.setStack(context.stack);
  request.setProject(context.project);
  request.setOrganization(context.organization);
  request.setDryRun(true);
  request.setConfigSecretKeysList([...context.config.secretKeys]);
  for (const [key, value] of context.config.values) {
    request.getConfigMap().set(key, placeholderIn(value) === undefined ? value : UNKNOWN);
  }
  try {
    await call(client, AnalyzerService.configureStack, request);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === status.UNIMPLEMENTED)) {
      throw error;
    }
    // Older packs read the stack from their environment alone.
  }
}

async function configure(client: Client, settled: ReadonlyMap<string, Required<PolicyConfig>>): Promise<void> {
  const request = new ConfigureAnalyzerRequest();
  for (const [name, { level, properties }] of settled) {
    const policy = new WirePolicyConfig();
    policy.setEnforcementlevel(levelToWire(level));
    policy.setProperties(toStruct(properties as PropertyMap));
    request.getPolicyconfigMap().set(name, policy);
  }
  await call(client, AnalyzerService.configure, request);
}

function initialConfig(info: AnalyzerInfo): Map<string, PolicyConfig> {
  return new Map(
    [...info.getInitialconfigMap().entries()].map(([name, policy]) => [
      name,
      { level: levelFromWire(policy.getEnforcementlevel()), properties: fromStruct(policy.getProperties()) },
    ]),
  );
}

// The Pulumi CLI accepts settings of policies that the pack does not have: one file may serve several versions of a pack.
function unknownPolicies(config: ReadonlyMap<string, PolicyConfig>, known: readonly string[]): string[] {
  return [...config.keys()]
    .filter((name) => name !== "all" && !known.includes(name))
    .map((name) => `the pack has no policy "${name}", so its settings have no effect; it has ${known.join(", ")}`);
}
