import { accountInArn } from "../../iam/arn";
import { at, isSet, textOf, unknownValue, type Value } from "../../iam/value";
import type { StackResource } from "../facts/stack";
import { type FindRoles, type NamedRoles, roleFinder, rolesTogether } from "../iam/roles";
import { configured, pipelineSteps, pipelineType } from "../pipeline/actions";
import { type Projects, projectsOf, type Run, runsOf } from "./projects";

/** A project that destroys, with the roles that it uses and that start it. */
export interface DestroyProject {
  readonly project: StackResource;
  /** Its ARN, with `*` for unknown parts. */
  readonly arns: readonly string[];
  readonly roles: NamedRoles;
  /** Roles with which pipelines start it. */
  readonly starters: NamedRoles;
}

/** A pipeline that destroys, with its roles, approvals and sources. */
export interface DestroyPipeline {
  readonly pipeline: StackResource;
  readonly arns: readonly string[];
  readonly roles: NamedRoles;
  /** Roles of its destroying actions, other than its own. */
  readonly starters: NamedRoles;
  /** ARNs of its approvals. */
  readonly approvals: readonly string[];
  /** ARNs of its source repositories and objects. */
  readonly sources: readonly string[];
}

export interface Gates {
  readonly projects: readonly DestroyProject[];
  readonly pipelines: readonly DestroyPipeline[];
}

/** Returns the projects and pipelines of a stack that destroy. */
export function gatesOf(resources: readonly StackResource[]): Gates {
  const projects = projectsOf(resources);
  const findRoles = roleFinder(resources);
  const runs = resources
    .filter(({ type }) => type === pipelineType)
    .flatMap((pipeline) => runsOf(pipeline, projects).filter(({ destroys }) => destroys !== false));
  return { projects: projectGates(projects, runs, findRoles), pipelines: pipelineGates(runs, findRoles) };
}

function projectGates({ destroying }: Projects, runs: readonly Run[], findRoles: FindRoles): DestroyProject[] {
  // An unknown project may be any project that the pipeline refers to. Only the destroying ones matter.
  const isMeant = ({ step }: Run, project: StackResource) =>
    configured(step, "ProjectName") !== unknownValue || destroying.has(project);
  const runsOfProject = grouped(
    runs.flatMap((run) => run.projects.filter((it) => isMeant(run, it)).map((project) => [project, run] as const)),
  );
  return [...new Set([...destroying, ...runsOfProject.keys()])].map((project) => {
    const { name, serviceRole } = project.props;
    return {
      project,
      arns: arnsOf("codebuild", "project/", name, serviceRole),
      roles: findRoles(project, "serviceRole", serviceRole),
      starters: rolesTogether((runsOfProject.get(project) ?? []).map((run) => startingRoles(run, findRoles))),
    };
  });
}

function pipelineGates(runs: readonly Run[], findRoles: FindRoles): DestroyPipeline[] {
  return [...grouped(runs.map((run) => [run.pipeline, run] as const))].map(([pipeline, own]) => {
    const { name, roleArn, stages } = pipeline.props;
    const arns = arnsOf("codepipeline", "", name, roleArn);
    const steps = pipelineSteps(stages);
    const others = own.filter(({ step }) => isSet(at(step.value, "roleArn")));
    return {
      pipeline,
      arns,
      roles: findRoles(pipeline, "roleArn", roleArn),
      starters: rolesTogether(others.map((run) => startingRoles(run, findRoles))),
      approvals: steps
        .filter(({ value }) => at(value, "category") === "Approval")
        .flatMap(({ stage, value }) =>
          arns.map((arn) => `${arn}/${part(at(stage, "name"))}/${part(at(value, "name"))}`),
        ),
      sources: steps.filter(({ value }) => at(value, "category") === "Source").flatMap(sourceOf),
    };
  });
}

function startingRoles({ pipeline, step }: Run, findRoles: FindRoles): NamedRoles {
  const own = at(step.value, "roleArn");
  return isSet(own) ? findRoles(pipeline, "stages", own) : findRoles(pipeline, "roleArn", pipeline.props.roleArn);
}

/** Returns an ARN by name, in the account of a role, or nothing for an unknown name. */
function arnsOf(service: string, kind: string, name: Value, role: Value): string[] {
  const account = accountInArn(role) || "*";
  return textOf(name) === "" ? [] : [`arn:*:${service}:*:${account}:${kind}${textOf(name)}`];
}

function sourceOf(step: Parameters<typeof configured>[0]): string[] {
  const repository = textOf(configured(step, "RepositoryName"));
  const bucket = textOf(configured(step, "S3Bucket"));
  return [
    ...(at(step.value, "provider") === "CodeCommit" && repository !== "" ? [`arn:*:codecommit:*:*:${repository}`] : []),
    ...(bucket === "" ? [] : [`arn:*:s3:::${bucket}/${part(configured(step, "S3ObjectKey"))}`]),
  ];
}

function part(name: Value): string {
  return textOf(name) || "*";
}

function grouped<K, V>(pairs: readonly (readonly [K, V])[]): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const [key, value] of pairs) {
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  return groups;
}
