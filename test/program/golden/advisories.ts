/** A finding that is let stand, and why. */
export interface AcceptedAdvisory {
  readonly stack: string;
  readonly rule: string;
  /** The name of the resource. */
  readonly resource: string;
  readonly reason: string;
}

/** Every advisory that the three stacks raise. */
export const advisories: readonly AcceptedAdvisory[] = [];
