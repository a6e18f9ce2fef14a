import { type EscalationSet, escalationSets, type Holder, placesOf } from "../../iam/escalation";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import type { StackResource } from "../../lib/facts/stack";
import { holderOf, isPartlyUnknown, unreadable } from "../../lib/iam/holder";
import { identitiesOf } from "../../lib/iam/identities";
import { identityAndLinkTypes } from "../../lib/iam/identity-links";
import { type StackFinding, stackRule } from "../../lib/rule/rule";

export const iamNoPrivilegeEscalation = stackRule({
  name: "iam-no-privilege-escalation",
  displayName: "No role can extend its own permissions",
  description:
    "The policies of a role should not combine to more permissions. Passing any role to a new build is one such combination.",
  severity: "critical",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Remove one of the actions, name its resources, or name in iam:PassRole the roles that the holder may pass.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
  tags: ["iam", "privilege-escalation"],
  equivalentChecks: {
    checkov: ["CKV_AWS_286", "CKV_AWS_110"],
    prowler: ["iam_inline_policy_allows_privilege_escalation", "iam_policy_allows_privilege_escalation"],
    owasp: ["SEC-2", "SEC-5"],
  },
  types: ["aws:iam/policy:Policy", ...identityAndLinkTypes],
  judge: nobodyGainsRights,
});

function nobodyGainsRights(resources: readonly StackResource[]): StackFinding[] {
  return identitiesOf(resources).flatMap((identity) => {
    const holder = holderOf(identity);
    const gained = gainedBy(holder, false);
    const perhaps = isPartlyUnknown(holder) ? gainedBy(holder, true).slice(0, 1) : [];
    const findings = gained.length > 0 ? gained : [...unreadable(identity), ...perhaps];
    return findings.map((finding) => ({ urn: identity.urn, finding }));
  });
}

/** One finding for all that the same statements let the holder do. */
function gainedBy(holder: Holder, unknownCounts: boolean): Finding[] {
  const sets = new Map<string, EscalationSet[]>();
  for (const set of escalationSets) {
    const place = placesOf(set, holder, unknownCounts).join(" and ");
    sets.set(place, [...(sets.get(place) ?? []), set]);
  }
  return [...sets]
    .filter(([place]) => place !== "")
    .map(([place, found]) =>
      unknownCounts ? unknownAt(place) : violation(place, `should not let its holder gain rights: ${someSets(found)}`),
    );
}

/** Up to three sets, for a message. */
function someSets(sets: readonly EscalationSet[]): string {
  const names = sets.slice(0, 3).map(setName).join("; ");
  return sets.length > 3 ? `${names}; and ${sets.length - 3} more` : names;
}

function setName({ actions, passedTo }: EscalationSet): string {
  return (passedTo === undefined ? actions : ["iam:PassRole", ...actions]).join(" with ");
}
