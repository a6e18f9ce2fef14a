import * as pulumi from "@pulumi/pulumi";
import { type RoleSettings, roleSettingsOf } from "../aws/role-settings";
import { type ScopeArgs, scopeOf } from "../aws/scope";
import { DeliveryPipeline, type DeliveryPipelineArgs } from "../delivery/delivery-pipeline";
import { type GitSourceArgs, gitSource } from "../delivery/inline-actions";
import { stackScope } from "../delivery/stack-scope";
import { outputVariable } from "../pipelines/definition/variable-reference";
import { describeProblems } from "../schema/problem";
import { refuse, requireKinds, requireValue } from "../schema/refuse";
import { schemaProblems } from "../schema/vocabulary";
import { planFleet } from "./plan";
import { readFleetFiles, type SettingsFile } from "./read-fleet";
import type { FleetSettings } from "./settings";
import { type FleetDeployment, fleetDeploymentSchema, fleetStages, stageProblems } from "./stages";

/** The arguments of a {@link Fleet}: plain, because they decide which resources exist. */
export interface FleetArgs
  extends FleetSettings,
    FleetDeployment,
    Partial<ScopeArgs>,
    RoleSettings,
    Pick<DeliveryPipelineArgs, "artifacts" | "notify" | "logRetentionInDays" | "protect" | "tags"> {
  /** The repository that holds the Pulumi programs and the settings of their stacks. */
  source: GitSourceArgs;
  /**
   * Whether a newer commit takes the place of one that waits between two waves, or waits behind it.
   * @default "SUPERSEDED"
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html
   */
  executionMode?: "SUPERSEDED" | "QUEUED" | undefined;
}

/**
 * Creates a pipeline that deploys many Pulumi stacks in waves: one build project and one role for each stack, and
 * approvals between the waves. No build may act as the role of another stack.
 *
 * A failed environment ends the run after the environments that run beside it. A retry of the failed actions continues
 * there, at the same commit.
 *
 * @throws RunError listing every invalid argument.
 * @example
 * ```ts
 * new Fleet("shops", {
 *   ...readFleet("fleet.yaml", readFileSync("fleet.yaml", "utf8")),
 *   source: { connectionArn, repository: "acme/shops" },
 *   cli: { version: "3.248.0", sha256 },
 * });
 * ```
 * @see `@platform/aws-pipelines-docs/docs/fleet.md`
 */
export class Fleet extends pulumi.ComponentResource {
  /** The name of the pipeline. */
  readonly pipelineName: pulumi.Output<string>;
  /** The ARN of the pipeline. */
  readonly pipelineArn: pulumi.Output<string>;
  /** The names of the build projects. */
  readonly projectNames: pulumi.Output<string[]>;

  constructor(name: string, args: FleetArgs, opts?: pulumi.ComponentResourceOptions) {
    requireKinds("Fleet", name, args);
    const { defaults, overrides, environments, waves, maxParallel, cli, source, ...others } = args;
    const subject = `Fleet ${name}`;
    const { account, region, partition, executionMode, ...pipeline } = others;
    const { value: place, problems: placeProblems } = stackScope({ account, region, partition });
    const deployment = { cli };
    const reading = planFleet({ defaults, overrides, environments, waves, maxParallel });
    const refused = [...placeProblems, ...reading.problems, ...schemaProblems(fleetDeploymentSchema, deployment)];
    const plan = requireValue(subject, { value: reading.plan, problems: refused });
    const scope = scopeOf({ ...place, ...roleSettingsOf(args) });
    refuse(subject, stageProblems(scope, plan, deployment));
    super("aws-pipelines:index:Fleet", name, args, opts);

    const repository = gitSource(source);
    const commit = outputVariable(repository, "CommitId");
    const child = new DeliveryPipeline(
      name,
      {
        ...pipeline,
        ...place,
        ...(executionMode !== undefined && { executionMode }),
        stages: [{ name: "Source", actions: [repository] }, ...fleetStages(plan, deployment, repository, commit)],
      },
      { parent: this },
    );
    this.pipelineName = child.pipelineName;
    this.pipelineArn = child.pipelineArn;
    this.projectNames = child.projectNames;
    this.registerOutputs({
      pipelineName: this.pipelineName,
      pipelineArn: this.pipelineArn,
      projectNames: this.projectNames,
    });
  }
}

/**
 * Reads the settings of a {@link Fleet} from YAML or JSON. Environments may stand in files of their own: the name of such
 * a file is the name of its environment.
 *
 * @param file - name of the file, for messages
 * @param text - content of the file
 * @param environments - files of single environments
 * @throws RunError listing every problem with its file, path and line.
 * @example
 * ```ts
 * const settings = readFleet("fleet.yaml", readFileSync("fleet.yaml", "utf8"));
 * ```
 */
export function readFleet(file: string, text: string, environments: readonly SettingsFile[] = []): FleetSettings {
  const { settings, problems } = readFleetFiles({ name: file, text }, environments);
  if (problems.length > 0) {
    throw new pulumi.RunError(problems.map((of) => describeProblems(of.file, of.problems)).join("\n"));
  }
  return settings as FleetSettings;
}
