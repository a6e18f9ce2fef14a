import { composeArn, parseArn } from "../aws/arn";
import { allowStatement, type Statement } from "./statement";

const serviceNames = { UseConnection: "codeconnections", UseConnectionFormerName: "codestar-connections" };

/** One repository, reached through a connection. */
export interface ConnectedRepository {
  readonly connectionArn: string;
  /** Owner and name, such as `acme/shop`. */
  readonly repositoryId: string;
}

/**
 * Returns the statements to use a connection for one repository. AWS renamed the service, and its pages combine either
 * action with either form of the ARN: the statements cover all combinations, for this one connection.
 *
 * @param operator - `StringEqualsIfExists` for a caller that AWS also calls without the repository
 * @see https://docs.aws.amazon.com/dtconsole/latest/userguide/rename.html
 * @see https://docs.aws.amazon.com/dtconsole/latest/userguide/security_iam_id-based-policy-examples-connections.html
 */
export function useConnection(
  { connectionArn, repositoryId }: ConnectedRepository,
  operator: "StringEquals" | "StringEqualsIfExists",
): Statement[] {
  return Object.entries(serviceNames).map(([sid, service]) =>
    allowStatement({
      sid,
      actions: [`${service}:UseConnection`],
      resources: bothArns(connectionArn),
      conditions: { [operator]: { [`${service}:FullRepositoryId`]: repositoryId } },
    }),
  );
}

/**
 * Lets CodeBuild clone repositories, report statuses and create webhooks through connections. CodeBuild takes a token of
 * the connection with the service role, and AWS has no condition for the token: it reaches whatever the connection does.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/connections-github-app.html
 */
export function takeConnectionTokens(connectionArns: readonly string[]): Statement[] {
  const resources = [...new Set(connectionArns)].flatMap(bothArns);
  return resources.length === 0
    ? []
    : [
        allowStatement({
          sid: "SourceConnections",
          actions: Object.values(serviceNames).flatMap((service) =>
            ["GetConnection", "GetConnectionToken", "UseConnection"].map((action) => `${service}:${action}`),
          ),
          resources,
        }),
      ];
}

function bothArns(connectionArn: string): string[] {
  const connection = parseArn(connectionArn);
  return connection === undefined
    ? []
    : Object.values(serviceNames).map((service) => composeArn({ ...connection, service }));
}
