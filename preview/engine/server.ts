import { Server, ServerCredentials, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { CHANNEL_OPTIONS } from "./rpc";

/** A server that listens on this machine only. */
export interface EngineServer {
  /** Where it listens: `127.0.0.1:<port>`. */
  readonly address: string;
  /** Ends all connections. */
  readonly stop: () => void;
}

/** Starts to listen as an engine and its resource monitor. */
export async function serveEngine(
  engine: UntypedServiceImplementation,
  monitor: UntypedServiceImplementation,
): Promise<EngineServer> {
  const server = new Server(CHANNEL_OPTIONS);
  server.addService(EngineService, engine);
  server.addService(ResourceMonitorService, monitor);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return { address: `127.0.0.1:${port}`, stop: () => server.forceShutdown() };
}
