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
 * What a template may do that its writer must know about.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
 */
export const capabilities = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"] as const;

/** Refuses a value that everybody who sees the pipeline would see as a secret; its name is read word by word. */
export function exposedParameterProblems(path: string, name: string, value: string): Problem[] {
  const secret = detectSecret(name.replace(/([a-z0-9])([A-Z])/g, "$1_$2"), value);
  // CloudFormation looks the one up, and CodePipeline the other: both say where the secret is, and are none.
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
