import { createHash } from "node:crypto";
import type { RenderedStage } from "../../components/pipelines/render/pipeline";
import { commit } from "./planned-update";
import { type ActionRun, type Execution, runPipeline, type Start } from "./run-pipeline";

/** Behaviour of people, builds and the deployed infrastructure in one execution. */
export interface World {
  /** Names of approvals that are rejected, `Approve/Release`. */
  readonly rejects?: string;
  /** Changes that plans find. */
  readonly changes?: readonly string[];
  /** Changes that the plan of one deployment finds, by deployment. */
  readonly changesOf?: Readonly<Record<string, readonly string[]>>;
  /** Changes that deployments find. */
  readonly changesLater?: readonly string[];
  /** Texts of the plan that the program of the commit forges. */
  readonly forged?: Readonly<Record<string, string>>;
  /** Action that fails. */
  readonly fails?: string;
}

/** Names of projects that plan, and of projects that deploy, with the deployment of each. */
export interface PlayedProjects {
  readonly plans: Readonly<Record<string, string>>;
  readonly deploys: Readonly<Record<string, string>>;
}

/** Plays the builds as their recipes behave, and people who read the text of approvals. */
export class PlayedDelivery {
  /** Digests of plans that were applied. */
  readonly applied: string[] = [];
  /** Text of each approval that was given. */
  readonly approved: string[] = [];
  readonly asked: string[] = [];
  private readonly plans = new Map<string, string>();

  constructor(private readonly projects: PlayedProjects) {}

  perform(world: World, { name, provider, configuration }: ActionRun): Record<string, string> | undefined {
    const given: { name: string; value: string }[] = JSON.parse(configuration.EnvironmentVariables ?? "[]");
    const env = new Map(given.map((variable) => [variable.name, variable.value]));
    const project = configuration.ProjectName ?? "";
    const execution = env.get("EXECUTION_ID");
    const { [project]: planned } = this.projects.plans;
    const { [project]: deployed } = this.projects.deploys;
    const deployment = planned ?? deployed ?? "";
    const changes = world.changesOf?.[deployment] ?? world.changes ?? ["update web"];
    if (name === world.fails) {
      return undefined;
    }
    if (provider === "CodeStarSourceConnection") {
      return { CommitId: commit };
    }
    if (provider === "Manual") {
      this.asked.push(name);
      if (name === world.rejects) {
        return undefined;
      }
      this.approved.push(configuration.CustomData ?? "");
      return {};
    }
    if (planned !== undefined) {
      if (execution === undefined) {
        return undefined;
      }
      const plan = JSON.stringify([deployment, execution, commit, changes]);
      this.plans.set(`${deployment}/${execution}`, plan);
      return {
        CHANGE_COUNT: String(changes.length),
        PLAN_SUMMARY: summaryOf(changes),
        PLAN_DIGEST: digestOf(plan),
        PREVIEW_LINK: previewLink,
        ...world.forged,
      };
    }
    if (deployed !== undefined) {
      const approved = this.plans.get(`${deployment}/${execution}`);
      const later = world.changesLater ?? changes;
      const present = JSON.stringify([deployment, execution, commit, later]);
      const isBound =
        approved !== undefined &&
        digestOf(approved) === env.get("APPROVED_DIGEST") &&
        summaryOf(changes) === env.get("APPROVED_SUMMARY");
      if (!isBound || approved !== present) {
        return undefined;
      }
      this.applied.push(digestOf(present));
    }
    return {};
  }

  run(stages: readonly RenderedStage[], world: World = {}, start: Start = { executionId: "1" }): Execution {
    return runPipeline(stages, (action) => this.perform(world, action), start);
  }
}

/** The address of the build of a plan. */
export const previewLink =
  "https://eu-central-1.console.aws.amazon.com/codesuite/codebuild/111122223333/projects/shop-prod-plan/build/shop-prod-plan%3A0a1b-2c3d/?region=eu-central-1";

/** The SHA-256 of a text. */
export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The summary of played changes. */
export function summaryOf(changes: readonly string[]): string {
  return `${changes.length} to update`;
}
