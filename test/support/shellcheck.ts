import { execFileSync, spawnSync } from "node:child_process";

/**
 * The command `shellcheck` of this machine. On a Debian machine without one, root installs it.
 *
 * @throws {Error} when there is none and it cannot be installed
 */
export function installedShellcheck(): string {
  if (!runs()) {
    const options = { stdio: "ignore" } as const;
    execFileSync("apt-get", ["update"], options);
    execFileSync("apt-get", ["install", "--yes", "--no-install-recommends", "shellcheck"], options);
  }
  if (!runs()) {
    throw new Error("No shellcheck was found. Install it on the PATH.");
  }
  return "shellcheck";
}

function runs(): boolean {
  return spawnSync("shellcheck", ["--version"]).status === 0;
}

/** Findings of shellcheck about a script of a shell, one line each: line, column and rule with its message. */
export function shellProblems(script: string, shell: "bash" | "sh", allowed: readonly string[] = []): string[] {
  const { stdout, stderr, error } = spawnSync(
    installedShellcheck(),
    ["--shell", shell, "--format", "gcc", `--exclude=${allowed.join(",")}`, "-"],
    { input: script, encoding: "utf8" },
  );
  if (error !== undefined || stderr !== "") {
    throw error ?? new Error(stderr);
  }
  return stdout.split("\n").filter((line) => line !== "");
}
