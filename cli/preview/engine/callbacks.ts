import type { Client } from "@grpc/grpc-js";
import { CallbacksService } from "@pulumi/pulumi/proto/callback_grpc_pb";
import { type Callback, CallbackInvokeRequest } from "@pulumi/pulumi/proto/callback_pb";
import { call, connect } from "./rpc";

/** Calls functions inside the program: transforms and hooks. */
export class Callbacks {
  private readonly clients = new Map<string, Client>();

  /** Calls one function with a serialized message, and returns the serialized answer. */
  async invoke(callback: Callback, message: Uint8Array): Promise<Uint8Array> {
    const request = new CallbackInvokeRequest();
    request.setToken(callback.getToken());
    request.setRequest(message);
    const response = await call(this.client(callback.getTarget()), CallbacksService.invoke, request);
    return response.getResponse_asU8();
  }

  /** Lets go of all connections. */
  close(): void {
    for (const client of this.clients.values()) {
      client.close();
    }
  }

  private client(target: string): Client {
    const known = this.clients.get(target) ?? connect(target);
    this.clients.set(target, known);
    return known;
  }
}
