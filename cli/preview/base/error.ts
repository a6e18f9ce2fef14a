import { visible } from "./visible";

/**
 * A preview that cannot go on, for a reason its user can act on. The command prints the message alone and ends with
 * status 3.
 */
export class PreviewError extends Error {
  override readonly name = "PreviewError";

  constructor(message: string) {
    super(visible(message));
  }
}
