import { projectsAmong } from "./build-projects";
import { type BuildVariable, buildVariables } from "./build-variables";
import { destroys, saysDestroy } from "./destroy-actions";
import { destroysApproved } from "./destroy-approvals";
import { runsDestroy } from "./destroy-commands";
import { type Finding, unknownAt } from "./finding";
import { leadsTo } from "./links";
import { configured, type Step } from "./pipeline-actions";
import type { StackResource } from "./stack";
import { at, isSet, textOf, unknownValue } from "./value";

/** Judges the actions of a pipeline that run a project of the stack that destroys, where the pipeline does not say so. */
export function projectsApproved(pipeline: StackResource, resources: readonly StackResource[]): Finding[] {
  const destroying = projectsAmong(resources).filter(projectDestroys);
  const runsOne = (step: Step) => {
    const name = configured(step, "ProjectName");
    const leads = (project: StackResource) =>
      leadsTo({ from: pipeline, property: "stages", name }, project, project.props.name);
    return isSet(name) && destroying.some(leads);
  };
  const isHidden = (step: Step) => configured(step, "ProjectName") === unknownValue;
  const judge = (runs: (step: Step) => boolean) =>
    destroysApproved(
      pipeline.props.stages,
      (step, steps) => !destroys(step, steps) && runsOne(step) && runs(step),
    ).filter(({ kind }) => kind === "violation");
  const hidden = judge(isHidden).map(() => unknownAt("stages.actions.configuration.ProjectName"));
  return [...judge((step) => !isHidden(step)), ...hidden.slice(0, 1)];
}

function projectDestroys({ props }: StackResource): boolean {
  return runsDestroy(textOf(at(props.source, "buildspec"))) || buildVariables(props.environment).some(isTold);
}

function isTold({ name, value, type }: BuildVariable): boolean {
  return type === "PLAINTEXT" && saysDestroy({ name, value });
}
