import { relative } from "node:path";
import { readPackConfig } from "./analysis/pack-config";
import { isViolated } from "./analysis/verdict";
import { deferred } from "./base/deferred";
import { Diagnostics } from "./base/diagnostics";
import { PreviewError } from "./base/error";
import { type SecretFilter, secretFilter } from "./base/secret-filter";
import { listen } from "./engine/listener";
import type { Gap } from "./gap";
import { NO_ANSWERS, readAnswers } from "./invokes/supplied-answers";
import type { PreviewOptions } from "./options";
import { programStatus } from "./process/ending";
import { endModule, type RunningModule } from "./process/node-module";
import type { Note } from "./process/notes";
import { startProgram } from "./process/program";
import { startComponentProvider } from "./process/start-component-provider";
import { startDynamicProvider } from "./process/start-dynamic-provider";
import { type PackContext, startPolicyPack } from "./process/start-policy-pack";
import { blindedConfig, type Config, readConfig } from "./project/config";
import { type Project, readProject } from "./project/project";
import { settingLines } from "./project/setting-lines";
import { placeSettings } from "./project/setting-problems";
import { readStack, type Stack } from "./project/stack";
import { type PreviewResult, Status } from "./result";
import { sortedResources, sortedVerdicts } from "./stable-order";

type SharedPacks = import("./shared-packs").SharedPacks;
type Play = typeof import("./play");

/** Surroundings of a preview. */
export interface PreviewSurroundings {
  /** Environment of the command. It may hold the passphrase and a region. */
  readonly env: NodeJS.ProcessEnv;
  /** Ends the preview and every process it started. */
  readonly signal: AbortSignal;
  /** Receives the number of resources that have registered so far. */
  readonly onResource: (count: number) => void;
  /** Packs that other previews of this command use too. @default - every pack has a process of its own */
  readonly sharedPacks?: SharedPacks;
}

/**
 * Previews one stack of a program offline: plays the engine for the program and lets policy packs judge its resources.
 *
 * Inputs are those of the program, with the names that providers give to unnamed resources. Other defaults of a
 * provider's Check are absent, and AWS's own validation does not run.
 *
 * @throws {PreviewError} when the preview ends without a result
 */
export async function preview(options: PreviewOptions, surroundings: PreviewSurroundings): Promise<PreviewResult> {
  const project = readProject(options.cwd);
  const stack = readStack(project, options.stack);
  const config = readConfig(project, stack, surroundings.env);
  const maskSecrets = secretFilter(config.secrets);
  try {
    return await previewStack({ options, project, stack, config, maskSecrets }, surroundings);
  } catch (error) {
    throw error instanceof PreviewError ? new PreviewError(maskSecrets(error.message)) : error;
  }
}

interface StackInputs {
  readonly options: PreviewOptions;
  readonly project: Project;
  readonly stack: Stack;
  readonly config: Config;
  readonly maskSecrets: SecretFilter;
}

async function previewStack(
  { options, project, stack, config, maskSecrets }: StackInputs,
  { env, signal, onResource, sharedPacks }: PreviewSurroundings,
): Promise<PreviewResult> {
  const started = performance.now();
  const packConfigs = options.policyPackConfigs.map(readPackConfig);
  const answers = options.answers === undefined ? NO_ANSWERS : readAnswers(options.answers);
  const diagnostics = new Diagnostics(maskSecrets);
  if (project.entryPointWarning !== undefined) {
    diagnostics.add("warning", project.entryPointWarning);
  }
  const listener = await listen();
  const interrupted = interruption(signal);
  const context: PackContext = {
    project: project.name,
    organization: stack.organization,
    stack: stack.name,
    config,
    engineAddress: listener.address,
  };
  const running: RunningModule[] = [];
  const gaps: Gap[] = config.environments.map((what) => ({ kind: "environment", what }));
  let engine: ReturnType<Play["playEngine"]> | undefined;
  let isComplete = false;
  try {
    const listenFor = (urn: () => string) => (stream: "stdout" | "stderr", line: string) =>
      diagnostics.add(stream === "stdout" ? "info" : "info#err", line, urn());
    const hear = listenFor(() => engine?.deployment.root ?? "");
    const program = startProgram(
      { project, stack, config, engineAddress: listener.address },
      (stream, line) => {
        // After a refused registration the program complains only about that.
        if (engine?.deployment.refusal === undefined) {
          hear(stream, line);
        }
      },
      (note) => gaps.push(gapOf(note, project.root)),
    );
    running.push(program);
    const hearPack = listenFor(() => "");
    const warn = (warning: string) => diagnostics.add("warning", warning);
    const shared = sharedPacks?.packsOf(context, hearPack, warn);
    const packs = options.policyPacks.map((directory, index) => {
      const ready = shared?.get(index);
      if (ready !== undefined) {
        return () => ready;
      }
      const pack = startPolicyPack(directory, context, hearPack);
      running.push(pack.running);
      return ({ PolicyPack: { connect } }: Play) =>
        connect(pack, context, options.policyPackConfigs[index], packConfigs[index] ?? new Map(), warn);
    });
    // Loaded while the processes start, which takes them longer. They wait for the listener until then.
    const play: Play = require("./play");
    const startDynamic = () => {
      const dynamic = startDynamicProvider(project, listener.address, hear);
      running.push(dynamic.running);
      return dynamic.address;
    };
    const startComponents = (packageName: string) => {
      const provider = startComponentProvider(project, packageName, listener.address, hear);
      if (provider !== undefined) {
        running.push(provider.running);
      }
      return provider?.address;
    };
    engine = play.playEngine(listener, {
      ...{ options, env, project, stack, config, answers, diagnostics, onResource },
      calls: program.calls,
      startDynamicProvider: startDynamic,
      startComponentProvider: startComponents,
    });
    const { deployment, judges } = engine;
    judges.use(Promise.all(packs.map((connect) => connect(play))));
    const cut = Promise.race([judges.failed, interrupted.promise]);
    const ended = programStatus(await Promise.race([program.ended, cut]), diagnostics, deployment.refusal);
    const registered = [...deployment.resources.values()];
    const verdicts = await Promise.race([
      ended === Status.clean
        ? judges.conclude(registered, ({ provider }) => deployment.provider(provider))
        : judges.verdicts(),
      cut,
    ]);
    isComplete = true;
    return {
      project: project.name,
      stack: stack.name,
      settings: settingLines(stack.file, relative(project.root, stack.file)),
      config: blindedConfig(config),
      ...(options.account !== undefined && { account: options.account }),
      resources: sortedResources(registered),
      outputs: deployment.resources.get(deployment.root)?.outputs ?? {},
      packs: sortedVerdicts(verdicts),
      diagnostics: diagnostics.entries.map((said) =>
        said.severity === "error" ? { ...said, message: placeSettings(said.message, project, stack) } : said,
      ),
      gaps: [...deployment.gaps(), ...gaps],
      maskSecrets,
      duration: performance.now() - started,
      status: ended === Status.clean && isViolated(verdicts) ? Status.violated : ended,
    };
  } finally {
    // SIGTERM lets a pack that has finished keep its compiled code; SIGINT ends it at once.
    await Promise.all(running.map((module) => endModule(module, isComplete ? "SIGTERM" : "SIGINT")));
    engine?.stop();
    listener.close();
    interrupted.forget();
  }
}

function gapOf(note: Note, root: string): Gap {
  switch (note.kind) {
    case "skipped-callback":
      return { kind: "callback", what: relative(root, note.where) };
    case "unknown-list":
      return { kind: "list", what: note.what };
    case "unknown-type":
      return { kind: "type", what: `${note.what}: @pulumi/${note.package}` };
  }
}

/** Rejects when the signal comes. Many previews share a signal, so that each one forgets it at its end. */
function interruption(signal: AbortSignal) {
  const { promise, reject } = deferred<never>();
  const interrupt = () => reject(new PreviewError("interrupted"));
  if (signal.aborted) {
    interrupt();
  }
  signal.addEventListener("abort", interrupt, { once: true });
  return { promise, forget: () => signal.removeEventListener("abort", interrupt) };
}
