import { Server, ServerCredentials, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { LoaderService } from "@pulumi/pulumi/proto/codegen/loader_grpc_pb";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import type { Listener } from "./listener";
import { CHANNEL_OPTIONS } from "./rpc";

/** Serves the engine, its resource monitor and its schema loader. Returns a function that ends all connections. */
export function serveEngine(
  listener: Listener,
  engine: UntypedServiceImplementation,
  monitor: UntypedServiceImplementation,
  loader: UntypedServiceImplementation = {},
): () => void {
  const server = new Server(CHANNEL_OPTIONS);
  server.addService(EngineService, engine);
  server.addService(ResourceMonitorService, monitor);
  server.addService(LoaderService, loader);
  const { injectConnection } = server.createConnectionInjector(ServerCredentials.createInsecure());
  listener.answer((caller) => {
    injectConnection(caller);
    caller.resume();
  });
  return () => server.forceShutdown();
}
