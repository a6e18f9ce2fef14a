import { stripVTControlCharacters } from "node:util";
import { type Client, type MethodDefinition, status } from "@grpc/grpc-js";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  type AnalyzeDiagnostic,
  type AnalyzeResponse,
  type AnalyzerInfo,
  AnalyzerStackConfigureRequest,
  AnalyzeStackRequest,
  ConfigureAnalyzerRequest,
  PolicyConfig as WirePolicyConfig,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { PreviewError } from "../base/error";
import { placeholderIn } from "../base/placeholder";
import { type PropertyMap, UNKNOWN } from "../base/property-value";
import type { Resource } from "../engine/resource";
import { call, connect } from "../engine/rpc";
import { fromStruct, toStruct } from "../engine/struct";
import type { PackContext, StartedPack } from "../process/start-policy-pack";
import { analyzeRequest, stackResource } from "./messages";
import { type PolicyConfig, reconcile } from "./pack-config";
import { settingsOf, verdictsOf } from "./pack-info";
import { configProblems } from "./validate-config";
import type { PackVerdict, PolicyVerdict } from "./verdict";
import { levelFromWire, levelToWire } from "./wire-level";

/** A running policy pack with its settings. */
export class PolicyPack {
  private constructor(
    private readonly client: Client,
    readonly verdict: PackVerdict,
    private readonly policies: ReadonlyMap<string, PolicyVerdict>,
  ) {}

  /**
   * Connects to a started pack and gives it its settings.
   *
   * @param warn - receives settings that have no effect
   * @throws {PreviewError} when the settings do not fit the pack, or the address is no pack's
   */
  static async connect(
    started: StartedPack,
    context: PackContext,
    configFile: string | undefined,
    config: ReadonlyMap<string, PolicyConfig>,
    warn: (message: string) => void,
  ): Promise<PolicyPack> {
    const client = connect(await started.address);
    const info = await analyzerInfo(client, context, started.directory);
    const settings = settingsOf(info);
    const settled = reconcile(settings, initialConfig(info), config);
    const problems = configProblems(settings, settled).map(
      (problem) => `${configFile ?? started.directory}: ${problem}`,
    );
    if (problems.length > 0) {
      throw new PreviewError(`policy pack ${info.getName()} has wrong settings:\n${problems.join("\n")}`);
    }
    for (const warning of unknownPolicies(config, [...settled.keys()])) {
      warn(`${configFile}: ${warning}`);
    }
    if (settled.size > 0) {
      await configure(client, settled);
    }
    const policies = verdictsOf(info, settled);
    const verdict: PackVerdict = {
      name: info.getName(),
      version: started.statedVersion ?? info.getVersion(),
      policies,
    };
    return new PolicyPack(client, verdict, new Map(policies.map((policy) => [policy.name, policy])));
  }

  /** Whether any policy may change resources. */
  get remediates(): boolean {
    return this.verdict.policies.some(({ kind, level }) => kind === "resource" && level === "remediate");
  }

  /** Lets policies change a resource's inputs. Returns the inputs to go on with. */
  async remediate(resource: Resource, provider: Resource | undefined): Promise<PropertyMap> {
    const response = await this.ask(AnalyzerService.remediate, analyzeRequest(resource, provider, true));
    let inputs = resource.inputs;
    for (const remediation of response.getRemediationsList()) {
      const policy = this.policy(remediation.getPolicyname());
      const diagnostic = remediation.getDiagnostic();
      if (diagnostic === "") {
        inputs = fromStruct(remediation.getProperties());
        policy.remediated.push(resource.urn);
      } else {
        policy.violations.push({ urn: resource.urn, level: "advisory", message: stripVTControlCharacters(diagnostic) });
      }
    }
    return inputs;
  }

  /** Judges one resource by its inputs. */
  async analyze(resource: Resource, provider: Resource | undefined): Promise<void> {
    const response = await this.ask(AnalyzerService.analyze, analyzeRequest(resource, provider, false));
    this.record("resource", response, resource.urn);
  }

  /** Judges all resources together, by their outputs. */
  async analyzeStack(
    resources: readonly Resource[],
    providerOf: (resource: Resource) => Resource | undefined,
  ): Promise<void> {
    if (!this.verdict.policies.some(({ kind, level }) => kind === "stack" && level !== "disabled")) {
      return;
    }
    const request = new AnalyzeStackRequest();
    request.setResourcesList(resources.map((resource) => stackResource(resource, providerOf(resource))));
    this.record("stack", await this.ask(AnalyzerService.analyzeStack, request), "");
  }

  /** Lets go of the connection. */
  close(): void {
    this.client.close();
  }

  private async ask<Request, Response>(
    method: MethodDefinition<Request, Response>,
    request: Request,
  ): Promise<Response> {
    try {
      return await call(this.client, method, request);
    } catch (error) {
      const reason = error instanceof Error && "details" in error ? String(error.details) : String(error);
      throw new PreviewError(`policy pack ${this.verdict.name} failed: ${reason}`);
    }
  }

  private record(kind: PolicyVerdict["kind"], response: AnalyzeResponse, urn: string): void {
    const notApplicable = new Set(response.getNotApplicableList().map((policy) => policy.getPolicyName()));
    for (const policy of this.verdict.policies) {
      if (policy.kind === kind && policy.level !== "disabled" && !notApplicable.has(policy.name)) {
        policy.judged += 1;
      }
    }
    for (const diagnostic of response.getDiagnosticsList()) {
      this.policy(diagnostic.getPolicyname()).violations.push({
        urn: diagnostic.getUrn() || urn,
        level: violationLevel(diagnostic),
        message: violationMessage(diagnostic),
      });
    }
  }

  private policy(name: string): PolicyVerdict {
    const policy = this.policies.get(name);
    if (policy === undefined) {
      throw new PreviewError(`policy pack ${this.verdict.name} reports on policy "${name}", which it does not have`);
    }
    return policy;
  }
}

// A resource that a policy could not remediate fails.
function violationLevel(diagnostic: AnalyzeDiagnostic): "advisory" | "mandatory" | "disabled" {
  const level = levelFromWire(diagnostic.getEnforcementlevel());
  return level === "remediate" ? "mandatory" : level;
}

// The SDK's message starts with the description, which the report shows with the policy.
function violationMessage(diagnostic: AnalyzeDiagnostic): string {
  const message = stripVTControlCharacters(diagnostic.getMessage());
  const description = `${stripVTControlCharacters(diagnostic.getDescription())}\n`;
  return message.startsWith(description) ? message.slice(description.length) : message;
}

async function analyzerInfo(client: Client, context: PackContext, directory: string): Promise<AnalyzerInfo> {
  try {
    await configureStack(client, context);
    return await call(client, AnalyzerService.getAnalyzerInfo, new Empty());
  } catch (error) {
    const reason = error instanceof Error && "details" in error ? String(error.details) : String(error);
    throw new PreviewError(
      `policy pack ${directory} does not answer as a policy pack: ${reason}. It must create one PolicyPack of @pulumi/policy.`,
    );
  }
}

async function configureStack(client: Client, context: PackContext): Promise<void> {
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
