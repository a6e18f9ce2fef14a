import { at, isSet, textOf, unknownValue } from "../../iam/value";
import { type Finding, unknownAt } from "../facts/finding";
import { leadsTo } from "../facts/links";
import type { StackResource } from "../facts/stack";
import { configured, type Step } from "../pipeline/actions";
import { projectsAmong } from "../pipeline/build-projects";
import { type BuildVariable, buildVariables } from "../pipeline/build-variables";
import type { StackFinding } from "../rule/rule";
import { destroys, ownScripts } from "./actions";
import { everyStep, judgeStep } from "./approvals";
import { runsDestroy, runsDestroyTask } from "./commands";
import { saysItDestroys } from "./names";
import { type Roles, rolesOf } from "./role-deletions";
import { saysDestroy, setsDestroy, startsWithDestroy } from "./variables";

/** The projects of a stack that destroy, and those that an action runs. */
export interface Projects {
  readonly destroying: ReadonlySet<StackResource>;
  readonly roles: Roles;
  /** The projects that an action may run: one, or all that it can come from where its name is not known. */
  readonly runBy: (pipeline: StackResource, step: Step) => readonly StackResource[];
}

/** Looks at every project once. */
export function projectsOf(resources: readonly StackResource[]): Projects {
  const projects = projectsAmong(resources);
  const roles = rolesOf(resources);
  const hasName = ({ props }: StackResource) => textOf(props.name) !== "";
  const named = new Map(projects.filter(hasName).map((project) => [textOf(project.props.name), project]));
  const unnamed = projects.filter((project) => !hasName(project));
  return {
    destroying: new Set(projects.filter((project) => projectDestroys(project, roles))),
    roles,
    runBy(pipeline, step) {
      const name = configured(step, "ProjectName");
      const known = named.get(textOf(name).replace(/^arn:.*:project\//, ""));
      if (known !== undefined || !isSet(name)) {
        return known === undefined ? [] : [known];
      }
      const candidates = name === unknownValue ? projects : unnamed;
      return candidates.filter((project) =>
        leadsTo({ from: pipeline, property: "stages", name }, project, project.props.name),
      );
    },
  };
}

/** An action of a pipeline, and the projects of the stack that it may run. */
export interface Run {
  readonly pipeline: StackResource;
  readonly step: Step;
  readonly projects: readonly StackResource[];
  /** Whether it destroys by what the pipeline says, or by what its projects do. */
  readonly destroys: "itself" | "by its projects" | false;
}

/** The actions of a pipeline, each with the projects it may run and whether it destroys. */
export function runsOf(pipeline: StackResource, projects: Projects): Run[] {
  const steps = everyStep(pipeline.props.stages);
  const runs = new Map(steps.map((step) => [step, projects.runBy(pipeline, step)]));
  const scripts = (step: Step) => [...ownScripts(step), ...(runs.get(step) ?? []).map(buildspecOf)];
  return steps.map((step) => {
    const run = runs.get(step) ?? [];
    const byProjects = () =>
      run.some((project) => projects.destroying.has(project)) || destroys(step, steps, pipeline.props, scripts);
    const how = destroys(step, steps, pipeline.props) ? "itself" : byProjects() ? "by its projects" : false;
    return { pipeline, step, projects: run, destroys: how };
  });
}

/** Judges the actions of a pipeline that run a project of the stack that destroys, where the pipeline does not say so. */
export function projectsApproved(pipeline: StackResource, projects: Projects): StackFinding[] {
  const runs = runsOf(pipeline, projects);
  const steps = runs.map(({ step }) => step);
  return withoutRepeats(runs.flatMap((run) => judgeRun(run, steps)));
}

function judgeRun({ pipeline, step, projects, destroys: how }: Run, steps: readonly Step[]): StackFinding[] {
  const of = (urn: string, findings: readonly Finding[]) => findings.map((finding) => ({ urn, finding }));
  if (how === "by its projects") {
    const isHidden = configured(step, "ProjectName") === unknownValue;
    const found = judgeStep(step, steps);
    return of(pipeline.urn, isHidden && found.length > 0 ? [unknownAt(hiddenName)] : found);
  }
  const hidden = how === false ? projects.filter(isHiddenBuild) : [];
  return hidden.length === 0 || judgeStep(step, steps).length === 0
    ? []
    : hidden.flatMap(({ urn }) => of(urn, [unknownAt("source.buildspec")]));
}

/** Whether a project destroys, by its buildspec, its variables or its name. */
function projectDestroys(project: StackResource, roles: Roles): boolean {
  const { name, environment } = project.props;
  const buildspec = buildspecOf(project);
  return (
    saysItDestroys(textOf(name)) ||
    runsDestroy(buildspec) ||
    setsDestroy(buildspec) ||
    buildVariables(environment).some(isTold) ||
    (mayRunDestroy(buildspec) && roles.deletions(project, "serviceRole")?.length !== 0)
  );
}

/** A task or script with such a name or variable may do anything: with a role that deletes nothing, it does not destroy. */
function mayRunDestroy(buildspec: string): boolean {
  return runsDestroyTask(buildspec) || startsWithDestroy(buildspec);
}

const hiddenName = "stages.actions.configuration.ProjectName";

/** A variable whose value is not known comes from another resource, so it is some name or ARN and no wish to destroy. */
function isTold({ name, value, type }: BuildVariable): boolean {
  return type === "PLAINTEXT" && saysDestroy({ name, value });
}

function isHiddenBuild({ props }: StackResource): boolean {
  return at(props.source, "buildspec") === unknownValue;
}

function buildspecOf({ props }: StackResource): string {
  return textOf(at(props.source, "buildspec"));
}

function withoutRepeats(findings: readonly StackFinding[]): StackFinding[] {
  const seen = new Map(findings.map((each) => [`${each.urn} ${each.finding.message}`, each]));
  return [...seen.values()];
}
