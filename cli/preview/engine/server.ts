import { Server, ServerCredentials, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import type { Listener } from "./listener";
import { CHANNEL_OPTIONS } from "./rpc";

/** Serves the engine and its resource monitor. Returns a function that ends all connections. */
export function serveEngine(
  listener: Listener,
  engine: UntypedServiceImplementation,
  monitor: UntypedServiceImplementation,
): () => void {
  const server = new Server(CHANNEL_OPTIONS);
  server.addService(EngineService, engine);
  server.addService(ResourceMonitorService, monitor);
  const { injectConnection } = server.createConnectionInjector(ServerCredentials.createInsecure());
  listener.answer((caller) => {
    injectConnection(caller);
    caller.resume();
  });
  return () => server.forceShutdown();
}
