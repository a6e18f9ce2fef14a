import type { PackVerdict } from "./analysis/verdict";
import type { Diagnostic } from "./base/diagnostics";
import type { PropertyMap } from "./base/property-value";
import type { Resource } from "./engine/resource";

/** How a preview ended; the numbers are the command's exit status. */
export const Status = {
  /** Nothing is in the way. */
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

/** All there is to report about a preview. */
export interface PreviewResult {
  readonly project: string;
  readonly stack: string;
  /** Settings by key, with secrets blinded. */
  readonly config: Readonly<Record<string, string>>;
  readonly resources: readonly Resource[];
  /** Outputs of the stack. */
  readonly outputs: PropertyMap;
  readonly packs: readonly PackVerdict[];
  readonly diagnostics: readonly Diagnostic[];
  /** Wall time in milliseconds. */
  readonly duration: number;
  readonly status: Status;
}
