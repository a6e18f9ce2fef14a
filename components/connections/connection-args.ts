import { z } from "zod";
import { regionName } from "../aws/place";
import { partitionOf } from "../aws/scope";
import type { Problem } from "../schema/problem";
import { allowedKeys, matching, schemaProblems } from "../schema/vocabulary";

/** The hosts of repositories that AWS connects to. */
export const ConnectionProvider = {
  AzureDevOps: "AzureDevOps",
  Bitbucket: "Bitbucket",
  GitHub: "GitHub",
  GitHubEnterpriseServer: "GitHubEnterpriseServer",
  GitLab: "GitLab",
  GitLabSelfManaged: "GitLabSelfManaged",
} as const;

export type ConnectionProvider = (typeof ConnectionProvider)[keyof typeof ConnectionProvider];

/** Those that somebody runs on servers of their own. */
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

/** What decides how a connection is made. */
export interface ConnectionPlan extends z.input<typeof connectionSchema> {
  /** Whether an existing host is given, and whether a VPC is. */
  readonly given: { readonly host: boolean; readonly vpc: boolean };
}

/** Every problem of the plan of a connection. */
export function connectionProblems({ given, ...plan }: ConnectionPlan): Problem[] {
  return [...schemaProblems(connectionSchema, plan), ...serverProblems(plan, given)];
}

/** What a person must do before a connection that was just made can be used. */
export function howToComplete({
  region,
  connectionName,
  providerType,
  endpoint,
}: Omit<ConnectionPlan, "given">): string {
  const address = `https://${consoleOf(region)}/codesuite/settings/connections?region=${region}`;
  const first = endpoint === undefined ? "choose" : "set up its host first, on the tab Hosts, then choose";
  return (
    `AWS makes the connection ${connectionName} to ${providerType} PENDING, and no pipeline can use it until a person has ` +
    `completed it: at ${address} ${first} the connection, and Update pending connection. Its ARN then goes into the ` +
    "settings, as the ConnectionArn of source actions."
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
    const reason = `is for servers of one's own, ${installed.join(" and ")}: remove it`;
    return wrong.map((path) => ({ path, reason }));
  }
  if (endpoint === undefined) {
    return [
      ...(given.host
        ? []
        : [{ path: "endpoint", reason: "is missing: give the address of the server, or existingHostArn" }]),
      ...(given.vpc
        ? [{ path: "vpc", reason: "belongs to a host that is made here: give endpoint, or remove it" }]
        : []),
    ];
  }
  return given.host
    ? [{ path: "existingHostArn", reason: "is given beside endpoint, which makes a host: remove one of them" }]
    : [];
}

/** The consoles of partitions that have one of their own. */
const consoles: Readonly<Record<string, string>> = {
  "aws-us-gov": "console.amazonaws-us-gov.com",
  "aws-eusc": "console.amazonaws-eusc.eu",
};

function consoleOf(region: string): string {
  return consoles[partitionOf(region)] ?? "console.aws.amazon.com";
}
