import {
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";

const running: Server[] = [];

/** Serves one service on this machine, and returns its address. */
export function serve(service: ServiceDefinition, handlers: UntypedServiceImplementation): Promise<string> {
  const server = new Server();
  running.push(server);
  server.addService(service, handlers);
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
      error === null ? resolve(`127.0.0.1:${port}`) : reject(error),
    );
  });
}

/** Stops all servers so far. */
export function stopServers(): void {
  for (const server of running.splice(0)) {
    server.forceShutdown();
  }
}

/** Calls a handler as a server does. */
export function asked<Response>(handler: unknown, request: unknown): Promise<Response> {
  return new Promise((resolve, reject) => {
    (handler as handleUnaryCall<unknown, Response>)({ request } as never, (error, response) =>
      error ? reject(Object.assign(new Error(error.details), error)) : resolve(response as Response),
    );
  });
}
