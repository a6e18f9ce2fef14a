import { at, type Located, locatedItems, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codebuildArtifactsEncrypted = resourceRule({
  name: "codebuild-artifacts-encrypted",
  displayName: "CodeBuild artifacts are encrypted",
  description: "CodeBuild projects should encrypt their artifacts. Later stages deploy these artifacts.",
  severity: "high",
  enforcementLevel: "mandatory",
  remediationSteps: "Remove encryptionDisabled from artifacts and secondaryArtifacts, or set it to false.",
  remediation: "sets encryptionDisabled to false",
  url: "https://docs.aws.amazon.com/codebuild/latest/userguide/security-encryption.html",
  tags: ["codebuild", "encryption"],
  equivalentChecks: {
    checkov: ["CKV_AWS_78"],
    config: ["CODEBUILD_PROJECT_ARTIFACT_ENCRYPTION"],
    trivy: ["AWS-0018"],
    owasp: ["SEC-9"],
  },
  types: ["aws:codebuild/project:Project"],
  judge: artifactsEncrypted,
});

function artifactsEncrypted({ props }: JudgedResource): Finding[] {
  return [
    ...locatedItems("artifacts", props.artifacts),
    ...locatedItems("secondaryArtifacts", props.secondaryArtifacts),
  ].flatMap(judgeArtifacts);
}

function judgeArtifacts({ path, value: artifacts }: Located): Finding[] {
  const type = at(artifacts, "type");
  const disabled = at(artifacts, "encryptionDisabled");
  if (type === "NO_ARTIFACTS" || (disabled !== true && disabled !== unknownValue)) {
    return [];
  }
  if (type === unknownValue || disabled === unknownValue) {
    return [unknownAt(type === unknownValue ? `${path}.type` : `${path}.encryptionDisabled`)];
  }
  const place = `${path}.encryptionDisabled`;
  return [violation(place, "should be absent or false: remove it", { [place]: false })];
}
