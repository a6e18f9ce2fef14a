import { spawn } from "node:child_process";
import { join } from "node:path";

/** The root of the project. */
export const root = join(__dirname, "..", "..", "..");

/** What an ended process left. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A resource that a program registered. */
export interface Registered {
  readonly urn: string;
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly parent: string;
  readonly dependencies: readonly string[];
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
}

/** A policy that found something, as the report tells it. */
export interface Violation {
  readonly urn: string;
  readonly message: string;
  readonly level: string;
}

/** What the preview of one stack said. */
export interface StackPreview {
  readonly status: number | null;
  readonly stderr: string;
  readonly resources: readonly Registered[];
  readonly diagnostics: readonly { readonly severity: string; readonly message: string; readonly urn?: string }[];
  readonly policies: readonly { readonly name: string; readonly judged: number; readonly violations: Violation[] }[];
}

/** Runs a script of Node to its end. */
export function run(script: string, args: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    const text = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (chunk) => {
      text.stdout += chunk;
    });
    child.stderr.setEncoding("utf8").on("data", (chunk) => {
      text.stderr += chunk;
    });
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, ...text }));
  });
}

/** Runs the built preview with the policy pack as `npm start` does; `--cwd` picks another program. */
export function runPreview(stack: string, ...options: readonly string[]): Promise<Ended> {
  const pack = ["--policy-pack", "policy", "--policy-pack-config", "policy/config.json"];
  return run("bin/cli/cli.js", ["preview", "--stack", stack, ...pack, ...options]);
}

const previews = new Map<string, Promise<StackPreview>>();

/** The preview of a stack, run once however many tests ask. */
export function previewOf(stack: string, program = "."): Promise<StackPreview> {
  const key = `${program} ${stack}`;
  const preview = previews.get(key) ?? runPreview(stack, "--cwd", program, "--json").then(read);
  previews.set(key, preview);
  return preview;
}

/** What the engine and its clients write where a value is unknown. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The name at the end of a URN. */
export function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

function read({ status, stdout, stderr }: Ended): StackPreview {
  if (status !== 0 && status !== 1) {
    throw new Error(`The preview ended with status ${status}: ${stderr}`);
  }
  const report: {
    steps: { newState: Partial<Registered> & Pick<Registered, "urn" | "type"> }[];
    diagnostics: StackPreview["diagnostics"];
    policies: { policies: StackPreview["policies"] }[];
  } = JSON.parse(stdout);
  const absent = { inputs: {}, outputs: {}, parent: "", dependencies: [], protect: false, retainOnDelete: false };
  return {
    status,
    stderr,
    resources: report.steps.map(({ newState }) => ({ ...absent, ...newState })),
    diagnostics: report.diagnostics,
    policies: report.policies.flatMap(({ policies }) => policies),
  };
}
