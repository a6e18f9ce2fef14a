/** An accepted finding with its reason. */
export interface AcceptedAdvisory {
  readonly stack: string;
  readonly rule: string;
  /** Name of the resource. */
  readonly resource: string;
  readonly reason: string;
}

/** All advisories of the three stacks. */
export const advisories: readonly AcceptedAdvisory[] = [
  ...["dev-deploy", "dev-image", "staging-deploy", "staging-image", "staging-test"].map((build) => ({
    stack: build.replace(/-.*/, ""),
    rule: "logs-retention-one-year",
    resource: `shop-${build}-logs`,
    reason: "its builds deploy nothing to production, and what they print is of no use after some weeks",
  })),
  ...["dev", "staging"].map((stack) => ({
    stack,
    rule: "s3-no-force-destroy",
    resource: `shop-${stack}-artifacts-store`,
    reason: "the stack can be destroyed and made again from its sources: only production keeps its buckets",
  })),
  {
    stack: "staging",
    rule: "s3-no-force-destroy",
    resource: "shop-staging-release-artifacts-store",
    reason: "records end with the environment that vouches for them: only production keeps its buckets",
  },
  ...["dev", "staging"].flatMap((stack) =>
    ["logs", "store"].map((bucket) => ({
      stack,
      rule: "s3-no-force-destroy",
      resource: `shop-${stack}-destroy-artifacts-${bucket}`,
      reason: "it holds plans that were carried out or refused: only production keeps its buckets",
    })),
  ),
];
