import { textOf } from "../../iam/value";
import { plainTypes } from "../../lib/facts/plain-types";
import type { RegisteredResource } from "../../lib/facts/stack";
import { hasTemplate, templateResources } from "../../lib/facts/templates";
import { cloudControlType, hasTranslation, readsTemplateType, translated } from "../../lib/facts/translations";
import { commonConfigOf } from "../../lib/rule/config";
import { type Rule, ruleOf } from "../../lib/rule/rule";
import type { RuleText } from "../../lib/rule/text";

const text: RuleText = {
  name: "resources-judged",
  displayName: "Every resource is judged",
  description:
    "Every resource should be read by a rule. This pack judges CI/CD; resources of other types need rules of another pack.",
  severity: "low",
  enforcementLevel: "advisory",
  remediationSteps: "Add a policy pack for the listed types, or review these resources by hand.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html",
  tags: ["pulumi", "coverage"],
  equivalentChecks: {},
  types: [],
};

/** Types in the finding; the rest is a number. */
const mostTypes = 20;

/**
 * Says once how many resources of a stack no rule reads, and of which types.
 *
 * @param readTypes - types that the rules of the pack read
 */
export function resourcesJudged(readTypes: () => ReadonlySet<string>): Rule {
  return ruleOf(text, {
    config: () => commonConfigOf(text.severity).defaults,
    ofStack({ resources }) {
      const read = readTypes();
      const counts = new Map<string, number>();
      const types = resources
        .filter(isCustom)
        .flatMap((each) => (hasTemplate(each.type) ? unreadIn(each) : isRead(each, read) ? [] : [typeOf(each)]));
      for (const type of types) {
        counts.set(type, (counts.get(type) ?? 0) + 1);
      }
      return counts.size === 0 ? undefined : [{ finding: { kind: "advice", message: listing(counts) } }];
    },
  });
}

/** Components group resources. The engine names no provider for a component. */
function isCustom({ type, hasProvider }: RegisteredResource): boolean {
  return /^(aws|aws-native):/.test(type) || (hasProvider && !type.startsWith("pulumi:"));
}

function isRead(resource: RegisteredResource, read: ReadonlySet<string>): boolean {
  const { type } = resource;
  return (
    read.has(type) ||
    plainTypes.has(type) ||
    hasTranslation(type) ||
    (type === cloudControlType && translated(type, resource.read().props).length > 0)
  );
}

/** The types of a template that no rule reads, or the stack itself where its template is not part of the program. */
function unreadIn({ type, read }: RegisteredResource): string[] {
  const resources = templateResources(read().props);
  return resources === undefined
    ? [`${type} without a readable templateBody`]
    : resources.filter((each) => !readsTemplateType(each.type)).map((each) => `${each.type} in a template`);
}

function typeOf({ type, read }: RegisteredResource): string {
  return type === cloudControlType ? `${textOf(read().props.typeName)} by Cloud Control` : type;
}

function listing(counts: ReadonlyMap<string, number>): string {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const sorted = [...counts].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1));
  const named = sorted.slice(0, mostTypes).map(([type, count]) => `${type} (${count})`);
  const rest = sorted.length - named.length;
  const types = [...named, ...(rest > 0 ? [`${rest} more types`] : [])].join(", ");
  return `${total === 1 ? "1 resource is" : `${total} resources are`} read by no rule of this pack: ${types}`;
}
