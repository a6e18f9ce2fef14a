/** Options of a preview. */
export interface PreviewOptions {
  /** Directory of the program, or one below it. */
  readonly cwd: string;
  /** Stack to preview. @default - the only stack of the project */
  readonly stack?: string;
  /** Directories of policy packs, in order. */
  readonly policyPacks: readonly string[];
  /** Configuration files of the policy packs, in the order of the packs. */
  readonly policyPackConfigs: readonly string[];
  /** AWS account that `getCallerIdentity` returns. @default - read from providers and settings */
  readonly account?: string;
  /** AWS region that `getRegion` returns. @default - read from providers and settings */
  readonly region?: string;
  /** File with results of functions, outputs of stacks and states of resources. @default - no answers */
  readonly answers?: string;
}
