import { Judges } from "./analysis/judges";
import { readPackConfig } from "./analysis/pack-config";
import { PolicyPack } from "./analysis/policy-pack";
import { isViolated } from "./analysis/verdict";
import type { PreviewOptions } from "./command-line";
import { Diagnostics } from "./diagnostics";
import { Deployment } from "./engine/deployment";
import { engineService } from "./engine/engine-service";
import { monitorService } from "./engine/monitor-service";
import { serveEngine } from "./engine/server";
import { createAnswer, sayUnanswered } from "./invokes/answers";
import { programStatus } from "./process/ending";
import type { RunningModule } from "./process/node-module";
import { type PackContext, type StartedPack, startPolicyPack } from "./process/policy-pack";
import { startProgram } from "./process/program";
import { type Config, readConfig } from "./project/config";
import { readProject } from "./project/project";
import { readStack } from "./project/stack";
import { type PreviewResult, Status } from "./result";

/**
 * Previews a program's stack.
 *
 * @param onResource - hears how many resources have registered so far
 * @throws {PreviewError} when there is nothing to report but one reason
 */
export async function preview(options: PreviewOptions, onResource: (count: number) => void): Promise<PreviewResult> {
  const started = performance.now();
  const project = readProject(options.cwd);
  const stack = readStack(project, options.stack);
  const config = readConfig(project, stack, process.env);
  const packConfigs = options.policyPackConfigs.map(readPackConfig);
  const diagnostics = new Diagnostics();
  if (config.unknownReason !== undefined) {
    diagnostics.add("warning", `${config.unknownReason} (${config.unknownKeys.join(", ")})`);
  }

  let finished: () => void = () => undefined;
  const signalled = new Promise<void>((resolve) => {
    finished = resolve;
  });
  let packsReady: (packs: Promise<readonly PolicyPack[]>) => void = () => undefined;
  const judges = new Judges(
    new Promise<readonly PolicyPack[]>((resolve) => {
      packsReady = resolve;
    }),
  );
  const deployment = new Deployment(
    { project: project.name, stack: stack.name, config: config.values, unknownText: config.unknownKeys.length > 0 },
    diagnostics,
    (resource, provider) => {
      onResource(deployment.resources.size);
      return judges.inspect(resource, provider);
    },
  );
  const answer = createAnswer(
    { ...options, config: config.values, env: process.env },
    project.programDirectory,
    diagnostics,
  );
  const server = await serveEngine(
    engineService(diagnostics),
    monitorService(deployment, answer, (token) => sayUnanswered(token, diagnostics), finished),
  );

  const running: RunningModule[] = [];
  let packs: readonly PolicyPack[] = [];
  try {
    const program = startProgram(project, stack.name, config, server.address, (stream, line) =>
      diagnostics.add(stream === "stdout" ? "info" : "info#err", line, deployment.root),
    );
    running.push(program);
    const context: PackContext = { project: project.name, stack: stack.name, config, engineAddress: server.address };
    const startedPacks = options.policyPacks.map((directory) => {
      const pack = startPolicyPack(directory, context, (stream, line) =>
        diagnostics.add(stream === "stdout" ? "info" : "info#err", line),
      );
      running.push(pack.running);
      return pack;
    });
    const connecting = Promise.all(
      startedPacks.map((pack, index) =>
        connectPack(pack, context, options.policyPackConfigs[index], packConfigs[index]),
      ),
    );
    packsReady(connecting);
    packs = await connecting;
    await Promise.race([signalled, program.ended]);
    const ending = await program.ended;
    let status = programStatus(ending, diagnostics, deployment.failed);
    await judges.settled();
    if (status === Status.clean) {
      await judges.inspectStack([...deployment.resources.values()], (resource) =>
        deployment.provider(resource.provider),
      );
      status = isViolated(packs.map(({ verdict }) => verdict)) ? Status.violated : Status.clean;
    }
    return {
      project: project.name,
      stack: stack.name,
      config: blindedConfig(config),
      resources: [...deployment.resources.values()],
      outputs: deployment.resources.get(deployment.root)?.outputs ?? {},
      packs: packs.map(({ verdict }) => verdict),
      diagnostics: diagnostics.entries,
      duration: performance.now() - started,
      status,
    };
  } finally {
    for (const module of running) {
      module.process.kill();
    }
    for (const pack of packs) {
      pack.close();
    }
    deployment.callbacks.close();
    server.stop();
  }
}

function connectPack(
  started: StartedPack,
  context: PackContext,
  file: string | undefined,
  config: ReturnType<typeof readPackConfig> | undefined,
): Promise<PolicyPack> {
  return PolicyPack.connect(started, context, file, config ?? new Map());
}

function blindedConfig(config: Config): Record<string, string> {
  const secret = new Set(config.secretKeys);
  return Object.fromEntries([...config.values].map(([key, value]) => [key, secret.has(key) ? "[secret]" : value]));
}
