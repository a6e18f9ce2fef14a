import type { PropertyValue } from "../preview/base/property-value";
import type { Resource } from "../preview/engine/resource";
import { type Change, type Decision, no, together, undecided, yes } from "./change";
import { knownAt, listAt, UNKNOWN_TEXT } from "./known";

export const WEBHOOK_TYPE = "aws:codebuild/webhook:Webhook";

/**
 * Decides whether a change starts the build of a CodeBuild webhook. One group of filters must hold, and the filters of
 * a group must hold together.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html
 */
export function webhookDecisions(change: Change, webhook: Resource): readonly Decision[] {
  const groups = listAt(webhook.inputs.filterGroups);
  if (groups.length === 0) {
    return [yes("its webhook has no filter")];
  }
  return groups.map((group) => together(listAt(group, "filters").map((filter) => filterDecision(change, filter))));
}

function filterDecision(change: Change, filter: PropertyValue): Decision {
  const type = knownAt(filter, "type") ?? "";
  const pattern = knownAt(filter, "pattern");
  const excludes = knownAt(filter, "excludeMatchedPattern") === "true";
  const label = `${excludes ? "not " : ""}${type} ${pattern ?? UNKNOWN_TEXT}`;
  const values = webhookValues(change, type);
  if (values === undefined || pattern === undefined) {
    return undecided(label);
  }
  const met =
    type === "EVENT"
      ? pattern.split(",").some((event) => values.includes(event.trim()))
      : values.some((value) => new RegExp(pattern).test(value));
  return met !== excludes ? yes(label) : no(`its filter is ${label}`);
}

function webhookValues({ kind, branch, head, tag, event, files }: Change, type: string): readonly string[] | undefined {
  const one = (text: string | undefined) => (text === undefined ? undefined : [text]);
  switch (type) {
    case "EVENT": {
      const pulls = { OPEN: "PULL_REQUEST_CREATED", UPDATED: "PULL_REQUEST_UPDATED", CLOSED: "PULL_REQUEST_MERGED" };
      return [kind === "pull request" ? pulls[event ?? "OPEN"] : "PUSH"];
    }
    case "HEAD_REF":
      return one(
        kind === "tag"
          ? tag && `refs/tags/${tag}`
          : kind === "push"
            ? branch && `refs/heads/${branch}`
            : head && `refs/heads/${head}`,
      );
    case "BASE_REF":
      return kind === "pull request" ? one(branch && `refs/heads/${branch}`) : [];
    case "FILE_PATH":
      return files;
    case "TAG_NAME":
      return kind === "tag" ? one(tag) : [];
    default:
      return undefined;
  }
}
