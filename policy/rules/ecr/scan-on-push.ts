import { at, unknownValue } from "../../iam/value";
import { unknownAt, violation } from "../../lib/facts/finding";
import { declared, type StackResource } from "../../lib/facts/stack";
import { type StackFinding, stackRule } from "../../lib/rule/rule";
import { scansOnPush } from "../../lib/storage/registry-scanning";

const repository = "aws:ecr/repository:Repository";
const registry = "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration";

export const ecrScanOnPush = stackRule({
  name: "ecr-scan-on-push",
  displayName: "ECR scans pushed images",
  description: "ECR should scan images on push. Scans find known vulnerabilities before a deployment.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Set imageScanningConfiguration.scanOnPush to true, or add a rule with SCAN_ON_PUSH or CONTINUOUS_SCAN to the registry's scanning configuration.",
  url: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html",
  tags: ["ecr", "scanning"],
  equivalentChecks: {
    checkov: ["CKV_AWS_163"],
    guard: ["ECR_REPO_SCAN_ON_PUSH"],
    securityHub: ["ECR.1"],
    config: ["ECR_PRIVATE_IMAGE_SCANNING_ENABLED"],
    trivy: ["AWS-0030"],
    prowler: ["ecr_repositories_scan_images_on_push_enabled"],
    compliancePolicies: ["aws-ecr-repository-configure-image-scan", "aws-ecr-repository-enable-image-scan"],
    owasp: ["SEC-3"],
  },
  types: [repository, registry],
  judge: everyRepositoryScans,
});

function everyRepositoryScans(resources: readonly StackResource[]): StackFinding[] {
  const registries = resources.filter(({ type }) => type === registry);
  return resources
    .filter(({ type }) => type === repository)
    .flatMap((repo) => {
      const own = at(declared(repo, "imageScanningConfiguration"), "scanOnPush");
      const verdicts = [own, ...registries.map((each) => scansOnPush(each, repo.props.name))];
      return verdicts.includes(true) ? [] : [{ urn: repo.urn, finding: judge(verdicts.includes(unknownValue)) }];
    });
}

function judge(isUnknown: boolean) {
  const path = "imageScanningConfiguration.scanOnPush";
  return isUnknown ? unknownAt(path) : violation(path, "should be true: absent means that nobody scans");
}
