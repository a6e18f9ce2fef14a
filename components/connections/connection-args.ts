import { z } from "zod";
import { regionName } from "../aws/names";
import { consoleHost } from "../aws/scope";
import type { Problem } from "../schema/problem";
import { allowedKeys, matching, schemaProblems } from "../schema/vocabulary";

/** Providers of Git repositories that AWS connects to. */
export const ConnectionProvider = {
  AzureDevOps: "AzureDevOps",
  Bitbucket: "Bitbucket",
  GitHub: "GitHub",
  GitHubEnterpriseServer: "GitHubEnterpriseServer",
  GitLab: "GitLab",
  GitLabSelfManaged: "GitLabSelfManaged",
} as const;

export type ConnectionProvider = (typeof ConnectionProvider)[keyof typeof ConnectionProvider];

/** Self-managed providers, which need a host. */
const installed: readonly string[] = [ConnectionProvider.GitHubEnterpriseServer, ConnectionProvider.GitLabSelfManaged];

/**
 * @see https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_CreateConnection.html
 * @see https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_CreateHost.html
 */
const connectionSchema = allowedKeys({
  region: regionName,
  connectionName: z.string().min(1).max(32),
  providerType: z.enum(ConnectionProvider),
  endpoint: matching(
    /^(?=.{1,512}$)https:\/\/[^\s/]+\S*$/,
    "give an https address of at most 512 characters",
  ).optional(),
});

/** Plan of a connection. */
export interface ConnectionPlan extends z.input<typeof connectionSchema> {
  /** Whether the arguments have an existing host, and a VPC. */
  readonly given: { readonly host: boolean; readonly vpc: boolean };
}

/** Lists every problem of the plan of a connection. */
export function connectionProblems({ given, ...plan }: ConnectionPlan): Problem[] {
  return [...schemaProblems(connectionSchema, plan), ...serverProblems(plan, given)];
}

/** Returns the manual steps that complete a new connection. */
export function howToComplete({
  region,
  connectionName,
  providerType,
  endpoint,
}: Omit<ConnectionPlan, "given">): string {
  const address = `https://${consoleHost(region)}/codesuite/settings/connections?region=${region}`;
  const host = endpoint === undefined ? "" : "On the tab Hosts, set up its host. ";
  return (
    `The new connection ${connectionName} to ${providerType} is PENDING: a person must complete it before a pipeline can ` +
    `use it. Open ${address}. ${host}Choose the connection, then Update pending connection. Then set its ARN as the ` +
    "ConnectionArn of source actions."
  );
}

function serverProblems(
  { providerType, endpoint }: Pick<ConnectionPlan, "providerType" | "endpoint">,
  given: ConnectionPlan["given"],
): Problem[] {
  if (!installed.includes(providerType)) {
    const wrong = [
      ...(endpoint === undefined ? [] : ["endpoint"]),
      ...(given.host ? ["existingHostArn"] : []),
      ...(given.vpc ? ["vpc"] : []),
    ];
    const reason = `is only for self-managed providers, ${installed.join(" and ")}: remove it`;
    return wrong.map((path) => ({ path, reason }));
  }
  if (endpoint === undefined) {
    return [
      ...(given.host
        ? []
        : [{ path: "endpoint", reason: "is missing: give the address of the server, or existingHostArn" }]),
      ...(given.vpc ? [{ path: "vpc", reason: "is only for a new host: give endpoint, or remove vpc" }] : []),
    ];
  }
  return given.host
    ? [{ path: "existingHostArn", reason: "is given with endpoint, which creates a host: remove one of the two" }]
    : [];
}
