import { violation } from "../../lib/facts/finding";
import { referrers } from "../../lib/facts/links";
import type { StackResource } from "../../lib/facts/stack";
import { about } from "../../lib/rule/about";
import { type StackFinding, stackRule } from "../../lib/rule/rule";

const repository = "aws:ecr/repository:Repository";
const lifecyclePolicy = "aws:ecr/lifecyclePolicy:LifecyclePolicy";

export const ecrLifecycle = stackRule({
  name: "ecr-lifecycle",
  displayName: "ECR repositories expire images",
  description:
    "ECR repositories should have a lifecycle policy. Old images cost money, and somebody may deploy them by mistake.",
  severity: "low",
  enforcementLevel: "advisory",
  remediationSteps: "Add an aws.ecr.LifecyclePolicy for the repository.",
  url: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html",
  tags: ["ecr", "cost"],
  equivalentChecks: {
    securityHub: ["ECR.3"],
    config: ["ECR_PRIVATE_LIFECYCLE_POLICY_CONFIGURED"],
    prowler: ["ecr_repositories_lifecycle_policy_enabled"],
  },
  types: [repository, lifecyclePolicy],
  judge: everyRepositoryTidiesUp,
});

function everyRepositoryTidiesUp(resources: readonly StackResource[]): StackFinding[] {
  const policies = resources.filter(({ type }) => type === lifecyclePolicy);
  return resources
    .filter((each) => each.type === repository && referrers(policies, "repository", each, each.props.name).length === 0)
    .flatMap(({ urn }) => about(urn, [violation("name", "should have a LifecyclePolicy: add one for the repository")]));
}
