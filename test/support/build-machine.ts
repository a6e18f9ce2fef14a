import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const standIns = join(__dirname, "stand-ins");

/** Programs of this computer that every build may use. All others are stand-ins, or absent. */
const realTools = [
  ...["bash", "basename", "cat", "cp", "date", "dirname", "env", "grep", "gzip", "mkdir", "mktemp", "mv", "node"],
  ...["realpath", "rm", "sed", "sh", "sha256sum", "tail", "tar", "touch"],
];

/** A temporary folder that plays the computer of a build: its source, its tools, and the services that they call. */
export interface BuildMachine {
  readonly root: string;
  /** The folder of the repository. */
  readonly source: string;
  /** Writes a file below `source`, `state` or `downloads`. */
  write(path: string, text: string): void;
  /** Reads a file; undefined if there is none. */
  read(path: string): string | undefined;
  /** Packs a downloadable stand-in as the archive of that name and returns its SHA-256. */
  offer(archive: string, tool: "pulumi" | "terraform" | "tofu"): string;
  /** The calls of the stand-ins in order, a line each. */
  calls(): string[];
  /** The calls of `aws` and of the tools of infrastructure in order, each with its role and region. */
  identities(): string[];
  remove(): void;
}

/**
 * Makes a machine with stand-ins of aws, curl, docker, npm and unzip, and nothing downloaded yet.
 *
 * @param real - programs of this computer to use instead of a stand-in
 */
export function makeBuildMachine(real: readonly string[] = []): BuildMachine {
  const root = mkdtempSync(join(tmpdir(), "build-machine-"));
  for (const folder of ["source", "state", "downloads", "tmp", "home", "bin"]) {
    mkdirSync(join(root, folder));
  }
  cpSync(standIns, join(root, "stand-ins"), { recursive: true });
  for (const tool of [...realTools, ...real]) {
    rmSync(join(root, "stand-ins", tool), { force: true });
    symlinkSync(whereIs(tool), join(root, "bin", tool));
  }
  const read = (path: string) => (existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : undefined);
  return {
    root,
    source: join(root, "source"),
    read,
    write: (path, text) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    },
    offer: (archive, tool) => offer(root, archive, tool),
    identities: () =>
      (read("identities") ?? "").split("\n").filter((line) => /^(aws|pulumi|terraform|tofu) /.test(line)),
    calls: () => (read("calls") ?? "").split("\n").filter((line) => line !== ""),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** The environment of every command on the machine. */
export function machineEnvironment({ root, source }: BuildMachine): Record<string, string> {
  return {
    PATH: `${join(root, "stand-ins")}:${join(root, "bin")}`,
    HOME: join(root, "home"),
    TMPDIR: join(root, "tmp"),
    CODEBUILD_SRC_DIR: source,
    CODEBUILD_BUILD_SUCCEEDING: "1",
  };
}

const packed = new Map<string, Buffer>();

/** Offers an archive of a tool. It is packed once for all machines of the process. */
function offer(root: string, archive: string, tool: string): string {
  const bytes = packed.get(`${archive} ${tool}`) ?? pack(root, archive, tool);
  packed.set(`${archive} ${tool}`, bytes);
  writeFileSync(join(root, "downloads", archive), bytes);
  return createHash("sha256").update(bytes).digest("hex");
}

/** Publishers put a tool at the top of a zip, and below one folder in a tar.gz. */
function pack(root: string, archive: string, tool: string): Buffer {
  const folder = archive.endsWith(".zip") ? "." : tool;
  const staging = mkdtempSync(join(root, "staging-"));
  mkdirSync(join(staging, folder), { recursive: true });
  cpSync(join(standIns, "downloaded", tool), join(staging, folder, tool));
  chmodSync(join(staging, folder, tool), 0o755);
  run("tar", ["-czf", join(staging, archive), "-C", staging, folder === "." ? tool : folder]);
  const bytes = readFileSync(join(staging, archive));
  rmSync(staging, { recursive: true });
  return bytes;
}

const places = new Map<string, string>();

/** The path of a program of this computer. */
function whereIs(tool: string): string {
  const place = places.get(tool) ?? run("sh", ["-c", `command -v ${tool}`]).trim();
  places.set(tool, place);
  return place;
}

function run(command: string, args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) {
    throw new Error(`${command} ${args.join(" ")} failed: ${error?.message ?? stderr}`);
  }
  return stdout;
}
