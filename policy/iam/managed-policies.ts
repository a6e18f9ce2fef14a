import { join } from "node:path";
import { readTable } from "./table-file";
import type { Properties } from "./value";

/**
 * AWS managed policies that grant permissions which the rules refuse in a document of the program, by path. Statements
 * keep only the actions that a rule may refuse.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
export interface ManagedPolicyTable {
  readonly source: string;
  readonly date: string;
  readonly policies: Readonly<Record<string, ManagedPolicy>>;
}

interface ManagedPolicy {
  readonly version: string;
  readonly statements: readonly Properties[];
}

let loaded: ReadonlyMap<string, ManagedPolicy> | undefined;

/** Returns the sensitive statements of an AWS managed policy as a document, or nothing for a policy without any. */
export function managedPolicyDocument(path: string): Properties | undefined {
  loaded ??= policiesByPathAndName();
  const policy = loaded.get(path) ?? loaded.get(nameOf(path));
  return policy === undefined ? undefined : { Statement: policy.statements };
}

/** Whether an AWS managed policy makes an administrator, or an identity that can become one. */
export function isAdministratorPolicy(path: string): boolean {
  return ["AdministratorAccess", "PowerUserAccess", "IAMFullAccess"].includes(path);
}

/** Returns what an administrator policy allows, which its own rule reports and the table leaves out. */
export function administratorDocument(path: string): Properties | undefined {
  switch (path) {
    case "AdministratorAccess":
      return { Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
    case "PowerUserAccess":
      return {
        Statement: [{ Effect: "Allow", NotAction: ["iam:*", "organizations:*", "account:*"], Resource: "*" }],
      };
    default:
      return undefined;
  }
}

/** Whether AWS's own set-up pages attach a managed policy to the role of a service, an instance or an agent. */
export function isForService(path: string): boolean {
  return /^service-role\/|Role|Policy|InstanceCore|InstanceProfile|Boundary|^AdministratorAccess-AWSElasticBeanstalk$/.test(
    path,
  );
}

/** The policies by path and by name, because a program may leave the path out. */
function policiesByPathAndName(): Map<string, ManagedPolicy> {
  const { policies } = readTable<ManagedPolicyTable>(join(__dirname, "managed-policy-documents.json"));
  const entries = Object.entries(policies);
  return new Map([...entries.map(([path, policy]) => [nameOf(path), policy] as const), ...entries]);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
