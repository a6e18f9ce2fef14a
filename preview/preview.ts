import { Judges } from "./analysis/judges";
import { readPackConfig } from "./analysis/pack-config";
import { PolicyPack } from "./analysis/policy-pack";
import { isViolated } from "./analysis/verdict";
import type { PreviewOptions } from "./command-line";
import { deferred } from "./deferred";
import { Diagnostics } from "./diagnostics";
import { Deployment } from "./engine/deployment";
import { engineService } from "./engine/engine-service";
import { monitorService } from "./engine/monitor-service";
import { serveEngine } from "./engine/server";
import { createAnswer, sayUnanswered } from "./invokes/answers";
import { PreviewError } from "./preview-error";
import { programStatus } from "./process/ending";
import type { RunningModule } from "./process/node-module";
import { type PackContext, startPolicyPack } from "./process/policy-pack";
import { startProgram } from "./process/program";
import { blindedConfig, type Config, readConfig } from "./project/config";
import { type Project, readProject } from "./project/project";
import { readStack, type Stack } from "./project/stack";
import { type PreviewResult, Status } from "./result";

/** What a preview takes from whoever asks for it. */
export interface PreviewSurroundings {
  /** Environment of the command: the passphrase and a region may be in it. */
  readonly env: NodeJS.ProcessEnv;
  /** Ends the preview, with all it has started. */
  readonly signal: AbortSignal;
  /** Hears how many resources have registered so far. */
  readonly onResource: (count: number) => void;
}

/**
 * Previews one stack of a program, offline: plays the engine for the program and judges what it registers.
 *
 * Inputs are what the program gives: the defaults that a provider's Check would fill in are not there, and nothing that
 * AWS validates is validated.
 *
 * @throws {PreviewError} when there is nothing to report but a reason
 */
export async function preview(
  options: PreviewOptions,
  { env, signal, onResource }: PreviewSurroundings,
): Promise<PreviewResult> {
  const started = performance.now();
  const project = readProject(options.cwd);
  const stack = readStack(project, options.stack);
  const config = readConfig(project, stack, env);
  const packConfigs = options.policyPackConfigs.map(readPackConfig);
  const diagnostics = new Diagnostics();
  const judges = new Judges();
  const engine = await startEngine({ options, env, project, stack, config, diagnostics, judges, onResource });
  const { deployment } = engine;
  const context: PackContext = { project: project.name, stack: stack.name, config, engineAddress: engine.address };
  const running: RunningModule[] = [];
  try {
    const listen = (urn: () => string) => (stream: "stdout" | "stderr", line: string) =>
      diagnostics.add(stream === "stdout" ? "info" : "info#err", line, urn());
    const hear = listen(() => deployment.root);
    const program = startProgram(project, stack.name, config, engine.address, (stream, line) => {
      // A program that the engine has sent home complains only about that.
      if (!deployment.failed) {
        hear(stream, line);
      }
    });
    running.push(program);
    const packs = options.policyPacks.map((directory) => {
      const pack = startPolicyPack(
        directory,
        context,
        listen(() => ""),
      );
      running.push(pack.running);
      return pack;
    });
    judges.use(
      Promise.all(
        packs.map((pack, index) =>
          PolicyPack.connect(pack, context, options.policyPackConfigs[index], packConfigs[index] ?? new Map()),
        ),
      ),
    );
    const cut = Promise.race([judges.failed, interruption(signal)]);
    const ended = programStatus(await Promise.race([program.ended, cut]), diagnostics, deployment.failed);
    const resources = [...deployment.resources.values()];
    const verdicts = await Promise.race([
      ended === Status.clean
        ? judges.conclude(resources, ({ provider }) => deployment.provider(provider))
        : judges.verdicts(),
      cut,
    ]);
    return {
      project: project.name,
      stack: stack.name,
      config: blindedConfig(config),
      resources,
      outputs: deployment.resources.get(deployment.root)?.outputs ?? {},
      packs: verdicts,
      diagnostics: diagnostics.entries,
      duration: performance.now() - started,
      status: ended === Status.clean && isViolated(verdicts) ? Status.violated : ended,
    };
  } finally {
    for (const module of running) {
      module.process.kill();
    }
    judges.close();
    engine.stop();
  }
}

function interruption(signal: AbortSignal): Promise<never> {
  const { promise, reject } = deferred<never>();
  const interrupt = () => reject(new PreviewError("interrupted"));
  if (signal.aborted) {
    interrupt();
  }
  signal.addEventListener("abort", interrupt, { once: true });
  return promise;
}

interface EngineParts {
  readonly options: PreviewOptions;
  readonly env: NodeJS.ProcessEnv;
  readonly project: Project;
  readonly stack: Stack;
  readonly config: Config;
  readonly diagnostics: Diagnostics;
  readonly judges: Judges;
  readonly onResource: (count: number) => void;
}

async function startEngine({ options, env, project, stack, config, diagnostics, judges, onResource }: EngineParts) {
  if (config.unknownReason !== undefined) {
    diagnostics.add("warning", `${config.unknownReason}: ${config.unknownKeys.join(", ")}`);
  }
  const deployment = new Deployment(
    {
      project: project.name,
      stack: stack.name,
      config: config.values,
      programDirectory: project.programDirectory,
      unknownText: config.unknownKeys.length > 0,
    },
    diagnostics,
    (resource, provider) => {
      onResource(deployment.resources.size);
      return judges.inspect(resource, provider);
    },
  );
  const answer = createAnswer({ ...options, config: config.values, env }, project.programDirectory, diagnostics);
  const server = await serveEngine(
    engineService(diagnostics),
    monitorService(deployment, answer, (token) => sayUnanswered(token, diagnostics)),
  );
  return {
    deployment,
    address: server.address,
    stop: () => {
      deployment.callbacks.close();
      server.stop();
    },
  };
}
