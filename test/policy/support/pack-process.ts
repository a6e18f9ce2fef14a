import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { credentials } from "@grpc/grpc-js";
import * as rpc from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Props } from "./judging";

export const packDirectory = join(__dirname, "../../../policy");

/** A resource as the pack is sent it. */
export interface SentResource {
  readonly type: string;
  readonly name: string;
  readonly props: Props;
}

/** The compiled pack in its own process, started as a language host starts it. */
export class PackProcess {
  private constructor(
    readonly process: ChildProcess,
    /** Lines that the pack has printed. */
    readonly lines: readonly string[],
    private readonly client: rpc.AnalyzerClient,
  ) {}

  /** Starts the pack. Settles when it has printed its port. */
  static async start(): Promise<PackProcess> {
    const run = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
    const server = spawn(process.execPath, [run, "127.0.0.1:1", packDirectory], {
      cwd: packDirectory,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const lines: string[] = [];
    const port = await new Promise<string>((resolve, reject) => {
      server.once("exit", (code) => reject(new Error(`the pack ended with ${code} before it printed its port`)));
      createInterface({ input: server.stdout }).on("line", (line) => {
        lines.push(line);
        resolve(line);
      });
    });
    return new PackProcess(server, lines, new rpc.AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure()));
  }

  getAnalyzerInfo(): Promise<messages.AnalyzerInfo> {
    return new Promise((resolve, reject) => {
      this.client.getAnalyzerInfo(new Empty(), (error, info) => (error === null ? resolve(info) : reject(error)));
    });
  }

  analyze(resource: SentResource): Promise<messages.AnalyzeResponse> {
    const request = describe(new messages.AnalyzeRequest(), resource);
    return new Promise((resolve, reject) => {
      this.client.analyze(request, (error, response) => (error === null ? resolve(response) : reject(error)));
    });
  }

  analyzeStack(resources: readonly SentResource[]): Promise<messages.AnalyzeResponse> {
    const request = new messages.AnalyzeStackRequest();
    request.setResourcesList(resources.map((resource) => describe(new messages.AnalyzerResource(), resource)));
    return new Promise((resolve, reject) => {
      this.client.analyzeStack(request, (error, response) => (error === null ? resolve(response) : reject(error)));
    });
  }

  /** Gives rules their levels and parameters, in place of all that they had. */
  configure(config: Readonly<Record<string, { readonly level: keyof typeof messages.EnforcementLevel } & Props>>) {
    const request = new messages.ConfigureAnalyzerRequest();
    for (const [rule, { level, ...properties }] of Object.entries(config)) {
      const policy = new messages.PolicyConfig();
      policy.setEnforcementlevel(messages.EnforcementLevel[level]);
      policy.setProperties(Struct.fromJavaScript(JSON.parse(JSON.stringify(properties))));
      request.getPolicyconfigMap().set(rule, policy);
    }
    return new Promise<void>((resolve, reject) => {
      this.client.configure(request, (error) => (error === null ? resolve() : reject(error)));
    });
  }

  remediate(resource: SentResource): Promise<messages.RemediateResponse> {
    const request = describe(new messages.AnalyzeRequest(), resource);
    return new Promise((resolve, reject) => {
      this.client.remediate(request, (error, response) => (error === null ? resolve(response) : reject(error)));
    });
  }

  stop(): void {
    this.client.close();
    this.process.kill();
  }
}

function describe<M extends messages.AnalyzeRequest | messages.AnalyzerResource>(
  message: M,
  { type, name, props }: SentResource,
): M {
  message.setType(type);
  message.setUrn(`urn:pulumi:prod::shop::${type}::${name}`);
  message.setName(name);
  message.setProperties(Struct.fromJavaScript(JSON.parse(JSON.stringify(props))));
  message.setOptions(new messages.AnalyzerResourceOptions());
  return message;
}
