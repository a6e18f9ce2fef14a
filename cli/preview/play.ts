import { Judges } from "./analysis/judges";
import { PolicyPack } from "./analysis/policy-pack";
import type { Diagnostics } from "./base/diagnostics";
import { Deployment } from "./engine/deployment";
import { engineService } from "./engine/engine-service";
import type { Listener } from "./engine/listener";
import { monitorService } from "./engine/monitor-service";
import { serveEngine } from "./engine/server";
import { createAnswer, sayUnanswered } from "./invokes/answers";
import type { PreviewOptions } from "./options";
import type { Config } from "./project/config";
import type { Project } from "./project/project";
import type { Stack } from "./project/stack";

/** What the engine's part is about. */
export interface Part {
  readonly options: PreviewOptions;
  readonly env: NodeJS.ProcessEnv;
  readonly project: Project;
  readonly stack: Stack;
  readonly config: Config;
  readonly diagnostics: Diagnostics;
  readonly onResource: (count: number) => void;
}

export { PolicyPack };

/** Plays the engine for a program that calls, and lets packs judge what it registers. */
export function playEngine(listener: Listener, part: Part) {
  const { options, env, project, stack, config, diagnostics, onResource } = part;
  const judges = new Judges();
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
  const stop = serveEngine(
    listener,
    engineService(diagnostics, () => deployment.failed),
    monitorService(deployment, answer, (token) => sayUnanswered(token, diagnostics)),
  );
  return {
    deployment,
    judges,
    stop: () => {
      judges.close();
      deployment.callbacks.close();
      stop();
    },
  };
}
