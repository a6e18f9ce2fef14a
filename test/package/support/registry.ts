import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { stringify } from "yaml";

/** An empty private registry on loopback. Only its one user reads and writes. */
export interface PrivateRegistry {
  /** Its address, ending in a slash. */
  readonly url: string;
  readonly token: string;
  /** Folder of the published packages. */
  readonly storage: string;
  /** Integrity of a version in its metadata. */
  integrity(name: string, version: string): string;
  /** Digests of all stored files, by path. */
  contents(): Record<string, string>;
  /** Environment variables that give npm the registry and the token of a scope. */
  environment(token?: string): Record<string, string>;
  stop(): Promise<void>;
}

/** Starts a Verdaccio without upstream registries. Its one user logs in for a token. */
export async function startRegistry(scope: string): Promise<PrivateRegistry> {
  const folder = mkdtempSync(join(tmpdir(), "private-registry-"));
  const storage = join(folder, "storage");
  mkdirSync(storage);
  const config = join(folder, "config.yaml");
  const authenticated = { access: "$authenticated", publish: "$authenticated", unpublish: "$authenticated" };
  writeFileSync(
    config,
    stringify({
      storage,
      auth: { htpasswd: { file: join(folder, "htpasswd"), max_users: 1 } },
      packages: { "**": authenticated },
      log: { type: "stdout", format: "pretty", level: "warn" },
    }),
  );
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const command = join(require.resolve("verdaccio/package.json"), "../bin/verdaccio");
  const server = spawn(process.execPath, [command, "--config", config, "--listen", `127.0.0.1:${port}`], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const log = listenTo(server);
  await untilItAnswers(url, server, log);
  const token = await logIn(url);
  return {
    url,
    token,
    storage,
    integrity: (name, version) =>
      JSON.parse(readFileSync(join(storage, name, "package.json"), "utf8")).versions[version].dist.integrity,
    contents: () => digests(storage),
    environment: (given = token) => ({
      [`npm_config_${scope}:registry`]: url,
      [`npm_config_${url.replace("http:", "")}:_authToken`]: given,
    }),
    stop: async () => {
      const ended = new Promise((resolve) => server.once("close", resolve));
      server.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address !== null ? resolve(address.port) : reject(new Error("no port is free")),
      );
    });
  });
}

function listenTo(server: ChildProcess): string[] {
  const lines: string[] = [];
  for (const stream of [server.stdout, server.stderr]) {
    if (stream !== null) {
      createInterface({ input: stream }).on("line", (line) => lines.push(line));
    }
  }
  return lines;
}

async function untilItAnswers(url: string, server: ChildProcess, log: readonly string[]): Promise<void> {
  const giveUp = Date.now() + 30_000;
  while (server.exitCode === null && Date.now() < giveUp) {
    const answer = await fetch(`${url}-/ping`).catch(() => undefined);
    if (answer?.ok) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  server.kill();
  throw new Error(`the registry did not start:\n${log.join("\n")}`);
}

async function logIn(url: string): Promise<string> {
  const user = { name: "publisher", password: "only-for-this-test" };
  const answer = await fetch(`${url}-/user/org.couchdb.user:${user.name}`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(user),
  });
  const body: unknown = await answer.json();
  if (typeof body === "object" && body !== null && "token" in body && typeof body.token === "string") {
    return body.token;
  }
  throw new Error(`the registry gave no token: ${JSON.stringify(body)}`);
}

function digests(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort()
      .map((path) => [path.slice(folder.length + 1), createHash("sha256").update(readFileSync(path)).digest("hex")]),
  );
}
