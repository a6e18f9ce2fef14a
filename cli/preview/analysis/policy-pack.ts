import { stripVTControlCharacters } from "node:util";
import type { Client, MethodDefinition } from "@grpc/grpc-js";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  type AnalyzeDiagnostic,
  type AnalyzeRequest,
  AnalyzeResponse,
  AnalyzeStackRequest,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { PreviewError } from "../base/error";
import type { PropertyMap } from "../base/property-value";
import type { Resource } from "../engine/resource";
import { call, failureOf } from "../engine/rpc";
import { fromStruct } from "../engine/struct";
import type { PackContext, StartedPack } from "../process/start-policy-pack";
import { analyzeRequest, stackResource } from "./messages";
import type { PolicyConfig } from "./pack-config";
import { verdictsOf } from "./pack-info";
import { type ReadyPack, readyPack } from "./ready-pack";
import type { Turn } from "./turns";
import type { PackVerdict, PolicyVerdict } from "./verdict";
import { levelFromWire } from "./wire-level";

/** The call that judges a resource, with the answer as bytes: most resources of a type get the same answer. */
const ANALYZE: MethodDefinition<AnalyzeRequest, Buffer> = {
  ...AnalyzerService.analyze,
  responseSerialize: (bytes) => bytes,
  responseDeserialize: (bytes) => bytes,
};

/** Answers of a pack to keep. */
const MOST_ANSWERS = 1000;

/** Answer of a pack: the policies that judged, and their findings. */
interface Answer {
  readonly judged: readonly PolicyVerdict[];
  readonly diagnostics: readonly AnalyzeDiagnostic[];
}

/** A policy pack and its verdict about one stack. */
export class PolicyPack {
  readonly verdict: PackVerdict;
  private readonly client: Client;
  private readonly policies: ReadonlyMap<string, PolicyVerdict>;
  private readonly answers = new Map<string, Answer>();

  /** @param turn - settles when the pack may judge this stack. @default - at once */
  constructor(
    { client, info, version, settled }: ReadyPack,
    private readonly turn?: Turn,
  ) {
    const policies = verdictsOf(info, settled);
    this.client = client;
    this.verdict = { name: info.getName(), version, policies };
    this.policies = new Map(policies.map((policy) => [policy.name, policy]));
  }

  /**
   * Connects to a started pack of one stack.
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
    const ready = await readyPack(started, context, configFile, config);
    ready.warnings.forEach(warn);
    return new PolicyPack(ready);
  }

  /** Whether any policy may change resources. */
  get remediates(): boolean {
    return this.verdict.policies.some(({ kind, level }) => kind === "resource" && level === "remediate");
  }

  /** Takes the turn of this stack: no further resource registers. A pack of one stack judges all the time. */
  async begin(): Promise<void> {
    await this.turn?.begin();
  }

  /** Lets policies change a resource's inputs. Returns the inputs to go on with. */
  async remediate(resource: Resource, provider: Resource | undefined): Promise<PropertyMap> {
    await this.begin();
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
    const request = analyzeRequest(resource, provider, false);
    await this.turn?.begun;
    this.record(this.answerIn(await this.ask(ANALYZE, request)), resource.urn);
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
    this.record(this.answer("stack", await this.ask(AnalyzerService.analyzeStack, request)), "");
  }

  /** Ends the turn, or lets go of the connection of a pack of one stack. */
  close(): void {
    if (this.turn === undefined) {
      this.client.close();
    } else {
      this.turn.end();
    }
  }

  private async ask<Request, Response>(
    method: MethodDefinition<Request, Response>,
    request: Request,
  ): Promise<Response> {
    try {
      return await call(this.client, method, request);
    } catch (error) {
      throw new PreviewError(`policy pack ${this.verdict.name} failed: ${failureOf(error)}`);
    }
  }

  /** Reads an answer once: it names about a hundred policies that do not apply. */
  private answerIn(bytes: Buffer): Answer {
    const key = bytes.toString("latin1");
    const known = this.answers.get(key);
    if (known !== undefined) {
      return known;
    }
    const answer = this.answer("resource", AnalyzeResponse.deserializeBinary(bytes));
    if (this.answers.size < MOST_ANSWERS) {
      this.answers.set(key, answer);
    }
    return answer;
  }

  private answer(kind: PolicyVerdict["kind"], response: AnalyzeResponse): Answer {
    const notApplicable = new Set(response.getNotApplicableList().map((policy) => policy.getPolicyName()));
    return {
      judged: this.verdict.policies.filter(
        (policy) => policy.kind === kind && policy.level !== "disabled" && !notApplicable.has(policy.name),
      ),
      diagnostics: response.getDiagnosticsList(),
    };
  }

  private record({ judged, diagnostics }: Answer, urn: string): void {
    for (const policy of judged) {
      policy.judged += 1;
    }
    for (const diagnostic of diagnostics) {
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
