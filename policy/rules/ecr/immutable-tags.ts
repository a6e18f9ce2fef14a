import { at, type Located, locatedItems, textOf, unknownValue } from "../../iam/value";
import { type Finding, type Fixes, unknownAt, violation } from "../../lib/facts/finding";
import { textList } from "../../lib/rule/config";
import { expectation } from "../../lib/rule/expectation";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

interface Config {
  /** Exclusion filters that IMMUTABLE_WITH_EXCLUSION may contain, as the repository spells them. */
  readonly excludedTags: readonly string[];
}

export const ecrImmutableTags = resourceRule<Config>({
  name: "ecr-immutable-tags",
  displayName: "ECR tags are immutable",
  description: "ECR tags should be immutable. With a mutable tag, the deployed image may differ from the tested one.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Set imageTagMutability to IMMUTABLE, or to IMMUTABLE_WITH_EXCLUSION with only the tags this policy's excludedTags allow.",
  remediation: "sets imageTagMutability to IMMUTABLE",
  url: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",
  tags: ["ecr", "integrity"],
  equivalentChecks: {
    checkov: ["CKV_AWS_51"],
    securityHub: ["ECR.2"],
    config: ["ECR_PRIVATE_TAG_IMMUTABILITY_ENABLED"],
    trivy: ["AWS-0031"],
    prowler: ["ecr_repositories_tag_immutability"],
    compliancePolicies: ["aws-ecr-repository-disallow-mutable-image"],
    owasp: ["SEC-9"],
  },
  types: ["aws:ecr/repository:Repository"],
  config: {
    properties: {
      excludedTags: textList("Exclusion filters that IMMUTABLE_WITH_EXCLUSION may name, as written there"),
    },
    defaults: { excludedTags: [] },
  },
  judge: immutableTags,
});

const immutable: Fixes = { imageTagMutability: "IMMUTABLE", imageTagMutabilityExclusionFilters: undefined };

function immutableTags({ props }: JudgedResource, { excludedTags }: Config): Finding[] {
  switch (props.imageTagMutability) {
    case "IMMUTABLE":
      return [];
    case "IMMUTABLE_WITH_EXCLUSION":
      return locatedItems("imageTagMutabilityExclusionFilters", props.imageTagMutabilityExclusionFilters).flatMap(
        (filter) => judgeExclusion(filter, excludedTags),
      );
    case unknownValue:
      return [unknownAt("imageTagMutability")];
    default:
      return [violation("imageTagMutability", "should be IMMUTABLE: absent means MUTABLE", immutable)];
  }
}

function judgeExclusion({ path, value }: Located, excludedTags: readonly string[]): Finding[] {
  const filter = at(value, "filter");
  const desired = "should be a tag that config excludedTags allows: remove the filter";
  return expectation(`${path}.filter`, filter, excludedTags.includes(textOf(filter)), desired);
}
