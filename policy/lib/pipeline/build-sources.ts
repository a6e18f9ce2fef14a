import { at, type Located, locatedItems, type Properties, textOf, unknownValue } from "../../iam/value";

/** The primary source of a CodeBuild project and its secondary ones. */
export function buildSources(project: Properties): Located[] {
  return [...locatedItems("source", project.source), ...locatedItems("secondarySources", project.secondarySources)];
}

const hostedTypes = ["GITHUB", "GITHUB_ENTERPRISE", "GITLAB", "GITLAB_SELF_MANAGED", "BITBUCKET"];

/** Whether a source is a repository that somebody other than AWS hosts; unknown when its type is. */
export function isHosted({ value: source }: Located): boolean | typeof unknownValue {
  const type = at(source, "type");
  return type === unknownValue ? unknownValue : hostedTypes.includes(textOf(type));
}
