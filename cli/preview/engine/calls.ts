import type { Duplex } from "node:stream";
import {
  type handleUnaryCall,
  type ServiceDefinition,
  status,
  type UntypedHandleCall,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { type Frame, readFrames, writeFrame } from "../base/frames";

type Definition = ServiceDefinition<UntypedServiceImplementation>;

/** A method of a service, and its handler. */
interface Method {
  readonly definition: Definition[string];
  readonly handle: UntypedHandleCall | undefined;
}

/** Answers the calls that a program sends through a pipe, as the gRPC server answers them at its port. */
export function answerCalls(
  pipe: Duplex,
  services: readonly (readonly [definition: Definition, implementation: UntypedServiceImplementation])[],
): void {
  const methods = new Map<string, Method>(
    services.flatMap(([definition, implementation]) =>
      Object.entries(definition).map(([name, method]) => [
        method.path,
        { definition: method, handle: implementation[name] },
      ]),
    ),
  );
  // A program that has ended reads no more. The preview learns of its end from the process.
  pipe.on("error", () => undefined);
  readFrames(pipe, (frame) => answerCall(pipe, frame, methods));
}

function answerCall(pipe: Duplex, { call, mark, bytes }: Frame, methods: ReadonlyMap<string, Method>): void {
  const path = bytes.toString("latin1", 0, mark);
  const method = methods.get(path);
  const fail = (code: number, details: string) => answer(pipe, call, code, Buffer.from(details));
  if (method?.handle === undefined) {
    fail(status.UNIMPLEMENTED, `The server does not implement the method ${path}`);
    return;
  }
  const { requestDeserialize, responseSerialize } = method.definition;
  const handle = method.handle as handleUnaryCall<unknown, unknown>;
  let request: unknown;
  try {
    request = requestDeserialize(bytes.subarray(mark));
  } catch (error) {
    fail(status.INTERNAL, `Error deserializing request: ${error instanceof Error ? error.message : String(error)}`);
    return;
  }
  handle({ request } as Parameters<typeof handle>[0], (error, response) => {
    if (error === null || error === undefined) {
      answer(pipe, call, status.OK, responseSerialize(response));
    } else {
      fail(error.code ?? status.UNKNOWN, error.details ?? "");
    }
  });
}

function answer(pipe: Duplex, call: number, code: number, bytes: Uint8Array): void {
  if (pipe.writable) {
    writeFrame(pipe, call, code, bytes);
  }
}
