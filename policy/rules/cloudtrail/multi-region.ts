import type { Finding } from "../../lib/facts/finding";
import { expectation } from "../../lib/rule/expectation";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const cloudtrailMultiRegion = resourceRule({
  name: "cloudtrail-multi-region",
  displayName: "Trails record every Region",
  description: "Trails should be on and record every Region. Attackers prefer a Region that nobody records.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps: "Set isMultiRegionTrail to true, and remove enableLogging or set it to true.",
  remediation: "sets isMultiRegionTrail and enableLogging to true",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/receive-cloudtrail-log-files-from-multiple-regions.html",
  tags: ["cloudtrail", "monitoring"],
  equivalentChecks: {
    checkov: ["CKV_AWS_67", "CKV_AWS_251"],
    guard: ["MULTI_REGION_CLOUD_TRAIL_ENABLED"],
    securityHub: ["CloudTrail.1"],
    config: ["MULTI_REGION_CLOUD_TRAIL_ENABLED"],
    trivy: ["AWS-0014"],
    prowler: ["cloudtrail_multi_region_enabled"],
    owasp: ["SEC-10"],
  },
  types: ["aws:cloudtrail/trail:Trail"],
  judge: followsEveryRegion,
});

function followsEveryRegion({ props }: JudgedResource): Finding[] {
  const { isMultiRegionTrail: everywhere, enableLogging: logging } = props;
  return [
    ...expectation("isMultiRegionTrail", everywhere, everywhere === true, "should be true: absent means false", {
      isMultiRegionTrail: true,
    }),
    ...expectation("enableLogging", logging, logging !== false, "should be absent or true: the trail is off", {
      enableLogging: true,
    }),
  ];
}
