import { spawn } from "node:child_process";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PreviewError } from "../preview/base/error";

/** Shell of a build, which keeps variables and the directory between commands. */
export interface BuildShell {
  /** Runs a command and returns its exit status. */
  run(command: string): Promise<number>;
  /** Exports a variable to later commands. */
  set(name: string, value: string): void;
  /** Exported variables at this moment. */
  variables(): Promise<Record<string, string>>;
  /** Ends the processes that commands left in the background. */
  end(): void;
}

/** Settings of a {@link BuildShell}. */
export interface ShellSettings {
  /** Program of the shell, such as `/bin/sh`. */
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
  readonly source: string;
  /** Folder for the state of the shell. */
  readonly state: string;
  /** Whether nothing passes from a command to the next, as in version 0.1. */
  readonly forgets: boolean;
  readonly signal: AbortSignal;
  readonly write: (text: string) => void;
}

/** Lists all variables, exported or not, as the shell reads them. Bash refuses to set those that are read-only. */
const listVariables =
  "if [ -n \"$BASH_VERSION\" ]; then declare -p | grep -Ev '^declare -[A-Za-z]*r[A-Za-z]* '; else set; export -p; fi";

/**
 * Starts the shell of a build. As in CodeBuild, every command has its own process, and shell options end with it.
 * Variables pass to the next command, also those that no command exports.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
 */
export function startShell({ program, env, source, state, forgets, signal, write }: ShellSettings): BuildShell {
  const [script, exported, folder] = ["script", "variables", "folder"].map((name) => join(state, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(exported, "");
  writeFileSync(folder, source);
  const keep = forgets ? "" : `{ ${listVariables}; } > ${quoted(exported)}; pwd > ${quoted(folder)}; `;
  const background = new Set<number>();
  const run = (command: string, output: (text: string) => void): Promise<number> => {
    writeFileSync(
      script,
      `. ${quoted(exported)}\ncd "$(cat ${quoted(folder)})" || exit 1\ntrap ${quoted(`codebuild_status=$?; ${keep}exit $codebuild_status`)} EXIT\n${command}\n`,
    );
    return runScript(program, script, { env, source, signal, write: output }, background);
  };
  return {
    run: (command) => run(command, write),
    set: (name, value) => appendFileSync(exported, `\nexport ${name}=${quoted(value)}\n`),
    variables: async () => {
      const list = join(state, "list");
      await run(`NODE_OPTIONS= ${quoted(process.execPath)} -p 'JSON.stringify(process.env)' > ${quoted(list)}`, write);
      return JSON.parse(readFileSync(list, "utf8"));
    },
    end: () => {
      for (const group of background) {
        signalGroup(group, "SIGTERM");
      }
    },
  };
}

type ScriptSettings = Pick<ShellSettings, "env" | "source" | "signal" | "write">;

/** Time in milliseconds for the last output of a command whose background processes keep the output open. */
const lastOutput = 200;

/** Runs a script in its own process group, so that an interruption also ends the processes that it started. */
function runScript(
  program: string,
  script: string,
  { env, source, signal, write }: ScriptSettings,
  background: Set<number>,
): Promise<number> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      throw new PreviewError("interrupted");
    }
    const child = spawn(program, [script], { cwd: source, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    const group = child.pid ?? 0;
    const interrupt = () => signalGroup(group, "SIGTERM");
    signal.addEventListener("abort", interrupt, { once: true });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", write);
    }
    const settle = (status: number | null) => {
      signal.removeEventListener("abort", interrupt);
      if (signal.aborted) {
        reject(new PreviewError("interrupted"));
      } else {
        resolve(status ?? 1);
      }
    };
    child.once("error", (error) => reject(new PreviewError(`build: ${program} does not start (${error.message})`)));
    child.once("exit", (status) => {
      if (signalGroup(group, 0)) {
        background.add(group);
      }
      setTimeout(settle, lastOutput, status);
    });
    child.once("close", settle);
  });
}

/** Signals a process group. Returns whether the group has a process. */
function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return group > 0 && process.kill(-group, signal);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") {
      return false;
    }
    throw error;
  }
}

/** A text as one word of a shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
