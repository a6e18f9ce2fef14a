import { at, isSet, itemsOf, textOf, unknownValue, type Value } from "../../iam/value";
import { advice, type Finding, violation } from "../facts/finding";
import { nameWords } from "../facts/name-words";
import type { StackResource } from "../facts/stack";
import { isOfProduction } from "../pipeline/action-purpose";
import { configured, pipelineType, type Step } from "../pipeline/actions";
import { isApproved } from "../pipeline/approvals";
import { projectsAmong } from "../pipeline/build-projects";
import { startedBy, starterTypes } from "../pipeline/project-starters";
import type { StackFinding } from "../rule/rule";
import { destroys } from "./actions";
import { everyStep } from "./approvals";
import { buildCommands, isBuildspecPlace, isClosed } from "./build-commands";
import { deletesResources } from "./commands";
import type { Projects } from "./projects";
import type { Roles } from "./role-deletions";

export const functionType = "aws:lambda/function:Function";

/** An action of a pipeline among all of the pipeline. */
interface Place {
  readonly pipeline: StackResource;
  readonly step: Step;
  readonly steps: readonly Step[];
}

/**
 * Judges builds, commands and functions whose code decides what they run, where their role may delete stateful
 * resources. Each is an advisory, and a violation in production without an approval before. An approval before every
 * run answers the finding.
 */
export function judgeOpenBuilds(
  resources: readonly StackResource[],
  projects: Projects,
  productionWords: readonly string[],
): StackFinding[] {
  const places = resources
    .filter(({ type }) => type === pipelineType)
    .flatMap((pipeline): Place[] => {
      const steps = everyStep(pipeline.props.stages);
      return steps.map((step) => ({ pipeline, step, steps }));
    });
  // An action that destroys needs an approval already.
  const open = places.filter(({ pipeline, step, steps }) => !destroys(step, steps, pipeline.props));
  const runs = runsByProject(places, projects);
  const started = startedNames(resources);
  const { roles } = projects;
  const isRisky = ({ pipeline, step, steps }: Place) =>
    isOfProduction(step, pipeline.props, productionWords) && isApproved(step, steps) === false;
  return [
    ...projectsAmong(resources).flatMap((project) =>
      judgeProject(project, { projects, runs: runs.get(project) ?? [], roles, isRisky, started }),
    ),
    ...open.flatMap((place) => judgeCommands(place, roles, isRisky(place))),
    ...open.flatMap((place) => judgeFunction(place, resources, roles, isRisky(place))),
  ];
}

interface Context {
  readonly projects: Projects;
  /** The actions that run the project. */
  readonly runs: readonly Place[];
  readonly roles: Roles;
  readonly isRisky: (place: Place) => boolean;
  /** Names that start builds, by themselves or by a schedule. */
  readonly started: ReadonlySet<Value>;
}

function runsByProject(places: readonly Place[], projects: Projects): ReadonlyMap<StackResource, readonly Place[]> {
  const runs = new Map<StackResource, Place[]>();
  for (const place of places) {
    for (const project of new Set(projects.runBy(place.pipeline, place.step))) {
      runs.set(project, [...(runs.get(project) ?? []), place]);
    }
  }
  return runs;
}

function judgeProject(project: StackResource, { projects, runs, roles, isRisky, started }: Context): StackFinding[] {
  const isStarted = started.has(project.props.name);
  const isDestroying = projects.destroying.has(project);
  // Such runs and starts need an approval already.
  if (
    (isDestroying && (runs.length > 0 || isStarted)) ||
    runs.some(({ step, steps, pipeline }) => destroys(step, steps, pipeline.props))
  ) {
    return [];
  }
  const isApprovedAlways = runs.length > 0 && runs.every(({ step, steps }) => isApproved(step, steps) === true);
  if (isApprovedAlways && !isStarted) {
    return [];
  }
  const decider = [...runs.map(({ step }) => overrideDecider(step)), projectDecider(project)].find(isSet);
  const deleted = roles.deletions(project, "serviceRole");
  if (deleted === undefined) {
    return deletesResources(textOf(at(project.props.source, "buildspec")))
      ? [{ urn: project.urn, finding: unknownRole("source.buildspec", "deletes resources") }]
      : [];
  }
  if (deleted.length === 0 || (decider === undefined && !isDestroying)) {
    return [];
  }
  const reason = isDestroying
    ? "destroys, no pipeline of this program asks for an approval first,"
    : `lets ${decider} decide what this build runs,`;
  return [{ urn: project.urn, finding: riskOf("source.buildspec", reason, deleted, runs.some(isRisky)) }];
}

/** The names of the projects that resources of the stack start, outside pipelines. */
function startedNames(resources: readonly StackResource[]): ReadonlySet<Value> {
  const starters = resources.filter(({ type }) => starterTypes.includes(type));
  return new Set(starters.flatMap(startedBy).map(({ value }) => value));
}

/** The one who decides what a build runs; empty where the project itself says all of it. */
function projectDecider({ props }: StackResource): string {
  const buildspec = at(props.source, "buildspec");
  const type = textOf(at(props.source, "type"));
  return buildspec === unknownValue || (type === "NO_SOURCE" && !isSet(buildspec)) ? "" : deciderOf(textOf(buildspec));
}

function overrideDecider(step: Step): string {
  const override = textOf(configured(step, "BuildspecOverride"));
  return override === "" ? "" : deciderOf(override);
}

function deciderOf(buildspec: string): string {
  if (!isBuildspecPlace(buildspec)) {
    return isClosed(buildCommands(buildspec)) && !namesBatchFiles(buildspec) ? "" : "the repository";
  }
  return buildspec.startsWith("arn:") ? `the object ${buildspec}` : "the repository";
}

/** Whether builds of a batch take their buildspecs from files. */
function namesBatchFiles(buildspec: string): boolean {
  return /(^|[\s{,])["']?batch["']?\s*:/.test(buildspec) && /(^|[\s{,-])["']?buildspec["']?\s*:\s*\S/.test(buildspec);
}

/** Inline commands run with the role of their action, or of the pipeline. */
function judgeCommands(place: Place, roles: Roles, isRisky: boolean): StackFinding[] {
  const { pipeline, step, steps } = place;
  const commands = itemsOf(at(step.value, "commands")).map(textOf).filter(isSet);
  const isOpen = !isClosed(commands);
  const isDeleting = commands.some(deletesResources);
  if (isApproved(step, steps) === true || !(isOpen || isDeleting)) {
    return [];
  }
  const isOwn = isSet(at(step.value, "roleArn"));
  const deleted = isOwn
    ? roles.deletions(pipeline, "stages", at(step.value, "roleArn"))
    : roles.deletions(pipeline, "roleArn");
  const path = `${step.path}.commands`;
  if (deleted === undefined) {
    const reason = isDeleting ? "deletes resources" : "runs files of the repository";
    return isDeleting || remindsOfDeleting(commands) ? [{ urn: pipeline.urn, finding: unknownRole(path, reason) }] : [];
  }
  return deleted.length === 0 || !isOpen
    ? []
    : [{ urn: pipeline.urn, finding: riskOf(path, "lets the repository decide what it runs,", deleted, isRisky) }];
}

/** A function runs its own code, which the pipeline does not show. */
function judgeFunction(
  { pipeline, step, steps }: Place,
  resources: readonly StackResource[],
  roles: Roles,
  isRisky: boolean,
): StackFinding[] {
  const name = configured(step, "FunctionName");
  if (at(step.value, "category") === "Deploy" || textOf(name) === "" || isApproved(step, steps) === true) {
    return [];
  }
  const path = `${step.path}.configuration.FunctionName`;
  const made = resources.find(({ type, props }) => type === functionType && props.name === textOf(name));
  const deleted = made === undefined ? undefined : roles.deletions(made, "role");
  if (deleted === undefined) {
    const texts = [textOf(name), textOf(configured(step, "UserParameters"))];
    return remindsOfDeleting(texts) ? [{ urn: pipeline.urn, finding: unknownRole(path, "invokes a function") }] : [];
  }
  return deleted.length === 0
    ? []
    : [
        {
          urn: pipeline.urn,
          finding: riskOf(path, "lets the function's code decide what it deletes,", deleted, isRisky),
        },
      ];
}

function riskOf(path: string, reason: string, deleted: readonly string[], isRisky: boolean): Finding {
  const risk = `${reason} and its role may delete: ${someOf(deleted)}`;
  return isRisky
    ? violation(path, `${risk}. Put a manual approval before it, or remove these actions from the role`)
    : advice(path, `${risk}. Review what it runs, put a manual approval before it, or remove these actions`);
}

function unknownRole(path: string, reason: string): Finding {
  return advice(
    path,
    `${reason} with a role that is not part of this program, so this rule cannot judge what it deletes: ` +
      "declare the role here, or put a manual approval before it",
  );
}

function someOf(actions: readonly string[]): string {
  const rest = actions.length - 3;
  return actions.slice(0, 3).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}

const deletingWords =
  "clean cleanup decommission delete destroy down drop nuke purge remove rm teardown terminate wipe undeploy uninstall".split(
    " ",
  );

function remindsOfDeleting(texts: readonly string[]): boolean {
  return texts.flatMap(nameWords).some((word) => deletingWords.includes(word));
}
