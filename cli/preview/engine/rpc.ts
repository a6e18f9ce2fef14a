import { Client, credentials, type handleUnaryCall, type MethodDefinition, status } from "@grpc/grpc-js";

// Limit of the Pulumi engine, for large programs.
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

/** Options of every server and client here. */
export const CHANNEL_OPTIONS = {
  "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
  "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
} as const;

/** An answer that ends the caller's work: the monitor is shutting down, after it has said why. */
export class ShuttingDown extends Error {
  override readonly name = "ShuttingDown";
}

/** Makes a handler from a function. Its exception becomes the error of the call. */
export function unary<Request, Response>(
  handle: (request: Request) => Response | Promise<Response>,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    // A handler that throws at once must answer like one that rejects.
    new Promise<Response>((resolve) => resolve(handle(call.request))).then(
      (response) => callback(null, response),
      (error: unknown) =>
        callback({
          code: error instanceof ShuttingDown ? status.UNAVAILABLE : status.UNKNOWN,
          details: error instanceof Error ? error.message : String(error),
        }),
    );
  };
}

/** Connects to a server on this machine. */
export function connect(address: string): Client {
  return new Client(address, credentials.createInsecure(), CHANNEL_OPTIONS);
}

/** Calls a method and waits for its answer. */
export function call<Request, Response>(
  client: Client,
  method: MethodDefinition<Request, Response>,
  request: Request,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      request,
      (error, response) => {
        if (error !== null) {
          reject(error);
        } else if (response === undefined) {
          reject(new Error(`${method.path} answered nothing`));
        } else {
          resolve(response);
        }
      },
    );
  });
}

/** The reason why a call failed, as the server gives it. */
export function failureOf(error: unknown): string {
  return error instanceof Error && "details" in error ? String(error.details) : String(error);
}
