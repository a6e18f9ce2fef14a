import type { Duplex } from "node:stream";
import { Judges } from "./analysis/judges";
import { PolicyPack } from "./analysis/policy-pack";
import type { Diagnostics } from "./base/diagnostics";
import type { StartComponentProvider } from "./engine/component-provider";
import { Deployment } from "./engine/deployment";
import type { StartDynamicProvider } from "./engine/dynamic-provider";
import { engineService } from "./engine/engine-service";
import type { Listener } from "./engine/listener";
import { loaderService } from "./engine/loader-service";
import { monitorService } from "./engine/monitor-service";
import { serveEngine } from "./engine/server";
import { createAnswer, warnUnanswered } from "./invokes/answers";
import { type SuppliedAnswers, suppliedState } from "./invokes/supplied-answers";
import type { PreviewOptions } from "./options";
import type { Config } from "./project/config";
import type { Project } from "./project/project";
import type { Stack } from "./project/stack";

/** Inputs of the engine. */
export interface EngineInputs {
  readonly options: PreviewOptions;
  readonly env: NodeJS.ProcessEnv;
  readonly project: Project;
  readonly stack: Stack;
  readonly config: Config;
  readonly answers: SuppliedAnswers;
  readonly startDynamicProvider: StartDynamicProvider;
  readonly startComponentProvider: StartComponentProvider;
  readonly diagnostics: Diagnostics;
  readonly onResource: (count: number) => void;
  /** Pipe on which the program calls the engine. */
  readonly calls: Duplex | undefined;
}

export { PolicyPack };

/** Plays the engine: serves a program and lets packs judge the resources that it registers. */
export function playEngine(listener: Listener, inputs: EngineInputs) {
  const { options, env, project, stack, config, diagnostics, onResource, answers } = inputs;
  const { startDynamicProvider, startComponentProvider, calls } = inputs;
  const judges = new Judges();
  if (config.unknownReason !== undefined) {
    diagnostics.add(
      "warning",
      `secret settings are unknown in this preview: ${config.unknownKeys.join(", ")}. ${config.unknownReason}`,
    );
  }
  if (config.environments.length > 0) {
    const keys = config.environmentKeys.length === 0 ? "" : `; unknown settings: ${config.environmentKeys.join(", ")}`;
    diagnostics.add(
      "warning",
      `Pulumi ESC environments are not read offline, so their settings and variables are missing: ${config.environments.join(", ")}${keys}`,
    );
  }
  const deployment = new Deployment(
    {
      project: project.name,
      stack: stack.name,
      config: config.values,
      secretKeys: config.secretKeys,
      projectRoot: project.root,
      programDirectory: project.programDirectory,
      startDynamicProvider,
      startComponentProvider,
      monitorAddress: listener.address,
      stateOf: (type, id) => suppliedState(answers, type, id),
    },
    diagnostics,
    (resource, provider) => {
      onResource(deployment.resources.size);
      return judges.inspect(resource, provider);
    },
  );
  const answer = createAnswer(
    { ...options, config: config.values, env },
    answers,
    project.programDirectory,
    diagnostics,
  );
  const stop = serveEngine(
    listener,
    engineService(diagnostics, () => deployment.refusal !== undefined),
    monitorService(deployment, answer, (token) => warnUnanswered(token, diagnostics)),
    loaderService((packageName) => deployment.componentProviders.schema(packageName)),
    calls,
  );
  return {
    deployment,
    judges,
    stop: () => {
      judges.close();
      deployment.callbacks.close();
      deployment.dynamicProviders.close();
      deployment.componentProviders.close();
      stop();
    },
  };
}
