import { Socket } from "node:net";
import { readFrames, writeFrame } from "../base/frames";
import { CALLS_DESCRIPTOR } from "./notes";
import { loadLate } from "./sdk-module";

// Loaded ahead of a program: sends its calls to the engine through a pipe, and loads gRPC when the program needs it for
// something else. Connecting and calling by HTTP/2 takes as long as the work of the calls. `npm run bench`: 15 % less
// processor time for each stack of `preview --all`.

const GRPC = /[\\/]@grpc[\\/]grpc-js[\\/]build[\\/]src[\\/]index\.js$/;
const OF_ENGINE = /^\/pulumirpc\.(?:Engine|ResourceMonitor)\//;
const SDK = "/pulumirpc.";

/** Status codes of gRPC: https://grpc.github.io/grpc/core/md_doc_statuscodes.html */
const CODES = [
  "OK",
  "CANCELLED",
  "UNKNOWN",
  "INVALID_ARGUMENT",
  "DEADLINE_EXCEEDED",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "OUT_OF_RANGE",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "DATA_LOSS",
  "UNAUTHENTICATED",
];
const UNAVAILABLE = CODES.indexOf("UNAVAILABLE");
const INTERNAL = CODES.indexOf("INTERNAL");
const STATUS = Object.fromEntries(
  CODES.flatMap((name, code): [string, string | number][] => [
    [name, code],
    [String(code), name],
  ]),
);

interface Method {
  readonly path: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  requestSerialize(request: unknown): Uint8Array;
  responseDeserialize(bytes: Buffer): unknown;
}

type Methods = Readonly<Record<string, Method>>;
type Callback = (error: Error | null, response?: unknown) => void;
type Client = Record<string, (...args: unknown[]) => unknown>;
type ClientClass = new (...args: unknown[]) => Client;

interface Grpc {
  readonly credentials: { createInsecure(): object };
  readonly Metadata: new () => object;
  makeGenericClientConstructor(methods: Methods, ...rest: unknown[]): ClientClass;
}

const at = process.argv.indexOf("--monitor");
const engine = at < 0 ? undefined : process.argv[at + 1];

loadLate(GRPC, (name, _, loaded) => {
  const grpc = loaded as () => Grpc;
  switch (name) {
    case "__esModule":
      return { value: true };
    case "status":
      return { value: STATUS };
    case "credentials":
      return { value: lateCredentials(grpc) };
    case "makeGenericClientConstructor":
      return { value: (methods: Methods, ...rest: unknown[]) => clientClass(grpc, methods, rest) };
    default:
      return undefined;
  }
});

/** Credentials that load gRPC when a connection uses them. */
function lateCredentials(grpc: () => Grpc): object {
  return new Proxy(
    {},
    {
      get: (_, name) =>
        name === "createInsecure"
          ? () => standFor(() => grpc().credentials.createInsecure())
          : Reflect.get(grpc().credentials, name),
      has: (_, name) => name in grpc().credentials,
    },
  );
}

/** An object that is made at its first use. */
function standFor(make: () => object): object {
  let made: object | undefined;
  const object = () => {
    made ??= make();
    return made;
  };
  return new Proxy(
    {},
    {
      get: (_, name) => Reflect.get(object(), name),
      has: (_, name) => name in object(),
      getPrototypeOf: () => Reflect.getPrototypeOf(object()),
    },
  );
}

/** The class of a client: through the pipe for the engine of this program, and by gRPC for all others. */
function clientClass(grpc: () => Grpc, methods: Methods, rest: readonly unknown[]): unknown {
  const paths = Object.values(methods).map(({ path }) => path);
  if (!paths.every((path) => path.startsWith(SDK))) {
    return grpc().makeGenericClientConstructor(methods, ...rest);
  }
  let made: ClientClass | undefined;
  const connect = (...args: unknown[]) => {
    made ??= grpc().makeGenericClientConstructor(methods, ...rest);
    return new made(...args);
  };
  const isOfEngine = paths.every((path) => OF_ENGINE.test(path));
  function LateClient(address: unknown, ...others: unknown[]) {
    return isOfEngine && address === engine
      ? pipeClient(methods, () => connect(address, ...others), grpc)
      : connect(address, ...others);
  }
  return Object.assign(LateClient, { service: methods, serviceName: rest[0] });
}

/** A client of the engine. Calls with options and streams go by gRPC. */
function pipeClient(methods: Methods, connect: () => Client, grpc: () => Grpc): Client {
  let isClosed = false;
  let client: Client | undefined;
  const byGrpc = () => {
    client ??= connect();
    return client;
  };
  const call = (name: string, method: Method, args: readonly unknown[]) => {
    const [request, callback] = args;
    if (args.length !== 2 || typeof callback !== "function" || method.requestStream || method.responseStream) {
      return byGrpc()[name]?.(...args);
    }
    if (isClosed) {
      throw new Error("Channel has been shut down");
    }
    const fail = (code: number, details: string) => callback(failure(grpc, code, details));
    const written = attempt(() => method.requestSerialize(request));
    if ("problem" in written) {
      process.nextTick(fail, INTERNAL, `Request message serialization failure: ${written.problem}`);
    } else {
      send(method.path, written.value, (code, bytes) => {
        const read = code === 0 ? attempt(() => method.responseDeserialize(bytes)) : undefined;
        if (read === undefined) {
          fail(code, bytes.toString());
        } else if ("problem" in read) {
          fail(INTERNAL, `Response message parsing error: ${read.problem}`);
        } else {
          callback(null, read.value);
        }
      });
    }
    return { cancel: () => undefined };
  };
  const calls = Object.entries(methods).map(([name, method]) => [
    name,
    Object.assign((...args: unknown[]) => call(name, method, args), method),
  ]);
  return {
    ...Object.fromEntries(calls),
    close: () => {
      isClosed = true;
      client?.close?.();
    },
    waitForReady: (_: unknown, callback: Callback) => process.nextTick(callback, null),
    getChannel: () => byGrpc().getChannel?.(),
  };
}

/** The value of a function, or the message of its error, which the error of the call repeats. */
function attempt<Result>(make: () => Result): { readonly value: Result } | { readonly problem: string } {
  try {
    return { value: make() };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** The error of a failed call, as gRPC makes it. */
function failure(grpc: () => Grpc, code: number, details: string): Error {
  const error = Object.assign(new Error(`${code} ${STATUS[code]}: ${details}`), { code, details });
  return Object.defineProperty(error, "metadata", { get: () => new (grpc().Metadata)() });
}

type Settle = (code: number, bytes: Buffer) => void;

const waiting = new Map<number, Settle>();
let calls = 0;
let pipe: Socket | undefined;

/** Sends a request. The process stays alive until the answer. */
function send(name: string, request: Uint8Array, settle: Settle): void {
  pipe ??= openPipe();
  if (pipe.destroyed) {
    process.nextTick(settle, UNAVAILABLE, Buffer.from("Connection dropped"));
    return;
  }
  calls += 1;
  waiting.set(calls, settle);
  pipe.ref();
  const path = Buffer.from(name, "latin1");
  writeFrame(pipe, calls, path.length, path, request);
}

function openPipe(): Socket {
  const opened = new Socket({ fd: CALLS_DESCRIPTOR, readable: true, writable: true });
  readFrames(opened, ({ call, mark, bytes }) => {
    const settle = waiting.get(call);
    waiting.delete(call);
    if (waiting.size === 0) {
      opened.unref();
    }
    settle?.(mark, bytes);
  });
  // An error closes the pipe.
  opened.on("error", () => undefined);
  opened.on("close", () => {
    const settles = [...waiting.values()];
    waiting.clear();
    for (const settle of settles) {
      settle(UNAVAILABLE, Buffer.from("Connection dropped"));
    }
  });
  return opened;
}
