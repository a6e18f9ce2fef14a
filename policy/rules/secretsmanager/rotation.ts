import type { Value } from "../../iam/value";
import { violation } from "../../lib/facts/finding";
import { leadsTo, type Reference } from "../../lib/facts/links";
import type { StackResource } from "../../lib/facts/stack";
import { type StackFinding, stackRule } from "../../lib/rule/rule";

const secretType = "aws:secretsmanager/secret:Secret";
const rotationType = "aws:secretsmanager/secretRotation:SecretRotation";

export const secretRotation = stackRule({
  name: "secret-rotation",
  displayName: "Secrets rotate",
  description: "Secrets should rotate automatically. A leaked secret then stops working soon.",
  severity: "low",
  enforcementLevel: "disabled",
  remediationSteps: "Add an aws.secretsmanager.SecretRotation for the secret, with the function that changes it.",
  url: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html",
  tags: ["secrets", "credentials"],
  equivalentChecks: {
    checkov: ["CKV2_AWS_57"],
    cdkNag: ["SecretsManagerRotationEnabled"],
    guard: ["SECRETSMANAGER_ROTATION_ENABLED_CHECK"],
    securityHub: ["SecretsManager.1"],
    config: ["SECRETSMANAGER_ROTATION_ENABLED_CHECK"],
    prowler: ["secretsmanager_automatic_rotation_enabled"],
    owasp: ["SEC-6"],
  },
  types: [secretType, rotationType],
  judge: everySecretRotates,
});

function everySecretRotates(resources: readonly StackResource[]): StackFinding[] {
  const rotations = resources.filter(({ type }) => type === rotationType);
  return resources
    .filter(({ type }) => type === secretType)
    .filter((secret) => !rotations.some((rotation) => rotates(rotation, secret)))
    .map(({ urn }) => ({ urn, finding: violation("name", "should have a SecretRotation: add one for the secret") }));
}

/** A rotation refers to its secret by ARN or by name. */
function rotates(rotation: StackResource, secret: StackResource): boolean {
  const reference: Reference = { from: rotation, property: "secretId", name: rotation.props.secretId };
  const names: readonly Value[] = [secret.props.arn, secret.props.name];
  return names.some((name) => leadsTo(reference, secret, name));
}
