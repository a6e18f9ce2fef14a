import { at, type Located, locatedItems, type Properties, textOf, unknownValue } from "../../iam/value";

/** Returns the primary and secondary sources of a CodeBuild project. */
export function buildSources(project: Properties): Located[] {
  return [...locatedItems("source", project.source), ...locatedItems("secondarySources", project.secondarySources)];
}

const hostedTypes = ["GITHUB", "GITHUB_ENTERPRISE", "GITLAB", "GITLAB_SELF_MANAGED", "BITBUCKET"];

/** Whether a source is a repository outside AWS. Unknown when its type is unknown. */
export function isHosted({ value: source }: Located): boolean | typeof unknownValue {
  const type = at(source, "type");
  return type === unknownValue ? unknownValue : hostedTypes.includes(textOf(type));
}
