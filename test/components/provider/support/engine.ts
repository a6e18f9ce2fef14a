import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  ConfigureRequest,
  ConstructRequest,
  type ConstructResponse,
  GetSchemaRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Diagnostics } from "../../../../cli/preview/base/diagnostics";
import type { PropertyMap } from "../../../../cli/preview/base/property-value";
import { Deployment } from "../../../../cli/preview/engine/deployment";
import { engineService } from "../../../../cli/preview/engine/engine-service";
import { type Listener, listen } from "../../../../cli/preview/engine/listener";
import { monitorService } from "../../../../cli/preview/engine/monitor-service";
import type { Resource } from "../../../../cli/preview/engine/resource";
import { call, connect } from "../../../../cli/preview/engine/rpc";
import { serveEngine } from "../../../../cli/preview/engine/server";
import { fromStruct, toStruct } from "../../../../cli/preview/engine/struct";
import { makeUrn, STACK_TYPE } from "../../../../cli/preview/engine/urn";
import { root } from "../../../support/command";

const plugin = join(root, "components/provider");
const stack = "dev";

/** A component that a program asks for. */
export interface Construct {
  readonly type: string;
  readonly name: string;
  readonly inputs: PropertyMap;
  /** The URNs of the resources that each input depends on. */
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
  readonly config?: Readonly<Record<string, string>>;
  readonly project?: string;
}

/** A constructed component. */
export interface Constructed {
  readonly urn: string;
  readonly state: PropertyMap;
}

/** Plays the Pulumi engine for one run of the provider: starts it as the engine does, and records what it registers. */
export class ProviderEngine {
  readonly diagnostics = new Diagnostics();
  readonly #processes: ChildProcess[] = [];
  readonly #projects = new Map<string, { readonly deployment: Deployment; readonly address: string }>();
  readonly #stops: (() => void)[] = [];
  readonly #written: string[] = [];
  #client: ReturnType<typeof connect> | undefined;

  /** Starts the provider with the command line of Pulumi's Node.js host. */
  static async start(): Promise<ProviderEngine> {
    const engine = new ProviderEngine();
    const { address } = await engine.#serve("shop");
    const runner = join(dirname(require.resolve("@pulumi/pulumi/package.json")), "cmd/run-plugin");
    const started = spawn(process.execPath, [runner, plugin, address], {
      cwd: root,
      env: { ...process.env, PULUMI_NODEJS_TYPESCRIPT: "false" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    engine.#processes.push(started);
    started.stderr.on("data", (text: Buffer) => engine.#written.push(text.toString()));
    const port = await Promise.race([
      once(createInterface(started.stdout), "line").then(([line]) => String(line)),
      once(started, "exit").then(() => {
        throw new Error(`The provider ended: ${engine.written()}`);
      }),
    ]);
    engine.#client = connect(`127.0.0.1:${port}`);
    const request = new ConfigureRequest();
    request.setAcceptsecrets(true);
    request.setAcceptresources(true);
    await call(engine.#connected(), ResourceProviderService.configure, request);
    return engine;
  }

  /** The lines that the provider wrote to stderr. */
  written(): string {
    return this.#written.join("");
  }

  async schema(): Promise<unknown> {
    const response = await call(this.#connected(), ResourceProviderService.getSchema, new GetSchemaRequest());
    return JSON.parse(response.getSchema());
  }

  async version(): Promise<string> {
    return (await call(this.#connected(), ResourceProviderService.getPluginInfo, new Empty())).getVersion();
  }

  async cancel(): Promise<void> {
    await call(this.#connected(), ResourceProviderService.cancel, new Empty());
  }

  /** Asks for a component, as the engine does when a program registers a remote one. */
  async construct({
    type,
    name,
    inputs,
    dependencies = {},
    config = {},
    project = "shop",
  }: Construct): Promise<Constructed> {
    const { address } = await this.#serve(project);
    const request = new ConstructRequest();
    request.setProject(project);
    request.setStack(stack);
    request.setDryrun(true);
    request.setParallel(8);
    request.setMonitorendpoint(address);
    request.setType(type);
    request.setName(name);
    request.setParent(makeUrn(stack, project, "", STACK_TYPE, `${project}-${stack}`));
    request.setInputs(toStruct(inputs));
    request.setAcceptsOutputValues(true);
    for (const [key, urns] of Object.entries(dependencies)) {
      const dependency = new ConstructRequest.PropertyDependencies();
      dependency.setUrnsList([...urns]);
      request.getInputdependenciesMap().set(key, dependency);
    }
    for (const [key, value] of Object.entries(config)) {
      request.getConfigMap().set(key, value);
    }
    const response: ConstructResponse = await call(this.#connected(), ResourceProviderService.construct, request);
    return { urn: response.getUrn(), state: fromStruct(response.getState()) };
  }

  /** Resources that the provider has registered in a project, without the stack and the default providers. */
  resources(project = "shop"): Resource[] {
    const all = [...(this.#projects.get(project)?.deployment.resources.values() ?? [])];
    return all.filter(({ type, implicit }) => type !== STACK_TYPE && !implicit);
  }

  stop(): void {
    this.#client?.close();
    for (const started of this.#processes) {
      started.kill("SIGKILL");
    }
    for (const stop of this.#stops) {
      stop();
    }
  }

  #connected(): ReturnType<typeof connect> {
    if (this.#client === undefined) {
      throw new Error("The provider is not started.");
    }
    return this.#client;
  }

  async #serve(project: string): Promise<{ readonly deployment: Deployment; readonly address: string }> {
    const served = this.#projects.get(project);
    if (served !== undefined) {
      return served;
    }
    const listener: Listener = await listen();
    const deployment = new Deployment(
      {
        project,
        stack,
        config: new Map(),
        secretKeys: [],
        projectRoot: root,
        programDirectory: root,
        stateOf: () => undefined,
        startComponentProvider: () => undefined,
        monitorAddress: listener.address,
        startDynamicProvider: () => Promise.reject(new Error("The provider has no dynamic resources.")),
      },
      this.diagnostics,
      () => Promise.resolve(),
    );
    const answer = ({ token }: { readonly token: string }): never => {
      throw new Error(`${token} is called, and nothing here needs to ask AWS`);
    };
    const stop = serveEngine(
      listener,
      engineService(this.diagnostics, () => deployment.refusal !== undefined),
      monitorService(deployment, answer, () => undefined),
    );
    this.#stops.push(() => {
      deployment.callbacks.close();
      stop();
      listener.close();
    });
    const stackResource = new RegisterResourceRequest();
    stackResource.setType(STACK_TYPE);
    stackResource.setName(`${project}-${stack}`);
    await deployment.register(stackResource);
    const made = { deployment, address: listener.address };
    this.#projects.set(project, made);
    return made;
  }
}
