import type { PackVerdict } from "./analysis/verdict";
import type { Diagnostic } from "./base/diagnostics";
import type { PropertyMap } from "./base/property-value";
import type { SecretFilter } from "./base/secret-filter";
import type { Resource } from "./engine/resource";
import type { Gap } from "./gap";
import type { SettingLines } from "./project/setting-lines";

/** How a preview ended. The numbers are the exit status of the command. */
export const Status = {
  /** The program ran and violates no mandatory policy. */
  clean: 0,
  /** A mandatory policy is violated. */
  violated: 1,
  /** The program refused its input with a message for its user. */
  refused: 2,
  /** The program, a pack or the preview itself failed otherwise. */
  failed: 3,
} as const;

/** One of the numbers of {@link Status}. */
export type Status = (typeof Status)[keyof typeof Status];

/** Result of a preview. */
export interface PreviewResult {
  readonly project: string;
  readonly stack: string;
  /** Folder of the project, if another project of the run has a stack of the same name. */
  readonly folder?: string;
  /** The settings file of the stack, and where its values stand. */
  readonly settings: SettingLines;
  /** Settings by key, with secrets masked. */
  readonly config: Readonly<Record<string, string>>;
  /** `--account`: the account of the caller. */
  readonly account?: string;
  readonly resources: readonly Resource[];
  /** Outputs of the stack. */
  readonly outputs: PropertyMap;
  readonly packs: readonly PackVerdict[];
  readonly diagnostics: readonly Diagnostic[];
  /** Parts of the program that this preview does not show. */
  readonly gaps: readonly Gap[];
  /** Masks the decrypted secrets in text that is written. */
  readonly maskSecrets: SecretFilter;
  /** Wall time in milliseconds. */
  readonly duration: number;
  readonly status: Status;
}
