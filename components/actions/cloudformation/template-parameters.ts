import { detectSecret } from "../../codebuild/secret-detector";
import type { Problem } from "../../schema/problem";
import { isReference } from "../../schema/variable-references";
import { matching } from "../../schema/vocabulary";

/**
 * The name of a parameter of a template.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
 */
export const templateParameterName = matching(/^[A-Za-z0-9]{1,255}$/, "name parameters in letters and digits");

/**
 * The capabilities that a user acknowledges for a template.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
 */
export const capabilities = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"] as const;

/** Refuses a secret in plain text. The words of the parameter's name are read one by one. */
export function exposedParameterProblems(path: string, name: string, value: string): Problem[] {
  const secret = detectSecret(name.replace(/([a-z0-9])([A-Z])/g, "$1_$2"), value);
  // A dynamic reference and a variable reference say where the secret is; neither is a secret.
  if (secret === undefined || value.startsWith("{{resolve:") || isReference(value)) {
    return [];
  }
  return [
    {
      path,
      reason: `${secret}, and everybody who sees the pipeline sees it: give {{resolve:secretsmanager:<name>}}, or let the template look it up`,
    },
  ];
}
