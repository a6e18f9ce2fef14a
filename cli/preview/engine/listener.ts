import { createServer, type Socket } from "node:net";

/** A port of this machine at which callers may wait for who will answer them. */
export interface Listener {
  /** Where it listens: `127.0.0.1:<port>`. */
  readonly address: string;
  /** Hands over every caller, those that wait first. */
  readonly answer: (take: (caller: Socket) => void) => void;
  /** Takes no more callers, and sends those home who still wait. */
  readonly close: () => void;
}

/** Starts to listen on this machine only. */
export async function listen(): Promise<Listener> {
  const waiting: Socket[] = [];
  let take = (caller: Socket): void => {
    waiting.push(caller);
  };
  // Paused: only the server that answers a connection reads from it.
  const server = createServer({ pauseOnConnect: true }, (caller) => take(caller));
  const port = await new Promise<number>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  return {
    address: `127.0.0.1:${port}`,
    answer: (next) => {
      take = next;
      for (const caller of waiting.splice(0)) {
        next(caller);
      }
    },
    close: () => {
      server.close();
      for (const caller of waiting) {
        caller.destroy();
      }
    },
  };
}
