import { hasWildcard } from "../../iam/glob";
import { at, isSet, textOf, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { sharesWithNamed } from "../../lib/iam/public-principal";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

const permissionType = "aws:cloudwatch/eventPermission:EventPermission";

export const eventsBusNoPublicPolicy = resourceRule({
  name: "events-bus-no-public-policy",
  displayName: "Event bus policies name their accounts",
  description:
    "Event bus policies should name the accounts that they allow. A wildcard lets everybody send the events that start a pipeline.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Name the accounts in Principal, or compare aws:PrincipalOrgID with your organization in Condition.",
  url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html",
  tags: ["events", "public-access"],
  equivalentChecks: { cdkNag: ["EventBusOpenAccess"], prowler: ["eventbridge_bus_exposed"] },
  types: ["aws:cloudwatch/eventBusPolicy:EventBusPolicy", permissionType],
  judge: namesWhoSends,
});

const judgePolicy = sharesWithNamed();

function namesWhoSends(resource: JudgedResource): Finding[] {
  return resource.type === permissionType ? judgePermission(resource) : judgePolicy(resource);
}

function judgePermission({ props: { principal, condition } }: JudgedResource): Finding[] {
  if (!hasWildcard(textOf(principal))) {
    return principal === unknownValue ? [unknownAt("principal")] : [];
  }
  const organization = at(condition, "value");
  if (organization === unknownValue) {
    return [unknownAt("condition")];
  }
  return isSet(organization) && !hasWildcard(textOf(organization))
    ? []
    : [violation("principal", "should be an account, or condition name the organization: * is anyone")];
}
