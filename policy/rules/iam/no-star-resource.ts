import { type Action, expand, needsResource, notInIamData, someNames } from "../../iam/action-table";
import { isEveryResource } from "../../iam/arn";
import { isBounded } from "../../iam/bounds";
import type { Statement } from "../../iam/document";
import { isDocumentedOnAll } from "../../iam/documented-wildcards";
import { type Located, textOf, unknownValue } from "../../iam/value";
import { advice, type Finding, unjudged, unknownAt, violation } from "../../lib/facts/finding";
import { identityAllows, identityTypes } from "../../lib/iam/documents";
import { resourceRule } from "../../lib/rule/rule";

export const iamNoStarResource = resourceRule({
  name: "iam-no-star-resource",
  displayName: "Policies name their resources",
  description:
    "IAM policies should name resources wherever AWS can scope the action. A wildcard includes other teams' resources.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Put the ARNs of the resources into Resource. Keep * in a separate statement for actions that AWS cannot scope.",
  url: "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
  tags: ["iam", "least-privilege"],
  equivalentChecks: {
    checkov: ["CKV_AWS_355", "CKV_AWS_356"],
    cdkNag: ["IAMNoWildcardPermissions"],
    guard: ["IAM_POLICYDOCUMENT_NO_WILDCARD_RESOURCE"],
    trivy: ["AWS-0057"],
    owasp: ["SEC-5"],
  },
  types: identityTypes,
  judge: identityAllows(namesResources),
});

function namesResources({ path, resources, notResources, actions, notActions, conditions }: Statement): Finding[] {
  const star = notResources[0] ?? resources.find(({ value }) => isEveryResource(textOf(value)));
  if (star === undefined) {
    return resources.filter(({ value }) => value === unknownValue).map((resource) => unknownAt(resource.path));
  }
  const place = notResources.length > 0 ? `${path}.NotResource` : star.path;
  if (notActions.length > 0) {
    return [
      violation(place, "should give way to a Resource with ARNs, for NotAction allows all that it does not name"),
    ];
  }
  const scopable = actions.flatMap(({ value }) => expand(textOf(value))).filter(needsResource);
  if (isBounded(conditions)) {
    return [];
  }
  const found = scopable.every((action) => isDocumentedOnAll(action) || describes(action)) ? advice : violation;
  const broken = found(place, `should give way to a Resource with the ARNs meant for ${someNames(scopable)}`);
  return [...(scopable.length > 0 ? [broken] : []), ...actions.flatMap(judgeUnknown)];
}

/** AWS labels some descriptions of resources as Read and others as List. */
function describes({ name, level }: Action): boolean {
  return level === "Read" && name.includes(":Describe");
}

function judgeUnknown({ path, value }: Located): Finding[] {
  if (value === unknownValue) {
    return [unknownAt(path)];
  }
  return expand(textOf(value)).length === 0 ? [unjudged(path, `${textOf(value)} ${notInIamData}`)] : [];
}
