import { readPackConfig } from "./analysis/pack-config";
import { isViolated } from "./analysis/verdict";
import { deferred } from "./base/deferred";
import { Diagnostics } from "./base/diagnostics";
import { PreviewError } from "./base/error";
import { listen } from "./engine/listener";
import type { PreviewOptions } from "./options";
import { programStatus } from "./process/ending";
import type { RunningModule } from "./process/node-module";
import { startProgram } from "./process/program";
import { type PackContext, startPolicyPack } from "./process/start-policy-pack";
import { blindedConfig, readConfig } from "./project/config";
import { readProject } from "./project/project";
import { readStack } from "./project/stack";
import { type PreviewResult, Status } from "./result";

type Play = typeof import("./play");

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
  const listener = await listen();
  const context: PackContext = { project: project.name, stack: stack.name, config, engineAddress: listener.address };
  const running: RunningModule[] = [];
  let engine: ReturnType<Play["playEngine"]> | undefined;
  try {
    const listenFor = (urn: () => string) => (stream: "stdout" | "stderr", line: string) =>
      diagnostics.add(stream === "stdout" ? "info" : "info#err", line, urn());
    const hear = listenFor(() => engine?.deployment.root ?? "");
    const program = startProgram(project, stack.name, config, listener.address, (stream, line) => {
      // A program that the engine has sent home complains only about that.
      if (engine?.deployment.failed !== true) {
        hear(stream, line);
      }
    });
    running.push(program);
    const packs = options.policyPacks.map((directory) => {
      const pack = startPolicyPack(
        directory,
        context,
        listenFor(() => ""),
      );
      running.push(pack.running);
      return pack;
    });
    // Loaded while they start, which takes them longer; before it is there they cannot be heard either.
    const { playEngine, PolicyPack }: Play = require("./play");
    engine = playEngine(listener, { options, env, project, stack, config, diagnostics, onResource });
    const { deployment, judges } = engine;
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
    engine?.stop();
    listener.close();
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
