import type { Duplex } from "node:stream";
import { Server, ServerCredentials, type ServiceDefinition, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { LoaderService } from "@pulumi/pulumi/proto/codegen/loader_grpc_pb";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { answerCalls } from "./calls";
import type { Listener } from "./listener";
import { CHANNEL_OPTIONS } from "./rpc";

/**
 * Serves the engine, its resource monitor and its schema loader. Returns a function that ends all connections.
 *
 * @param calls - pipe on which the program calls the same services
 */
export function serveEngine(
  listener: Listener,
  engine: UntypedServiceImplementation,
  monitor: UntypedServiceImplementation,
  loader: UntypedServiceImplementation = {},
  calls?: Duplex,
): () => void {
  const server = new Server(CHANNEL_OPTIONS);
  const services = [
    [EngineService, engine],
    [ResourceMonitorService, monitor],
    [LoaderService, loader],
  ] as const;
  for (const [definition, implementation] of services) {
    server.addService(definition as ServiceDefinition, implementation);
  }
  if (calls !== undefined) {
    answerCalls(calls, services);
  }
  const { injectConnection } = server.createConnectionInjector(ServerCredentials.createInsecure());
  listener.answer((caller) => {
    injectConnection(caller);
    caller.resume();
  });
  return () => server.forceShutdown();
}
