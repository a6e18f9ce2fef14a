import { at, everyAt, type Located, locatedItems, textOf, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { deploys } from "../../lib/pipeline/action-purpose";
import { pipelineSteps, pipelineType } from "../../lib/pipeline/actions";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codepipelineTriggerFiltered = resourceRule({
  name: "codepipeline-trigger-filtered",
  displayName: "Triggers name branches or tags",
  description:
    "Pipeline triggers should name the branches or tags that start a run. Pull requests should not start a pipeline that deploys.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps:
    "List branches.includes or tags.includes in each element of pushes and pullRequests. Use pullRequests only in pipelines that build and test.",
  url: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-filter.html",
  tags: ["codepipeline", "trigger"],
  equivalentChecks: { owasp: ["SEC-1", "SEC-4"] },
  types: [pipelineType],
  judge: triggersFiltered,
});

function triggersFiltered({ props }: JudgedResource): Finding[] {
  const isDelivery = pipelineSteps(props.stages).some((step) => deploys(step) === true);
  return locatedItems("triggers", props.triggers).flatMap((trigger) => judgeTrigger(trigger, isDelivery));
}

function judgeTrigger(trigger: Located, isDelivery: boolean): Finding[] {
  const path = `${trigger.path}.gitConfiguration`;
  const git = at(trigger.value, "gitConfiguration");
  if (git === unknownValue) {
    return [unknownAt(path)];
  }
  const pushes = locatedItems(`${path}.pushes`, at(git, "pushes"));
  const proposals = locatedItems(`${path}.pullRequests`, at(git, "pullRequests"));
  if (pushes.length + proposals.length === 0) {
    return [violation(path, "should say in pushes which branches or tags start a run")];
  }
  return isDelivery && proposals.length > 0
    ? [violation(`${path}.pullRequests`, "should be absent in a pipeline that deploys"), ...pushes.flatMap(judgeFilter)]
    : [...pushes, ...proposals].flatMap(judgeFilter);
}

function judgeFilter(filter: Located): Finding[] {
  const included = ["branches", "tags"]
    .flatMap((kind) => everyAt(filter, kind, "includes"))
    .flatMap(({ path, value }) => locatedItems(path, value));
  const open = included.find(({ value }) => /^[*?/]+$/.test(textOf(value)));
  const hidden = included.find(({ value }) => value === unknownValue);
  if (included.length === 0) {
    return [violation(filter.path, "should list branches.includes or tags.includes")];
  }
  if (open !== undefined) {
    return [violation(open.path, "should name branches or tags: this is all of them")];
  }
  return hidden === undefined ? [] : [unknownAt(hidden.path)];
}
