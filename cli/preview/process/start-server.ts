import { deferred } from "../base/deferred";
import { PreviewError } from "../base/error";
import { type NodeModule, type RunningModule, startModule } from "./node-module";

/** A running server of the SDK. */
export interface StartedServer {
  readonly address: Promise<string>;
  readonly running: RunningModule;
}

/**
 * Starts a server of the SDK, which prints its port first.
 *
 * @param subject - the server in messages
 * @param onLine - receives all other lines
 */
export function startServer(
  module: NodeModule,
  subject: string,
  onLine: (stream: "stdout" | "stderr", line: string) => void,
): StartedServer {
  const { promise, resolve, reject } = deferred<string>();
  let hasPort = false;
  const running = startModule(module, (stream, line) => {
    if (!hasPort && stream === "stdout" && /^\d+$/.test(line)) {
      hasPort = true;
      resolve(`127.0.0.1:${line}`);
    } else {
      onLine(stream, line);
    }
  });
  running.ended.then(() => reject(new PreviewError(`${subject} ended before it listened`)), reject);
  return { address: promise, running };
}
