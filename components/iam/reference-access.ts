import { parameterArn, secretArn } from "../aws/arn";
import { type AwsScope, regionalService } from "../aws/scope";
import { allowStatement, type Statement } from "./statement";

/** The parameters and secrets that a build reads, each by its name or its ARN. */
export interface References {
  readonly parameters: readonly string[];
  readonly secrets: readonly string[];
}

/**
 * Lets a build read the named parameters and secrets. A parameter or secret under a customer key also needs {@link
 * decryptReferences}.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
 */
export function readReferences(scope: AwsScope, { parameters, secrets }: References): Statement[] {
  return [
    ...read("Parameters", "ssm:GetParameters", parameters, (name) => parameterArn(scope, name)),
    ...read("Secrets", "secretsmanager:GetSecretValue", secrets, (secret) => secretArn(scope, secretId(secret))),
  ];
}

/**
 * Lets a build decrypt parameters and secrets under customer keys, through Systems Manager and Secrets Manager only.
 */
export function decryptReferences(scope: AwsScope, keyArns: readonly string[]): Statement[] {
  const services = ["secretsmanager", "ssm"].map((service) => regionalService(scope, service));
  const conditions = { StringEquals: { "kms:ViaService": services } };
  return read("ReferenceKeys", "kms:Decrypt", keyArns, (arn) => arn).map((statement) => ({
    ...statement,
    Condition: conditions,
  }));
}

function read(sid: string, action: string, names: readonly string[], arn: (name: string) => string): Statement[] {
  const resources = [...new Set(names.map(arn))].sort();
  return resources.length === 0 ? [] : [allowStatement({ sid, actions: [action], resources })];
}

/** Returns the secret of a reference, which may also name a JSON key, a version stage and a version. */
export function secretId(reference: string): string {
  const parts = reference.split(":");
  return reference.startsWith("arn:") ? parts.slice(0, 7).join(":") : (parts[0] ?? reference);
}
