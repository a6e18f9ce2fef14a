import { LocalWorkspace, PulumiCommand, Stack } from "@pulumi/pulumi/automation";
import { fullStackName, type PlannedEnvironment } from "../../components/fleet/plan";
import { PreviewError } from "../preview/base/error";
import { type Engine, type Operation, OperationFailure } from "./engine";
import type { LocalEnvironment } from "./files";
import { DetachedPulumi } from "./pulumi-command";
import type { Changes } from "./record";

/** Policy packs of every preview and deployment. */
export interface EngineOptions {
  readonly policyPacks: readonly string[];
  readonly policyPackConfigs: readonly string[];
}

/**
 * Starts the Automation API on the Pulumi CLI of this machine.
 *
 * @throws {PreviewError} when there is no CLI, or the CLI is too old or too new for the SDK
 */
export async function startEngine({ policyPacks, policyPackConfigs }: EngineOptions): Promise<Engine> {
  const command = await PulumiCommand.get().catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PreviewError(
      /ENOENT/.test(reason)
        ? "the Pulumi CLI is not on PATH. Install it: https://www.pulumi.com/docs/install/"
        : `the Pulumi CLI cannot be used: ${reason}`,
    );
  });
  const packs = { policyPacks: [...policyPacks], policyPackConfigs: [...policyPackConfigs] };
  return {
    version: String(command.version),
    async preview(environment, operation) {
      const stack = await openStack(command, environment, operation);
      return withReason(
        async (signal) => {
          const { changeSummary } = await stack.preview({ ...packs, color: "never", signal });
          return changesOf(changeSummary);
        },
        environment,
        operation,
      );
    },
    async deploy(environment, operation) {
      const stack = await openStack(command, environment, operation);
      return withReason(
        async (signal) => {
          const { summary } = await stack.up({ ...packs, color: "never", signal });
          return summary?.resourceChanges && changesOf(summary.resourceChanges);
        },
        environment,
        operation,
      );
    },
  };
}

async function openStack(
  command: PulumiCommand,
  { environment, cwd }: LocalEnvironment,
  { log, onStart }: Operation,
): Promise<Stack> {
  const workspace = await LocalWorkspace.create({
    workDir: cwd,
    envVars: plainVariables(environment),
    pulumiCommand: new DetachedPulumi(command, log, onStart),
  });
  // Selecting a stack writes a file that all stacks of the project share, and every command names its stack anyway.
  workspace.selectStack = () => Promise.resolve(undefined);
  // Outputs may hold secrets, and a fleet needs none.
  workspace.stackOutputs = () => Promise.resolve({});
  const stack = await Stack.select(stackNameOf(environment), workspace);
  const info = stack.info.bind(stack);
  // A deployment has succeeded, whether its history can be read or not.
  stack.info = () => info(false).catch(() => undefined);
  return stack;
}

/** The name of the stack: in full with an organization, because the login of the machine decides the backend. */
function stackNameOf(environment: PlannedEnvironment): string {
  return environment.organization === undefined ? environment.stack : fullStackName(environment);
}

/** Variables with plain values. The machine has its own parameters and secrets. */
function plainVariables({ environmentVariables }: PlannedEnvironment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environmentVariables).flatMap(([name, variable]) =>
      "value" in variable ? [[name, variable.value]] : [],
    ),
  );
}

async function withReason<T>(
  work: (signal: AbortSignal) => Promise<T>,
  { environment: { timeoutInMinutes } }: LocalEnvironment,
  { signal }: Operation,
): Promise<T> {
  const timeout = timeoutInMinutes === undefined ? undefined : AbortSignal.timeout(timeoutInMinutes * 60_000);
  try {
    return await work(timeout === undefined ? signal : AbortSignal.any([signal, timeout]));
  } catch (error) {
    if (!(error instanceof OperationFailure) || !timeout?.aborted || signal.aborted) {
      throw error;
    }
    throw new OperationFailure(`took longer than ${timeoutInMinutes} minutes: ${error.message}`);
  }
}

/** Changes by kind, without those that are none. */
function changesOf(changes: Readonly<Record<string, number | undefined>>): Changes {
  return Object.fromEntries(
    Object.entries(changes).flatMap(([kind, count]) => (count === undefined || count === 0 ? [] : [[kind, count]])),
  );
}
