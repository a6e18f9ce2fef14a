import { Config } from "@pulumi/pulumi";
import type { ScopeArgs } from "../aws/scope";
import type { Problem } from "../schema/problem";

/**
 * Completes account and region from the stack's configuration: `aws:allowedAccountIds` with one account, and
 * `aws:region`. Both are plain strings, so that every ARN is known on the first preview.
 *
 * @param targets - accounts of the targets: a single one is the account of a stack without `aws:allowedAccountIds`
 * @internal
 */
export function stackScope(
  { account, region, partition }: Partial<ScopeArgs>,
  targets: readonly string[] = [],
): {
  readonly value: ScopeArgs;
  readonly problems: readonly Problem[];
} {
  const config = new Config("aws");
  const configured = account === undefined ? accountIdsOf(config) : [account];
  const ids = configured.length === 0 && targets.length === 1 ? targets : configured;
  const place = region ?? config.get("region");
  const problems: Problem[] = [
    ...(ids.length === 1
      ? []
      : [
          {
            path: "account",
            reason:
              ids.length === 0
                ? `is missing: give ${targets.join(" or ") || "it"}, or set it for the stack: pulumi config set --path 'aws:allowedAccountIds[0]' ${targets[0] ?? "111122223333"}`
                : `is missing, and aws:allowedAccountIds of the stack names ${ids.length} accounts: give one`,
          },
        ]),
    ...(place === undefined
      ? [
          {
            path: "region",
            reason: "is missing: give it, or set it for the stack: pulumi config set aws:region eu-central-1",
          },
        ]
      : []),
  ];
  return {
    value: { account: ids[0] ?? "", region: place ?? "", ...(partition !== undefined && { partition }) },
    problems,
  };
}

function accountIdsOf(config: Config): readonly string[] {
  const ids: unknown = config.getObject("allowedAccountIds");
  return Array.isArray(ids) ? ids.map(String) : [];
}
