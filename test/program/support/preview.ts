import { type Ended, runNode } from "../../support/command";
import { once } from "../../support/shared";

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

/** A policy violation in the report. */
export interface Violation {
  readonly urn: string;
  readonly message: string;
  readonly level: string;
}

/** Result of the preview of one stack. */
export interface StackPreview {
  readonly status: number | null;
  readonly stderr: string;
  readonly resources: readonly Registered[];
  readonly diagnostics: readonly { readonly severity: string; readonly message: string; readonly urn?: string }[];
  readonly policies: readonly { readonly name: string; readonly judged: number; readonly violations: Violation[] }[];
}

/** Runs the compiled preview with the policy pack as `npm start` does. `--cwd` selects another program. */
export function runPreview(stack: string, ...options: readonly string[]): Promise<Ended> {
  const pack = ["--policy-pack", "policy", "--policy-pack-config", "policy/config.json"];
  return runNode("bin/cli/cli.js", "preview", "--stack", stack, ...pack, ...options);
}

const previews = new Map<string, Promise<StackPreview>>();

/** The preview of a stack. It runs once, for all tests of all processes of a test run. */
export function previewOf(stack: string, program = "."): Promise<StackPreview> {
  const key = `${program} ${stack}`;
  const preview = previews.get(key) ?? once(key, () => runPreview(stack, "--cwd", program, "--json")).then(read);
  previews.set(key, preview);
  return preview;
}

/** Marks an unknown value on the wire between the engine and its clients. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Returns the name at the end of a URN. */
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
