import { type AddressInfo, createServer, type Socket } from "node:net";

/**
 * Listens on a free port of the loopback interface and prints the port: the engine reads it from the first line.
 *
 * @param load - called once, after the port is printed, so that the pack loads while the engine connects. It returns the
 * receiver of connections.
 */
export function listen(load: () => (connection: Socket) => void): void {
  let loaded: ReturnType<typeof load> | undefined;
  const receiver = () => {
    loaded ??= load();
    return loaded;
  };
  const listener = createServer((connection) => receiver()(connection));
  listener.listen(0, "127.0.0.1", () => {
    process.stdout.write(`${(listener.address() as AddressInfo).port}\n`);
    setImmediate(receiver);
  });
}
