import type { LocalEnvironment } from "./files";
import type { Changes } from "./record";

/** An operation on one stack. */
export interface Operation {
  /** The file that takes the output. */
  readonly log: string;
  /** Interrupts the operation: Pulumi ends its running steps, and starts no more. */
  readonly signal: AbortSignal;
  /** Takes the number of the process that works on the stack. */
  readonly onStart: (pid: number) => void;
}

/** Previews and deploys stacks. */
export interface Engine {
  /** The version of the Pulumi CLI. */
  readonly version: string;
  /** @throws {OperationFailure} when the preview fails */
  preview(environment: LocalEnvironment, operation: Operation): Promise<Changes>;
  /**
   * Deploys a stack, and returns its changes; undefined if Pulumi cannot tell.
   *
   * @throws {OperationFailure} when the deployment fails
   */
  deploy(environment: LocalEnvironment, operation: Operation): Promise<Changes | undefined>;
}

/** An operation that ended without success. The message is the reason that Pulumi gives. */
export class OperationFailure extends Error {
  override readonly name = "OperationFailure";
}
