import { at, isProperties, unknownValue } from "../../iam/value";
import { type Finding, violation } from "../../lib/facts/finding";
import { type CustomerKey, customerKeyConfig, isCustomerKey, toKey } from "../../lib/rule/customer-key";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const lambdaEnvCmk = resourceRule<CustomerKey>({
  name: "lambda-env-cmk",
  displayName: "Lambda variables use a customer managed key",
  description:
    "Lambda functions should encrypt their variables with a customer managed key. The key policy then decides who reads them.",
  severity: "low",
  enforcementLevel: "advisory",
  remediationSteps: "Set kmsKeyArn to the ARN of a customer managed key that the function's role may use.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html",
  tags: ["lambda", "encryption", "kms"],
  equivalentChecks: {
    checkov: ["CKV_AWS_173"],
    prowler: ["awslambda_function_env_vars_not_encrypted_with_cmk"],
  },
  types: ["aws:lambda/function:Function"],
  config: customerKeyConfig,
  remediation: "sets kmsKeyArn to the configured key",
  judge: encryptsVariables,
});

const path = "kmsKeyArn";

function encryptsVariables({ props: { environment, kmsKeyArn } }: JudgedResource, config: CustomerKey): Finding[] {
  const variables = at(environment, "variables");
  const some = variables === unknownValue || (isProperties(variables) && Object.keys(variables).length > 0);
  return some && !isCustomerKey(kmsKeyArn)
    ? [violation(path, "should be the ARN of a customer managed KMS key", toKey(path, config))]
    : [];
}
